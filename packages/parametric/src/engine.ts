import { leafBase, makesCode, numberingOf } from '@mmspec/compiler';
import type { LeafReference, Program, StepProgram, Stmt } from '@mmspec/compiler';
import { isFlag, judgedOn, isBrokenByState } from '@mmspec/system';
import type { ClosureOptions } from './closure.ts';
import { Decisions, impossible } from './decisions.ts';
import type { Consulted } from './decisions.ts';
import { asFormula } from './inline.ts';
import type { Amount, Linear } from './linear.ts';
import { Emitter } from './emit.ts';
import type { Outside } from './outsiders.ts';
import { makeProperty, makeStep } from './machine.ts';
import type { Ends } from './machine.ts';
import { createMachine } from './values.ts';
import type { Machine, Making } from './values.ts';
import type { Configuration, Local, Part, Parts, Shared } from './parts.ts';
import { placesIn } from './projection.ts';
import type { Projection } from './projection.ts';
import { Undecided } from './shape.ts';
import type { Shape } from './shape.ts';
import type { Corner, Origin, Relations, Views } from './views.ts';

/*
 * Takes steps in parts of configurations, and asks properties about them.
 */

/** What comes of a part by a step. */
export interface Outcome {
  readonly corner: Corner;
  /** By instance: of the one that moved the number of what it is now, of all others the class that it is of now; -1: it is not in the part. */
  readonly slots: readonly number[];
  readonly relations: Relations;
  readonly step: number;
}

/** All that comes of a part by a group of steps, and what was asked about those outside of it. */
export interface Found {
  readonly outcomes: readonly Outcome[];
  readonly consulted: Consulted;
}

/** Steps that are taken together, or properties that are asked together: they look at the same of instances that do not move. */
export interface Group {
  readonly id: number;
  readonly projection: Projection;
  /** Whether nothing of anybody but the one that moves is looked at or changed, but for shares: a part needs nobody beside it but those of a view. */
  readonly isAlone: boolean;
  readonly takes: readonly { readonly me: number; readonly take: (machine: Machine) => void }[];
  readonly properties: readonly Asked[];
}

interface Asked {
  readonly index: number;
  readonly holds: (machine: Machine) => boolean;
}

/** What a search is told. */
export interface Verdicts {
  readonly violate: (property: number, step: number) => void;
  readonly undecided: (property: number, why: Undecided) => void;
  /** Whether a property is judged, and nothing was found about it. */
  readonly isOpen: (property: number) => boolean;
}

/** What makes bodies executable. */
type Bodies = Pick<Emitter, 'property' | 'step'>;

/** Bodies that are executed as they are read. */
function interpreted(making: Making): Bodies {
  return {
    property: (body: readonly Stmt[], sums: boolean) => makeProperty(body, sums ? making : { ...making, sums: null }),
    step: (body: readonly Stmt[], ends: Ends) => makeStep(body, { ...making, sums: null }, ends),
  };
}

interface Taken {
  readonly body: readonly Stmt[];
  readonly isAlone: boolean;
  readonly take: (machine: Machine) => void;
}

export class Engine {
  readonly #program: Program;
  readonly #shape: Shape;
  readonly #size: 1 | 2;
  readonly #parts: Parts;
  readonly #views: Views;
  readonly #verdicts: Verdicts;
  readonly #projectionOf: (places: ReadonlySet<number>) => Projection;
  readonly #decisions = new Decisions();
  readonly #machine: Machine;
  readonly #sums: Exclude<Making['sums'], null> = [];
  readonly #states: readonly Group[];
  readonly #stepProperties: readonly Asked[];
  /** Places that properties of steps look at. */
  readonly #placesOfProperties: ReadonlySet<number>;
  /** Whether they need nobody but the one that moves. */
  readonly #isAloneAfter: boolean;
  /** By step: how many witnesses it needs. */
  readonly #needs: readonly number[];
  readonly #flags: readonly number[];
  /** By kind (the environment last), then by location. */
  readonly #steps: ReadonlyMap<number, readonly (readonly Taken[])[]>;
  /** By family, then by location: the steps of an instance that stands there; null: it has none. */
  readonly #moves: (Group | null)[][];
  /** By corner: the groups of everybody outside of the families. */
  readonly #others = new Map<Corner, readonly Group[]>();
  readonly #counters: readonly { readonly cell: number; readonly low: number }[];
  /** By family: place of the location among the cells of an instance; -1: it has one location for ever. */
  readonly #locationAt: readonly number[];
  #groups = 0;
  #before: Configuration = { cells: [], shares: [], raisers: [] };
  #mover = -1;
  #projection: Projection;
  #found: Outcome[] = [];
  /** How the part that is looked at came about. */
  origin: Origin | null = null;

