import { CompileError, systemInWindows, windows, type WindowMode } from '@mmspec/analysis';
import { compileModule } from '@mmspec/compiler';
import { analyse, plan, withStandIns, type Model, type Resolver } from '@mmspec/semantics';
import type { PlannedCheck, Settings, TransitionSystem, WindowSystem } from '@mmspec/system';
import { differencesFromMachine } from '../memory/tables_law.ts';
import { analysed, enginesOf, errorsOf, resolveLibrary } from '../random/pipeline.ts';
import { specOf } from '../random/specs.ts';

/*
 * Law: the systems under tso and weak of a compiled module are the window machine of the spec, state for state.
 */

/** What a module exports. */
interface Module {
  readonly checks: readonly PlannedCheck[];
  readonly system: (settings: Settings) => TransitionSystem | null;
  readonly windowSystem: ((settings: Settings, mode: WindowMode, make: typeof windows) => WindowSystem | null) | null;
}

/** A module without imports, loaded. */
function loaded(javascript: string): Module {
  const names = ['checks', 'system', 'windowSystem'].map((name) => `${name}: typeof ${name} === 'undefined' ? null : ${name}`);
  // oxlint-disable-next-line no-implied-eval -- the text is the compiler's
  return new Function(`${javascript.replaceAll(/^export /gmu, '')}\nreturn { ${names.join(', ')} };`)() as Module;
}

interface Law {
  /** Systems that were compared with the definition. */
  readonly asked: number;
  readonly wrong: readonly string[];
}

/** What tells against the law among all checks of a model under tso and weak; those with more states than that are compared in their numbers only. */
export function againstMachine(model: Model, statesMax: number): Law {
  const planned = withStandIns(model, plan(model).checks);
  const { javascript, diagnostics } = compileModule(model, planned);
  const errors = errorsOf(model, diagnostics);
  if (errors.length > 0) return { asked: 0, wrong: errors };
  const module = loaded(javascript);
  const wrong: string[] = [];
  const seen = new Set<string>();
  let asked = 0;
  for (const { settings, memory = 'sc', window } of planned) {
    if (memory === 'sc') continue;
    const mode: WindowMode = { memory, window: window ?? 3 };
    const key = JSON.stringify([settings, mode]);
    if (seen.has(key)) continue;
    seen.add(key);
    const found = differencesIn(module, model, settings, mode, statesMax);
    if (found === null) continue;
    asked++;
    wrong.push(...found, ...elsewhere(module, planned, settings, mode));
  }
  return { asked, wrong };
}

function differencesIn(
  { windowSystem }: Module,
  model: Model,
  settings: Settings,
  { memory, window = 3 }: WindowMode,
  statesMax: number,
): readonly string[] | null {
  const system = windowSystem?.(settings, { memory, window }, windows) ?? null;
  const what = `${memory} ${window} ${JSON.stringify(settings)}`;
  if (system === null) return [`${what}: there is no system`];
  const { properties } = enginesOf(model, settings).system;
  const whole = systemInWindows(model, settings, properties, { memory, window });
  const told = ({ window, bounded, indivisible, cut, slots, properties, actors }: WindowSystem): string =>
    JSON.stringify([window, bounded, indivisible, cut, slots, properties, actors]);
  const differs = told(whole) === told(system) && system.window === window ? [] : [`${what}: ${told(whole)} and of the module ${told(system)}`];
  const found = differencesFromMachine({ model, settings, properties }, { memory, window }, statesMax, system);
  return found === null && differs.length === 0 ? null : [...differs, ...(found ?? []).map((each) => `${what}: ${each}`)];
}

/** Where no check asks there is no system. */
function elsewhere({ windowSystem, system }: Module, planned: readonly PlannedCheck[], settings: Settings, mode: WindowMode): readonly string[] {
  const own = JSON.stringify(settings);
  const same = planned.filter((check) => JSON.stringify(check.settings) === own);
  const isAsked = ({ memory, window }: WindowMode): boolean =>
    same.some((check) => check.memory === memory && (check.window === undefined || check.window === window));
  const others: readonly WindowMode[] = [
    { memory: mode.memory === 'tso' ? 'weak' : 'tso', window: 2 },
    { ...mode, window: 1 },
  ];
  const nobody = (): never => {
    throw new Error('a system that no check asks for');
  };
  const given = Object.fromEntries(Object.keys(settings).map((name) => [name, '?']));
  return [
    ...others.flatMap((other) => (isAsked(other) ? [] : tried(() => windowSystem!(settings, other, nobody)))),
    ...(Object.keys(given).length === 0 ? [] : tried(() => windowSystem!(given, mode, nobody))),
    ...(same.every(({ memory = 'sc' }) => memory !== 'sc') && system(settings) !== null ? ['a system in order that no check asks for'] : []),
  ];
}

