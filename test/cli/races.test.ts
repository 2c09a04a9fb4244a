import { expect, test } from 'vitest';
import { mmspec, specWith } from './mmspec.ts';

/*
 * Which races `mmspec check` draws, and what it says of the others.
 */

const spec = `module m
shared n: 0..9 = 0
actor a { one: n = 1  two: n = 2 }
actor b { late: n = 5 }
invariant p: n != 1
invariant q: n != 2
invariant r: n != 5
invariant s: n != 7
reachable there: n == 9
`;

/** The properties whose races are drawn, with the command that is told below each. */
async function drawn(checks: string, ...options: readonly string[]): Promise<string[]> {
  const { stdout } = await mmspec('check', specWith(spec + checks), ...options);
  return [...stdout.matchAll(/^ {5}(\w+) is violated/gmu)].map(([, name = '']) => name);
}

const met = 'check met of p, q { } expect violates p, q\n';
const unmet = 'check unmet of p, q, r { } expect violates p\n';

test.each([
  ['the only check: all', met, [], ['p', 'q']],
  ['several checks as expected: none', met + met.replaceAll('met', 'again'), [], []],
  ['what nobody expected', met + unmet, [], ['q', 'r']],
  ['a question: all', `${met}check question of q, r { }\n`, [], ['q', 'r']],
  ['one that is asked for: all', met + unmet, ['--check', 'met'], ['p', 'q']],
  ['two that are asked for: what nobody expected', met + unmet, ['--check', 'met', '--check', 'unmet'], ['q', 'r']],
  ['first: one in all', met + met.replaceAll('met', 'again'), ['--races', 'first'], ['p']],
  ['first: and what nobody expected', met + unmet, ['--races', 'first'], ['p', 'q', 'r']],
  ['unexpected, though there is one check only', met, ['--races', 'unexpected'], []],
  ['all', met + unmet, ['--races', 'all'], ['p', 'q', 'q', 'r', 'p']],
])('%s', async (_, checks, options, expected) => expect(await drawn(checks, ...options)).toEqual(expected));

test('an unexpected violation is drawn also beside a violation that is missing', async () => {
  expect(await drawn(`${met}check missing of p, q, s { } expect violates s, q\n`)).toEqual(['p']);
});

test('a violation that comes too late is drawn', async () => {
  expect(await drawn(`${met}check late of q { } expect violates q within 1\n`)).toEqual(['q']);
});

test('what is never reached says so in words, and hides no race', async () => {
  const { stdout } = await mmspec('check', specWith(`${spec}check question of there, q { }\n`));
  expect(stdout).toContain('found:    violates q in 2, there is never reached');
  expect(stdout).toContain('q is violated: n != 2.');
});

const many = `module m\nshared n: 0..9 = 0\nactor a { repeat 9 { up: n += 1 } }\n${[1, 2, 3, 4, 5, 6, 7].map((at) => `invariant p${at}: n != ${at}\n`).join('')}`;

test('of a question five races are drawn, and the others counted; all where they are asked for', async () => {
  const path = specWith(`${many}check question { ignore deadlock }\n`);
  const some = (await mmspec('check', path)).stdout;
  expect([...some.matchAll(/is violated/gu)]).toHaveLength(5);
  expect(some).toContain('2 more races not drawn (p6, p7); --races all draws them');
  const all = (await mmspec('check', path, '--races', 'all')).stdout;
  expect([...all.matchAll(/is violated/gu)]).toHaveLength(7);
  expect(all).not.toContain('not drawn');
});

test('a check as expected is one line, a matrix is one table, and its races follow', async () => {
  const path = specWith(
    `module m\nconst N: 1..4 = 1\nshared n: 0..4 = 0\nactor a { repeat N { up: n += 1 } }\ninvariant small: n < 3\ninvariant never: n < 5\ncheck one { ignore deadlock } expect holds\ncheck many for N { ignore deadlock } expect violates small when N > 2\ncheck wrong for N in 2..3 { ignore deadlock } expect holds\n`,
  );
  const { stdout } = await mmspec('check', path);
  expect(
    stdout
      .replace(/\d+\.\d\d s/gu, '0.00 s')
      .replace(path, 'PATH')
      .replace(/^ *\d+ steps; [^]*?\n\n/gmu, ''),
  ).toBe(`PATH
ok         one  holds  (2 states, 0.00 s)
ok         many  4 cells, as expected  (14 states, 0.00 s)
           N  small
           1  -
           2  -
           3  3
           4  3
FAILED     wrong  2 cells, 1 not as expected  (7 states, 0.00 s)
           N  small
           2  -
FAILED     3  3
           small is violated after 3 steps, and is expected to hold

     small is violated: n < 3.

     CPU0 (a)
     --------
     n += 1  // n 0 -> 1
     n += 1  // n 1 -> 2
     n += 1  // n 2 -> 3  [BUG: small]

7 checks: 1 expectation not met (0.00 s)
`);
});

test('notes about the spec come at the end, a line a kind, or all of them', async () => {
  const path = specWith(
    'module m\nshared n: 0..3 = 0\nactor a { if n == 3 { one: n = 1 } if n == 2 { two: n = 1 } }\ninvariant x: n == 3 implies n < 3\ncheck c { } expect holds\ncheck d { } expect holds\n',
  );
  const short = (await mmspec('check', path)).stderr.split('\n').filter((line) => line !== '');
  expect(short.map((line) => line.replace(path, 'PATH'))).toEqual([
    expect.stringMatching(/^PATH:4:\d+: information\[MM0601\]: .* --notes says more\.$/u),
    'PATH:3:28: information[MM0602]: The step `one` is never taken in any check. 1 more like this; --notes shows them.',
  ]);
  const long = (await mmspec('check', path, '--notes')).stderr;
  for (const name of ['one', 'two']) expect(long).toContain(`The step \`${name}\` is never taken in any check.`);
  expect(long).toContain('help:');
});

test('a scenario as expected is one line; its run is drawn where it is the only thing there is', async () => {
  const scenario = 'scenario both { a.one ; b.late } is possible\n';
  const { stdout: one } = await mmspec('check', specWith(spec + scenario));
  expect(one).toMatch(/^ok {9}both {2}possible {2}\(scenario, \d+ states, \d\.\d\d s\)\n\n {5}The following can happen \(both\):$/mu);
  const { stdout: two } = await mmspec('check', specWith(spec + scenario + met));
  expect(two).not.toContain('can happen');
});
