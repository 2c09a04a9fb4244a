import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inTime, LimitReached, runAll } from '@mmspec/analysis';
import { compiled } from '../../packages/analysis/src/limited.ts';
import { compile, OverBudget } from '@mmspec/compiler';
import { withinTime } from '@mmspec/checker';
import { analyse, completeSettings } from '@mmspec/semantics';
import { folderWith, root, run, specWith, type CheckJson, type Ended } from './mmspec.ts';
import { endless } from './specs.ts';

/*
 * `--time-max` and `--memory-max` count for reading, compiling and searching alike: beyond one a check is unfinished, never held.
 */

const spec = 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1 }\ninvariant p: n < 1\ncheck c { } expect violates p\nscenario s { a.set }\n';

function held(phase: string, ...args: readonly string[]): Ended {
  const cwd = folderWith({ 'a.mmspec': spec, 'question.mmspec': 'module question\nactor a { skip }\ncheck q { }\n', 'drawing.txt': 'a\nset: n = 1\n' });
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'test/cli/held.js'), 'hold', phase, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return { code: status, stdout, stderr };
}

describe('--time-max', () => {
  test.each(['lower', 'emit'])('ends compiling (%s)', (phase) => {
    const ended = held(phase, 'check', 'a.mmspec', '--json', '--time-max', '1500ms');
    const reason = 'the limit of 1.5 s was reached';
    expect(ended.code, ended.stderr).toBe(3);
    const [file] = (JSON.parse(ended.stdout) as CheckJson).files;
    expect(file?.checks).toMatchObject([
      { name: 'c', met: false, verdict: 'unfinished', states: 0, reason, results: [{ property: 'p', verdict: 'unfinished' }] },
    ]);
    expect(file?.scenarios).toMatchObject([{ name: 's', found: 'unfinished', reason }]);
  });

  test.each([0.05, 0.7])('of %d s ends compiling before and after it began anew', async (timeMax) => {
    let begun = 0;
    const work = (): never => {
      begun++;
      for (;;);
    };
    await expect(compiled({ timeMax, onCompile: () => undefined }, work)).rejects.toMatchObject({
      name: 'LimitReached',
      message: `the limit of ${timeMax} s was reached`,
    });
    expect(begun).toBe(timeMax < 0.5 ? 1 : 2);
  });

  test('ends reading a spec, and says so', () => {
    const ended = held('analyse', 'check', 'a.mmspec', '--time-max', '200ms');
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).toContain('a.mmspec: unfinished: the limit of 0.2 s was reached while the spec was read');
    expect(held('analyse', 'scenario', 'a.mmspec', '--time-max', '200ms')).toEqual(ended);
  });

  test.each(['check', 'scenario'])('that ends reading a spec is told as JSON too (%s)', (command) => {
    const json = held('analyse', command, 'a.mmspec', '--time-max', '200ms', '--json');
    expect(json.code).toBe(3);
    expect(JSON.parse(json.stdout)).toEqual({
      version: 1,
      files: [{ path: 'a.mmspec', diagnostics: [], checks: [], scenarios: [], unfinished: 'the limit of 0.2 s was reached' }],
    });
  });

  test('ends compiling for a drawing, and that is told as JSON too', () => {
    const ended = held('lower', 'scenario', 'a.mmspec', 'drawing.txt', '--time-max', '200ms', '--json');
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('a.mmspec: unfinished: the limit of 0.2 s was reached while the spec was compiled.\n');
    expect(JSON.parse(ended.stdout)).toMatchObject({ files: [{ path: 'a.mmspec', unfinished: 'the limit of 0.2 s was reached' }] });
  });

  test('leaves a question that was not even compiled unfinished too', () => {
    const ended = held('lower', 'check', 'question.mmspec', '--time-max', '100ms');
    expect(ended.code).toBe(3);
    expect(ended.stdout).toMatch(
      /^question\.mmspec\nUNFINISHED q .*\n +found: +unfinished\n +the limit of 0\.1 s was reached\n1 check: 1 unfinished, 1 question /u,
    );
  });

  test('leaves time to a spec that is read and compiled at once', async () => {
    const { model } = analyse({ path: 'a', text: `${endless}check c { }` }, () => null);
    // Where others keep the machine busy even its half second may be over before it is compiled.
    let found: Awaited<ReturnType<typeof runAll>>['results'] = [];
    for (let attempt = 0; attempt < 20 && (found[0]?.states ?? 0) === 0; attempt++) {
      found = (await runAll(model, { timeMax: 0.001 })).results;
      expect(found).toMatchObject([{ reason: 'the limit of 0.001 s was reached' }]);
    }
    expect(found[0]?.states).toBeGreaterThan(0);
    expect(found[0]?.results.map(({ verdict }) => verdict)).toContain('unfinished');
  });

  test('ends a spec of 5,000 variables, however far it came', async () => {
    const variables = Array.from({ length: 5000 }, (_, index) => index);
    const text = `module large\n${variables.map((index) => `shared n${index}: 0..3 = 0\n`).join('')}actor a { ${variables.map((index) => `s${index}: n${index} = 1`).join(' ')} }\ncheck c { }\n`;
    const { code, stdout } = await run(['check', specWith(text), '--time-max', '300ms'], {}, 30);
    expect(code).toBe(3);
    expect(stdout + String(code)).not.toContain('holds');
  });
});

