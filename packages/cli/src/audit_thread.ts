import { parentPort } from 'node:worker_threads';
import { helper, type HelpersFinding } from '@mmspec/analysis';
import { resolverOf } from '@mmspec/semantics';
import { claim, type AuditThreadAnswer, type AuditThreadTask } from './auditing/audit_threads.ts';

/*
 * A thread of `mmspec audit` that judges parts from the last one on. It prints nothing: what it finds goes to the thread that has begun it.
 */

const aborted = new AbortController();

parentPort?.on('message', (message: AuditThreadTask | 'abort') => {
  if (message === 'abort') aborted.abort();
  else void judgeParts(message);
});

async function judgeParts({ task, texts, claims }: AuditThreadTask): Promise<void> {
  const judge = helper(task, resolverOf(texts), aborted.signal);
  for (const index of [...task.tried.keys()].reverse()) {
    if (aborted.signal.aborted) return;
    if (claim(claims, index)) tell({ index, found: await judge(index).then(wholeOnly, () => null) });
  }
}

/** What the end of the memory of this thread has ended, the caller has more for. */
function wholeOnly(found: HelpersFinding): HelpersFinding | null {
  return found.finding.verdict === 'not decided' && / of memory was reached/u.test(found.finding.reason) ? null : found;
}

/** An answer that cannot be sent is as if it had not been found. */
function tell(answer: AuditThreadAnswer): void {
  try {
    parentPort?.postMessage(answer);
  } catch {
    parentPort?.postMessage({ ...answer, found: null } satisfies AuditThreadAnswer);
  }
}
