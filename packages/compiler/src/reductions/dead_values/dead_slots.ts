import type { DeadSlots } from '@mmspec/system';
import { accessOf } from '../../ir/access.ts';
import type { KindLayout, Layout } from '../../lower/layout.ts';
import type { Program } from '../../ir/ir.ts';
import { judgedBodies } from '../judged_bodies.ts';
import type { Judged } from '../judged_bodies.ts';
import { readsAnywhere, readsThere } from './judged.ts';
import { liveBefore } from './live.ts';
import type { Bits } from './live.ts';

/*
 * The locals of actors that nothing depends on, by location: no step of the actor reads them before it stores them, no
 * other step touches them, and no judged property looks at them there. A local is dead with all its numbers or not at
 * all, and for all instances of an actor or for none, so that renaming members and resetting dead values commute.
 */

export function deadSlotsOf(layout: Layout, program: Program, properties: readonly number[]): readonly DeadSlots[] {
  const judged = judgedBodies(program, properties);
  return [...layout.kinds.values()].flatMap((kind) => deadOfKind(program, kind, judged));
}

interface Local {
  /** Locations at which the variable means something. */
  readonly scope: ReadonlySet<number>;
  readonly cells: readonly number[];
  readonly bits: bigint;
}

function deadOfKind(program: Program, kind: KindLayout, judged: readonly Judged[]): readonly DeadSlots[] {
  const { locals, bits } = ownLocals(program, kind);
  if (locals.length === 0) return [];
  const live = liveLocations(program, kind, bits, readsByLocation(program, kind, bits, judged));
  const dead = live.map((set, at) => locals.filter((local) => local.scope.has(at) && (local.bits & set) === 0n).flatMap(({ cells }) => cells));
  if (dead.every((cells) => cells.length === 0)) return [];
  return Array.from({ length: kind.count }, (_, instance) => instance * kind.size).flatMap((shift): readonly DeadSlots[] => {
    const slotOf = (cell: number): number | undefined => program.slotOf.get(cell + shift);
    const location = slotOf(kind.base);
    return location === undefined ? [] : [{ location, dead: dead.map((cells) => cells.flatMap((cell) => slotOf(cell) ?? [])) }];
  });
}

/** Locals whose cells nobody but the instance itself touches, as cells of the first one. */
function ownLocals(program: Program, kind: KindLayout): { readonly locals: readonly Local[]; readonly bits: Bits } {
  const foreign = foreignOffsets(program, kind);
  const bits = new Map<number, bigint>();
  const everywhere = Array.from({ length: kind.flow.locations.length + 1 }, (_, at) => at);
  const locals: Local[] = [];
  for (const [local, { offset, parts }] of kind.locals) {
    const cells = parts.map((_, at) => kind.base + offset + at);
    if (cells.some((cell) => foreign.has(cell - kind.base)) || !cells.some((cell) => program.slotOf.has(cell))) continue;
    cells.forEach((cell) => bits.set(cell, 1n << BigInt(bits.size)));
    const scope = local.role === 'top' ? everywhere : kind.flow.locations.filter((location) => location.scope.includes(local)).map(({ id }) => id);
    locals.push({ scope: new Set(scope), cells, bits: cells.reduce((set, cell) => set | (bits.get(cell) ?? 0n), 0n) });
  }
  return { locals, bits };
}

/** Offsets within an instance of what somebody else may read or store. */
function foreignOffsets(program: Program, kind: KindLayout): ReadonlySet<number> {
  const foreign = new Set<number>();
  const isIn = (cell: number): boolean => cell >= kind.base && cell < kind.base + kind.size * kind.count;
  const note = (step: Program['steps'][number], instance: number | null): void => {
    const { reads, writes } = accessOf(step.body, instance);
    const own = kind.base + (instance ?? -1) * kind.size;
    for (const cell of [...reads, ...writes]) {
      if (isIn(cell) && (instance === null || cell < own || cell >= own + kind.size)) foreign.add((cell - kind.base) % kind.size);
    }
  };
  for (const step of program.steps) {
    if (step.kind !== kind.index) note(step, null);
    else for (let instance = 0; instance < kind.count; instance++) note(step, instance);
  }
  return foreign;
}

/** By location: what judged properties read of an instance that stands there. */
function readsByLocation(program: Program, kind: KindLayout, bits: Bits, judged: readonly Judged[]): readonly bigint[] {
  const reads = Array.from({ length: kind.flow.locations.length + 1 }, () => 0n);
  for (const each of judged) {
    const anywhere = readsAnywhere(program, each);
    for (let index = 0; index < kind.count; index++) {
      const shift = index * kind.size;
      if (![...bits.keys()].some((cell) => anywhere.has(cell + shift))) continue;
      for (let location = 0; location < reads.length; location++) {
        const there = readsThere(program, each, { kind: kind.index, index, locationCell: kind.base + shift, location });
        for (const [cell, bit] of bits) if (there.has(cell + shift)) reads[location] = (reads[location] ?? 0n) | bit;
      }
    }
  }
  return reads;
}

/** By location, `done` the last: what is live there; the least solution. */
function liveLocations(program: Program, kind: KindLayout, bits: Bits, judged: readonly bigint[]): readonly bigint[] {
  const live = judged.slice();
  const all = (): bigint => live.reduce((set, each) => set | each, 0n);
  const steps = program.steps.filter((step) => step.kind === kind.index).toReversed();
  const cell = program.kinds[kind.index]?.locationCell;
  for (let changed = cell !== undefined; changed && cell !== undefined;) {
    changed = false;
    for (const step of steps) {
      const known = live[step.location] ?? 0n;
      const found = known | liveBefore(step, cell, bits, (location) => (location === null ? all() : (live[location] ?? 0n)));
      if (found === known) continue;
      live[step.location] = found;
      changed = true;
    }
  }
  return live;
}