  constructor(
    program: Program,
    shape: Shape,
    options: ClosureOptions,
    parts: Parts,
    views: Views,
    projectionOf: (places: ReadonlySet<number>) => Projection,
    verdicts: Verdicts,
  ) {
    this.#program = program;
    this.#shape = shape;
    this.#size = options.size;
    this.#parts = parts;
    this.#views = views;
    this.#verdicts = verdicts;
    this.#projectionOf = projectionOf;
    this.#projection = projectionOf(new Set());
    this.#machine = createMachine(this.#decisions);
    this.#counters = [...shape.counters.keys()].map((cell) => ({ cell, low: program.cells[cell]!.min }));
    this.#locationAt = shape.families.map(({ kind, first }) => shape.own[first]!.indexOf(program.kinds[kind]!.locationCell.base));
    this.#moves = shape.families.map(() => []);
    const making: Making = { shape, nameOf: (cell) => program.cells[cell]?.name ?? '', sums: this.#sums };
    const bodies = options.plain === true || !makesCode() ? interpreted(making) : new Emitter(making);
    const bodiesOn = (on: 'state' | 'step'): readonly { readonly index: number; readonly body: readonly Stmt[] }[] =>
      program.properties.flatMap(({ property, body }, index) => {
        const isOurs = on === 'step' ? judgedOn(property.kind) === 'step' : isBrokenByState(property.kind);
        return body !== null && options.judged.has(index) && isOurs ? [{ index, body: asFormula(body) }] : [];
      });
    const states = new Map<string, Omit<Group, 'id' | 'takes' | 'properties'> & { readonly properties: Asked[] }>();
    for (const { index, body } of bodiesOn('state')) {
      const places = placesIn(body, shape, parts.shareAt);
      const isAlone = options.needs.properties[index] === 0 && this.#isOfShares(placesIn(body, shape, parts.shareAt, true));
      const key = `${isAlone} ${[...places].toSorted((one, other) => one - other).join()}`;
      const group = states.get(key) ?? { projection: projectionOf(places), isAlone, properties: [] };
      group.properties.push({ index, holds: bodies.property(body, true) });
      states.set(key, group);
    }
    this.#states = [...states.values()].map((group) => ({ ...group, id: this.#groups++, takes: [] }));
    const stepBodies = bodiesOn('step');
    this.#placesOfProperties = new Set(stepBodies.flatMap(({ body }) => [...placesIn(body, shape, parts.shareAt)]));
    this.#stepProperties = stepBodies.map(({ index, body }) => ({ index, holds: bodies.property(body, false) }));
    this.#isAloneAfter = this.#isOfShares(this.#placesOfProperties) && stepBodies.every(({ index }) => options.needs.properties[index] === 0);
    this.#needs = options.needs.steps;
    this.#flags = program.properties.flatMap(({ property }, index) => (isFlag(property.kind) ? [index] : []));
    this.#steps = this.#stepsOf(bodies);
  }

  #stepsOf(bodies: Bodies): ReadonlyMap<number, readonly (readonly Taken[])[]> {
    const program = this.#program;
    const numbering = numberingOf(
      program.steps,
      program.kinds.map(({ count }) => count),
    );
    const steps = new Map<number, Taken[][]>();
    for (const [index, step] of program.steps.entries()) {
      const list = steps.get(step.kind) ?? [];
      steps.set(step.kind, list);
      const kind = step.kind < 0 ? program.kinds.length : step.kind;
      const actionOf = (leaf: LeafReference, machine: Machine): number =>
        numbering.base[kind]! +
        numbering.perInstance[kind]! * machine.me +
        numbering.stepBase[step.id]! +
        leafBase(step, leaf.leaf) +
        (leaf.marked ? machine.marks : 0);
      (list[step.kind < 0 ? 0 : step.location] ??= []).push({
        body: step.body,
        isAlone: this.#needs[index] === 0,
        take: bodies.step(step.body, {
          leaf: (machine, leaf) => this.#arrive(machine, step, actionOf(leaf, machine)),
          fault: (_, __, property) => this.#verdicts.violate(property, step.id),
        }),
      });
    }
    return steps;
  }

