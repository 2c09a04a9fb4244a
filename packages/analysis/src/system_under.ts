import { compile } from '@mmspec/compiler';
import { windowSystem } from '@mmspec/interpreter';
import { boundOfPlanned } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { positionAt } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import type { Property, Settings, SourceSpan, TransitionSystem } from '@mmspec/system';
import { CompileError } from './compile_error.ts';
import type { TimedBudget } from './limited.ts';
import type { RunOf } from './run_systems.ts';
import { isWindowed, type WindowSystem } from './windows.ts';

/** A system that runs, and what the compiler had to say. */
export interface SystemUnder {
  readonly system: TransitionSystem;
  readonly diagnostics: readonly Diagnostic[];
}

/** States that the window machine of the interpreter stores for one system; it takes a minute for them. */
const statesMax = 200_000;

/**
 * The system of a model under settings, within the bound of the check and under its memory model where one is given.
 * Throws a `CompileError` where there is none, and `OverBudget`.
 */
export function systemUnder(model: Model, settings: Settings, run?: RunOf, budget?: TimedBudget): SystemUnder {
  const { system, diagnostics } = compile(model, settings, budget, run === undefined ? null : boundOfPlanned(model, run));
  if (system === null) throw new CompileError(diagnostics);
  return {
    system: run !== undefined && isWindowed(run) ? windowsOf(model, settings, run, system.properties, budget?.seconds ?? Infinity) : system,
    diagnostics,
  };
}

/** The window machine under `tso` or `weak`. The properties are those of every system of the spec. */
function windowsOf(model: Model, settings: Settings, run: RunOf, properties: readonly Property[], seconds: number): WindowSystem {
  const end = Date.now() + seconds * 700;
  const { memory = 'sc', window = 2 } = run;
  const bound = boundOfPlanned(model, run);
  const explored = windowSystem(model, settings, properties, { memory, window, bound, statesMax, isEnough: () => Date.now() > end });
  const { leftOut, isFinished, indivisible, machine, system } = explored;
  return {
    ...system,
    indivisible,
    machine,
    isCut: !isFinished,
    bounded: () => (leftOut === null ? null : { window, where: `the window of ${leftOut.actor} was full at ${placeIn(model, leftOut.span)}` }),
  };
}

function placeIn({ files }: Model, span: SourceSpan): string {
  const file = files[span.file];
  return file === undefined ? '?' : `${file.path}:${positionAt(file, span.start).line}`;
}
