import { test } from 'vitest';
import { corpus } from '../syntax/corpus.ts';
import { followEdits } from './edit_law.ts';

/*
 * Law: after any edits the answers are those that the texts get by themselves.
 */

const specs = corpus.filter(({ name, text }) => /^(?:specs|examples|test)\/.*\.mmspec$/u.test(name) && text.length > 300 && text.length < 3000);

test.each(Array.from({ length: 40 }, (_, seed) => [seed, specs[(seed * 13) % specs.length]?.name ?? ''] as const))('edits (%i): %s', (seed, name) => {
  followEdits(specs.find((spec) => spec.name === name)?.text ?? '', {}, 12, seed);
});

const shared = `module shared_page
object Page { refcount: ref = 1  busy: bool = false }
shared page: Page
const N: 1..3 = 2
atomic op page_get(p: object) { get(p.refcount) }
op twice(p: Page) { one: page_get(p)  two: put(p.refcount) }
define idle = not page.busy
`;
const user = `module main
import shared_page
actor a[N] {
  take: page_get(page)
  both: twice(page)
  set: page.busy = true
  done_with: put(page.refcount)
}
invariant busy: (exists x in a: x at set) implies idle
check c { N = 2 }
`;
const other = `module main
import shared_page
import main_parts
actor b { take: page_get(page)  mark: kind = large  give: put(page.refcount) }
invariant p: b at mark implies kind != large
`;
const parts = `module main_parts
import shared_page
enum Kind { small, large }
shared kind: Kind = small
ghost seen: bool = false
`;

test.each([1, 2, 3, 4, 5, 6, 7, 8])('edits of a spec and of what it imports (%i)', (seed) => {
  if (seed % 2 === 0) followEdits(user, { 'shared_page.mmspec': shared }, 25, seed);
  else followEdits(other, { 'shared_page.mmspec': shared, 'main_parts.mmspec': parts }, 25, seed);
});
