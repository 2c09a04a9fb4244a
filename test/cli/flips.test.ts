import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, type CheckDeclaration, type ExpectationItem } from '@mmspec/syntax';
import type { Span } from '@mmspec/source';
import { mmspec, root, specWith } from './mmspec.ts';

/*
 * An expectation is a test: whichever one of the design is turned round, the command fails.
 */

const text = readFileSync(join(root, 'specs/safe_refcount.mmspec'), 'utf8');
const { module } = parse({ path: 'safe_refcount.mmspec', text }, 0);
const checks = module.items.filter((item): item is CheckDeclaration => item.kind === 'check');
const under = ({ start, end }: Span, source: string = text): string => source.slice(start, end);

/** The text with another text under a span. */
const replaced = ({ start, end }: Span, by: string): string => text.slice(0, start) + by + text.slice(end);

/** With the change the check is not met. */
async function check(name: string, changed: string): Promise<void> {
  const { code, stdout, stderr } = await mmspec('check', specWith(changed, 'safe_refcount.mmspec'), '--check', name);
  expect(code, stdout + stderr).toBe(1);
}

type Flip = readonly [item: ExpectationItem, verdict: string];

/** The item without its bound, which only a violated one has. */
function unbounded({ span, within }: ExpectationItem): string {
  const whole = under(span);
  return within === null ? whole : whole.replace(/\s*\bwithin\b.*?(?=\swhen\b|$)/su, '');
}

/** The expectation of a check, with one item turned round. */
function withItemFlipped({ expectation }: CheckDeclaration, [flipped, verdict]: Flip): string {
  const clauses = (expectation?.clauses ?? []).map((clause) => {
    const others = clause.items.filter((item) => item !== flipped).map((item) => under(item.span));
    return others.length === 0 ? '' : `${clause.verdict} ${others.join(', ')}`;
  });
  return `expect ${clauses.filter((clause) => clause !== '').join(' ')} ${verdict} ${unbounded(flipped)}`;
}

test('the design has checks, each with an expectation', () => {
  expect(checks.length).toBeGreaterThan(10);
  expect(checks.filter(({ expectation }) => expectation === null)).toEqual([]);
  // No other expectation stands in the file: what is declared `expect violated` could be dropped without a check noticing.
  expect(text.replace(/\/\/.*/gu, '').match(/\bexpect\b/gu)).toHaveLength(checks.length);
});

describe.each(checks.map((declaration) => [declaration.name.text, declaration] as const))('%s', (name, declaration) => {
  const { expectation } = declaration;
  if (expectation === null) return;
  const items = expectation.clauses.flatMap((clause) => clause.items);
  const flips = expectation.clauses.flatMap((clause) => clause.items.map((item): Flip => [item, clause.verdict === 'holds' ? 'violates' : 'holds']));

  test('all turned round', () =>
    check(name, replaced(expectation.span, `expect ${flips.map(([item, verdict]) => `${verdict} ${unbounded(item)}`).join(' ')}`)));

  test.each(flips.map((flip) => [under(flip[0].span), flip] as const))('%s: turned round', (_, flip) =>
    check(name, replaced(expectation.span, withItemFlipped(declaration, flip))),
  );

  test.each(items.flatMap((item) => (item.within === null ? [] : [[under(item.span), item.within] as const])))('%s: a step shorter', (_, within) =>
    check(name, replaced(within.span, `${under(within.span)} - 1`)),
  );
});
