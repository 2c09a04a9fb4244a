import type { Program } from '@mmspec/compiler';
import { asLinear, isUnit, unit, weigh } from './linear.ts';
import type { Amount, Linear } from './linear.ts';
import { Undecided } from './shape.ts';
import type { Naming, Shape } from './shape.ts';

/*
 * Parts of configurations: the shared state and some instances, taken apart into numbers that do not mention how many there are,
 * and put together again.
 */

/** The shared state, one number for each shared cell, then one for each flag: whether an instance of the family has raised it. */
export type Shared = readonly number[];
/**
 * An instance: its cells, its share of each counter, whether it has raised each flag, whether each shared name is its own, its bit of each
 * shared set, and the index of its family. All are of one length; where others have more cells there are zeros behind its own.
 */
export type Local = readonly number[];
/** What the cells of one instance say about another one: one number for each name, and for each set, of an instance; empty: nothing. */
export type Relation = readonly number[];

export interface Part {
  readonly shared: Shared;
  /** By instance of the program; null: it is not in the part, and nothing looks at its cells. */
  readonly locals: readonly (Local | null)[];
  /** By two different instances; null: nothing is said of anybody. */
  readonly relations: readonly (readonly Relation[])[] | null;
}

/** A part as the cells of a program with so many instances, and what belongs to no cell. */
export interface Configuration {
  readonly cells: readonly Amount[];
  /** By instance: its share of each counter; null: it is not in the part. */
  readonly shares: readonly (readonly number[] | null)[];
  /** By flag: the instance that has raised it; -1: none; -2: one outside. */
  readonly raisers: readonly number[];
}

// Numbers that stand for names; no cell has such values.
export const someInstance = -1_000_000;
export const itself = -2_000_000;
export const another = -3_000_000;

/** More than this one instance does not add to a counter; a number that grows further is not bounded. */
const shareMax = 12;
const baseMax = 1000;

export class Parts {
  readonly #program: Program;
  readonly #shape: Shape;
  readonly #counters: readonly number[];
  readonly #names: readonly number[];
  readonly #sets: readonly number[];
  /** By family: places in the list of cells of an instance whose cells are names or sets. */
  readonly #related: readonly (readonly number[])[];
  /** Whether there are any. */
  readonly #isRelated: boolean;
  /** Cells of an instance, at most. */
  readonly shareAt: number;
  /** The cells that have one value for ever. */
  readonly #constants: readonly number[];
  /** The values that flags begin with. */
  resting: readonly number[] = [];

  constructor(program: Program, shape: Shape) {
    this.#program = program;
    this.#shape = shape;
    this.#counters = [...shape.counters.keys()];
    this.#constants = Array.from(program.cells, (_, cell) => program.constants.get(cell) ?? 0);
    this.#names = shape.shared.filter((cell) => shape.names.has(cell));
    this.#sets = shape.shared.filter((cell) => shape.sets.has(cell));
    this.#related = shape.families.map(({ first }) => shape.own[first]!.flatMap((cell, at) => (shape.names.has(cell) || shape.sets.has(cell) ? [at] : [])));
    this.#isRelated = this.#related.some((places) => places.length > 0);
    this.shareAt = Math.max(0, ...shape.own.map(({ length }) => length));
  }

  /** Where in a local what follows the shares begins. */
  get flagAt(): number {
    return this.shareAt + this.#counters.length;
  }
  get nameAt(): number {
    return this.flagAt + this.#shape.flags.length;
  }
  get setAt(): number {
    return this.nameAt + this.#names.length;
  }
  get familyAt(): number {
    return this.setAt + this.#sets.length;
  }

