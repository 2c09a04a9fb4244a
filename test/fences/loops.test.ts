import { fences, runCheck } from '@mmspec/analysis';
import { plan, withStandIns } from '@mmspec/semantics';
import { expect, test } from 'vitest';
import { analysed, errorsOf, resolveLibrary } from '../random/pipeline.ts';

/*
 * Barriers around the condition of a loop: in front of it they stand once, at the end of its body in each round. What is found of single
 * barriers is what trying each of them on each line gives.
 */

const asks = (condition: string): string =>
  `actor b {\n  var r: 0..2 = 0\n  WRITE_ONCE(y, 1)\n  atomic full { }\n  r = READ_ONCE(x)\n}\ninvariant sees: a at done and b at done implies ${condition}\ncheck c of sees { }\n`;

/** Only what is stored in front of the loop is asked for. */
const front = `module m
shared x: 0..2 = 0
shared y: 0..1 = 0
actor a {
  var n: 0..2 = 0
  WRITE_ONCE(x, 1)
  while READ_ONCE(y) == 0 {
    n = 1
    break
  }
}
${asks('a.n == 0 or b.r == 1')}`;

/** What is stored in each round is asked for. */
const rounds = `module m
shared x: 0..2 = 0
shared y: 0..1 = 0
actor a {
  var n: 0..2 = 0
  var gave_up: bool = false
  while READ_ONCE(y) == 0 {
    if n == 2 { gave_up = true  break }
    n += 1
    WRITE_ONCE(x, n)
  }
}
${asks('not a.gave_up or b.r == 2')}`;

/** A round that may end before the end of its text. */
const continues = rounds.replace('    WRITE_ONCE(x, n)\n', '    WRITE_ONCE(x, n)\n    if n == 1 { continue }\n');

async function holds(text: string): Promise<boolean> {
  const { model, diagnostics } = analysed(text);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const [check] = withStandIns(model, plan(model).checks);
  return (await runCheck(model, { ...check!, memory: 'weak' }, { races: () => [] })).verdict === 'holds';
}

/** Single barriers that are enough, by where they stand: in front of a line of `a`, or at the end of its loop. */
async function single(text: string): Promise<string[]> {
  const lines = text.split('\n');
  const first = lines.indexOf('actor a {') + 1;
  const last = lines.indexOf('}', first);
  const found: string[] = [];
  for (let at = first; at < last; at++) {
    for (const kind of ['full', 'read', 'write']) {
      if (/^ +var /u.test(lines[at]!)) continue;
      if (!(await holds(lines.toSpliced(at, 0, `atomic ${kind} { }`).join('\n')))) continue;
      const isEnd = lines[at] === '  }';
      found.push(`${kind} ${isEnd ? lines.findIndex((line) => /^ +while /u.test(line)) + 1 : at + 1}${isEnd ? ' in rounds' : ''}`);
    }
  }
  return found.sort();
}

async function suggested(text: string): Promise<{ readonly found: string[]; readonly complete: boolean; readonly reason: string }> {
  const { model } = analysed(text);
  const [check] = withStandIns(model, plan(model).checks);
  const { sets, complete, reason } = await fences({ path: 'spec.mmspec', text }, resolveLibrary, check!, 'weak', { present: false, setsMax: 100 });
  const kinds: Readonly<Record<string, string>> = { 'smp_mb()': 'full', 'smp_rmb()': 'read', 'smp_wmb()': 'write' };
  const found = sets.flatMap(({ fences: set }) =>
    set.length === 1 && kinds[set[0]!.word] !== undefined ? [`${kinds[set[0]!.word]} ${set[0]!.line}${set[0]!.inRounds === true ? ' in rounds' : ''}`] : [],
  );
  return { found: found.sort(), complete, reason };
}

test.each([
  ['stored in front of it', front, ['full 7']],
  ['stored in each round', rounds, ['full 7 in rounds']],
])('a loop, where what is asked for is %s', async (_, text, wanted) => {
  expect(await single(text)).toEqual(wanted);
  expect(await suggested(text)).toEqual({ found: wanted, complete: true, reason: '' });
});

test('where a round may end before the end of its text no barrier is put there, and nothing says that none would do', async () => {
  expect(await suggested(continues)).toEqual({ found: [], complete: true, reason: 'no barrier in the places that are tried forbids a run that violates sees' });
});
