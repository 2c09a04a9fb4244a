import type { Diagnostic } from '@mmspec/source';
import type { Facts, Lint } from '../facts.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** An action of the environment is not always enabled. */
const alwaysEnabled: Rule = rule({
  code: 'MM0328',
  severity: 'warning',
  title: 'action that is always enabled',
  why: 'A step that changes nothing is a step, so an action without guard hides every deadlock.',
  text: 'Give the action a guard that is false once its effect is there.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { wait: await n > 0 }\naction reset() { n = 0 }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { wait: await n > 0 }\naction reset() when n > 0 { n = 0 }\n',
});

export const lint: Lint = { rules: [alwaysEnabled], check: checkActions };

function checkActions({ model, settings }: Facts): Diagnostic[] {
  return model.actions
    .filter(({ name, guard }) => name.span.file === 0 && (guard === null || settings.some(({ constants }) => constants.scalar(guard) === true)))
    .map(({ name }) => violation(alwaysEnabled, name.span, `\`${name.text}\` is enabled in every state.`, 'Add `when …` before the braces.'));
}