  /** What an instance adds to counters and sums. */
  featuresOf(shared: Shared, local: Local): readonly number[] {
    const shares = this.#parts.sharesOf(local);
    if (this.#sums.length === 0) return shares;
    const machine = createMachine(this.#decisions);
    machine.before = this.#parts.configurationOf({ shared, locals: this.#shape.own.map(() => local), relations: null }).cells;
    return [
      ...shares,
      ...this.#sums.map(({ parts }) => {
        const added = parts[local[this.#parts.familyAt]!]!(machine);
        if (typeof added !== 'number') throw new Undecided('a sum over all instances has numbers in it that depend on how many there are');
        return added;
      }),
    ];
  }

  /** Adds the views of all initial states. */
  begin(): void {
    const { initial, choices, kinds } = this.#program;
    const machine = this.#machine;
    const making: Making = { shape: { ...this.#shape, counters: new Map() }, nameOf: () => '', sums: null };
    const stop = (): never => {
      throw new Undecided('the initial state has a fault');
    };
    const make = (body: readonly Stmt[], leaf: () => void): ((machine: Machine) => void) => makeStep(body, making, { leaf, fault: stop });
    const begins = kinds.map(({ begin, count }) => ({ count, act: make(begin, () => undefined) }));
    const enter = (): void => {
      for (const { count, act } of begins) {
        for (let me = 0; me < count; me++) {
          machine.me = me;
          act(machine);
        }
      }
      this.#addInitial(machine.after);
    };
    const begin = make(initial, () => undefined);
    const choose = make(choices, enter);
    this.#decisions.all(
      () => ({ kinds: [], held: [] }),
      [],
      () => {
        machine.after = Array.from(this.#program.cells, (_, cell) => this.#program.constants.get(cell) ?? 0);
        machine.before = machine.after;
        machine.me = 0;
        begin(machine);
        if (choices.length === 0) enter();
        else choose(machine);
      },
    );
  }

  #addInitial(cells: readonly Amount[]): void {
    const { counters, flags, own } = this.#shape;
    if (this.#parts.resting.length === 0) this.#parts.resting = flags.map((cell) => cells[cell] as number);
    const part = this.#parts.partOf({ cells: [...cells], shares: own.map(() => [...counters].map(() => 0)), raisers: flags.map(() => -1) });
    const relations = this.#relationsOf(part);
    const corner = this.#views.cornerOf(part.shared);
    const places = part.locals.map((local) => this.#views.add(corner, this.#views.instances.idOf(local!), null, 0, -1));
    if (this.#size === 1) return;
    places.forEach((one, a) =>
      places.forEach((other, b) => a !== b && this.#views.addPair(corner, one, other, relations?.[a]?.[b] ?? 0, relations?.[b]?.[a] ?? 0)),
    );
  }

  #relationsOf({ relations }: Part): Relations {
    if (relations === null) return null;
    if (this.#size === 1) throw new Undecided('instances keep who other ones are', true);
    return relations.map((row) => row.map((relation) => this.#views.relationOf(relation)));
  }

  /** Properties of states, and the steps of everybody outside of the families, where the shared state is that of a corner. */
  groupsAt(corner: Corner): readonly Group[] {
    const known = this.#others.get(corner);
    if (known !== undefined) return known;
    const { kinds } = this.#program;
    const { cells } = this.#parts.configurationOf({ shared: corner.shared, locals: this.#shape.own.map(() => corner.locals[0]!), relations: null });
    const takes = kinds.flatMap(({ count, locationCell }, kind) => {
      if (this.#shape.families.some((family) => family.kind === kind)) return [];
      return Array.from({ length: count }, (_, me) => {
        const at = cells[locationCell.base + (locationCell.terms[0]?.stride ?? 0) * me] as number;
        return (this.#steps.get(kind)?.[at] ?? []).map((taken) => ({ ...taken, me }));
      }).flat();
    });
    takes.push(...(this.#steps.get(-1)?.[0] ?? []).map((taken) => ({ ...taken, me: 0 })));
    const groups = takes.length === 0 ? this.#states : [...this.#states, this.#groupOf(takes)];
    this.#others.set(corner, groups);
    return groups;
  }

  /** The steps of an instance; null: it has none where it stands. */
  groupOf(local: Local): Group | null {
    const family = local[this.#parts.familyAt]!;
    const { kind } = this.#shape.families[family]!;
    const place = this.#locationAt[family]!;
    const at = place < 0 ? (this.#program.constants.get(this.#program.kinds[kind]!.locationCell.base) ?? 0) : local[place]!;
    const known = this.#moves[family]![at];
    if (known !== undefined) return known;
    const takes = this.#steps.get(kind)?.[at] ?? [];
    return (this.#moves[family]![at] = takes.length === 0 ? null : this.#groupOf(takes.map((taken) => ({ ...taken, me: 0 }))));
  }

  #groupOf(takes: readonly (Taken & { readonly me: number })[]): Group {
    const places = new Set([...takes.flatMap(({ body }) => [...placesIn(body, this.#shape, this.#parts.shareAt)]), ...this.#placesOfProperties]);
    const isAlone = this.#isAloneAfter && this.#isOfShares(places) && takes.every((taken) => taken.isAlone);
    return { id: this.#groups++, projection: this.#projectionOf(places), isAlone, takes, properties: [] };
  }

  /** Whether anything of a group is still to be found out. */
  isOpen({ properties, takes }: Group): boolean {
    return takes.length > 0 || properties.some(({ index }) => this.#verdicts.isOpen(index));
  }

  /** Whether none of these places is a cell of an instance. */
  #isOfShares(places: ReadonlySet<number>): boolean {
    return [...places].every((place) => place >= this.#parts.shareAt);
  }

  /**
   * All that comes of a part by the steps of a group, which the instance at a place of it takes (-1: somebody else does); asks the properties
   * of it. `ids`: by instance of the program; null: it is not in the part.
   */
  outcomes(
    { takes, properties, projection }: Group,
    ids: readonly (number | null)[],
    among: Relations,
    mover: number,
    outside: Outside,
    origin: Origin,
  ): Found {
    const relations = among === null ? null : among.map((row) => row.map((said) => this.#views.relation(said)));
    const configuration = this.#parts.configurationOf({
      shared: origin.corner.shared,
      locals: ids.map((id) => (id === null ? null : this.#views.instances.at(id))),
      relations,
    });
    this.#before = configuration;
    this.#mover = mover;
    this.#projection = projection;
    this.#found = [];
    this.origin = origin;
    this.#decisions.consulted = new Map();
    const known = this.#counters.map(({ cell, low }) => ({ sum: configuration.cells[cell] as Linear, low }));
    const machine = this.#machine;
    const { cells } = configuration;
    machine.there = ids.map((id) => id !== null);
    machine.before = cells;
    machine.after = [...cells];
    const all = (me: number, way: () => void): void =>
      this.#decisions.all(
        () => outside.who,
        known,
        () => {
          for (let cell = 0; cell < cells.length; cell++) machine.after[cell] = cells[cell]!;
          machine.me = me;
          machine.flags = 0;
          machine.marks = 0;
          way();
        },
      );
    for (const { index, holds } of properties) {
      if (this.#verdicts.isOpen(index)) all(0, () => this.#ask(index, holds) || this.#verdicts.violate(index, -1));
    }
    for (const { me, take } of takes) all(me, () => take(machine));
    return { outcomes: this.#found, consulted: this.#decisions.consulted };
  }

  /** The end of a way through a step. */
  #arrive(machine: Machine, step: StepProgram, action: number): void {
    const part = this.#parts.partOf(this.#parts.afterStep(this.#before, machine.after, this.#mover));
    const corner = this.#views.cornerOf(part.shared);
    const slots = part.locals.map((local, at) => {
      if (local === null) return -1;
      const id = this.#views.instances.idOf(local);
      return at === this.#mover ? id : this.#projection.classOf(id);
    });
    this.#found.push({ corner, slots, relations: this.#relationsOf(part), step: step.id });
    this.#flags.forEach((property, bit) => {
      if (((machine.flags >> bit) & 1) === 1) this.#verdicts.violate(property, step.id);
    });
    machine.action = action;
    for (const { index, holds } of this.#stepProperties) if (this.#verdicts.isOpen(index) && !this.#ask(index, holds)) this.#verdicts.violate(index, step.id);
  }

  /** The truth of a property here; true where only a part with somebody else in it can tell, or nothing can. */
  #ask(index: number, holds: (machine: Machine) => boolean): boolean {
    try {
      return holds(this.#machine);
    } catch (error) {
      if (error === impossible) return true;
      if (!(error instanceof Undecided)) throw error;
      this.#verdicts.undecided(index, error);
      return true;
    }
  }
}
