import type { Anchor } from '@mmspec/syntax';
import { nodesAt } from '../names/nodes_at.ts';
import type { Snapshot } from '../names/snapshot.ts';

/** The anchor under the cursor; null where there is none. */
export function anchorAt({ module }: Snapshot, offset: number): Anchor | null {
  return nodesAt(module, offset).find((node) => node.kind === 'anchor') ?? null;
}

/** What an anchor says. */
export function anchorText({ symbol, path }: Anchor): string {
  return `\`${symbol}\` of \`${path}\`: the source that this models.`;
}
