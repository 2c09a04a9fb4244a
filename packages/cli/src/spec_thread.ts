import { parentPort } from 'node:worker_threads';
import type { ReadSource } from '@mmspec/analysis';
import { plan } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import { checkSpec, guarded, racesOf, type Ended, type SpecCall } from './check_spec.ts';
import type { SpecText } from './files/spec_texts.ts';
import { loadSpec } from './load_spec.ts';
import type { ProgressLine } from './progress.ts';
import { recorder } from './reporters/recorder.ts';
import { claim, type SpecFound, type SpecMessage, type SpecTask } from './spec_threads.ts';

/*
 * A thread of `mmspec check` that checks specs from the last one on.
 * It prints nothing but faults of mmspec itself: what is said goes to the thread that has begun it.
 */

const aborted = new AbortController();

parentPort?.on('message', (message: SpecTask | 'abort') => {
  if (message === 'abort') aborted.abort();
  else void checkSpecs(message);
});

async function checkSpecs(task: SpecTask): Promise<void> {
  const tree = task.kernel === undefined ? undefined : (await import('./files/kernel_tree.ts')).kernelTree(task.kernel);
  for (const [index, spec] of [...task.specs.entries()].reverse()) {
    if (aborted.signal.aborted) return;
    if (spec !== null && claim(task.claims, index)) tell({ kind: 'answer', index, found: await foundOf(task, spec, tree).catch(() => null) });
  }
}

/** An answer that cannot be sent is as if it had not been found. */
function tell(message: SpecMessage): void {
  try {
    parentPort?.postMessage(message);
  } catch {
    if (message.kind === 'answer') parentPort?.postMessage({ ...message, found: null } satisfies SpecMessage);
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

/** Null: there are errors, which the caller says, or memory came to an end, of which the caller has more. */
async function foundOf(task: SpecTask, spec: SpecText, tree: ReadSource | undefined): Promise<SpecFound | null> {
  const { reporter, told } = recorder(task.drawsRaces);
  const call: SpecCall = {
    ...task,
    tree,
    reporter,
    progress: progressTold(),
    interruption: { signal: aborted.signal, listen: () => undefined, letGo: () => undefined },
  };
  const loaded = loadSpec(spec, true);
  if (hasErrors(loaded.diagnostics)) return null;
  const ready = { loaded, plan: plan(loaded.model) };
  const searches: Ended[] = [];
  const display = { name: loaded.path, isBrief: false, mode: racesOf(ready, task, task.specs.length) };
  const outcome = await guarded(loaded.path, call, () => checkSpec(ready, call, {}, searches, display));
  const isShort = !aborted.signal.aborted && searches.some(({ finished, isLate }) => !finished && !isLate);
  return isShort ? null : { told, outcome };
}
