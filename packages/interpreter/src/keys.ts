import type { LocalNode } from '@mmspec/semantics';
import type { ActorState, CpuState } from './state.ts';
import { keyOf, type Value } from './value.ts';

/*
 * Texts that are equal for equal parts of states and for no others.
 */

export function keyOfActor(actor: ActorState): string {
  const locals = (values: ReadonlyMap<LocalNode, Value>): string =>
    [...values]
      .map(([node, value]) => `${node.span.start}=${keyOf(value)}`)
      .sort()
      .join();
  const entries = actor.stack.map((entry) => {
    switch (entry.kind) {
      case 'block':
        return `block ${entry.block.span.file} ${entry.block.span.start} ${entry.index} ${locals(entry.locals)}`;
      case 'call':
        return `call ${locals(new Map([...entry.arguments].map(([parameter, passed]) => [parameter, passed.value])))}`;
      case 'repeat':
        return `repeat ${entry.rounds}`;
      case 'while':
      case 'atomic':
      case 'for':
        return entry.kind;
    }
  });
  const held = [...actor.held]
    .map(([row, count]) => `${row}=${count}`)
    .sort()
    .join();
  return `${locals(actor.top)};${entries.join('/')};${held};${[...actor.counts.values()].join()}`;
}

export function keyOfCpu({ irq_off, bh_off, holder }: CpuState): string {
  return `${irq_off},${bh_off},${holder ?? ''}`;
}
