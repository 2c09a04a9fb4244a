import { describe, expect, test } from 'vitest';
import { fileOf } from '../audit/specs.ts';
import { suggestionsText } from '@mmspec/report';
import { suggestions, verify } from './support.ts';

/*
 * What is suggested for small designs, and what is not.
 */

const lost = `module m
import kernel.lock
object Counter {
  lock: Lock
  n:    0..2 = 0
}
shared counter: Counter

actor cpu[2] {
  take:  lock(counter.lock)
  read:  let n = counter.n
  drop:  unlock(counter.lock)
  write: counter.n = n + 1
}

invariant counted: (forall c in cpu: c at done) implies counter.n == 2
reachable ended: counter.n > 0

check c { } expect violates counted
`;

async function namesFor(text: string): Promise<string[][]> {
  const file = { path: 'm.mmspec', text };
  const found = await suggestions(file);
  for (const check of found.checks) for (const suggestion of check.suggestions) await verify(file, check, suggestion);
  return found.checks.flatMap(({ suggestions: all }) => all.map(({ changes }) => changes.map(({ name }) => name)));
}

test('a step goes under the lock', async () => {
  expect((await namesFor(lost))[0]).toEqual(['order cpu: write before drop']);
});

test('a lock is taken where there is none, after all that costs less', async () => {
  const names = await namesFor(lost.replace('  take:  lock(counter.lock)\n', '').replace('  drop:  unlock(counter.lock)\n', ''));
  expect(names).toEqual([['together cpu: read..write'], ['lock cpu: lock(counter.lock) around read..write']]);
});

test('where no single change is enough, two are tried', async () => {
  const step = (name: string): string => `actor ${name} {\n  read:  let n = counter.n\n  write: counter.n = n + 1\n}\n`;
  const from = lost.indexOf('actor cpu');
  const two = `${lost.slice(0, from)}${step('one')}${step('two')}${lost.slice(lost.indexOf('\ninvariant')).replace('forall c in cpu: c at done', 'one at done and two at done')}`;
  const names = await namesFor(two);
  expect(names).toContainEqual(['together one: read..write', 'together two: read..write']);
  expect(names).toContainEqual(['lock one: lock(counter.lock) around read..write', 'lock two: lock(counter.lock) around read..write']);
  expect(names.every((changes) => changes.length === 2)).toBe(true);
});

test('a change that only disables the design is none', async () => {
  // Whoever never writes loses nothing.
  const all = (await namesFor(lost)).flat();
  expect(all.filter((name) => /await|goto|return/u.test(name))).toEqual([]);
});

test('who asks for one property gets the others as before', async () => {
  const text = lost.replace('reachable', 'invariant never: counter.n == 0\nreachable').replace('violates counted', 'violates counted, never');
  const file = { path: 'm.mmspec', text };
  const [found] = (await suggestions(file, { properties: ['counted'] })).checks;
  expect(found).toMatchObject({ wanted: ['counted'], left: ['never'] });
  expect(found!.suggestions[0]!.changes.map(({ name }) => name)).toEqual(['order cpu: write before drop']);
  expect((await suggestions(file)).checks[0]!.suggestions).toEqual([]);
});

test('what only other checks make a spec is one', async () => {
  const text = lost
    .replace('object Counter', 'variant waits: bool = false\nobject Counter')
    .replace('  write: counter.n = n + 1\n', '  write: counter.n = n + 1\n  leave: if waits { await counter.n > 0 }\n  return\n  other: goto leave\n')
    .replace('  drop:', '  if n == 2 { goto leave }\n  drop:');
  expect((await namesFor(`${text}check d { waits = true }\n`))[0]).toEqual(['order cpu: write before drop']);
});

describe('what is no answer', () => {
  test('what holds needs nothing', async () => {
    const { checks } = await suggestions(fileOf('specs/bugs/tlb_dirty.mmspec'), { checks: ['after'] });
    expect(checks).toMatchObject([{ suggestions: [], reason: 'nothing that was asked for is violated', tried: 0 }]);
  });
  test('a search that ends at a limit', async () => {
    const { checks } = await suggestions({ path: 'm.mmspec', text: lost }, { statesMax: 4 });
    expect(checks[0]).toMatchObject({ suggestions: [], tried: 0 });
    expect(checks[0]!.reason).toContain('4 states');
  });
  test('not all that could be tried', async () => {
    const { checks } = await suggestions({ path: 'm.mmspec', text: lost }, { triesMax: 1 });
    expect(checks[0]).toMatchObject({ tried: 1, complete: false });
  });
});

/** An entry that is cleared and set again, and somebody who skips it where it is empty. */
const entry = (asked: string): string => `module m
shared entry: 0..2 = 1
shared seen: bool = false
actor changer { clear: entry = 0  set: entry = 2 }
actor walker {
  look: if entry == 0 { return }
  see:  seen = true
}
invariant never_empty_between: changer at set implies entry != 0
${asked}
`;

describe('steps that become one', () => {
  test('take a place away that another property asks for, which is told', async () => {
    const file = { path: 'm.mmspec', text: entry('invariant found: walker at done implies seen\ncheck c { } expect violates found, never_empty_between') };
    const [found] = (await suggestions(file)).checks;
    expect(found?.wanted).toEqual(['never_empty_between', 'found']);
    const [first] = found?.suggestions ?? [];
    expect(first?.changes.map(({ name }) => name)).toEqual(['together changer: clear..set']);
    expect(first?.unasked).toEqual(['never_empty_between']);
    expect(first?.edits.flatMap(({ added }) => added)).toContain('invariant never_empty_between: false implies entry != 0');
    await verify(file, found!, first!);
    const text = suggestionsText({ checks: [found!], states: 0, seconds: 0 }, 'm.mmspec');
    expect(text).toContain('   No longer asked, as the place becomes part of a step, where nobody ever is: never_empty_between.');
  });

  test('mend nothing where only that property was violated', async () => {
    expect(await namesFor(entry('check c { } expect violates never_empty_between'))).not.toContainEqual(['together changer: clear..set']);
  });

  test('are not suggested where something is to be reached at such a place', async () => {
    const names = await namesFor(
      entry('invariant found: walker at done implies seen\nreachable between: changer at set\ncheck c { } expect violates found, never_empty_between'),
    );
    expect(names).not.toContainEqual(['together changer: clear..set']);
  });
});
