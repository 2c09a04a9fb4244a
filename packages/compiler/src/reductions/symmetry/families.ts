import type { Span } from '@mmspec/source';
import type { Family, Interchange, Renaming } from '@mmspec/system';
import type { Lowering } from '../../lower/context.ts';
import type { Program } from '../../ir/ir.ts';
import { cellsUnder, membersOf, swapOf, Unlisted } from './renaming.ts';
import type { Members, Moved, Swap } from './renaming.ts';
import type { SymmetryBreak } from '../../lower/symmetry_breaking.ts';

/** The families of a program: those whose symmetry nothing but properties breaks. */
export function familiesOf(lowering: Lowering, program: Program): readonly Family[] {
  const found = membersOf(lowering.world).flatMap((members) => familyOf(lowering, program, members) ?? []);
  // A slot that two families move belongs to neither alone.
  return found.map((family) => {
    const others = new Set(found.filter((other) => other !== family).flatMap(({ interchanges }) => interchanges.flatMap(({ slots }) => slots.flat())));
    const kept = (family.own[0] ?? []).map((slot) => !others.has(slot));
    return { ...family, own: family.own.map((slots) => slots.filter((_, at) => kept[at] === true)) };
  });
}

/** Where the first thing stands that tells the instances of an actor apart, whatever is judged; null: there is none, or nobody knows where. */
export function toldApart(lowering: Lowering, actor: string): Span | null {
  const found = lowering.symmetryBreaking.list.find(
    ({ of, property, span }) => property === null && span !== null && of.kind === 'actor' && (of.declaration === null || of.declaration.name.text === actor),
  );
  return found?.span ?? null;
}

function familyOf(lowering: Lowering, program: Program, members: Members): Family | null {
  const { name, size } = members;
  const brokenBy = new Set<number>();
  const swap = swapOf(lowering.world, members, 0, 1);
  for (const symmetryBreak of lowering.symmetryBreaking.list) {
    if (!concerns(lowering, members, swap, symmetryBreak)) continue;
    if (symmetryBreak.property === null) return null;
    brokenBy.add(symmetryBreak.property);
  }
  const interchanges: Interchange[] = [];
  for (let one = 0; one < size; one++) {
    for (let other = one + 1; other < size; other++) {
      const found = interchangeOf(lowering, program, members, one, other);
      if (found === null) return null;
      interchanges.push(found);
    }
  }
  return { name, size, own: ownSlots(size, interchanges), interchanges, brokenBy: [...brokenBy].sort((a, b) => a - b) };
}

/** What breaks the symmetry of the members of something does so for these too, where they take it along. */
function concerns({ world }: Lowering, members: Members, swap: Swap, { of }: SymmetryBreak): boolean {
  if (of.kind === 'pool') return members.kind === 'pool' && members.declaration === of.declaration;
  if (of.kind === 'actor') return members.kind === 'actor' && (of.declaration === null || of.declaration === members.declaration);
  return world.objects(of.declaration).some(({ id }) => swap.objects(of.declaration)[id] !== id);
}

/** Null where a value or a range shows that the two are not alike. */
function interchangeOf(lowering: Lowering, program: Program, members: Members, one: number, other: number): Interchange | null {
  const swap = swapOf(lowering.world, members, one, other);
  const cells = cellsOrNull(lowering, swap);
  if (cells === null) return null;
  const renamings: Renaming[] = [];
  const slots: [number, number][] = [];
  for (const { from, to, kind, pairs, when } of cells) {
    const slot = program.slotOf.get(from);
    const target = program.slotOf.get(to);
    if (slot === undefined || target === undefined) {
      if (slot !== target || !isSameConstant(program, { from, to, kind, pairs, when })) return null;
      continue;
    }
    const [before, after] = [program.cells[from], program.cells[to]];
    if (before?.min !== after?.min || before?.max !== after?.max) return null;
    if (slot < target) slots.push([slot, target]);
    if (pairs.length === 0) continue;
    const scope = scopeIn(program, when);
    if (scope !== 'never') renamings.push({ slot, when: scope, kind, pairs });
  }
  const { rest } = lowering;
  for (const { from, to } of cells) if (rest.get(from) !== rest.get(to)) return null;
  const actors = swap.actors.flatMap((to, from): [number, number][] => (from < to ? [[from, to]] : []));
  return { members: [one, other], renamings, slots, actors };
}

function cellsOrNull({ world, layout }: Lowering, swap: Swap): readonly Moved[] | null {
  try {
    return cellsUnder(world, layout, swap);
  } catch (error) {
    if (error instanceof Unlisted) return null;
    throw error;
  }
}

function isSameConstant(program: Program, { from, to, kind, pairs, when }: Moved): boolean {
  const [before, after] = [program.constants.get(from), program.constants.get(to)];
  if (before === undefined || after === undefined) return false;
  const scope = scopeIn(program, when);
  if (scope === 'never' || pairs.length === 0) return before === after;
  if (scope !== null) return false;
  if (kind === 'value') return after === pairs.reduce((value, [a, b]) => (before === a ? b : before === b ? a : value), before);
  const bit = (value: number, at: number): number => (value >> at) & 1;
  const swapped = pairs.reduce((mask, [a, b]) => (bit(before, a) === bit(before, b) ? mask : mask ^ (1 << a) ^ (1 << b)), before);
  return after === swapped;
}

/** When a variable means something, in slots; `never` where a constant says so. */
function scopeIn(program: Program, when: Moved['when']): Renaming['when'] | 'never' {
  if (when === null) return null;
  const slot = program.slotOf.get(when.cell);
  if (slot !== undefined) return { slot, values: when.values };
  return when.values.includes(program.constants.get(when.cell) ?? -1) ? null : 'never';
}

/** Slots that follow one member and no other, in the order of the first one's. */
function ownSlots(size: number, interchanges: readonly Interchange[]): readonly (readonly number[])[] {
  const movers = new Map<number, Set<number>>();
  for (const { members, slots } of interchanges) {
    for (const slot of slots.flat()) {
      const known = movers.get(slot) ?? new Set(members);
      movers.set(slot, new Set(members.filter((member) => known.has(member))));
    }
  }
  const withFirst = interchanges.filter(({ members }) => members[0] === 0);
  // With two members either may be the one that a slot follows.
  const isFirst = (slot: number): boolean => {
    const common = movers.get(slot);
    return common?.has(0) === true && (size === 2 || common.size === 1);
  };
  const pairs = withFirst[0]?.slots.map(([low]) => low).filter(isFirst) ?? [];
  const later = withFirst[0]?.slots.map(([, high]) => high).filter((slot) => size > 2 && isFirst(slot)) ?? [];
  const first = [...pairs, ...later];
  return Array.from({ length: size }, (_, member) =>
    member === 0
      ? first
      : first.map((slot) =>
          targetOf(
            withFirst.find(({ members }) => members[1] === member),
            slot,
          ),
        ),
  );
}

function targetOf(interchange: Interchange | undefined, slot: number): number {
  const pair = interchange?.slots.find((each) => each.includes(slot));
  return pair === undefined ? slot : pair[0] === slot ? pair[1] : pair[0];
}
