import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAll } from '@mmspec/analysis';
import { libraryText } from '@mmspec/library';
import { analyse } from '@mmspec/semantics';
import { hasErrors, type SourceFile } from '@mmspec/source';
import type { CheckResult } from '@mmspec/system';
import { root } from '../syntax/corpus.ts';
import { afterEach, expect, test, vi } from 'vitest';

/*
 * Where code may not be made from text: what the interpreter answers is what the compiled search answers, as far as it answers.
 */

/** As a page with a content security policy has it. */
class Forbidden {
  constructor() {
    throw new EvalError('unsafe-eval is not an allowed source of script');
  }
}
/** Imports of the library alone. */
const libraryOnly = (path: readonly string[]): SourceFile | null => {
  const text = libraryText(path.join('.'));
  return text === null ? null : { path: `mmspec-library:/${path.join('/')}.mmspec`, text };
};

afterEach(() => void vi.unstubAllGlobals());

async function both(text: string): Promise<{ readonly compiled: readonly CheckResult[]; readonly interpreted: Awaited<ReturnType<typeof runAll>> }> {
  const { model, diagnostics } = analyse({ path: 'm.mmspec', text }, () => null);
  expect(hasErrors(diagnostics)).toBe(false);
  const { results: compiled } = await runAll(model, { reduction: false });
  vi.stubGlobal('Function', Forbidden);
  const interpreted = await runAll(model);
  vi.unstubAllGlobals();
  return { compiled, interpreted };
}

const brief = ({ name, verdict, met, property, states, transitions }: CheckResult): unknown => [name, verdict, met, property, states, transitions];
const counters = `module m
shared x: 0..2 = 0
actor a[2] { load: let old = x store: x = old + 1 }
invariant p: a[0] at done and a[1] at done implies x == 2
reachable both: x == 2
possible low: x < 2
check lost { } expect violates p within 6
check hoped { } expect holds
check asked { }
check sums of both { } expect holds
check lows of low { }
scenario s { a[0].load } is possible
`;

test('verdicts, states and transitions are those of the compiled search', async () => {
  const { compiled, interpreted } = await both(counters);
  expect(interpreted.results.map(brief)).toEqual(compiled.map(brief));
  // Faults that did not happen have no name there.
  const properties = ({ results }: CheckResult): ReadonlySet<string> =>
    new Set(results.filter(({ property }) => property !== 'range of x').map(({ property, verdict, depth }) => `${property} ${verdict} ${depth}`));
  expect(interpreted.results.map(properties)).toEqual(compiled.map(properties));
  expect(interpreted.scenarios).toMatchObject([
    { name: 's', found: 'unfinished', met: false, reason: 'this page forbids code that is made from text, which this question needs' },
  ]);
});

test('faults are found by their names', async () => {
  const { compiled, interpreted } = await both(
    'module m\nshared x: 0..2 = 0\nactor a { loop { up: x = x + 1 } }\ncheck c { } expect violates range within 3\ncheck d { } expect holds\n',
  );
  expect(interpreted.results.map(brief)).toEqual(compiled.map(brief));
});

test('what it does not judge, and where it stops, is said and never called an answer', async () => {
  const { interpreted } = await both(
    'module m\nshared x: 0..3 = 0\nactor a { loop { up: x = (x + 1) % 4 } }\ntemporal again: always eventually x == 0\ncheck c { } expect holds\n',
  );
  expect(interpreted.results).toMatchObject([
    { verdict: 'unfinished', met: false, reason: 'this page forbids code that is made from text, so the interpreter has searched, which does not judge again' },
  ]);
  const { interpreted: large } = await both(
    'module m\nshared x: 0..199 = 0\nshared y: 0..199 = 0\nactor a { loop { x = (x + 1) % 200 } }\nactor b { loop { y = (y + 1) % 200 } }\ncheck c { } expect holds\n',
  );
  expect(large.results).toMatchObject([
    {
      verdict: 'unfinished',
      met: false,
      reason: 'this page forbids code that is made from text, so the interpreter has searched, and stopped at 20,000 states',
    },
  ]);
});

test('views say the same of every number: their steps are interpreted then', async () => {
  const { compiled, interpreted } = await both(
    'module m\nconst N: 1..3 = 1\nshared held: bool = false\nshared inside: 0..9 = 0\nactor a[N] { loop { take: atomic { await not held  held = true  inside += 1 } give: atomic { held = false  inside -= 1 } } }\ninvariant one: forall x in a: forall y in a: (x at give and y at give) implies x == y\ninvariant nobody: inside == 0\ncheck c of one for N in 1.. { } expect holds\ncheck d for N in 1.. { } expect violates nobody within 1\n',
  );
  const proved = ({ name, met, verdict, open, results }: CheckResult): unknown => [
    name,
    met,
    verdict,
    open!.views,
    results.map(({ property, anyNumber }) => [property, anyNumber]),
  ];
  expect(interpreted.results.map(proved)).toEqual(compiled.map(proved));
  expect(compiled.map(({ open }) => open!.views[0]!.views > 0)).toEqual([true, true]);
});

const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.mmspec'));

test.each(examples)('%s: as far as it answers, it answers what the compiled search does', async (name) => {
  const path = join(root, 'examples', name);
  const { model } = analyse({ path, text: readFileSync(path, 'utf8') }, libraryOnly);
  const { results: compiled } = await runAll(model, { reduction: false, statesMax: 1500 });
  const small = compiled.filter(({ states, reason }) => states < 1500 && reason === '').map((each) => each.matrix ?? each.name);
  if (small.length === 0) return;
  vi.stubGlobal('Function', Forbidden);
  const { results } = await runAll(model, { checks: [...new Set(small)], reduction: false });
  vi.unstubAllGlobals();
  for (const result of results) {
    const other = compiled.find((each) => each.name === result.name)!;
    if (other.states >= 1500 || result.verdict === 'unfinished') continue;
    expect(brief(result)).toEqual(brief(other));
  }
});