  /** Places that count whatever a step looks at: who has raised which flag, who is named, and whom cells name. */
  get placesOfAll(): readonly number[] {
    const behind = Array.from({ length: this.familyAt - this.flagAt + 1 }, (_, at) => this.flagAt + at);
    return [...new Set([...this.#related.flat(), ...behind])];
  }

  /** Which flags an instance has raised, and which names are its own. */
  tagsOf(local: Local): readonly number[] {
    return local.slice(this.flagAt, this.setAt);
  }

  /** The same of a shared state: 1 where some instance has raised the flag, or is the one that is named. */
  heldIn(shared: Shared): readonly number[] {
    const named = this.#names.map((cell) => (shared[this.#shape.shared.indexOf(cell)] === someInstance ? 1 : 0));
    return [...shared.slice(this.#shape.shared.length), ...named];
  }

  /** The shares of an instance. */
  sharesOf(local: Local): readonly number[] {
    return local.slice(this.shareAt, this.flagAt);
  }

  /** The cells of a part with as many instances as the program has. */
  configurationOf(part: Part): Configuration {
    const { shared, locals, relations } = part;
    const shape = this.#shape;
    const cells: Amount[] = this.#constants.slice();
    const shares = locals.map((local) => (local === null ? null : this.sharesOf(local)));
    shape.shared.forEach((cell, at) => {
      const feature = shape.counters.get(cell);
      const value = shared[at]!;
      cells[cell] = feature === undefined ? value : unit(feature, value + sumOf(shares, feature));
    });
    this.#names.forEach((cell, at) => {
      if (cells[cell] !== someInstance) return;
      const member = locals.findIndex((local) => local !== null && local[this.nameAt + at] !== 0);
      cells[cell] = member < 0 ? NaN : shape.names.get(cell)!.valueOf[member]![locals[member]![this.nameAt + at]! - 1]!;
    });
    this.#sets.forEach((cell, at) => {
      locals.forEach((local, member) => {
        if (local !== null) cells[cell] = (cells[cell] as number) | spread(local[this.setAt + at]!, shape.sets.get(cell)!, member);
      });
    });
    shape.own.forEach((own, member) => {
      const local = locals[member];
      if (local === null || local === undefined) return;
      own.forEach((cell, at) => (cells[cell] = local[at]!));
      this.#relatedOf(member).forEach((at, index) => {
        const cell = own[at]!;
        const naming = shape.names.get(cell);
        if (naming !== undefined) cells[cell] = this.#nameIn(local[at]!, naming, member, relations, index);
        else cells[cell] = this.#setIn(local[at]!, shape.sets.get(cell)!, member, relations, index);
      });
    });
    const raisers = shape.flags.map((_, flag) => {
      const member = locals.findIndex((local) => local !== null && local[this.flagAt + flag] !== 0);
      return member >= 0 ? member : shared[shape.shared.length + flag] === 1 ? -2 : -1;
    });
    return { cells, shares, raisers };
  }

  #relatedOf(member: number): readonly number[] {
    return this.#related[this.#shape.familyOf[member]!]!;
  }

  #nameIn(value: number, naming: Naming, member: number, relations: Part['relations'], index: number): number {
    if (value <= itself && value > another) return naming.valueOf[member]![itself - value]!;
    if (value !== another) return value;
    const other = relations?.[member]?.findIndex((relation, at) => at !== member && (relation[index] ?? 0) !== 0) ?? -1;
    return other < 0 ? NaN : naming.valueOf[other]![relations![member]![other]![index]! - 1]!;
  }

  #setIn(value: number, naming: Naming, member: number, relations: Part['relations'], index: number): number {
    let mask = this.#ownBits(value, naming, this.#firstOf(member), member);
    relations?.[member]?.forEach((relation, other) => {
      if (other !== member) mask |= spread(relation[index] ?? 0, naming, other);
    });
    return mask;
  }

  /** The part that a configuration is. Throws `Undecided` where a number is not bounded. */
  partOf({ cells, shares, raisers }: Configuration): Part {
    const shape = this.#shape;
    const shared: number[] = shape.shared.map((cell) => {
      const value = cells[cell]!;
      const feature = shape.counters.get(cell);
      if (feature !== undefined) {
        const base = asLinear(value).constant - sumOf(shares, feature);
        if (Math.abs(base) > baseMax) throw new Undecided(`\`${this.#nameOf(cell)}\` grows without bound`);
        return base;
      }
      const naming = shape.names.get(cell);
      if (naming !== undefined)
        return Number.isNaN(value) || (isMeant(naming, cells) && naming.memberOf.has(value as number)) ? someInstance : (value as number);
      const set = shape.sets.get(cell);
      return set === undefined ? (value as number) : (value as number) & ~allBits(set);
    });
    for (const raiser of raisers) shared.push(raiser === -1 ? 0 : 1);
    const locals = shape.own.map((own, member) => {
      const share = shares[member] ?? null;
      if (share === null) return null;
      const local = own.map((cell) => this.#ownValue(cells, cell, member));
      while (local.length < this.shareAt) local.push(0);
      local.push(...share);
      for (const raiser of raisers) local.push(raiser === member ? 1 : 0);
      for (const cell of this.#names) {
        const naming = shape.names.get(cell)!;
        const named = isMeant(naming, cells) ? naming.memberOf.get(cells[cell] as number) : undefined;
        local.push(named?.member === member ? named.which + 1 : 0);
      }
      for (const cell of this.#sets) local.push(gathered(cells[cell] as number, shape.sets.get(cell)!, member));
      local.push(shape.familyOf[member]!);
      return local;
    });
    return { shared, locals, relations: this.#relationsOf(cells, shares) };
  }

  #ownValue(cells: readonly Amount[], cell: number, member: number): number {
    const value = cells[cell] as number;
    const naming = this.#shape.names.get(cell);
    if (naming !== undefined) {
      if (Number.isNaN(value)) return another;
      if (!isMeant(naming, cells)) return value;
      const named = naming.memberOf.get(value);
      return named === undefined ? value : named.member === member ? itself - named.which : another;
    }
    const set = this.#shape.sets.get(cell);
    return set === undefined ? value : this.#ownBits(value, set, member, this.#firstOf(member));
  }

  /** The first instance of the family of one. */
  #firstOf(member: number): number {
    return this.#shape.families[this.#shape.familyOf[member]!]!.first;
  }

  /** A set without other instances; the bits of `from` stand as those of `to`, since an instance is the same wherever it stands in a part. */
  #ownBits(value: number, set: Naming, from: number, to: number): number {
    return (value & ~allBits(set)) | spread(gathered(value, set, from), set, to);
  }

  /** Null where no cell of an instance is about another one. */
  #relationsOf(cells: readonly Amount[], shares: Configuration['shares']): readonly (readonly Relation[])[] | null {
    const { own } = this.#shape;
    if (!this.#isRelated) return null;
    const isThere = (member: number): boolean => shares[member] !== null;
    const relations = own.map((_, one) =>
      own.map((__, other) => (one === other || !isThere(one) || !isThere(other) ? [] : this.#relationOf(cells, one, other))),
    );
    return relations.some((row) => row.some((relation) => relation.length > 0)) ? relations : null;
  }

  #relationOf(cells: readonly Amount[], one: number, other: number): Relation {
    const { own, names, sets } = this.#shape;
    const relation = this.#relatedOf(one).map((at) => {
      const cell = own[one]![at]!;
      const value = cells[cell] as number;
      const naming = names.get(cell);
      if (naming === undefined) return gathered(value, sets.get(cell)!, other);
      const named = isMeant(naming, cells) ? naming.memberOf.get(value) : undefined;
      return named?.member === other ? named.which + 1 : 0;
    });
    return relation.every((said) => said === 0) ? [] : relation;
  }

  #nameOf(cell: number): string {
    return this.#program.cells[cell]?.name ?? '';
  }

  /**
   * What a step makes of the shares and of who has raised what. Every instance, outside or not, has its share changed in the same
   * way, so that the counter is its base and all shares; what is new is the share of `mover`, or goes to the base.
   */
  afterStep(before: Configuration, after: readonly Amount[], mover: number): Configuration {
    const shape = this.#shape;
    const shares = before.shares.map((own) => own?.slice() ?? null);
    for (const cell of this.#counters) {
      const feature = shape.counters.get(cell)!;
      if (after[cell] === before.cells[cell]) continue;
      const old = before.cells[cell] as Linear;
      // Whether a store changes the value by a known difference would depend on who is in the part, and on no run: it begins anew.
      const value = asLinear(after[cell]!);
      shares.forEach((own, member) => {
        if (own !== null) own[feature] = weigh(value.rest, before.shares[member]!);
      });
      if (mover >= 0 && isUnit(value, feature)) shares[mover]![feature]! += value.constant - old.constant;
      if (shares.some((own) => own !== null && Math.abs(own[feature]!) > shareMax))
        throw new Undecided(`\`${this.#nameOf(cell)}\` is changed by one instance without bound`);
    }
    const raisers = shape.flags.map((cell, flag) => {
      if (after[cell] === before.cells[cell]) return before.raisers[flag]!;
      return mover >= 0 && after[cell] !== this.resting[flag] ? mover : -1;
    });
    return { cells: after, shares, raisers };
  }
}

/** What the instances of a part add to a counter. */
function sumOf(shares: Configuration['shares'], feature: number): number {
  let sum = 0;
  for (const own of shares) if (own !== null) sum += own[feature]!;
  return sum;
}

/** Whether a name means something where it stands. */
function isMeant({ when }: Naming, cells: readonly Amount[]): boolean {
  return when === null || when.values.includes(cells[when.cell] as number);
}

function allBits({ memberOf }: Naming): number {
  let mask = 0;
  for (const bit of memberOf.keys()) mask |= 1 << bit;
  return mask;
}

/** The bits of an instance as a mask of the set. */
function spread(own: number, { valueOf }: Naming, member: number): number {
  let mask = 0;
  valueOf[member]!.forEach((bit, which) => {
    if (((own >> which) & 1) === 1) mask |= 1 << bit;
  });
  return mask;
}

/** The bits of an instance out of a mask of the set. */
function gathered(mask: number, { valueOf }: Naming, member: number): number {
  let own = 0;
  valueOf[member]!.forEach((bit, which) => {
    if (((mask >> bit) & 1) === 1) own |= 1 << which;
  });
  return own;
}
