import { cellsIn } from '@mmspec/compiler';
import type { Program } from '@mmspec/compiler';
import type { Family, ViewCells, ViewInstance, ViewState, ViewValue } from '@mmspec/system';
import { layoutOf } from './layout.ts';
import type { Layout, Naming } from './layout.ts';
import { feature, sum } from './run.ts';
import type { Amount } from './run.ts';
import { Unverified } from './unverified.ts';

/*
 * Parts of configurations as the views that they are made of, and as the cells of a program.
 */

const bitsOf = (mask: number, { values }: Naming, member: number): number =>
  values[member]!.reduce((own, bit, which) => own | (((mask >> bit) & 1) << which), 0);
const maskOf = (own: number, { values }: Naming, member: number): number =>
  values[member]!.reduce((mask, bit, which) => mask | (((own >> which) & 1) << bit), 0);
const allBits = ({ of }: Naming): number => [...of.keys()].reduce((mask, bit) => mask | (1 << bit), 0);
/** A set without instances but one; it stands there as another one would. */
const moved = (mask: number, naming: Naming, from: number, to: number): number => (mask & ~allBits(naming)) | maskOf(bitsOf(mask, naming, from), naming, to);

/** A part: instances with a shared state, and what each says of each other one. */
export interface Part {
  readonly state: Pick<ViewState, 'shared' | 'raised'>;
  readonly instances: readonly ViewInstance[];
  readonly said: readonly (readonly (readonly number[])[])[];
}

/** A part as cells, with the shares of each instance, and who has raised each flag: -1 nobody, -2 one outside. */
export interface Cells {
  readonly cells: readonly Amount[];
  readonly adds: readonly (readonly number[])[];
  readonly raisers: readonly number[];
}

export class Coding {
  readonly layout: Layout;
  readonly counters: readonly number[];
  readonly flags: readonly number[];
  readonly #names: readonly number[];
  readonly #program: Program;
  readonly #shared: readonly number[];
  readonly #sets: readonly number[];
  /** By family: places of names and sets among the cells of an instance. */
  readonly #related: readonly (readonly number[])[];

