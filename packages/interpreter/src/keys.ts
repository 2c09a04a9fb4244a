import type { LocalNode } from '@mmspec/semantics';
import type { Scene } from './scene.ts';
import type { ActorState, CpuState, MachineState } from './state.ts';
import { keyOf, type Value } from './value.ts';

/*
 * Texts that are equal for equal parts of states and for no others.
 */

/** Equal for equal memory, actors and CPUs. */
export function keyOfState({ roots }: Scene, { shared, actors, cpus }: MachineState): string {
  return [...roots.map((root) => keyOf(shared.get(root.row) ?? null)), ...actors.map(keyOfActor), ...cpus.map(keyOfCpu)].join('|');
}

/** Where an actor stands, with what it knows and holds; how it began is known from its name. */
export function keyOfActor(actor: Omit<ActorState, 'beginning'>): string {
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
