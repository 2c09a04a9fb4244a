import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LitmusJson } from '@mmspec/api';
import { folderWith, mmspec, type Ended } from './mmspec.ts';

/*
 * `mmspec litmus`: what it says, and its exit codes.
 */

const storeBuffer = (name: string, barrier: string, comment = ''): string => `C ${name}
${comment}
{}

P0(int *x, int *y)
{
	int r0;

	WRITE_ONCE(*x, 1);
${barrier}	r0 = READ_ONCE(*y);
}

P1(int *x, int *y)
{
	int r0;

	WRITE_ONCE(*y, 1);
${barrier}	r0 = READ_ONCE(*x);
}

exists (0:r0=0 /\\ 1:r0=0)
`;

const one = (body: string, condition = 'exists (0:r0=1)', head = '{}'): string =>
  `C one\n${head}\nP0(int *x, spinlock_t *s)\n{\n\tint r0;\n${body}}\n${condition}\n`;

async function asked(text: string, ...args: readonly string[]): Promise<Ended & { readonly path: string }> {
  const path = join(folderWith({ 'a.litmus': text }), 'a.litmus');
  return { ...(await mmspec('litmus', path, ...args)), path };
}

async function json(text: string, ...args: readonly string[]): Promise<LitmusJson> {
  return JSON.parse((await asked(text, '--json', ...args)).stdout) as LitmusJson;
}

describe('an answer', () => {
  test('Sometimes, with an execution that has the condition', async () => {
    const { code, stdout, stderr } = await asked(storeBuffer('SB', ''));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`SB: Sometimes  (lkmm; 4 final states, 4 executions, of them 1 with the condition)
  exists (0:r0=0 /\\ 1:r0=0)

  0:r0=0; 1:r0=0;
  0:r0=0; 1:r0=1;
  0:r0=1; 1:r0=0;
  0:r0=1; 1:r0=1;

An execution with the condition: 0:r0=0; 1:r0=0;

     P0                         P1
     ------------------------   ------------------------------------
  1  WRITE_ONCE(*x, 1)
  2  r0 = READ_ONCE(*y)  // 0
  3                             WRITE_ONCE(*y, 1)
  4                             r0 = READ_ONCE(*x)  // 0: 1 not seen
`);
  });

  test('Never, with the cycle that an axiom forbids', async () => {
    const { code, stdout } = await asked(storeBuffer('SB+mbs', '\tsmp_mb();\n'));
    expect(code).toBe(0);
    expect(stdout).toContain('SB+mbs: Never  (lkmm; 3 final states, 3 executions, of them 0 with the condition)');
    expect(stdout).toContain(`Forbidden by propagation; an execution with the condition would have this cycle:

     P0                                P1
     -------------------------------   -------------------------------
  1  WRITE_ONCE(*x, 1)  // mb -> 2
  2  r0 = READ_ONCE(*y)  // fre -> 3
  3                                    WRITE_ONCE(*y, 1)  // mb -> 4
  4                                    r0 = READ_ONCE(*x)  // fre -> 1

  mb: a full barrier lies between
  fre: another thread overwrites what is read
`);
  });

  test('of a machine: what is performed early', async () => {
    const { stdout } = await asked(storeBuffer('SB', ''), '--memory', 'tso');
    expect(stdout).toContain('SB: Sometimes  (tso; 4 final states, of them 1 with the condition)');
    expect(stdout).toMatch(/r0 = READ_ONCE\(\*x\) {2}\/\/ 0, early, before \d/u);
    expect((await asked(storeBuffer('SB', ''), '--memory', 'sc')).stdout).toContain('SB: Never');
    expect((await asked(storeBuffer('SB', ''), '--memory', 'weak')).stdout).toContain('`weak` is an order of processors, not LKMM');
  });

  test('a lock that is taken twice: Never, with the reason', async () => {
    const { code, stdout } = await asked(one('\tspin_lock(s);\n\tspin_lock(s);\n\tspin_unlock(s);\n'));
    expect(code).toBe(0);
    expect(stdout).toContain('one: Never  (lkmm; 0 final states, 0 executions');
    expect(stdout).toContain('Every execution deadlocks: a thread takes a lock that it has.');
  });

  test('a loop is followed for two rounds, with a warning', async () => {
    const { code, stdout, stderr } = await asked(one('\twhile (READ_ONCE(*x) == 0)\n\t\tr0 = 1;\n', 'exists (true)', '{ x=1; }'));
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain('Always');
    const waiting = await asked(one('\twhile (READ_ONCE(*x) == 0)\n\t\tr0 = 1;\n', 'exists (true)'));
    expect(waiting.stderr).toContain('a.litmus:6:2: warning[MM0907]: This loop is followed for two rounds; outcomes may be missing.');
  });

  test('as JSON', async () => {
    const { version, memory, tests, diagnostics } = await json(storeBuffer('SB', ''));
    expect({ version, memory, diagnostics }).toEqual({ version: 1, memory: 'lkmm', diagnostics: [] });
    expect(tests).toMatchObject([{ name: 'SB', verdict: 'Sometimes', states: 4, positive: 1, negative: 3, flags: [], expected: null, met: null }]);
    expect(tests[0]?.finalStates[0]).toBe('0:r0=0; 1:r0=0;');
    const never = await json(storeBuffer('SB+mbs', '\tsmp_mb();\n'));
    expect(never.tests[0]?.forbidden?.axiom).toBe('propagation');
  });
});