  /** Throws an `Unverified` where the cells of a certificate are not those of the program. */
  constructor(program: Program, families: readonly Family[], cells: ViewCells) {
    const layout = layoutOf(program, families)!;
    const cellOf = new Map(program.cells.map(({ name }, cell) => [name, cell]));
    const found = (names: readonly string[], able: (cell: number) => boolean): readonly number[] => {
      if (new Set(names).size !== names.length) throw new Unverified('it names a cell twice');
      return names.map((name) => {
        const cell = cellOf.get(name);
        if (cell === undefined || !program.slotOf.has(cell) || !able(cell)) throw new Unverified(`\`${name}\` is no such cell`);
        return cell;
      });
    };
    const isShared = (cell: number): boolean => layout.owner[cell] === -1;
    const own = layout.firsts.map((first, at) => found(cells.own[at] ?? [], (cell) => layout.owner[cell] === first));
    this.#shared = found(cells.shared, isShared);
    const isSaid = (cell: number): boolean => program.slotOf.has(cell) && (isShared(cell) || layout.firsts.includes(layout.owner[cell]!));
    if (new Set([...this.#shared, ...own.flat()]).size !== program.cells.filter((_, cell) => isSaid(cell)).length)
      throw new Unverified('it does not say the values of all cells');
    const { familyOf, firsts } = layout;
    const ordered = layout.own.map((list, member) => {
      const [family, first] = [familyOf[member]!, layout.own[firsts[familyOf[member]!]!]!];
      return own[family]!.map((cell) => list[first.indexOf(cell)]!);
    });
    this.layout = { ...layout, own: ordered };
    // Where an actor stands, and what says whether a name means something, are compared as they are, and are no sums.
    const places = new Set(program.kinds.flatMap(({ locationCell }) => cellsIn(locationCell, null)));
    const scopes = new Set([...layout.namings.values()].map(({ when }) => when?.cell));
    this.counters = found(cells.counters, (cell) => isShared(cell) && !layout.namings.has(cell) && !places.has(cell) && !scopes.has(cell));
    this.flags = found(cells.flags, (cell) => isShared(cell) && !layout.namings.has(cell) && !cells.counters.includes(program.cells[cell]!.name));
    this.#names = found(cells.names, (cell) => isShared(cell) && layout.namings.get(cell)?.isSet === false);
    this.#sets = found(cells.sets, (cell) => isShared(cell) && layout.namings.get(cell)?.isSet === true);
    this.#related = own.map((list) => list.flatMap((cell, at) => (layout.namings.has(cell) ? [at] : [])));
    if (this.#names.length + this.#sets.length !== this.#shared.filter((cell) => layout.namings.has(cell)).length)
      throw new Unverified('it leaves out who is named');
    this.#program = program;
  }

  #isMeant({ when }: Naming, cells: readonly Amount[]): boolean {
    return when === null || when.values.includes(cells[when.cell] as number);
  }

  /** A part as cells. */
  cellsOf({ state, instances, said }: Part): Cells {
    const { own, namings } = this.layout;
    const cells: Amount[] = this.#program.cells.map((_, cell) => this.#program.constants.get(cell) ?? 0);
    for (const [at, cell] of this.#shared.entries()) cells[cell] = state.shared[at] === 'some' ? NaN : (state.shared[at] as number);
    for (const [at, cell] of this.counters.entries())
      cells[cell] = feature(
        at,
        instances.reduce((so, { adds }) => so + adds[at]!, cells[cell] as number),
      );
    for (const [at, cell] of this.#names.entries()) {
      const member = instances.findIndex(({ named }) => named[at] !== 0);
      if (Number.isNaN(cells[cell]) && member >= 0) cells[cell] = namings.get(cell)!.values[member]![instances[member]!.named[at]! - 1] ?? NaN;
    }
    for (const [at, cell] of this.#sets.entries())
      instances.forEach((instance, member) => (cells[cell] = (cells[cell] as number) | maskOf(instance.in[at]!, namings.get(cell)!, member)));
    for (const [member, list] of own.entries())
      list.forEach(
        (cell, at) =>
          (cells[cell] = this.#ownValue(instances[member]!.own[at]!, namings.get(cell), member, said[member]!, this.#relatedOf(member).indexOf(at))),
      );
    const raisers = state.raised.map((raised, flag) => {
      const member = instances.findIndex((instance) => instance.raised[flag] !== 0);
      return member >= 0 ? member : raised === 1 ? -2 : -1;
    });
    return { cells, adds: instances.map(({ adds }) => adds), raisers };
  }

  /** The first instance of the family of one. */
  #firstOf(member: number): number {
    return this.layout.firsts[this.layout.familyOf[member]!]!;
  }

  #relatedOf(member: number): readonly number[] {
    return this.#related[this.layout.familyOf[member]!]!;
  }

  #ownValue(value: ViewValue, naming: Naming | undefined, member: number, said: readonly (readonly number[])[], related: number): number {
    const about = (other: number): number => (other === member ? 0 : (said[other]![related] ?? 0));
    if (naming?.isSet === true)
      return said.reduce((mask, _, other) => mask | maskOf(about(other), naming, other), moved(value as number, naming, this.#firstOf(member), member));
    if (typeof value === 'number' || naming === undefined) return value as number;
    const of = (member: number, which: number): number => {
      const found = naming.values[member]?.[which];
      if (found === undefined) throw new Unverified('a view names what is not there');
      return found;
    };
    if (value !== 'other') return of(member, Number(value.slice(5) || 0));
    const other = said.findIndex((_, at) => about(at) !== 0);
    return other < 0 ? NaN : of(other, about(other) - 1);
  }

  /** The flags and names that some instance has: 1 for each, in the order of `tagsOf`. */
  heldIn({ shared, raised }: ViewState): readonly number[] {
    return [...raised, ...this.#names.map((cell) => Number(shared[this.#shared.indexOf(cell)] === 'some'))];
  }

  /** The views of a part: its shared state, its instances, and what each says of each other one. */
  viewsOf({ cells, adds, raisers }: Cells): Pick<ViewState, 'shared' | 'raised' | 'instances'> & Pick<Part, 'said'> {
    const { own, namings } = this.layout;
    const named = (cell: number, value: number): readonly [number, number] | undefined => {
      const naming = namings.get(cell);
      return naming !== undefined && this.#isMeant(naming, cells) ? naming.of.get(value) : undefined;
    };
    const shared = this.#shared.map((cell): ViewValue => {
      const naming = namings.get(cell);
      const at = this.counters.indexOf(cell);
      if (at >= 0) return sum(cells[cell]!).constant - adds.reduce((so, own) => so + own[at]!, 0);
      const value = cells[cell] as number;
      if (naming === undefined) return value;
      return naming.isSet ? value & ~allBits(naming) : Number.isNaN(value) || named(cell, value) !== undefined ? 'some' : value;
    });
    const instances = own.map((list, member): ViewInstance => ({
      of: this.layout.familyOf[member]!,
      own: list.map((cell): ViewValue => {
        const value = cells[cell] as number;
        const naming = namings.get(cell);
        if (naming?.isSet === true) return moved(value, naming, member, this.#firstOf(member));
        if (Number.isNaN(value)) return 'other';
        const meant = named(cell, value);
        return meant === undefined ? value : meant[0] !== member ? 'other' : meant[1] === 0 ? 'self' : `self.${meant[1]}`;
      }),
      adds: adds[member]!,
      raised: raisers.map((raiser) => Number(raiser === member)),
      named: this.#names.map((cell) => {
        const meant = named(cell, cells[cell] as number);
        return meant?.[0] === member ? meant[1] + 1 : 0;
      }),
      in: this.#sets.map((cell) => bitsOf(cells[cell] as number, namings.get(cell)!, member)),
    }));
    const about = (one: number, other: number): readonly number[] => {
      const said = this.#relatedOf(one).map((at) => {
        const cell = own[one]![at]!;
        const naming = namings.get(cell)!;
        if (naming.isSet) return bitsOf(cells[cell] as number, naming, other);
        const meant = named(cell, cells[cell] as number);
        return meant?.[0] === other ? meant[1] + 1 : 0;
      });
      return said.every((each) => each === 0) ? [] : said;
    };
    const said = own.map((_, one) => own.map((__, other) => (one === other ? [] : about(one, other))));
    return { shared, raised: raisers.map((raiser) => Number(raiser !== -1)), instances, said };
  }
}

/** Which flags an instance has raised, and which names it has. */
export const tagsOf = ({ raised, named }: ViewInstance): readonly number[] => [...raised, ...named];
