import type { Program } from '@mmspec/compiler';
import type { Family } from '@mmspec/system';

/** A cell whose values, or whose bits, stand for instances or their objects, where `when` says that it means something. */
export interface Naming {
  readonly isSet: boolean;
  /** By value or bit: the instance, and which of its objects. */
  readonly of: ReadonlyMap<number, readonly [member: number, which: number]>;
  /** By instance, then by which of its objects. */
  readonly values: readonly (readonly number[])[];
  readonly when: { readonly cell: number; readonly values: readonly number[] } | null;
}

/** Which cells belong to which instance, from what changes places where two instances do. Instances of several families stand one behind the other. */
export interface Layout {
  readonly size: number;
  /** By instance: its family. */
  readonly familyOf: readonly number[];
  /** By family: its first instance. */
  readonly firsts: readonly number[];
  /** By cell: the instance, or -1. */
  readonly owner: readonly number[];
  /** By instance: its cells, in one order for those of a family. */
  readonly own: readonly (readonly number[])[];
  readonly namings: ReadonlyMap<number, Naming>;
}

/** Null where a cell belongs to two instances, or keeps two in one value. Of other families than these instances are nobody. */
export function layoutOf(program: Program, families: readonly Family[]): Layout | null {
  const all = families.map((family) => layoutOfOne(program, family));
  const familyOf = families.flatMap(({ size }, at) => Array.from({ length: size }, () => at));
  const firsts = families.map((_, at) => familyOf.indexOf(at));
  const owner = program.cells.map(() => -1);
  const namings = new Map<number, Naming>();
  for (const [at, one] of all.entries()) {
    if (one === null) return null;
    const shifted = (member: number): number => firsts[at]! + member;
    for (const [cell, member] of one.owner.entries()) {
      if (member === -1) continue;
      if (owner[cell] !== -1) return null;
      owner[cell] = shifted(member);
    }
    for (const [cell, naming] of one.namings) {
      if (namings.has(cell)) return null;
      const of = new Map([...naming.of].map(([value, [member, which]]) => [value, [shifted(member), which] as const]));
      namings.set(cell, { ...naming, of, values: familyOf.map((_, member) => naming.values[member - firsts[at]!] ?? []) });
    }
  }
  return { size: familyOf.length, familyOf, firsts, owner, own: all.flatMap((one) => one!.own), namings };
}

function layoutOfOne(program: Program, { size, interchanges }: Family): Pick<Layout, 'owner' | 'own' | 'namings'> | null {
  const cellOf = new Map([...program.slotOf].map(([cell, slot]) => [slot, cell]));
  const owner = program.cells.map(() => -1);
  const moves = new Map<number, number>();
  const pairs = interchanges.filter(({ members }) => members[0] === 0);
  for (const { members, slots } of interchanges) {
    for (const pair of slots) {
      for (const [side, slot] of pair.entries()) {
        owner[cellOf.get(slot)!] = members[side]!;
        moves.set(slot, (moves.get(slot) ?? 0) + 1);
      }
    }
  }
  if ([...moves.values()].some((count) => count !== size - 1)) return null;
  const first = owner.flatMap((member, cell) => (member === 0 ? [cell] : []));
  const targets = pairs.map(({ slots }) => new Map(slots.map(([low, high]) => [cellOf.get(low)!, cellOf.get(high)!])));
  const own = [first, ...targets.map((target) => first.map((cell) => target.get(cell)!))];
  const namings = new Map<number, Naming>();
  for (const [at, { renamings }] of pairs.entries()) {
    for (const { slot, kind, when, pairs: values } of renamings) {
      const cell = cellOf.get(slot)!;
      const known = namings.get(cell) ?? {
        isSet: kind === 'bits',
        of: new Map(),
        values: Array.from({ length: size }, (): readonly number[] => []),
        when: when === null ? null : { cell: cellOf.get(when.slot)!, values: when.values },
      };
      const named = [...known.values];
      if (named[0]!.length === 0) named[0] = values.map(([low]) => low);
      named[at + 1] = values.map(([, high]) => high);
      namings.set(cell, { ...known, values: named });
    }
  }
  for (const [cell, naming] of namings) {
    const all = naming.values.flatMap((values, member) => values.map((value, which) => [value, [member, which]] as const));
    if (new Set(all.map(([value]) => value)).size !== all.length) return null;
    namings.set(cell, { ...naming, of: new Map(all) });
  }
  return { owner, own, namings };
}
