import type { Diagnostic } from '@mmspec/source';
import type { CheckDeclaration } from '@mmspec/syntax';
import { conditionsOf } from '../bounds.ts';
import type { Facts, Lint } from '../facts.ts';
import { namedProperty } from '../property_names.ts';
import type { Model } from '../model.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** What is judged over runs needs all of them. */
const runsCutOff: Rule = rule({
  code: 'MM0339',
  title: 'a property over runs in a check with a bound',
  why: 'Runs end at the bound of a check, so nothing can be said there about what happens in the end, or can happen.',
  text: 'Beyond its bound a check goes no further. Invariants are judged in all states that it comes to; `temporal` and `possible` ask for whole runs. Name what the check judges, `check c of A, B { bound … }`, or limit the state by types and constants instead.',
  example:
    'module m\nshared n: 0..9 = 0\nactor a { loop { up: n = (n + 1) % 10 } }\ninvariant small: n < 9\ntemporal back: always eventually n == 0 under fair\ncheck c { bound n < 5 }\n',
  fix: 'module m\nshared n: 0..9 = 0\nactor a { loop { up: n = (n + 1) % 10 } }\ninvariant small: n < 9\ntemporal back: always eventually n == 0 under fair\ncheck c of small { bound n < 5 }\n',
});

export const lint: Lint = { rules: [runsCutOff], check: ({ model }: Facts) => model.checks.flatMap((check) => aboutRuns(model, check)) };

function aboutRuns(model: Model, check: CheckDeclaration): readonly Diagnostic[] {
  const [bound] = conditionsOf(check);
  if (bound === undefined) return [];
  const judged = check.of.map((path) => namedProperty(model, path)?.name);
  const found = model.properties.find(
    ({ name, declaration: { kind } }) => (kind === 'temporal' || kind === 'possible') && (judged.length === 0 || judged.includes(name)),
  );
  if (found === undefined) return [];
  const message = `This check would judge \`${found.name}\`, which is about whole runs.`;
  return [violation(runsCutOff, bound.span, message, `Name what it judges: \`check ${check.name.text} of …\`.`)];
}
