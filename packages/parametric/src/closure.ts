import type { Program } from '@mmspec/compiler';
import { Classes } from './classes.ts';
import type { Consulted } from './decisions.ts';
import { Engine } from './engine.ts';
import type { Found, Group, Outcome } from './engine.ts';
import { Outsiders } from './outsiders.ts';
import type { Outside } from './outsiders.ts';
import { Parts } from './parts.ts';
import { Projection } from './projection.ts';
import { Undecided } from './shape.ts';
import type { Shape } from './shape.ts';
import { Chains, Vectors } from './vectors.ts';
import { eachPart, Views } from './views.ts';
import type { ClassesSoFar, Corner, Extent, Relations } from './views.ts';

/*
 * All views that can occur: parts of `shape.size` instances, all of whose views were found, take their steps, and the views of what
 * comes of them are added, until there is nothing new (Abdulla, Haziza, Holík, "Parameterized verification through view abstraction",
 * STTT 2016). At the end every configuration with so many instances or more has only views that were found.
 *
 * What a step does beside instances of the same classes (see `Projection`) is found once for each shared state, mover and those outside.
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
  /** How many witnesses each step and each property needs, of the family of which it needs most. */
  readonly needs: { readonly steps: readonly number[]; readonly properties: readonly number[] };
  /** Instances in a view. */
  readonly size: 1 | 2;
  /** More parts than this are not looked at. */
  readonly partsMax: number;
  /** Asked again and again, with the bytes that the views take: why it ends here; null: it goes on. */
  readonly stop?: ((bytes: number) => string | null) | undefined;
  /** What makes it fast is left out: steps are interpreted, in every part anew. */
  readonly plain?: boolean | undefined;
}

