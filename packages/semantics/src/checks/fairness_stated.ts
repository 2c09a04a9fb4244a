import type { Diagnostic } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { Expression } from '@mmspec/syntax';
import type { Facts, Lint } from '../facts.ts';
import { namedProperty } from '../property_names.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** A temporal property says under which fairness it is meant. */
const withoutFairness: Rule = rule({
  code: 'MM0334',
  severity: 'warning',
  title: 'temporal property without fairness',
  why: 'Without fairness an actor may stop anywhere, so almost nothing ever happens for certain.',
  text: '`under fair` means every actor, weakly; `under strongly fair` and lists of actors and labels are finer.',
  example: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\ntemporal ends: eventually n == 1\n',
  fix: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\ntemporal ends: eventually n == 1 under fair\n',
});

/** Something has to happen: more than `always`. */
function wantsProgress(body: Expression): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.kind === 'temporal_expression' && node.operator !== 'always') found = true;
    return !found;
  });
  return found;
}

/** Properties that some check expects to be violated: then it is known that nothing needs to happen, and shown. */
function expectedViolations(model: Facts['model']): ReadonlySet<string> {
  const items = model.checks
    .flatMap(({ expectation }) => expectation?.clauses ?? [])
    .filter(({ verdict }) => verdict === 'violates')
    .flatMap((clause) => clause.items);
  return new Set(items.flatMap(({ property }) => namedProperty(model, property)?.name ?? []));
}

export const lint: Lint = { rules: [withoutFairness], check: checkFairness };

function checkFairness({ model }: Facts): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const expected = expectedViolations(model);
  for (const property of model.properties) {
    const { declaration } = property;
    const { name } = declaration;
    if (declaration.kind === 'temporal') {
      if (declaration.fairness === null && !declaration.expectViolated && !expected.has(property.name) && wantsProgress(declaration.body)) {
        const end = { ...declaration.body.span, start: declaration.body.span.end };
        diagnostics.push(
          violation(withoutFairness, name.span, `\`${name.text}\` is meant without any fairness.`, 'Add `under fair`.', {
            fixes: [{ title: 'Add `under fair`', edits: [{ span: end, text: ' under fair' }] }],
          }),
        );
      }
    }
  }
  return diagnostics;
}