describe('exit codes', () => {
  const never = '(*\n * Result: Never\n *)';
  test('a Result: comment is the expectation', async () => {
    const met = await asked(storeBuffer('SB+mbs', '\tsmp_mb();\n', never));
    expect(met).toMatchObject({ code: 0, stdout: expect.stringContaining('As expected: Never.') });
    const other = await asked(storeBuffer('SB', '', never));
    expect(other).toMatchObject({ code: 1, stdout: expect.stringContaining('Not as expected: Never.') });
    expect(await asked(storeBuffer('SB', '', never), '--memory', 'weak')).toMatchObject({ code: 0 });
  });

  test('`Never DATARACE` expects a race, whatever the verdict', async () => {
    const plain = (access: string): string => `C plain
(* Result: Never DATARACE *)
{}
P0(int *x)
{
	${access}
}
P1(int *x)
{
	int r0;
	r0 = READ_ONCE(*x);
}
exists (1:r0=2)
`;
    expect(await asked(plain('*x = 1;'))).toMatchObject({ code: 0, stdout: expect.stringContaining('As expected: Never DATARACE.') });
    expect(await asked(plain('WRITE_ONCE(*x, 1);'))).toMatchObject({ code: 1, stdout: expect.stringContaining('Not as expected: Never DATARACE.') });
  });

  test('a folder: one line for each test, and the worst code', async () => {
    const folder = folderWith({ 'a.litmus': storeBuffer('A', '', never), 'sub/b.litmus': storeBuffer('B', '\tsmp_mb();\n', never), 'c.txt': 'no test' });
    const { code, stdout } = await mmspec('litmus', folder);
    expect(code).toBe(1);
    expect(stdout).toBe(
      `NOT OK  Sometimes  A  (4 final states, 4 executions, of them 1 with the condition)  expected Never\nok      Never      B  (3 final states, 3 executions, of them 0 with the condition)\n`,
    );
    expect(await mmspec('litmus', folderWith({}))).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no `.litmus` file in this folder.') });
  });

  test('more executions than there is time for: unfinished', async () => {
    const writer = (thread: number): string =>
      `P${thread}(int *x)\n{\n${Array.from({ length: 4 }, (_, index) => `\tWRITE_ONCE(*x, ${4 * thread + index + 1});\n`).join('')}}\n`;
    const text = `C many\n{}\n${[0, 1, 2, 3].map(writer).join('')}exists (x=17)\n`;
    const { code, stdout } = await asked(text, '--executions-max', '100');
    expect(code).toBe(3);
    expect(stdout).toContain('many: unknown  (lkmm; 2 final states, 100 executions, of them 0 with the condition)');
    expect(stdout).toContain('Unfinished: more executions may be there (--executions-max, --time-max).');
    expect((await asked(text, '--time-max', '100ms')).code).toBe(3);
    expect((await json(text, '--executions-max', '100')).tests).toMatchObject([{ verdict: null, unfinished: true }]);
    expect((await asked(text, '--memory', 'weak', '--executions-max', '100')).code).toBe(3);
  });
});