/** Limits are asked for after so many parts. */
const partsPerLook = 256;
/** No part has so many instances that two of them are more pairs than these. */
const relationsMax = 128;
const nothingAsked: Consulted = new Map();

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
  readonly #engine: Engine;
  readonly #unrefuted = new Map<number, Unrefuted | Undecided>();
  readonly #chains = new Chains();
  readonly #outsiders: Outsiders;
  /** What was found for a group of steps, by all that they depend on; where that is who is outside too, by those behind the rest. */
  readonly #known = new Map<number, Found>();
  readonly #depending = new Map<number, Map<number, Found>>();
  readonly #sizes: readonly number[];
  /** Places of a whole part, one after the other. */
  readonly #inOrder: readonly number[];
  /** The same for the instances of a view alone: they are of one family, or of several. */
  readonly #sizesOfViews: readonly (readonly number[])[];
  /** Of parts that were put together, looked at or not. */
  #passed = 0;
  #looked = 0;

  constructor(program: Program, shape: Shape, options: ClosureOptions) {
    this.#program = program;
    this.#shape = shape;
    this.#options = options;
    this.#sizes = shape.families.map(({ size }) => size);
    this.#inOrder = shape.familyOf.map((_, at) => at);
    this.#sizesOfViews = vectorsOf(shape.families.length, options.size);
    this.#parts = new Parts(program, shape);
    const parts = this.#parts;
    this.#views = new Views({
      size: options.size,
      families: shape.families.length,
      familyOf: (local) => local[parts.familyAt]!,
      featuresOf: (shared, local) => this.#engine.featuresOf(shared, local),
      tagsOf: (local) => parts.tagsOf(local),
      heldIn: (shared) => parts.heldIn(shared),
    });
    this.#outsiders = new Outsiders(this.#views, options.size, options.plain === true);
    const classes = new Vectors();
    const projections = new Map<string, Projection>();
    const everywhere = Array.from({ length: parts.familyAt + 1 }, (_, at) => at);
    const projectionOf = (places: ReadonlySet<number>): Projection => {
      const all = [...new Set([...(options.plain === true ? everywhere : places), ...parts.placesOfAll])].toSorted((one, other) => one - other);
      const projection = projections.get(all.join()) ?? new Projection(all, this.#views.instances, classes);
      projections.set(all.join(), projection);
      return projection;
    };
    this.#engine = new Engine(program, shape, options, this.#parts, this.#views, projectionOf, {
      violate: (property, step) => this.#violate(property, step),
      undecided: (property, why) => this.#unrefuted.set(property, why),
      isOpen: (property) => options.judged.has(property) && !this.#unrefuted.has(property),
    });
  }

  run(): Closure {
    this.#engine.begin();
    for (let corner = this.#views.next(); corner !== undefined; corner = this.#views.next()) this.#expand(corner);
    return { views: this.#views, looked: this.#looked, parts: this.#parts, unrefuted: this.#unrefuted };
  }

  #expand(corner: Corner): void {
    const before = corner.expanded;
    const now: Extent = { members: corner.members.map(({ length }) => length), kinds: corner.kinds.length, pairs: corner.pairCount };
    if (this.#options.size === 1) this.#expandByClass(corner, before, now);
    else this.#expandWhole(corner, before, now);
    corner.expanded = now;
  }

  /** Where views are of one: of all instances of a class one is in parts. */
  #expandByClass(corner: Corner, before: Extent, { kinds }: Extent): void {
    const outsides = new Map<number, Outside>();
    const all = before.kinds !== kinds;
    const moved = before.members.reduce((sum, each) => sum + each, 0);
    const count = corner.ids.length;
    const begins = new Map<Classes, readonly number[]>();
    const take = (group: Group, mover: number, fresh: boolean): void => {
      const family = mover < 0 ? -1 : this.#views.familyOf(corner, mover);
      const so = this.#classesOf(corner, group.projection);
      const { classes } = so;
      if (!begins.has(classes)) {
        classes.absorb();
        begins.set(classes, so.before);
        so.before = classes.heads.map(({ length }) => length);
      }
      const choice = {
        members: classes.heads,
        before: begins.get(classes)!,
        now: { members: so.before, pairs: 0 },
        mover,
        fresh,
        all,
      };
      const whole = this.#sizes.map((size, at) => size - (at === family ? 1 : 0));
      const wanted = group.isAlone ? this.#sizesOfViews : [whole];
      for (const sizes of wanted) {
        eachPart(corner, this.#views, 1, { ...choice, sizes }, (others, _, isFresh) => {
          if (this.#passed++ % partsPerLook === 0) this.#keepLimits();
          const places = this.#placesOf(others, sizes, mover, family);
          const outside = this.#outsiders.of(corner, places, kinds, outsides);
          const key = this.#partOf(places, null, this.#chains.of(this.#chains.of(0, group.id), mover + 1));
          if (!isFresh && this.#isLookedAt(corner, key, outside)) return;
          this.#count();
          const first = mover < 0 ? -1 : this.#shape.families[family]!.first;
          const ids = places.map((place) => (place < 0 ? null : corner.ids[place]!));
          const origin = { corner, local: mover < 0 ? others[0]! : mover, step: -1 };
          const { outcomes, consulted } = this.#engine.outcomes(group, ids, null, first, outside, origin);
          const asked = this.#outsiders.asked(consulted);
          corner.looked.set(key, { asked, difference: this.#outsiders.difference(outside, asked) });
          for (const { corner: to, slots, step } of outcomes) {
            ids.forEach((id, at) => {
              if (id === null) return;
              if (at === first) this.#views.add(to, slots[at]!, corner, mover, step);
              else classes.note(group.projection.classOf(id), to, slots[at]!, step);
            });
          }
        });
      }
    };
    for (const group of this.#engine.groupsAt(corner)) if (this.#engine.isOpen(group)) take(group, -1, false);
    for (let place = 0; place < count; place++) {
      const group = this.#engine.groupOf(corner.locals[place]!);
      if (group !== null) take(group, place, place >= moved);
    }
  }

  #classesOf(corner: Corner, projection: Projection): ClassesSoFar {
    const known = corner.classes.get(projection);
    if (known !== undefined) return known;
    const classes = new Classes(corner, this.#views, projection);
    const made: ClassesSoFar = { classes, before: classes.heads.map(() => 0) };
    corner.classes.set(projection, made);
    return made;
  }

  /** By instance of the program: others, so many of each family, with the one that moves as the first of its family; -1: it is not in the part. */
  #placesOf(others: readonly number[], sizes: readonly number[], mover: number, family: number): readonly number[] {
    const places: number[] = [];
    let next = 0;
    this.#sizes.forEach((size, at) => {
      const end = places.length + size;
      if (at === family) places.push(mover);
      for (let left = sizes[at]!; left > 0; left--) places.push(others[next++]!);
      while (places.length < end) places.push(-1);
    });
    return places;
  }

  /** Whether a part was looked at with those outside who make all the difference that these make. */
  #isLookedAt(corner: Corner, part: number, outside: Outside): boolean {
    const before = corner.looked.get(part);
    return before !== undefined && before.difference === this.#outsiders.difference(outside, before.asked);
  }

  /** Counts a part that is looked at. */
  #count(): void {
    if (this.#looked === this.#options.partsMax) throw new Undecided(`there are more than ${this.#options.partsMax} parts to look at`);
    this.#looked++;
  }

  /** Where views are of two, new pairs let others be outside of parts that were looked at. */
  #expandWhole(corner: Corner, before: Extent, now: Extent): void {
    const choice = { sizes: this.#sizes, members: corner.members, before: before.members, now, mover: -1, fresh: false, all: true };
    const outsides = new Map<number, Outside>();
    eachPart(corner, this.#views, 2, choice, (places, relations) => {
      if (this.#passed++ % partsPerLook === 0) this.#keepLimits();
      const outside = this.#outsiders.of(corner, places, now.kinds, outsides);
      const key = this.#partOf(places, relations, 0);
      if (this.#isLookedAt(corner, key, outside)) return;
      this.#count();
      const asked = this.#look(corner, places, relations, outside);
      corner.looked.set(key, { asked, difference: this.#outsiders.difference(outside, asked) });
    });
  }

  #keepLimits(): void {
    const reason = this.#options.stop?.(this.#views.bytes) ?? null;
    if (reason !== null) throw new Undecided(reason);
  }

  /** A part as a number. */
  #partOf(places: readonly number[], relations: Relations, begin: number): number {
    let part = begin;
    for (const place of places) part = this.#chains.of(part, place);
    return relations === null ? part : this.#related(part, relations, this.#inOrder);
  }

  /** `order`: the places of the part in the order that counts. */
  #related(list: number, relations: Exclude<Relations, null>, order: readonly number[]): number {
    let all = list;
    for (let one = 0; one < order.length; one++) {
      const row = relations[order[one]!]!;
      for (let other = 0; other < order.length; other++) {
        const said = row[order[other]!]!;
        if (said !== 0) all = this.#chains.of(all, said * relationsMax + one * order.length + other);
      }
    }
    return all;
  }

  /** Properties of states, the steps of everybody outside of the families, and those of each instance; gives what they asked about those outside. */
  #look(corner: Corner, places: readonly number[], relations: Relations, outside: Outside): number {
    let consulted = nothingAsked;
    const take = (group: Group, mover: number): void => {
      const more = this.#take(group, corner, places, mover, relations, outside);
      if (consulted.size === 0) consulted = more;
      else if (more.size > 0 && more !== consulted) consulted = new Map([...consulted, ...more]);
    };
    for (const group of this.#engine.groupsAt(corner)) if (this.#engine.isOpen(group)) take(group, -1);
    for (let at = 0; at < places.length; at++) {
      const group = this.#engine.groupOf(corner.locals[places[at]!]!);
      if (group !== null) take(group, at);
    }
    return this.#outsiders.asked(consulted);
  }

  /** Takes the steps of a group in a part; `mover`: where the instance stands in it that takes them; -1: somebody else does. */
  #take(group: Group, corner: Corner, places: readonly number[], mover: number, relations: Relations, outside: Outside): Consulted {
    const { projection } = group;
    const order = this.#ordered(corner, places, mover, projection);
    const first = mover < 0 ? -1 : this.#shape.families[this.#familyAt(mover)]!.first;
    let key = this.#chains.of(this.#chains.of(0, corner.id), group.id);
    for (let at = 0; at < order.length; at++) {
      const id = corner.ids[places[order[at]!]!]!;
      key = this.#chains.of(key, at === first ? id : projection.classOf(id));
    }
    if (relations !== null) key = this.#related(key, relations, order);
    const found = this.#found(key, outside) ?? this.#find(key, group, corner, places, order, first, relations, outside);
    for (const outcome of found.outcomes) this.#arrive(outcome, group, corner, places, order, first);
    return found.consulted;
  }

  #find(
    key: number,
    group: Group,
    corner: Corner,
    places: readonly number[],
    order: readonly number[],
    first: number,
    relations: Relations,
    outside: Outside,
  ): Found {
    const among = relations === null ? null : order.map((one) => order.map((other) => relations[one]![other]!));
    const origin = { corner, local: places[order[Math.max(first, 0)]!]!, step: -1 };
    const ids = order.map((at) => corner.ids[places[at]!]!);
    const found = this.#engine.outcomes(group, ids, among, first, outside, origin);
    if (found.consulted.size === 0) this.#known.set(key, found);
    else {
      const depending = this.#depending.get(key) ?? new Map<number, Found>();
      this.#depending.set(key, depending.set(outside.id, found));
    }
    return found;
  }

  /** What was found for a group of steps in a part like this one, where nobody asked about those outside, or with the same ones outside. */
  #found(key: number, outside: Outside): Found | undefined {
    return this.#known.get(key) ?? this.#depending.get(key)?.get(outside.id);
  }

  /** Adds the views of what comes of a part by a step that was taken in one like it. */
  #arrive(
    { corner: to, slots, relations, step }: Outcome,
    { projection }: Group,
    corner: Corner,
    places: readonly number[],
    order: readonly number[],
    first: number,
  ): void {
    const local = places[order[Math.max(first, 0)]!]!;
    const added: number[] = [];
    for (let at = 0; at < order.length; at++) {
      const id = at === first ? slots[at]! : projection.changed(corner.ids[places[order[at]!]!]!, slots[at]!);
      added.push(this.#views.add(to, id, corner, local, step));
    }
    for (let one = 0; one < added.length; one++) {
      for (let other = 0; other < added.length; other++) {
        if (one !== other) this.#views.addPair(to, added[one]!, added[other]!, relations?.[one]?.[other] ?? 0, relations?.[other]?.[one] ?? 0);
      }
    }
  }

  /** The places of a part in the order in which the engine has them: whoever moves is the first of its family, the others stand by their classes. */
  #ordered(corner: Corner, places: readonly number[], mover: number, projection: Projection): readonly number[] {
    const order: number[] = [];
    let begin = 0;
    for (const size of this.#sizes) {
      const isMovers = mover >= begin && mover < begin + size;
      if (isMovers) order.push(mover);
      const from = order.length;
      for (let at = begin; at < begin + size; at++) {
        if (at === mover) continue;
        const own = projection.classOf(corner.ids[places[at]!]!);
        let to = order.length;
        for (; to > from && projection.classOf(corner.ids[places[order[to - 1]!]!]!) > own; to--) order[to] = order[to - 1]!;
        order[to] = at;
      }
      begin += size;
    }
    return order;
  }

  #familyAt(instance: number): number {
    return this.#shape.familyOf[instance]!;
  }

  #violate(property: number, step: number): void {
    if (!this.#options.judged.has(property) || this.#unrefuted.has(property)) return;
    const steps = step < 0 ? [] : [this.#nameOf(step)];
    for (let at = this.#engine.origin; at !== null; at = at.corner.origins[at.local]!) if (at.step >= 0) steps.unshift(this.#nameOf(at.step));
    this.#unrefuted.set(property, { steps });
  }

  #nameOf(step: number): string {
    const { kind, environment, path } = this.#program.steps[step]!;
    return environment ?? [this.#program.kinds[kind]?.name ?? '', ...path].join('.');
  }
}

/** All lists of so many whole numbers that are so much together. */
function vectorsOf(length: number, sum: number): readonly (readonly number[])[] {
  if (length === 1) return [[sum]];
  return Array.from({ length: sum + 1 }, (_, first) => vectorsOf(length - 1, sum - first).map((rest) => [first, ...rest])).flat();
}