function tried(work: () => unknown): readonly string[] {
  try {
    return work() === null ? [] : ['there is a system where there is none'];
  } catch (error) {
    return [String(error)];
  }
}

/** Imports of one name that lead to different files. */
const modules: Readonly<Record<string, string>> = {
  'spec.mmspec near': 'module near\nimport far\nshared x: 0..1 = 0\n',
  'spec.mmspec far': 'module another_far\nshared y: 0..1 = 0\n',
  'near.mmspec far': 'module far\nconst STORED: 0..1 = 1\n',
};
const files: Readonly<Record<string, string>> = { 'spec.mmspec near': 'near.mmspec', 'spec.mmspec far': 'another_far.mmspec', 'near.mmspec far': 'far.mmspec' };
const resolve: Resolver = (path, importer) => {
  const key = `${importer.path} ${path.join('.')}`;
  return modules[key] === undefined ? resolveLibrary(path, importer) : { path: files[key]!, text: modules[key] };
};

const chosen = `module m
import near
import kernel.barrier
import far
variant mb: bool = true
actor a { var r: 0..1 = 0  store: x = STORED  if mb { smp_mb() }  load: r = y }
actor b { var r: 0..1 = 0  store: y = 1  if mb { smp_mb() }  load: r = x }
invariant sees: a at done and b at done implies a.r == 1 or b.r == 1
check in_order { }
check passes { memory tso window 2 mb = false } expect violates sees
check narrow { memory weak window 2 } expect holds
check any { memory weak mb = false } expect violates sees
scenario late { memory tso mb = false a.load ; b.store ; b.load ; a.store } is possible
`;

/** Stores in which a window of two is full, one of three is full under weak, and nothing is under tso. */
const wide = `module m
shared x: 0..1 = 0
shared y: 0..1 = 0
shared z: 0..1 = 0
shared w: 0..1 = 0
actor a { x = 1  y = 1  z = 1 }
actor b { var r: 0..1 = 0  r = z  r = y  r = x  r = w }
check c { memory weak }
`;

/** What a system in the first window that is wide enough says of itself. */
function windowsTried(): readonly string[] {
  const settings: Settings = {};
  const found = (mode: WindowMode, limits = {}, text = wide): readonly unknown[] => {
    const { model } = analysed(text);
    const { properties } = enginesOf(model, settings).system;
    const { window, bounded, cut } = systemInWindows(model, settings, properties, mode, limits);
    return [window, bounded?.wider ?? null, cut];
  };
  const wanted: readonly (readonly [readonly unknown[], readonly unknown[]])[] = [
    [found({ memory: 'weak' }), [4, null, '']],
    [found({ memory: 'weak', window: 2 }), [2, true, '']],
    [found({ memory: 'tso' }, {}, 'module m\nshared x: 0..1 = 0\nactor a { x = 1 }\ncheck c { }\n'), [2, null, '']],
    [found({ memory: 'weak', window: 4 }), [4, null, '']],
    [found({ memory: 'weak' }, { statesMax: 3 }), [2, true, 'the limit of 3 states was reached']],
    [found({ memory: 'weak' }, { statesMax: 140 }), [2, true, '']],
  ];
  return wanted.flatMap(([one, other]) => (JSON.stringify(one) === JSON.stringify(other) ? [] : [`${JSON.stringify(one)}, not ${JSON.stringify(other)}`]));
}

/** What tells against the law among chosen texts. */
export function againstChosen(): readonly string[] {
  const { model, diagnostics } = analyse({ path: 'spec.mmspec', text: chosen }, resolve);
  const errors = errorsOf(model, [...diagnostics, ...plan(model).diagnostics]);
  if (errors.length > 0) return errors;
  return [...againstMachine(model, 2_000).wrong, ...windowsTried()];
}

/** Checks that a random spec is given. */
const asked = ['check in_tso { memory tso window 2 }', 'check in_weak { memory weak window 3 }', 'check in_any { memory weak }'].join('\n');

/** What tells against the law among random specs with numbers from `from` to `to - 1`, and of how many systems it was asked. */
export function againstRandom(from: number, to: number, statesMax: number): Law {
  const wrong: string[] = [];
  let count = 0;
  for (let number = from; number < to && wrong.length < 3; number++) {
    const text = `${specOf(number)}\n${asked}\n`;
    const { model, diagnostics } = analysed(text);
    if (errorsOf(model, [...diagnostics, ...plan(model).diagnostics]).length > 0) continue;
    try {
      const found = againstMachine(model, statesMax);
      count += found.asked;
      wrong.push(...found.wrong.map((each) => `${number}: ${each}\n${text}`));
    } catch (error) {
      // What the machine has against a spec under one setting.
      if (!(error instanceof CompileError)) throw error;
    }
  }
  return { asked: count, wrong };
}
