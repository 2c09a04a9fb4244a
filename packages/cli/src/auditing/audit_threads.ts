import { availableParallelism } from 'node:os';
import type { AuditHelpers, AuditTask, HelpersFinding } from '@mmspec/analysis';
import { textsOf, type SpecTexts } from '@mmspec/semantics';
import { Answers } from '../answers.ts';
import type { LoadedSpec } from '../load_spec.ts';
import { threadsMemory } from '../options/default_memory.ts';

/** What a thread of an audit begins with. */
export interface AuditThreadTask {
  readonly task: AuditTask;
  readonly texts: SpecTexts;
  /** For each part whether somebody has taken it: one word of shared memory. */
  readonly claims: Int32Array<SharedArrayBuffer>;
}

/** What it says: what it has found of a part; null: it could not judge it as the caller would. */
export interface AuditThreadAnswer {
  readonly index: number;
  readonly found: HelpersFinding | null;
}

/** Takes a part; false where somebody else has. */
export function claim(claims: Int32Array<SharedArrayBuffer>, index: number): boolean {
  return Atomics.exchange(claims, index, 1) === 0;
}

/** Threads that judge parts of an audit from the last one on, one for each core beside this one; null where there are no more. What is found does not depend on who has judged a part. */
export function auditThreads({ model }: LoadedSpec, signal: AbortSignal, { limits, ...task }: AuditTask, from: number): AuditHelpers | null {
  const count = Math.min(availableParallelism() - 1, task.tried.length - from - 1);
  if (count < 1) return null;
  const claims = new Int32Array(new SharedArrayBuffer(4 * task.tried.length));
  claims.fill(1, 0, from);
  const memoryMax = limits.memoryMax === undefined ? undefined : (limits.memoryMax * threadsMemory) / count;
  const own: AuditThreadTask = { task: { ...task, limits: { ...limits, memoryMax } }, texts: textsOf(model), claims };
  const answers: Answers<HelpersFinding> = new Answers();
  // A snapshot may not carry the module, so nobody loads it before.
  const threads = process.getBuiltinModule('node:worker_threads');
  const workers = Array.from({ length: count }, () => {
    const worker = new threads.Worker(new URL('./audit_thread.js', import.meta.url));
    worker.on('message', ({ index, found }: AuditThreadAnswer) => answers.put(`${index}`, found));
    worker.once('error', () => undefined);
    worker.once('exit', () => answers.break());
    worker.postMessage(own);
    return worker;
  });
  const abort = (): void => {
    for (const worker of workers) worker.postMessage('abort');
  };
  signal.addEventListener('abort', abort);
  return {
    claim: (index) => claim(claims, index),
    found: (index) => answers.of(`${index}`),
    end: () => {
      signal.removeEventListener('abort', abort);
      for (const worker of workers) void worker.terminate();
    },
  };
}
