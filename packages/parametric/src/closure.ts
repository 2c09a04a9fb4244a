import { leafBase, numberingOf } from '@mmspec/compiler';
import type { LeafReference, Program, StepProgram } from '@mmspec/compiler';
import { isFlag, judgedOn, isBrokenByState } from '@mmspec/system';
import { Decisions, impossible, signatureOf } from './decisions.ts';
import { asFormula } from './inline.ts';
import type { Amount, Linear } from './linear.ts';
import { createMachine, makeProperty, makeStep } from './machine.ts';
import type { Machine, Making } from './machine.ts';
import { Parts } from './parts.ts';
import type { Configuration, Local, Part } from './parts.ts';
import { Undecided } from './shape.ts';
import type { Shape } from './shape.ts';
import { eachPart, outsideOf, Views } from './views.ts';
import type { Corner, Origin } from './views.ts';

/*
 * All views that can occur: parts of `shape.size` instances, all of whose views were found, take their steps, and the views of what
 * comes of them are added, until there is nothing new (Abdulla, Haziza, Holík, "Parameterized verification through view abstraction",
 * STTT 2016). At the end every configuration with so many instances or more has only views that were found.
 */

/** Where a property could not be shown to hold: the steps of a way through views, and what the last one is. */
export interface Unrefuted {
  readonly steps: readonly string[];
}

export interface Closure {
  readonly views: Views;
  /** Parts that were looked at, each as often as there was something new. */
  readonly looked: number;
  readonly parts: Parts;
  /** By index of a property: a way to views that violate it, or why it was not judged. */
  readonly unrefuted: ReadonlyMap<number, Unrefuted | Undecided>;
}

export interface ClosureOptions {
  readonly judged: ReadonlySet<number>;
  /** Instances in a view. */
  readonly size: 1 | 2;
  /** More parts than this are not looked at. */
  readonly partsMax: number;
  /** Asked again and again, with the bytes that the views take: why it ends here; null: it goes on. */
  readonly stop?: ((bytes: number) => string | null) | undefined;
}

/** Limits are asked for after so many parts. */
const partsPerLook = 256;

/** Throws `Undecided` where the views are not bounded, or a step cannot be taken by them. */
export function closureOf(program: Program, shape: Shape, options: ClosureOptions): Closure {
  return new Search(program, shape, options).run();
}

class Search {
  readonly #program: Program;
  readonly #shape: Shape;
  readonly #options: ClosureOptions;
  readonly #parts: Parts;
  readonly #views: Views;
  readonly #decisions = new Decisions();
  readonly #machine: Machine;
  readonly #unrefuted = new Map<number, Unrefuted | Undecided>();
  readonly #sums: { readonly parts: (machine: Machine) => Amount; readonly feature: number }[] = [];
  readonly #stateProperties: readonly { readonly index: number; readonly holds: (machine: Machine) => boolean }[];
  readonly #stepProperties: readonly { readonly index: number; readonly holds: (machine: Machine) => boolean }[];
  readonly #flags: readonly number[];
  /** By kind (the environment last), then by location. */
  readonly #steps: ReadonlyMap<number, (readonly Taken[])[]>;
  #before: Configuration = { cells: [], shares: [], raisers: [], part: null };
  #origin: Origin | null = null;
  /** What those outside of the part can add. */
  #outside: readonly (readonly number[])[] = [];
  #looked = 0;
  #featuresBy = new Map<string, readonly (readonly number[])[]>();
  /** Parts that were put together, looked at or not. */
  #passed = 0;
  /** A counter is not below its least value. */
  #known: readonly { readonly sum: Linear; readonly low: number }[] = [];
  readonly #counters: readonly { readonly cell: number; readonly low: number }[];
  /** Place of the location among the cells of an instance; -1: it has one location for ever. */
  readonly #locationAt: number;

