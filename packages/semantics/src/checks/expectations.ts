import { suggest, type Diagnostic } from '@mmspec/source';
import type { PropertyPath } from '@mmspec/syntax';
import { implicitNames } from '@mmspec/system';
import type { Facts, Lint } from '../facts.ts';
import { namedProperty } from '../property_names.ts';
import { didYouMean, replacement, rule, type Rule, violation } from '../rule.ts';
import { findPath, pathTexts } from '../step_paths.ts';

/** An expectation names properties that exist. */
const unknownProperty: Rule = rule({
  code: 'MM0321',
  title: 'unknown property',
  why: 'An expectation about nothing would always be met.',
  text: 'Properties are the declared ones, `Type.live`, the path of an assertion, `range of VARIABLE`, and `underflow overflow get_at_zero null_reference lost_reference range deadlock`.',
  example: `module m
shared n: 0..3 = 0
actor a { set: n = 1 }
invariant small: n < 3
check c { } expect holds smal
`,
  fix: `module m
shared n: 0..3 = 0
actor a { set: n = 1 }
invariant small: n < 3
check c { } expect holds small
`,
});

/** An expectation says one thing about each property, and nothing that has no meaning. */
const badExpectation: Rule = rule({
  code: 'MM0336',
  title: 'expectation without meaning',
  why: 'A property either holds or is violated; `within` counts steps from 0, and fairness belongs to temporal properties.',
  text: '`ignore` names properties that every spec has, such as `deadlock`; declared ones are left out by `check N of …`.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 3 }\ninvariant p: n < 3\ncheck c { } expect holds p violates p\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 3 }\ninvariant p: n < 3\ncheck c { } expect violates p\n',
});

export const lint: Lint = { rules: [unknownProperty, badExpectation], check: checkExpectations };

function checkExpectations(facts: Facts): Diagnostic[] {
  const { model } = facts;
  const diagnostics: Diagnostic[] = [];
  const known = (path: PropertyPath): string | null => {
    if (path.parts.some((part) => part.text === '')) return null;
    const named = namedProperty(model, path);
    if (named !== null && (named.kind !== 'assertion' || hasAssertion(facts, path))) return named.name;
    const text = path.parts.map((part) => part.text).join('.') + (path.of.length === 0 ? '' : ` of ${path.of.map((part) => part.text).join('.')}`);
    const near =
      path.of.length > 0
        ? []
        : suggest(text, [...model.properties.map(({ name }) => name), ...implicitNames, ...model.objects.map(({ name }) => `${name.text}.live`)]);
    diagnostics.push(
      violation(
        unknownProperty,
        path.span,
        `There is no property \`${text}\`.`,
        didYouMean(near) || 'Name a declared property, `Type.live`, the path of an assertion, or `range of VARIABLE`.',
        {
          fixes: near.slice(0, 3).map((name) => replacement(path.span, name)),
        },
      ),
    );
    return null;
  };
  for (const check of model.checks) {
    for (const path of check.of) known(path);
    for (const setting of check.settings) {
      if (setting.kind !== 'ignore_setting') continue;
      for (const path of setting.names) {
        const name = known(path);
        if (name !== null && model.properties.some((property) => property.name === name)) {
          diagnostics.push(violation(badExpectation, path.span, `\`${name}\` is declared, so it cannot be ignored.`, 'List what to judge: `check N of A, B`.'));
        }
      }
    }
    const said = new Map<string, string>();
    for (const clause of check.expectation?.clauses ?? []) {
      for (const item of clause.items) {
        const name = known(item.property);
        if (name === null) continue;
        const earlier = said.get(name);
        const sameCells = item.when === null && clause.when === null;
        if (sameCells && earlier !== undefined && earlier !== clause.verdict) {
          diagnostics.push(
            violation(
              badExpectation,
              item.span,
              `\`${name}\` cannot be two of these: hold, be violated, be undecided.`,
              'Remove one of the two, or limit them with `when`.',
            ),
          );
        }
        if (sameCells) said.set(name, clause.verdict);
        if (item.fairness !== null && !model.properties.some((property) => property.name === name && property.declaration.kind === 'temporal')) {
          diagnostics.push(
            violation(badExpectation, item.fairness.span, `\`${name}\` is not temporal, so fairness says nothing about it.`, 'Remove `under …`.'),
          );
        }
        const within = item.within;
        if (within === null) continue;
        const bad = clause.verdict === 'holds' || clause.verdict === 'undecided' || facts.settings.some(({ constants }) => (constants.number(within) ?? 0) < 0);
        if (bad)
          diagnostics.push(
            violation(
              badExpectation,
              within.span,
              'This number of steps has no meaning here.',
              'Write `within N` after a violated property, with N at least 0.',
            ),
          );
      }
    }
  }
  return diagnostics;
}

/** True if an assertion of the named actor or action lies under the labels that the path names. */
function hasAssertion(facts: Facts, path: PropertyPath): boolean {
  return findPath(facts, pathTexts(path), 'assertion').length > 0;
}
