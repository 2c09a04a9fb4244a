import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeLedger } from '@mmspec/semantics';
import type { WorldSettings } from '@mmspec/semantics';
import { expect, test } from 'vitest';
import { gupFast } from './gup_fast.ts';
import { modelOf } from './support.ts';

/* The text of `mmspec refs`. */

function check(text: string, settings: WorldSettings, expected: string): void {
  const { lines } = describeLedger(modelOf(text), settings);
  expect(lines.join('\n').trim()).toBe(expected.trim());
}

const pool = `module example
object Folio { refcount: ref = 1  busy: bool = false }
shared pool: Folio[2]
`;

test('safe_refcount', () => {
  const path = fileURLToPath(new URL('../../specs/safe_refcount.mmspec', import.meta.url));
  const { lines, diagnostics } = describeLedger(modelOf(readFileSync(path, 'utf8')), {});
  expect(diagnostics).toEqual([]);
  expect(lines).toContain('folio.refcount = 1 + |vcpu at {lock..put}| + |gup at {use, put}|');
  expect(lines).toContain('  at quiescence: 1');
});

test('gup_fast', () => {
  check(
    gupFast,
    {},
    `
gup
  at again..undo  1 on folio.refcount (try_get, line 46)

zapper
  holds nothing

truncate
  holds nothing

allocator
  holds nothing

freer
  holds nothing

folio.refcount = |gup at {again..undo}| + |o in {cache, pt.pte, gup.page, zapper.old, truncate.old, allocator.user}: o == folio|
  at quiescence: |o in {cache, pt.pte, gup.page, zapper.old, truncate.old, allocator.user}: o == folio|

no path leaks, puts twice or conflicts
`,
  );
});

test('names of locals, counts and pins', () => {
  check(
    `${pool}
actor user[2] {
  owns var pin: Folio? = none
  var f: Folio? = none
  loop {
    pick: choose f in pool
    get:  get(f.refcount)
    more: get(f.refcount)
    use:  touch(f)
    less: put(f.refcount)
    last: put(f.refcount)
    idle: idle await not pool[0].busy
  }
}
`,
    {},
    `
user
  at more, last  1 on f.refcount (get, line 10)
  at use, less   2 on f.refcount (get, line 10; get, line 11)

f.refcount for f in Folio = 1 + |a in user: a at {more, last} and a.f == f| + 2 * |a in user: a at {use, less} and a.f == f| + |o in {user.pin}: o == f|
  at quiescence: 1 + |o in {user.pin}: o == f|

no path leaks, puts twice or conflicts
`,
  );
});

test('a conflict with both paths', () => {
  check(
    `${pool}
actor user {
  loop {
    var f: Folio = pool[0]
    pick:  choose f in pool
    get:   if not try_get(f.refcount) { continue }
    look:  if f.busy { goto out }
    use:   touch(f)
    put:   put(f.refcount)
    out:   skip
  }
}
`,
    {},
    `
user
  at look..out  1 on f.refcount (try_get, line 9)

f.refcount for f in Folio = 1 + |a in user: a at {look..out} and a.f == f|
  at quiescence: 1

line 13: error[MM0421]: user comes to \`out\` holding a reference on \`f\` on one path and no reference on \`f\` on another
  line 10: path 1, holding a reference on \`f\`: pick -> get -> look
  line 12: path 2, holding no reference on \`f\`: pick -> get -> look -> use -> put
  line 9: the reference is taken here, by \`try_get\`
`,
  );
});

const page = readFileSync(fileURLToPath(new URL('../../docs/references.md', import.meta.url)), 'utf8');
const rows = [...page.matchAll(/^\| \[(\w+)\].*? \| (.*?) \| \w/gmu)].map(([, name = '', formulas = '']) => [name, formulas] as const);

test.each(rows)('docs/references.md has the formula of %s', (name, formulas) => {
  const model = modelOf(readFileSync(fileURLToPath(new URL(`../../specs/${name}.mmspec`, import.meta.url)), 'utf8'));
  const all = describeLedger(model, {}).ledger.counters.map(({ counter, formula }) => `\`${counter} = ${formula}\``.replaceAll('|', String.raw`\|`));
  expect(all).toContain(formulas);
});
