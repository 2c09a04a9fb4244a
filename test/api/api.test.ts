import {
  analyse,
  apiVersion,
  check,
  checks,
  checkJson,
  compile,
  compileText,
  diagnosticJson,
  explore,
  hasErrors,
  libraryModules,
  parse,
  raceText,
  scenario,
  settings,
  windows,
  type CheckResult,
  type Spec,
  type TransitionSystem,
  type WindowMode,
} from '@mmspec/api';
import { describe, expect, test } from 'vitest';
import { mmspec, specWith } from '../cli/mmspec.ts';

/*
 * What programs may rely on beyond the examples of docs/api.md.
 */

const race = `module race
shared n: 0..2 = 0
variant atomically: bool = false
actor a[2] {
  if atomically { both: n += 1 }
  else {
    get: let v = n
    set: n = v + 1
  }
}
invariant counted: quiescent implies n == 2
check lost { } expect violates counted within 4
check all for atomically { }
check wrong { } expect holds
scenario late { a[0].get ; a[1].set ; a[0].set } is possible
`;
const broken = 'module m\nshared x: 0..3 = 4\n';

const outcomeOf = async (text: string, options: Parameters<typeof check>[1] = {}): Promise<string> => (await check(analyse(text), options)).outcome;

describe('the outcome of a run', () => {
  test.each<[string, string, Parameters<typeof check>[1], string]>([
    ['with what was expected', race, { checks: ['lost', 'late'] }, 'met'],
    ['with something else', race, {}, 'not met'],
    ['that a limit ended', race, { checks: ['lost'], statesMax: 2 }, 'unfinished'],
    ['that was cancelled', race, { checks: ['lost'], signal: { aborted: true } }, 'unfinished'],
    ['of a spec with mistakes', broken, {}, 'errors'],
    ['of a text that is no spec', 'hello {', {}, 'errors'],
    ['of a module without checks', 'module m\nshared x: bool = true\nactor a { x = false }\n', {}, 'nothing'],
    ['of an unfinished question', race, { checks: ['all'], statesMax: 2 }, 'unfinished'],
    ['whose settings are others', race, { checks: ['wrong'], set: { atomically: true } }, 'met'],
  ])('%s', async (_, text, options, outcome) => {
    expect(await outcomeOf(text, options)).toBe(outcome);
  });
});

describe('a mistake of the call', () => {
  const spec = analyse(race);
  test.each<[string, () => unknown, string]>([
    ['an unknown check', () => check(spec, { checks: ['losd'] }), 'there is no check losd; did you mean lost?'],
    ['an unknown variant', () => check(spec, { set: { atomic: true } }), 'there is no constant or variant atomic'],
    ['a value of another type', () => check(spec, { set: { atomically: 1 } }), 'atomically cannot be 1; it is one of false, true'],
    ['settings of a system', () => compile(spec, { n: 1 }), 'there is no constant or variant n'],
    ['a window of a system', () => compile(spec, {}, { memory: 'weak', window: 17 }), 'a window has room for 1 to 16 accesses, and not for 17'],
    ['a drawing without events', () => scenario(spec, '\n\n'), 'there is no race diagram in the text'],
    ['a scenario under an unknown check', () => scenario(spec, 'CPU0\nv = n\n', { check: 'none' }), 'there is no check none'],
  ])('%s', async (_, call, message) => {
    await expect((async () => call())()).rejects.toThrow(RangeError);
    await expect((async () => call())()).rejects.toThrow(message);
  });
});

test.each([broken, '', 'hello {', '\0', `module m\n${'('.repeat(5000)}`])('no text makes anything throw: %j', async (text) => {
  const spec = analyse(text);
  expect(hasErrors(spec.diagnostics)).toBe(true);
  expect(parse(text).module.kind).toBe('module');
  expect(compile(spec)).toEqual({ system: null, diagnostics: spec.diagnostics });
  expect(compileText(spec)).toMatchObject({ typescript: null, javascript: null });
  expect([settings(spec), checks(spec)]).toEqual([[], []]);
  expect((await scenario(spec, 'CPU0\nx = 1\n')).answer).toBe(null);
});

