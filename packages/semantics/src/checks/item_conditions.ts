import { textOf, type Diagnostic } from '@mmspec/source';
import type { Facts, Lint } from '../facts.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** A `when` behind a list of properties is about the last one. */
const lastOnly: Rule = rule({
  code: 'MM0438',
  severity: 'warning',
  title: 'a `when` that may be meant of more properties',
  why: 'In `violates a, b when c` the condition belongs to `b`, as `within` and `under` do; `a` is expected violated in every cell.',
  text: 'It is said where the last of several properties of a clause has a condition and no other one has. Whoever means it so writes the property with the condition first.',
  example:
    'module m\nvariant v: bool = true\nshared n: 0..3 = 0\nactor a { one: n = 1  if v { two: n = 3 } }\ninvariant p: n != 1\ninvariant q: n != 3\ncheck c for v { } expect violates p, q when v\n',
  fix: 'module m\nvariant v: bool = true\nshared n: 0..3 = 0\nactor a { one: n = 1  if v { two: n = 3 } }\ninvariant p: n != 1\ninvariant q: n != 3\ncheck c for v { } expect violates q when v, p\n',
});

export const lint: Lint = { rules: [lastOnly], check: checkConditions };

function checkConditions({ model }: Facts): Diagnostic[] {
  return model.checks.flatMap(({ expectation }) =>
    (expectation?.clauses ?? []).flatMap(({ items }): Diagnostic[] => {
      const last = items.at(-1);
      if (last === undefined || last.when === null || items.length === 1 || items.slice(0, -1).some(({ when }) => when !== null)) return [];
      const file = model.files[last.span.file];
      if (file === undefined) return [];
      const named = (span: typeof last.span): string => `\`${textOf(file, span)}\``;
      const condition = textOf(file, last.when.span);
      const message = `\`when ${condition}\` is about ${named(last.property.span)} alone.`;
      const others = items.slice(0, -1).map(({ property }) => named(property.span));
      const help = `Say it behind ${others.join(', ')} too, or, if ${others.length === 1 ? 'it is' : 'they are'} expected in every cell, write ${named(last.property.span)} first.`;
      return [violation(lastOnly, last.when.span, message, help)];
    }),
  );
}