describe('what herd7 rejects is rejected, with its place and what to do', () => {
  test.each([
    ['an unknown operation', one('\tr0 = test_and_set_bit(0, x);\n'), '6:7: error[MM0903]: Unknown operation `test_and_set_bit`.', ''],
    ['one that is misspelled', one('\tr0 = READ_ONC(*x);\n'), '6:7: error[MM0903]: Unknown operation `READ_ONC`.', 'Did you mean `READ_ONCE`?'],
    ['an address for a place', one('\tr0 = READ_ONCE(x);\n'), '6:17: error[MM0904]: `READ_ONCE` wants a place, such as `*x`.', 'Write `READ_ONCE(*x)`.'],
    ['an argument too few', one('\tWRITE_ONCE(*x);\n'), '6:2: error[MM0904]: `WRITE_ONCE` takes 2 arguments, not 1.', 'Write `WRITE_ONCE(*x, 1)`.'],
    ['a value of nothing', one('\tr0 = smp_mb();\n'), '6:7: error[MM0904]: `smp_mb` gives no value.', 'Write it as a statement of its own.'],
    ['an operator of C', one('\tr0 = r0 && 1;\n'), '6:10: error[MM0902]: `&&` is no operator here.', 'Nest two `if`'],
    ['a sign behind a name', one('\tr0 = r0 -1;\n'), '6:10: error[MM0902]: `-1` is a number here, as in herd7.', 'Put a blank behind the sign: `r0 - 1`.'],
    ['two names', one('\tint r1, r2;\n'), '6:8: error[MM0902]: One name for each declaration.', 'Write `int r0; int r1;`.'],
    ['a type of C', one('\tbool r1;\n'), '6:2: error[MM0902]: Unknown type `bool`.', 'Use int, long'],
    ['a structure', one('\tstruct page *p;\n'), '6:9: error[MM0902]: Unknown type `struct page`.', 'Use `int *`'],
    ['an empty block', one('\tif (r0) { }\n'), '6:12: error[MM0902]: A block is empty.', 'Write a statement into it'],
    ['a missing semicolon', one('\tsmp_mb()\n\tr0 = 1;\n'), '7:2: error[MM0902]: A `;` is missing before `r0`.', 'End the statement before it'],
    ['a word of herd7', one('\tint lock;\n'), '6:6: error[MM0902]: `lock` is a word of herd7, and no name.', 'Give it another name'],
    ['a for loop', one('\tfor (;;) r0 = 1;\n'), '6:7: error[MM0902]: `for` is no statement here.', 'Write the steps out'],
    ['a thread that is not there', one('\tr0 = 1;\n', 'exists (3:r0=1)'), '8:9: error[MM0905]: There is no thread P3.', 'Name a thread that is there.'],
    [
      'a name that is no parameter',
      one('\tr0 = READ_ONCE(*y);\n'),
      '6:2: error[MM0908]: This accesses address 0, which is no variable.',
      'Name the variable among the parameters',
    ],
    ['another architecture', 'X86 test\n{}\n', '1:1: error[MM0901]: This litmus test is not in C.', 'Begin it with `C NAME`'],
    ['no threads', 'C test\n{}\nexists (x=1)\n', '3:1: error[MM0901]: There is no thread.', 'Write `P0(int *x) { … }`'],
    ['a comment without an end', 'C test\n(* and on\n{}\n', '2:1: error[MM0901]: A comment has no end.', 'Close `(*` with `*)`'],
    ['an empty file', '', '1:1: error[MM0901]: A litmus test begins with `C NAME`.', 'Write `C` and the name'],
  ])('%s', async (_, text, message, help) => {
    const { code, stdout, stderr, path } = await asked(text);
    expect(stderr).toContain(`${path}:${message}`);
    expect(stderr).toContain(help);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('a section that another thread leaves, of a machine', async () => {
    const text =
      'C over\n{}\nP0(struct srcu_struct *u, int *x)\n{\n\tint r0;\n\tr0 = srcu_down_read(u);\n\tWRITE_ONCE(*x, 1);\n}\nP1(struct srcu_struct *u)\n{\n\tsrcu_up_read(u, 0);\n}\nexists (x=1)\n';
    expect(await asked(text)).toMatchObject({ code: 0 });
    expect(await asked(text, '--memory', 'weak')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(':11:2: error[MM0906]: This section was entered by another thread.'),
    });
  });

  test('the others are answered', async () => {
    const folder = folderWith({ 'a.litmus': storeBuffer('A', ''), 'b.litmus': 'C b\n' });
    const { code, stdout } = await mmspec('litmus', folder, '--json');
    const { tests, diagnostics } = JSON.parse(stdout) as LitmusJson;
    expect({ code, names: tests.map(({ name }) => name) }).toEqual({ code: 2, names: ['A'] });
    expect(diagnostics).toMatchObject([{ code: 'MM0901', path: join(folder, 'b.litmus') }]);
  });
});