describe('modules', () => {
  const asked: string[] = [];
  const read = (text: string, modules: Readonly<Record<string, string>>): Spec => {
    asked.length = 0;
    return analyse(text, {
      imports: (name, { path }) => (asked.push(`${name} from ${path}`), modules[name] === undefined ? null : { path: `${name}.mmspec`, text: modules[name] }),
    });
  };

  test('are those of the caller, and of the library where it has none', () => {
    const { model, diagnostics } = read(
      'module m\nimport kernel.folio\nimport own\nobject F { refcount: ref = 1 }\nshared f: F\nactor a { folio_get(f) }\ncheck c { ignore lost_reference }\n',
      { own: 'module own\nconst N: 0..1 = 0\n' },
    );
    expect(hasErrors(diagnostics)).toBe(false);
    expect(model.files.map(({ path }) => path)).toEqual(expect.arrayContaining(['spec.mmspec', 'own.mmspec', 'mmspec-library:/kernel/folio.mmspec']));
    expect(asked.filter((name) => name.includes('mmspec-library'))).toEqual([]);
  });

  test('that hide one of the library have to say that they are it', () => {
    const text = 'module m\nimport kernel.folio\nactor a { skip }\ncheck c { }\n';
    const pathsIn = (own: string): string[] => read(text, { 'kernel.folio': own }).model.files.map(({ path }) => path);
    expect(pathsIn('module another\n')).toContain('mmspec-library:/kernel/folio.mmspec');
    expect(pathsIn('module kernel.folio\n')).toEqual(['spec.mmspec', 'kernel.folio.mmspec']);
  });

  test('that nobody has are a mistake', () => {
    expect(diagnosticJson(read('module m\nimport nowhere\n', {}))[0]).toMatchObject({ code: 'MM0201', path: 'spec.mmspec', range: { start: { line: 2 } } });
  });

  test('of the library are named', () => {
    expect(libraryModules).toContain('kernel.folio');
  });
});

test('results and progress are told as they come, and races are left out where nobody wants them', async () => {
  const told: string[] = [];
  const run = await check(analyse(race), { races: false, onResult: ({ name }) => void told.push(name), onScenario: ({ name }) => void told.push(name) });
  expect(told).toEqual(['lost', 'all[atomically=false]', 'all[atomically=true]', 'wrong', 'late']);
  expect(run.checks.every(({ trace, results }) => trace === null && results.every((result) => result.trace === null))).toBe(true);
});

test('the drawing of a race, and the JSON, are those of the command', async () => {
  const path = specWith(race, 'race.mmspec');
  const spec = analyse(race, { path });
  const run = await check(spec, { checks: ['lost'] });
  const [result] = run.checks as [CheckResult];
  const found = result.results.find(({ trace }) => trace !== null);
  if (found === undefined) throw new Error('there is no race');
  expect((await mmspec('check', path, '--check', 'lost')).stdout).toContain(raceText(spec, result, found));
  const timeless = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'seconds' || key === 'memoryBytes' ? 0 : part)));
  expect(timeless(checkJson(spec, run))).toEqual(timeless(JSON.parse((await mmspec('check', path, '--check', 'lost', '--json')).stdout)));
});

test.each(['tso', 'weak'] as const)('a system under %s has the states and verdicts of a check, and so has that of a module', async (memory) => {
  const text = `module m\nshared x: 0..1 = 0\nshared y: 0..1 = 0\nactor a { x = 1  y = 1 }\nactor b { var s: 0..1 = 0  var t: 0..1 = 0  s = y  t = x }\ninvariant passed: b at done and b.s == 1 implies b.t == 1\ncheck c { memory ${memory} }\n`;
  const spec = analyse(text);
  const { system } = compile(spec, {}, { memory });
  if (system === null) throw new Error('there is no system');
  const found = await explore(system);
  const [result] = (await check(spec)).checks as [CheckResult];
  expect([
    found.states,
    system.window,
    found.results.flatMap(({ verdict, property }) => (verdict === 'violated' ? [system.properties[property]!.name] : [])),
  ]).toEqual([result.states, result.window, memory === 'weak' ? ['passed'] : []]);
  const { javascript } = compileText(spec);
  const module = (await import(`data:text/javascript,${encodeURIComponent(javascript!)}`)) as {
    readonly windowSystem: (settings: object, mode: WindowMode, make: typeof windows) => TransitionSystem | null;
  };
  const made = module.windowSystem({}, { memory }, windows);
  expect((await explore(made!)).states).toBe(result.states);
});

test('a system that is made by hand is searched like a compiled one', async () => {
  const { system } = compile(analyse(race), { atomically: true });
  if (system === null) throw new Error('there is no system');
  const byHand: TransitionSystem = {
    name: system.name,
    slots: system.slots,
    actors: system.actors,
    actions: system.actions,
    properties: system.properties,
    initial: (...given) => system.initial(...given),
    successors: (...given) => system.successors(...given),
    holdsInState: (...given) => system.holdsInState(...given),
    holdsOnStep: (...given) => system.holdsOnStep(...given),
    isQuiescent: (state) => system.isQuiescent(state),
    describe: (state) => system.describe(state),
  };
  const [one, other] = [await explore(system), await explore(byHand)];
  expect([other.states, other.transitions, other.finished]).toEqual([one.states, one.transitions, true]);
});

test('there is a version', () => expect(apiVersion).toBe(1));
