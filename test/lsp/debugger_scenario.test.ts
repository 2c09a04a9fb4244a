import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { debugTexts, disk } from '@mmspec/language-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { body, debugged, response, stops, values, type Ask } from './debugged.ts';

/*
 * Stepping a given interleaving: a scenario of the spec, or a race diagram.
 */

const spec = `module m
variant locked: bool = false
shared users: 0..2 = 0
shared lock: bool = false
actor cpu[2] {
  take:  if locked { atomic { idle await not lock  lock = true } }
  load:  let old = users
  store: users = old + 1
  drop:  if locked { lock = false }
}
check as_written { }
check with_lock { locked = true }
scenario overlap { cpu[0].load ; cpu[1].load ; cpu[1].store } is possible
scenario twice { cpu[0].load ; cpu[0].store ; cpu[0].load }
`;
const diagram = ['CPU0            CPU1', 'load', '                load', '                store', 'a remark', 'store'];

const launched = async (given: Readonly<Record<string, unknown>>, source: string = spec): Promise<Ask> => {
  const { ask } = debugged({ '/m.mmspec': source, '/race.txt': diagram.join('\n') });
  await ask('initialize');
  expect(response(await ask('launch', { program: '/m.mmspec', ...given }))).toMatchObject({ success: true });
  return ask;
};
const refusal = async (given: Readonly<Record<string, unknown>>, source: string = spec): Promise<string | undefined> => {
  const [answer] = await debugged({ '/m.mmspec': source }).ask('launch', { program: '/m.mmspec', ...given });
  return answer?.type === 'response' && !answer.success ? answer.message : undefined;
};
/** Descriptions of the stops of so many steps; an empty text for a step between those of the scenario. */
const stepped = async (ask: Ask, count: number): Promise<string[]> => {
  const found: string[] = [];
  for (let step = 0; step < count; step++) {
    const stop = (await ask('next', { threadId: 1 })).at(-1);
    found.push((stop?.body as { readonly description?: string } | undefined)?.description ?? '');
  }
  return found;
};

describe('the interleaving', () => {
  test('of a scenario is stepped, each of its steps by name', async () => {
    const ask = await launched({ scenario: 'overlap' });
    expect(await stepped(ask, 3)).toEqual(['1 of 3: cpu[0].load', '2 of 3: cpu[1].load', '3 of 3: cpu[1].store']);
    expect(values(await ask('variables', { variablesReference: 1000 }))).toEqual(['users = 1', 'lock = false']);
    expect(await ask('next', { threadId: 1 })).toMatchObject([{ success: false, message: 'The scenario ends here: all of its steps were taken.' }]);
    await ask('stepBack', { threadId: 2 });
    expect(stops(await ask('next', { threadId: 1 }))).toEqual([['stopped', 'step', 2]]);
  });

  test.each([
    ['a text', diagram.join('\n')],
    ['lines', diagram],
    ['a file', '/race.txt'],
  ])('of a diagram given as %s is stepped, and how it was read is told', async (_, scenario) => {
    const { ask } = debugged({ '/m.mmspec': spec, '/race.txt': diagram.join('\n') });
    const [said, answer] = await ask('launch', { program: '/m.mmspec', scenario });
    expect(answer).toMatchObject({ type: 'response', success: true });
    expect(said).toMatchObject({
      event: 'output',
      body: {
        category: 'stdout',
        output: `CPU0 is cpu[0], CPU1 is cpu[1].
  line  2  load      (1) cpu[0].load (by its name)
  line  3  load      (2) cpu[1].load (by its name)
  line  4  store     (3) cpu[1].store (by its name)
  line  5  a remark  says nothing about this spec
  line  6  store     (4) cpu[0].store (by its name)
Read 4 of 5 lines; line 5 says nothing about this spec.
`,
      },
    });
    expect(await stepped(ask, 4)).toEqual(['line 2: load', 'line 3: load', 'line 4: store', 'line 6: store']);
    expect(values(await ask('variables', { variablesReference: 1000 }))).toEqual(['users = 1', 'lock = false']);
  });

  test('has the settings of the check that is given, and the steps between', async () => {
    const serial = ['CPU0   CPU1', 'store', '       store'];
    const ask = await launched({ scenario: serial, check: 'with_lock' });
    expect(body(await ask('variables', { variablesReference: 1001 }))).toMatchObject({ variables: [{ name: 'locked', value: 'true' }] });
    expect(await stepped(ask, 7)).toEqual(['', '', 'line 2: store', '', '', '', 'line 3: store']);
  });

  test('may end with a fault', async () => {
    const ask = await launched(
      { scenario: 'late' },
      'module m\nshared x: bool = false\nactor a { set: x = true  wrong: assert not x }\nscenario late { a.set ; a.wrong }\n',
    );
    expect(await stepped(ask, 1)).toEqual(['1 of 2: a.set']);
    expect(await ask('next', { threadId: 1 })).toMatchObject([
      { success: true },
      { event: 'output', body: { output: 'a violates a.wrong with this step.\n' } },
      { event: 'stopped', body: { reason: 'exception' } },
    ]);
  });

  test('is refused with the reason that `mmspec scenario` prints', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mmspec-scenario-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [program, race] = [join(folder, 'm.mmspec'), join(folder, 'race.txt')];
    writeFileSync(program, spec);
    for (const [lines, check] of [
      [diagram, 'with_lock'],
      [['CPU0  CPU1', 'nothing', '      else'], null],
    ] as const) {
      writeFileSync(race, lines.join('\n'));
      const args = ['scenario', program, race, ...(check === null ? [] : ['--check', check])];
      const printed = spawnSync(process.execPath, [fileURLToPath(new URL('../../packages/cli/bin/mmspec.js', import.meta.url)), ...args], {
        encoding: 'utf8',
      }).stdout;
      const { ask } = debugged({}, debugTexts(disk, [], []));
      const [answer] = await ask('launch', { program, scenario: race, ...(check === null ? {} : { check }) });
      const message = answer?.type === 'response' ? (answer.message ?? '') : '';
      expect(message).toMatch(
        check === null
          ? /^Not answered .*: No line names a label/u
          : /^This interleaving is impossible in the check with_lock: line 6, `store`, cannot follow: cpu\[0\] has to take it before, and does not come to it again\.$/u,
      );
      expect(printed).toContain(`${message}\n`);
    }
  });
});

test('what cannot be asked says why', async () => {
  expect(await refusal({ scenario: 'twice' })).toBe('This interleaving is impossible: no run takes cpu[0].load after the first 2 steps.');
  expect(await refusal({ scenario: 'nonesuch' })).toBe('There is no scenario nonesuch in m.mmspec, and no file nonesuch with a diagram.');
  expect(await refusal({ scenario: '  \n\n' }, 'module m\nactor a { skip }\n')).toBe('The spec has no check, whose settings it could be run with.');
  expect(await refusal({ scenario: ['', ' ---- '] })).toBe('There is no race diagram in this text: no line says what happens.');
  expect(await refusal({ scenario: 'overlap', check: 'with_lock' })).toBe('The scenario overlap has settings of its own; `check` is for diagrams.');
  expect(await refusal({ scenario: diagram, check: 'nonesuch' })).toBe('There is no check nonesuch.');
  expect(await refusal({ scenario: 'overlap', property: 'deadlock' })).toBe('A launch has a `property` or a `scenario`, not both.');
  for (const scenario of [3, [3], {}]) expect(await refusal({ scenario })).toBe('`scenario` of the launch is a text or a list of lines.');
});