  constructor(program: Program, shape: Shape, options: ClosureOptions) {
    this.#program = program;
    this.#shape = shape;
    this.#options = options;
    this.#parts = new Parts(program, shape);
    this.#machine = createMachine(this.#decisions);
    this.#counters = [...shape.counters.keys()].map((cell) => ({ cell, low: program.cells[cell]!.min }));
    this.#locationAt = (shape.own[0] ?? []).indexOf(program.kinds[shape.kind]!.locationCell.base);
    this.#views = new Views(
      options.size,
      (shared, local) => this.#featuresOf({ shared, locals: shape.own.map(() => local), relations: null }),
      (local) => this.#parts.tagsOf(local),
    );
    const nameOf = (cell: number): string => program.cells[cell]?.name ?? '';
    const making: Making = { shape, nameOf, sums: null };
    const judged = (index: number): boolean => options.judged.has(index);
    const propertiesOn = (on: 'state' | 'step', how: Making): readonly { index: number; holds: (machine: Machine) => boolean }[] =>
      program.properties.flatMap(({ property, body }, index) => {
        const isOurs = on === 'step' ? judgedOn(property.kind) === 'step' : isBrokenByState(property.kind);
        return body !== null && judged(index) && isOurs ? [{ index, holds: makeProperty(asFormula(body), how) }] : [];
      });
    this.#stateProperties = propertiesOn('state', { ...making, sums: this.#sums });
    this.#stepProperties = propertiesOn('step', making);
    this.#flags = program.properties.flatMap(({ property }, index) => (isFlag(property.kind) ? [index] : []));
    const numbering = numberingOf(
      program.steps,
      program.kinds.map(({ count }) => count),
    );
    const steps = new Map<number, Taken[][]>();
    for (const step of program.steps) {
      const list = steps.get(step.kind) ?? [];
      steps.set(step.kind, list);
      const at = step.kind < 0 ? 0 : step.location;
      (list[at] ??= []).push({
        step,
        take: makeStep(step.body, making, {
          leaf: (machine, leaf) => this.#arrive(machine, step, actionOf(leaf, machine)),
          fault: (_, __, property) => this.#violate(property, step.id),
        }),
      });
      const kind = step.kind < 0 ? program.kinds.length : step.kind;
      const actionOf = (leaf: LeafReference, machine: Machine): number =>
        numbering.base[kind]! +
        numbering.perInstance[kind]! * machine.me +
        numbering.stepBase[step.id]! +
        leafBase(step, leaf.leaf) +
        (leaf.marked ? machine.marks : 0);
    }
    this.#steps = steps;
  }

  run(): Closure {
    this.#begin();
    for (let corner = this.#views.next(); corner !== undefined; corner = this.#views.next()) this.#expand(corner);
    return { views: this.#views, looked: this.#looked, parts: this.#parts, unrefuted: this.#unrefuted };
  }

  /** What an instance adds to counters and sums. */
  #featuresOf(part: Part): readonly number[] {
    const shares = this.#parts.sharesOf(part.locals[0]!);
    if (this.#sums.length === 0) return shares;
    const machine = createMachine(this.#decisions);
    machine.before = this.#parts.configurationOf(part).cells;
    return [
      ...shares,
      ...this.#sums.map(({ parts }) => {
        const added = parts(machine);
        if (typeof added !== 'number') throw new Undecided('a sum over all instances has numbers in it that depend on how many there are');
        return added;
      }),
    ];
  }

  #begin(): void {
    const { initial, choices, kinds } = this.#program;
    const machine = this.#machine;
    const making: Making = { shape: { ...this.#shape, counters: new Map() }, nameOf: () => '', sums: null };
    const stop = (): never => {
      throw new Undecided('the initial state has a fault');
    };
    const make = (body: Parameters<typeof makeStep>[0], leaf: () => void): ((machine: Machine) => void) => makeStep(body, making, { leaf, fault: stop });
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
    this.#decisions.all([], [], () => {
      machine.after = Array.from(this.#program.cells, (_, cell) => this.#program.constants.get(cell) ?? 0);
      machine.before = machine.after;
      machine.me = 0;
      begin(machine);
      if (choices.length === 0) enter();
      else choose(machine);
    });
  }

  #addInitial(cells: readonly Amount[]): void {
    const { counters, flags, own } = this.#shape;
    if (this.#parts.resting.length === 0) this.#parts.resting = flags.map((cell) => cells[cell] as number);
    const configuration: Configuration = {
      cells: [...cells],
      shares: own.map(() => [...counters].map(() => 0)),
      raisers: flags.map(() => -1),
      part: null,
    };
    this.#add(this.#parts.partOf(configuration), null);
  }

  #add(part: Part, origin: Origin | null): void {
    if (this.#options.size === 1 && part.relations !== null) throw new Undecided('instances keep who other ones are', true);
    this.#views.add(part, origin, origin === null ? null : this.#before.part);
  }

  #expand(corner: Corner): void {
    const { size } = this.#options;
    const before = corner.expanded;
    // Where views are of two, new pairs let others be outside of parts that were looked at.
    const grows = size === 2 || before.kinds !== corner.kinds.length;
    const now = { locals: corner.locals.length, kinds: corner.kinds.length, pairs: corner.pairCount };
    corner.expanded = now;
    this.#featuresBy = new Map();
    this.#decisions.consulted = corner.consulted;
    const signatures = corner.kinds.map(({ features }) => signatureOf(corner.consulted, features));
    eachPart(corner, this.#shape.size, size, this.#parts, before, now, (ids, part, fresh) => {
      if (this.#passed++ % partsPerLook === 0) this.#keepLimits();
      if (!fresh && !grows) return;
      const outside = outsideOf(corner, size, ids, part, this.#parts, now);
      // What was looked at before is looked at again where there is somebody outside who makes a difference to what was asked.
      if (!fresh) {
        const known = new Set(outsideOf(corner, size, ids, part, this.#parts, before).map((kind) => signatures[kind]));
        if (outside.every((kind) => known.has(signatures[kind]))) return;
      }
      if (this.#looked === this.#options.partsMax) throw new Undecided(`there are more than ${this.#options.partsMax} parts to look at`);
      this.#looked++;
      this.#outside = this.#featuresAt(corner, outside);
      this.#look(corner, ids, part);
      const movers = new Set(ids.map((id, at) => (size === 1 && ids.indexOf(id) !== at ? -1 : at)));
      for (const at of movers) if (at >= 0 && this.#canMove(part.locals[at]!)) this.#move(corner, ids[at]!, swapped(part, at));
    });
  }

  /** What those outside can add: one object for the same kinds, as long as a corner is expanded. */
  #featuresAt(corner: Corner, kinds: readonly number[]): readonly (readonly number[])[] {
    const key = kinds.length === corner.kinds.length ? '' : kinds.join();
    const known = this.#featuresBy.get(key) ?? kinds.map((kind) => corner.kinds[kind]!.features);
    this.#featuresBy.set(key, known);
    return known;
  }

  #keepLimits(): void {
    const reason = this.#options.stop?.(this.#views.bytes) ?? null;
    if (reason !== null) throw new Undecided(reason);
  }

  /** Properties of states, and the steps of everybody outside of the family. */
  #look(corner: Corner, ids: readonly number[], part: Part): void {
    const configuration = this.#enter(part, corner, ids[0]!);
    const { kinds } = this.#program;
    for (const { index, holds } of this.#stateProperties) {
      if (this.#unrefuted.has(index)) continue;
      this.#try(configuration, 0, () => {
        if (!this.#ask(index, holds)) this.#violate(index, -1);
      });
    }
    kinds.forEach(({ count, locationCell }, kind) => {
      if (kind === this.#shape.kind) return;
      for (let me = 0; me < count; me++) {
        const at = configuration.cells[locationCell.base + (locationCell.terms[0]?.stride ?? 0) * me] as number;
        for (const { take } of this.#steps.get(kind)?.[at] ?? []) this.#try(configuration, me, () => take(this.#machine));
      }
    });
    for (const { take } of this.#steps.get(-1)?.[0] ?? []) this.#try(configuration, 0, () => take(this.#machine));
  }

  /** Whether an instance has steps where it stands. */
  #canMove(local: Local): boolean {
    return this.#locationAt < 0 || (this.#steps.get(this.#shape.kind)?.[local[this.#locationAt]!]?.length ?? 0) > 0;
  }

  /** The steps of the first instance of a part. */
  #move(corner: Corner, id: number, part: Part): void {
    const configuration = this.#enter(part, corner, id);
    const { locationCell } = this.#program.kinds[this.#shape.kind]!;
    const at = configuration.cells[locationCell.base] as number;
    for (const { take } of this.#steps.get(this.#shape.kind)?.[at] ?? []) this.#try(configuration, 0, () => take(this.#machine));
  }

  #enter(part: Part, corner: Corner, local: number): Configuration {
    this.#before = this.#parts.configurationOf(part);
    this.#known = this.#counters.map(({ cell, low }) => ({ sum: this.#before.cells[cell] as Linear, low }));
    this.#origin = { corner, local, step: -1 };
    return this.#before;
  }

  #try(configuration: Configuration, me: number, way: () => void): void {
    const machine = this.#machine;
    this.#decisions.all(this.#outside, this.#known, () => {
      machine.before = configuration.cells;
      machine.after = [...configuration.cells];
      machine.me = me;
      machine.flags = 0;
      machine.marks = 0;
      way();
    });
  }

  /** The end of a way through a step. */
  #arrive(machine: Machine, step: StepProgram, action: number): void {
    const mover = step.kind === this.#shape.kind ? 0 : -1;
    const origin: Origin = { ...this.#origin!, step: step.id };
    const after = machine.after;
    this.#add(this.#parts.partOf(this.#parts.afterStep(this.#before, after, mover)), origin);
    this.#flags.forEach((property, bit) => {
      if (((machine.flags >> bit) & 1) === 1) this.#violate(property, step.id);
    });
    machine.action = action;
    for (const { index, holds } of this.#stepProperties) if (!this.#unrefuted.has(index) && !this.#ask(index, holds)) this.#violate(index, step.id);
  }

  /** The truth of a property here; true where only a part with somebody else in it can tell, or nothing can. */
  #ask(index: number, holds: (machine: Machine) => boolean): boolean {
    try {
      return holds(this.#machine);
    } catch (error) {
      if (error === impossible) return true;
      if (!(error instanceof Undecided)) throw error;
      this.#unrefuted.set(index, error);
      return true;
    }
  }

  #violate(property: number, step: number): void {
    if (!this.#options.judged.has(property) || this.#unrefuted.has(property)) return;
    const steps = step < 0 ? [] : [this.#nameOf(step)];
    for (let at = this.#origin; at !== null; at = at.corner.origins[at.local]!) if (at.step >= 0) steps.unshift(this.#nameOf(at.step));
    this.#unrefuted.set(property, { steps });
  }

  #nameOf(step: number): string {
    const { kind, environment, path } = this.#program.steps[step]!;
    return environment ?? [this.#program.kinds[kind]?.name ?? '', ...path].join('.');
  }
}

interface Taken {
  readonly step: StepProgram;
  readonly take: (machine: Machine) => void;
}

/** The part with the instance at a place as its first one. */
function swapped(part: Part, at: number): Part {
  if (at === 0) return part;
  const to = (index: number): number => (index === 0 ? at : index === at ? 0 : index);
  return {
    shared: part.shared,
    locals: part.locals.map((_, index) => part.locals[to(index)]!),
    relations: part.relations === null ? null : part.relations.map((_, one) => part.relations!.map((__, other) => part.relations![to(one)]![to(other)]!)),
  };
}
