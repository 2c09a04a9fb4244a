import { walk } from '@mmspec/syntax';
import type { Scene } from '../scene.ts';
import { flat, leadsAway } from '../../bodies.ts';
import type { Sequence } from '../units.ts';

/** How a check at some place may lead away: by a block of its own text, and what it is called. */
export interface WayOut {
  readonly block: string;
  readonly name: string;
}

/** The ways out that other checks of the body take, and jumps to the labels behind a place. */
export function waysOut({ file }: Scene, { body }: Sequence, offset: number): WayOut[] {
  const found = new Map<string, WayOut>();
  walk(body, (node) => {
    if (node.kind === 'block' && node !== body && leadsAway(node)) {
      const block = flat(file, node.span);
      found.set(block, { block, name: nameOf(block) });
    }
    if (node.kind === 'label' && node.span.start > offset) {
      const block = `{ goto ${node.name.text} }`;
      found.set(block, { block, name: nameOf(block) });
    }
  });
  return [...found.values()].toSorted((a, b) => a.block.length - b.block.length);
}

/** `goto out`, of `{ goto out }`. */
function nameOf(block: string): string {
  return block.slice(1, -1).trim();
}