describe('the watchdog', () => {
  test('stops what looks at nothing', () => {
    expect(() =>
      withinTime(0.05, () => {
        for (;;);
      }),
    ).toThrow(expect.objectContaining({ name: 'OutOfTime' }) as Error);
    expect(() =>
      inTime(1, () => {
        for (;;);
      }),
    ).toThrow(LimitReached);
  });
  test('hands on values and errors', () => {
    expect(withinTime(5, () => withinTime(5, () => 7))).toBe(7);
    expect(withinTime(Infinity, () => 7)).toBe(7);
    expect(() =>
      withinTime(5, () => {
        throw new RangeError('own');
      }),
    ).toThrow(new RangeError('own'));
  });
  test('leaves what was not touched as it was: the parser reads on', () => {
    const long = `module m\n${'shared x: 0..1 = 0\n'.repeat(30_000)}`;
    expect(() => withinTime(0.02, () => analyse({ path: 'long', text: long }, () => null))).toThrow();
    const { diagnostics, model } = analyse({ path: 'a', text: spec }, () => null);
    expect([diagnostics, model.name]).toEqual([[], 'm']);
  });
});

describe('--memory-max', () => {
  const { model } = analyse({ path: 'a', text: spec }, () => null);
  const settings = completeSettings(model, {});

  test('is spent by compiling', () => {
    expect(compile(model, settings, { bytes: 1e6 }).system).not.toBeNull();
    expect(() => compile(model, settings, { bytes: 1000 })).toThrow(OverBudget);
  });
  test('makes a check unfinished that would take more', async () => {
    const large = `module large\nshared n: 0..9[4] = 0\nactor a { loop { ${Array.from({ length: 400 }, (_, index) => `s${index}: n[n[n[n[${index % 4}] % 4] % 4] % 4] = (n[0] + n[1] + n[2] + n[3]) % 10`).join(' ')} } }\ninvariant p: n[0] < 9\n${Array.from({ length: 120 }, (_, index) => `invariant p${index}: forall i in 0..3: forall j in 0..3: forall k in 0..3: forall l in 0..3: n[i] + n[j] + n[k] + n[l] < ${index + 4}\n`).join('')}check c { }\n`;
    const analysed = analyse({ path: 'large', text: large }, () => null);
    expect(analysed.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const { results } = await runAll(analysed.model, { memoryMax: 2 ** 20, statesMax: 1000 });
    expect(results).toMatchObject([{ verdict: 'unfinished', reason: 'the limit of 1 MB of memory was reached', states: 0 }]);
  });
});
