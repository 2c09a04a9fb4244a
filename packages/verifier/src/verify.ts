import { leafBase, numberingOf, partsOfExpr } from '@mmspec/compiler';
import type { Expr, Program, StepProgram } from '@mmspec/compiler';
import type { Model } from '@mmspec/semantics';
import { isBrokenByState, isFlag, judgedOn } from '@mmspec/system';
import type { CertifiedFamily, ViewCertificate, ViewInstance, ViewState } from '@mmspec/system';
import { Coding, tagsOf } from './coding.ts';
import type { Cells, Part } from './coding.ts';
import type { Layout } from './layout.ts';
import { fewest, judgedIn, lowered, partSizes, sumOf } from './part_size.ts';
import type { Judged, LoweredFamilies } from './part_size.ts';
import { add, feature, Run, sum, weigh } from './run.ts';
import type { Amount, Outside, Outsider } from './run.ts';
import { Unverified } from './unverified.ts';
import { usesOf } from './uses.ts';

/**
 * Checks views by itself: those of the initial states are there, every step from parts of configurations that have only such views leads to
 * such views, and the properties hold there. Gives the least number of instances of each family that this says something about, and how many
 * parts were looked at.
 * Throws an `Unverified` that says what is not so.
 */
export function verifyViews(model: Model, certificate: ViewCertificate): { readonly froms: readonly number[]; readonly parts: number } {
  const { families, size } = certificate;
  for (const family of families) refuseUses(model, certificate, family);
  const of = (more: number): LoweredFamilies =>
    lowered(
      model,
      certificate,
      families.map(() => fewest + more),
    );
  const [small, middle, large] = [of(0), of(1), of(2)];
  const [few, more] = [partSizes(certificate, small, middle), partSizes(certificate, middle, large)];
  // Parts may be larger than they have to be, as those of whoever wrote the views: numbers of other actors follow those of the instances.
  const froms = families.map(({ from }, at) => {
    const least = Math.max(size + 1, few[at]!, more[at]!);
    return from > least && from <= least + 2 ? from : least;
  });
  return { froms, parts: new Verification(lowered(model, certificate, froms), certificate).run() };
}

/** The constant of a family is the number of its instances, of no other ones, and nothing else. */
function refuseUses(model: Model, { families, properties }: ViewCertificate, { constant, family }: CertifiedFamily): void {
  const uses = usesOf(model, constant);
  if (uses.actors.join() !== family) throw new Unverified(`${constant} is not the number of ${family} alone`);
  if (families.filter((other) => other.constant === constant).length > 1) throw new Unverified(`${constant} is the number of two families`);
  const isOfNumber = (name: string): boolean =>
    uses.properties.has(name) || [...uses.ranges].some((range) => name === `range of ${range}` || name.endsWith(`.${range}`));
  const ofNumber = properties.find(isOfNumber);
  if (ofNumber !== undefined) throw new Unverified(`${ofNumber} is about the number ${constant} itself`);
  if (uses.steps) throw new Unverified(`${constant} is used for more than a number of instances`);
}

interface Known {
  readonly state: ViewState;
  readonly index: ReadonlyMap<string, number>;
  readonly pairs: ReadonlyMap<string, readonly (readonly [readonly number[], readonly number[]])[]>;
  /** By instance: what it adds to counters and sums; found where somebody asks. */
  readonly features: (readonly number[])[];
}

class Verification {
  readonly #program: Program;
  readonly #layout: Layout;
  readonly #size: number;
  /** Of each family, its place in the kinds of the program. */
  readonly #kinds: readonly number[];
  readonly #judged: readonly Judged[];
  readonly #coding: Coding;
  readonly #views = new Map<string, Known>();
  readonly #run = new Run();
  readonly #numbering: ReturnType<typeof numberingOf>;
  readonly #flagProperties: readonly number[];
  #resting: readonly number[] = [];
  /** By sum, then by family: what an instance of it adds, as the first one does. */
  #sumParts: (readonly (readonly Expr[])[])[] = [];

