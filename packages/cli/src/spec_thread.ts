import { parentPort } from 'node:worker_threads';
import type { CheckHelpers, FoundCheck, ReadSource } from '@mmspec/analysis';
import { plan } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import { Answers } from './answers.ts';
import { checkSpec, guarded, racesOf, type Ended, type ReadySpec, type SpecCall } from './check_spec.ts';
import type { SpecText } from './files/spec_texts.ts';
import { loadSpec } from './load_spec.ts';
import type { ProgressLine } from './progress.ts';
import { recorder } from './reporters/recorder.ts';
import type { Reporter } from './reporters/reporter.ts';
import { SpecClaims } from './spec_claims.ts';
import type { SpecFound, SpecMessage, SpecTask } from './spec_threads.ts';
import { isShort, runUnits, type UnitAnswer } from './spec_units.ts';

/*
 * A thread of `mmspec check` that checks specs from the last one on, and once all are taken, runs checks of one that another thread is at.
 * It prints nothing but faults of mmspec itself: what is said goes to the thread that has begun it.
 */

const aborted = new AbortController();

/** What the main thread has found of checks of the spec that this one is at. */
const answers: Answers<readonly FoundCheck[]> = new Answers();

parentPort?.on('message', (message: SpecTask | UnitAnswer | 'abort') => {
  if (message === 'abort') aborted.abort();
  else if ('kind' in message) answers.put(`${message.index} ${message.unit}`, message.found);
  else void checkSpecs(message);
});

async function checkSpecs(task: SpecTask): Promise<void> {
  const tree = task.kernel === undefined ? undefined : (await import('./files/kernel_tree.ts')).kernelTree(task.kernel);
  const claims = new SpecClaims(task.claims);
  const specs = [...task.specs.entries()].reverse();
  for (const [index, spec] of specs) {
    if (aborted.signal.aborted) return;
    if (spec !== null && claims.take(index)) tell({ kind: 'answer', index, found: await foundOf(task, claims, index, spec, tree).catch(() => null) });
  }
  for (const [index, spec] of specs) {
    if (spec === null || !claims.isShared(index) || claims.freeUnits(index).length === 0) continue;
    const ready = readyFrom(spec);
    const { reporter } = recorder(task.drawsRaces);
    if (ready !== null) await runUnits(claims, index, ready, callOf(task, undefined, reporter), racesOf(ready, task, task.specs.length), tell);
  }
}

/** Null: there are errors, which the main thread tells. */
function readyFrom(spec: SpecText): ReadySpec | null {
  const loaded = loadSpec(spec, true);
  return hasErrors(loaded.diagnostics) ? null : { loaded, plan: plan(loaded.model) };
}

function callOf(task: SpecTask, tree: ReadSource | undefined, reporter: Reporter): SpecCall {
  return {
    ...task,
    tree,
    reporter,
    progress: progressTold(),
    interruption: { signal: aborted.signal, listen: () => undefined, letGo: () => undefined },
  };
}

/** An answer that cannot be sent is as if it had not been found. */
function tell(message: SpecMessage): void {
  try {
    parentPort?.postMessage(message);
  } catch {
    if (message.kind !== 'progress') parentPort?.postMessage({ ...message, found: null } satisfies SpecMessage);
  }
}

/** Milliseconds between two tellings of how far a check is. */
const interval = 200;

function progressTold(): ProgressLine {
  let last = 0;
  return {
    show: (...shown) => {
      if (Date.now() - last < interval) return;
      last = Date.now();
      tell({ kind: 'progress', shown });
    },
    clear: () => undefined,
  };
}

/** Null: the caller is to check it. */
async function foundOf(task: SpecTask, claims: SpecClaims, index: number, spec: SpecText, tree: ReadSource | undefined): Promise<SpecFound | null> {
  const { reporter, told } = recorder(task.drawsRaces);
  const call = callOf(task, tree, reporter);
  const ready = readyFrom(spec);
  if (ready === null) return null;
  const { path } = ready.loaded;
  const searches: Ended[] = [];
  const display = { name: path, isBrief: false, mode: racesOf(ready, task, task.specs.length) };
  const helpers: CheckHelpers = {
    begin: (units) => claims.begin(index, units),
    claim: (unit) => claims.takeUnit(index, unit),
    found: (unit) => answers.of(`${index} ${unit}`),
    left: async (unit) => (claims.isUnitTaken(index, unit) ? answers.soon(`${index} ${unit}`) : null),
  };
  const outcome = await guarded(path, call, () => checkSpec(ready, call, {}, searches, display, display.mode === 'first' ? undefined : helpers));
  return isShort(aborted.signal, searches) ? null : { told, outcome };
}
