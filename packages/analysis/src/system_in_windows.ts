import { analyse, resolverOf } from '@mmspec/semantics';
import type { Model, SpecTexts } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import type { MemoryMode, Property, Settings, WindowSystem } from '@mmspec/system';
import { CompileError } from './compile_error.ts';
import { exploredAtOnce, type WindowsLimits } from './explored_windows.ts';
import type { RunOf } from './run_systems.ts';
import { systemUnder } from './system_under.ts';
import { goesWider, windowsOf } from './windows.ts';

/** A memory model in which actors have windows, and the window; left out: 2, then 3, then 4, as far as the effort goes. */
export interface WindowMode {
  readonly memory: Exclude<MemoryMode, 'sc'>;
  readonly window?: number | undefined;
}

type Limits = Pick<WindowsLimits, 'statesMax' | 'memoryMax' | 'timeMax'>;

/**
 * The system of a model under tso or weak, all of whose states are found here: in the window that is asked for, or in the first that is nowhere full.
 * `properties` are those of the same system in order. Where a limit ends that, of a million states or 1 GB if nothing else is said, `cut` says so; of several windows the widest one without one is taken.
 * Throws a `CompileError` where the spec has no system under these settings.
 */
export function systemInWindows(
  model: Model,
  settings: Settings,
  properties: readonly Property[],
  { memory, window }: WindowMode,
  limits: Limits = {},
): WindowSystem {
  let best: WindowSystem | null = null;
  for (const size of windowsOf(window === undefined ? {} : { window })) {
    const run: RunOf & { readonly window: number } = { name: '', matrix: null, memory, window: size };
    const { machine: _, ...found } = exploredAtOnce(model, settings, run, properties, limits);
    if (best === null || found.cut === '') best = found;
    if (found.cut !== '' || !goesWider(found.bounded, found.slots[0]!.max + 1)) break;
  }
  return best!;
}

/** Models that were read from texts. */
const known = new WeakMap<SpecTexts, Model>();

/** The same of a spec that is there as texts, as a compiled module has it. Throws a `CompileError` for what is wrong with them. */
export function windows(texts: SpecTexts, settings: Settings, mode: WindowMode): WindowSystem {
  const model = known.get(texts) ?? modelOf(texts);
  known.set(texts, model);
  return systemInWindows(model, settings, systemUnder(model, settings).system.properties, mode);
}

/** The model of texts. Throws a `CompileError` for what is wrong with them. */
function modelOf(texts: SpecTexts): Model {
  const [main] = texts.files;
  if (main === undefined) throw new RangeError('there is no text');
  const { model, diagnostics } = analyse(main, resolverOf(texts), undefined, true);
  if (hasErrors(diagnostics)) throw new CompileError(diagnostics, model.files);
  return model;
}