  constructor({ program, families }: LoweredFamilies, certificate: ViewCertificate) {
    this.#coding = new Coding(program, families(), certificate.cells);
    this.#layout = this.#coding.layout;
    this.#program = program;
    this.#numbering = numberingOf(
      program.steps,
      program.kinds.map(({ count }) => count),
    );
    this.#flagProperties = program.properties.flatMap(({ property }, index) => (isFlag(property.kind) ? [index] : []));
    this.#size = certificate.size;
    this.#kinds = families().map((family) => program.kinds.findIndex(({ name }) => name === family.name));
    this.#judged = judgedIn(program, certificate, families());
    this.#run.counters = new Set(this.#coding.counters);
    this.#run.names = new Set([...this.#layout.namings].filter(([, { isSet }]) => !isSet).map(([cell]) => cell));
    this.#run.sums = this.#sums();
    for (const state of certificate.states) this.#add(state);
  }

  /** Sums over all instances in properties of states: what those outside add is one more feature. */
  #sums(): ReadonlyMap<Expr, (run: Run) => Amount> {
    const found = new Map<Expr, (run: Run) => Amount>();
    const visit = (expr: Expr): void => {
      const parts = expr.kind === 'numeric' && expr.operator === '+' ? sumOf(expr, this.#layout) : null;
      if (parts === null) return partsOfExpr(expr).forEach(visit);
      const outside = feature(this.#coding.counters.length + this.#sumParts.length, 0);
      this.#sumParts.push(this.#layout.firsts.map((first) => parts.members[first]!));
      const all = [...parts.others, ...parts.members.flat()];
      found.set(expr, (run) => all.reduce<Amount>((so, part) => add(so, run.value(part), 1), outside));
    };
    for (const { index, formula } of this.#judged) if (formula !== null && judgedOn(this.#program.properties[index]!.property.kind) === 'state') visit(formula);
    return found;
  }

  #add(state: ViewState): void {
    if (state.instances.some(({ of }) => this.#layout.firsts[of] === undefined)) throw new Unverified('an instance is of no family');
    const index = new Map(state.instances.map((instance, at) => [keyOf(instance), at]));
    const pairs = new Map<string, (readonly [readonly number[], readonly number[]])[]>();
    for (const [one, other, said, answered] of state.pairs) {
      const put = (key: string, pair: readonly [readonly number[], readonly number[]]): void => void pairs.set(key, [...(pairs.get(key) ?? []), pair]);
      put(`${one},${other}`, [said, answered]);
      if (one !== other || said.join() !== answered.join()) put(`${other},${one}`, [answered, said]);
    }
    this.#views.set(JSON.stringify([state.shared, state.raised]), { state, index, pairs, features: [] });
  }

  /** What an instance adds to counters, and to sums as one of a part: these depend on nobody else. */
  #featuresOf({ state, features }: Known, id: number, part: Part): readonly number[] {
    const instance = state.instances[id]!;
    const first = this.#layout.firsts[instance.of]!;
    const found = (): readonly number[] => {
      this.#run.before = this.#coding.cellsOf({ ...part, instances: part.instances.with(first, instance) }).cells;
      return [...instance.adds, ...this.#sumParts.map((parts) => parts[instance.of]!.reduce((so, each) => so + this.#run.number(each), 0))];
    };
    return (features[id] ??= found());
  }

  /** Gives the number of parts that were looked at. */
  run(): number {
    this.#begin();
    let count = 0;
    for (const known of this.#views.values()) {
      this.#eachPart(known, (ids, part) => {
        count++;
        const kinds = new Map<string, Outsider>();
        for (const [other, instance] of known.state.instances.entries()) {
          const isAble = this.#size === 1 || ids.every((id) => known.pairs.has(`${id},${other}`));
          const kind = { features: this.#featuresOf(known, other, part), tags: tagsOf(instance) };
          if (isAble && this.#isPossible([...part.instances, instance])) kinds.set(JSON.stringify(kind), kind);
        }
        const held = this.#coding.heldIn(known.state).flatMap((is, tag) => (is === 0 || part.instances.some((each) => tagsOf(each)[tag] !== 0) ? [] : [tag]));
        this.#look(part, { outside: [...kinds.values()], held });
      });
    }
    return count;
  }

  /** At most one has raised a flag, or is named by a name. */
  #isPossible(instances: readonly ViewInstance[]): boolean {
    const isAlone = (of: (instance: ViewInstance) => readonly number[]): boolean =>
      of(instances[0]!).every((_, at) => instances.filter((each) => of(each)[at] !== 0).length <= 1);
    return isAlone(({ raised }) => raised) && isAlone(({ named }) => named);
  }

  #eachPart(known: Known, visit: (ids: readonly number[], part: Part) => void): void {
    const { size, familyOf } = this.#layout;
    const extend = (ids: readonly number[], said: readonly (readonly (readonly number[])[])[]): void => {
      const instances = ids.map((id) => known.state.instances[id]!);
      if (ids.length > 0 && !this.#isPossible(instances)) return;
      if (ids.length === size) return visit(ids, { state: known.state, instances, said });
      // Of each family once in one order.
      const of = familyOf[ids.length];
      const from = familyOf[ids.length - 1] === of ? ids.at(-1)! : 0;
      for (let id = from; id < known.state.instances.length; id++) if (known.state.instances[id]!.of === of) relate([...ids, id], said, []);
    };
    const relate = (
      ids: readonly number[],
      said: readonly (readonly (readonly number[])[])[],
      last: readonly (readonly [readonly number[], readonly number[]])[],
    ): void => {
      const id = ids.at(-1)!;
      if (last.length === ids.length - 1) return extend(ids, [...said.map((row, at) => [...row, last[at]![0]]), [...last.map(([, answered]) => answered), []]]);
      for (const pair of this.#size === 1 ? [[[], []] as const] : (known.pairs.get(`${ids[last.length]!},${id}`) ?? [])) relate(ids, said, [...last, pair]);
    };
    extend([], []);
  }

  #begin(): void {
    const { initial, choices, kinds, constants, cells } = this.#program;
    const run = this.#run;
    const enter = (): void => {
      for (const { begin, count } of kinds) for (run.me = 0; run.me < count; run.me++) run.through(begin);
      this.#resting = this.#resting.length > 0 ? this.#resting : this.#coding.flags.map((cell) => run.after[cell] as number);
      this.#arriveAt(
        { cells: run.after, adds: this.#layout.own.map(() => this.#coding.counters.map(() => 0)), raisers: this.#coding.flags.map(() => -1) },
        'an initial state',
      );
    };
    const counters = run.counters;
    run.counters = new Set();
    run.all({ outside: [], held: [] }, [], () => {
      run.before = run.after = cells.map((_, cell) => constants.get(cell) ?? 0);
      run.me = 0;
      run.through(initial);
      if (choices.length === 0) enter();
      else run.body(choices, enter);
    });
    run.counters = counters;
  }

  /** Properties of a part, and all steps in it. */
  #look(part: Part, outside: Outside): void {
    const { kinds, steps, cells, properties } = this.#program;
    for (const { index, name, formula } of this.#judged) {
      if (formula === null || !isBrokenByState(properties[index]!.property.kind)) continue;
      this.#all(this.#coding.cellsOf(part), 0, outside, cells, () => {
        if (!this.#run.truth(formula)) throw new Unverified(`${name} is violated in a view`);
      });
    }
    for (const step of steps) {
      const kind = kinds[step.kind];
      for (let me = 0; me < (kind?.count ?? 1); me++) {
        // Every instance of the part moves, as the first one of its family.
        const first = this.#layout.firsts[this.#kinds.indexOf(step.kind)];
        const all = this.#layout.own.map((_, at) => at);
        const order = first === undefined ? all : [...all.slice(0, first), first + me, ...all.slice(first).filter((at) => at !== first + me)];
        const isOurs = first !== undefined;
        const ordered = isOurs
          ? { ...part, instances: order.map((at) => part.instances[at]!), said: order.map((one) => order.map((other) => part.said[one]![other]!)) }
          : part;
        const before = this.#coding.cellsOf(ordered);
        const mover = isOurs ? 0 : me;
        if (kind !== undefined && before.cells[kind.locationCell.base + (kind.locationCell.terms[0]?.stride ?? 0) * mover] !== step.location) continue;
        this.#all(before, mover, outside, cells, () => this.#step(step, before, first ?? -1));
      }
    }
  }

  #all(before: Cells, me: number, outside: Outside, cells: Program['cells'], way: () => void): void {
    const run = this.#run;
    // A counter is not below its least value.
    const positive = this.#coding.counters.map((cell) => add(before.cells[cell]!, cells[cell]!.min, -1));
    run.all(outside, positive, () => {
      Object.assign(run, { before: before.cells, after: [...before.cells], me, flags: 0, marks: 0, action: -1 });
      way();
    });
  }

  #step(step: StepProgram, before: Cells, mover: number): void {
    const { kinds, properties } = this.#program;
    const run = this.#run;
    run.body(step.body, (leaf, fault) => {
      const violated = this.#judged.find(({ index }) => index === fault);
      if (violated !== undefined) throw new Unverified(`${violated.name} is violated by ${nameOf(step, kinds)}`);
      if (fault !== null) return;
      for (const { index, name } of this.#judged)
        if (this.#flagProperties.some((property, bit) => property === index && ((run.flags >> bit) & 1) === 1))
          throw new Unverified(`${name} is violated by ${nameOf(step, kinds)}`);
      this.#arriveAt(this.#afterStep(before, mover), nameOf(step, kinds));
      const { base, perInstance, stepBase } = this.#numbering;
      const kind = step.kind < 0 ? kinds.length : step.kind;
      run.action = base[kind]! + perInstance[kind]! * run.me + stepBase[step.id]! + leafBase(step, leaf.leaf) + (leaf.marked ? run.marks : 0);
      for (const { index, name, formula } of this.#judged)
        if (formula !== null && judgedOn(properties[index]!.property.kind) === 'step' && !run.truth(formula))
          throw new Unverified(`${name} is violated by ${nameOf(step, kinds)}`);
    });
  }

  /** A counter stays its base and all shares: a store changes everybody's share in one way, and what the mover adds is its own. */
  #afterStep(before: Cells, mover: number): Cells {
    const after = [...this.#run.after];
    const adds = before.adds.map((own) => [...own]);
    for (const [at, cell] of this.#coding.counters.entries()) {
      const value = sum(after[cell]!);
      const old = before.cells[cell]!;
      if (after[cell] === old) continue;
      adds.forEach((own, member) => (own[at] = weigh(value, before.adds[member]!)));
      const difference = add(value, sum(old), -1);
      if (mover >= 0 && typeof difference === 'number') adds[mover]![at]! += difference;
    }
    const raisers = this.#coding.flags.map((cell, at) =>
      after[cell] === before.cells[cell] ? before.raisers[at]! : mover >= 0 && after[cell] !== this.#resting[at] ? mover : -1,
    );
    return { cells: after, adds, raisers };
  }

  /** All views of a part have to be there. */
  #arriveAt(cells: Cells, by: string): void {
    const { shared, raised, instances, said } = this.#coding.viewsOf(cells);
    const missing = (): never => {
      throw new Unverified(`${by} leads to a view that is not there`);
    };
    const known = this.#views.get(JSON.stringify([shared, raised])) ?? missing();
    const ids = instances.map((instance) => known.index.get(keyOf(instance)) ?? missing());
    for (let one = 0; one < ids.length; one++) {
      for (let other = one + 1; other < ids.length; other++) {
        const [first, second] = [said[one]![other]!, said[other]![one]!];
        const isThere = known.pairs.get(`${ids[one]},${ids[other]}`)?.some(([a, b]) => a.join() === first.join() && b.join() === second.join()) === true;
        if (this.#size === 1 ? first.length + second.length > 0 : !isThere) missing();
      }
    }
  }
}

const keyOf = ({ of, own, adds, raised, named, in: bits }: ViewInstance): string => JSON.stringify([of, own, adds, raised, named, bits]);
const nameOf = ({ environment, path, kind }: StepProgram, kinds: Program['kinds']): string => environment ?? [kinds[kind]!.name, ...path].join('.');
