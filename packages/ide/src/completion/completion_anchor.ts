import type { Snapshot } from '../names/snapshot.ts';
import type { CompletionContext } from './completion_context.ts';

/** Behind a label. */
const label = /^\s*\w+:\s+$/u;
/** Behind the head of an actor, action or operation. */
const head = /^\s*(?:(?:strongly\s+)?fair\s+)?(?:actor\s+\w+(?:\[[^\]]*\])?|(?:atomic\s+(?:\w+\s+)*)?op\s+\w+\([^)]*\)(?:\s*:\s*[^{]*\S)?)\s+$/u;
/** Behind a field or a shared variable with its type, and where it begins. */
const cell = /^\s*(?:shared\s+)?(?:owns\s+)?(?:ghost\s+)?\w+\s*:\s*[^{}]*[\w\]>)?]\s+$/u;

/** Whether a declaration or label may say here which source it models: `at "mm/gup.c" gup_fast_pte_range`. */
export function anchorMayFollow({ main }: Snapshot, { cursor, item, depth, span }: CompletionContext): boolean {
  const line = main.text.slice(main.text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  if (label.test(line)) return cursor.kind === 'statement';
  if (head.test(line)) return depth === 0;
  return cell.test(line) && (item === 'object' || /^\s*shared\b/u.test(line));
}
