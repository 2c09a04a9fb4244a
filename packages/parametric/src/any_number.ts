import { eachExpr, lower, numberingOf } from '@mmspec/compiler';
import type { Lowered, Program, Stmt } from '@mmspec/compiler';
import type { Model } from '@mmspec/semantics';
import { positionAt } from '@mmspec/source';
import type { Span } from '@mmspec/source';
import { isBrokenByState, judgedOn } from '@mmspec/system';
import type { Property, Settings } from '@mmspec/system';
import { closureOf } from './closure.ts';
import type { Closure } from './closure.ts';
import { asFormula } from './inline.ts';
import { shapeOf, Undecided } from './shape.ts';
import type { Shape } from './shape.ts';
import { usesOf } from './uses.ts';
import { witnessesOf } from './witnesses.ts';

/*
 * Whether properties hold for every number of instances of a family. Nothing is said of numbers below `from`: these are for a search.
 */

/** `proved`: for every number from `from` on. `uncovered`: views say nothing about such a property. */
export interface PropertyForAny {
  readonly property: string;
  readonly answer: 'proved' | 'undecided' | 'uncovered';
  /** Why it is not proved; empty where it is. */
  readonly reason: string;
  /** Steps of a way through views to where it would be violated; empty where there is none. */
  readonly steps: readonly string[];
}

export interface Proof {
  readonly program: Program;
  readonly shape: Shape;
  readonly closure: Closure;
  /** Instances in a view. */
  readonly size: 1 | 2;
  /** The properties that these views prove, for this number and all above. */
  readonly properties: readonly string[];
  readonly from: number;
}

export interface ForAny {
  readonly constant: string;
  /** The actors of which there are so many. */
  readonly family: string;
  /** What is proved is proved for this number and all above. */
  readonly from: number;
  readonly properties: readonly PropertyForAny[];
  /** The views by which something was proved, those of fewest instances first. */
  readonly proofs: readonly Proof[];
}

export interface ForAnyOptions {
  /** Names of the properties to judge; all where it is left out. */
  readonly judged?: readonly string[] | undefined;
  /** Names of properties that are not judged: a number is known that violates them. */
  readonly except?: ReadonlySet<string> | undefined;
  /** Instances in a view, tried one after the other; default: one, then two. */
  readonly sizes?: readonly (1 | 2)[] | undefined;
  /** More parts of configurations than this are not looked at. */
  readonly partsMax?: number | undefined;
  /** Asked again and again, with the bytes that the views take: why the search for views ends here; null: it goes on. */
  readonly stop?: ((bytes: number) => string | null) | undefined;
  /** What makes it fast is left out: the views are the same. */
  readonly plain?: boolean | undefined;
}

/** Numbers in ranges that grow with the number of instances end nowhere. */
const most = 1_000_000;
/** Witnesses are counted at two numbers of instances; where they grow with it there are never enough. */
const [few, more] = [4, 5];
/** Instances in parts of configurations, at most. */
const instancesMax = 5;
const partsMax = 400_000;

/**
 * Judges the properties of a model without errors for every number that a constant has. Settings of the constant itself are not looked at.
 * Never throws for what the method cannot do: that is an answer.
 */
export function decideForAny(model: Model, settings: Settings, constant: string, options: ForAnyOptions = {}): ForAny {
  try {
    return new Deciding(model, settings, constant, options).decide();
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    return nothingDecided(model, settings, constant, error.message);
  }
}

function nothingDecided(model: Model, settings: Settings, constant: string, reason: string): ForAny {
  const { program } = lower(model, settings);
  const properties = (program?.properties ?? []).map(({ property }) => uncovered(property) ?? undecided(property, reason));
  return { constant, family: '', from: 0, properties, proofs: [] };
}

const undecided = ({ name }: Property, reason: string, steps: readonly string[] = []): PropertyForAny => ({
  property: name,
  answer: 'undecided',
  reason,
  steps,
});

/** Properties that views say nothing about. */
function uncovered({ name, kind }: Property): PropertyForAny | null {
  const because = (reason: string): PropertyForAny => ({ property: name, answer: 'uncovered', reason, steps: [] });
  switch (kind) {
    case 'deadlock':
      return because('whether somebody can move depends on everybody');
    case 'reachable':
    case 'possible':
    case 'temporal':
      return because('views say what cannot happen, and neither what does nor what has to');
    case 'state':
    case 'step':
    case 'assertion':
    case 'range':
    case 'underflow':
    case 'overflow':
    case 'null_reference':
    case 'live':
    case 'get_at_zero':
    case 'sleeps_in_atomic':
    case 'lost_reference':
      return null;
  }
}

interface Attempt {
  readonly views: Pick<Proof, 'program' | 'shape' | 'closure' | 'size'> | null;
  /** By property that was not proved. */
  readonly reasons: ReadonlyMap<number, Pick<PropertyForAny, 'reason' | 'steps'>>;
  /** Whether views of more instances could say more. */
  readonly widen: boolean;
}

interface Lowering {
  readonly program: Program;
  readonly lowered: Lowered;
  readonly shape: Shape;
  /** By step, and by property. */
  readonly steps: readonly number[];
  readonly properties: readonly number[];
  /** Of the choices of initial values. */
  readonly begins: number;
}

function asksEnabled(body: readonly Stmt[]): boolean {
  let found = false;
  eachExpr(body, ({ kind }) => (found ||= kind === 'enabled'));
  return found;
}

class Deciding {
  readonly #model: Model;
  readonly #settings: Settings;
  readonly #constant: string;
  readonly #options: ForAnyOptions;
  readonly #family: string;
  readonly #ranges: readonly string[];
  /** By name of a property: why it is not judged. */
  readonly #unjudged = new Map<string, string>();

  constructor(model: Model, settings: Settings, constant: string, options: ForAnyOptions) {
    this.#model = model;
    this.#settings = settings;
    this.#constant = constant;
    this.#options = options;
    const { families, ranges, others } = usesOf(model, constant);
    this.#ranges = ranges;
    for (const { span, property } of others) {
      const reason = `${this.#placeOf(span)} uses the number ${constant} itself`;
      if (property === null) throw new Undecided(reason);
      this.#unjudged.set(property, reason);
    }
    const [family, second] = families;
    if (family === undefined) throw new Undecided(`no actor is declared as \`actor …[${constant}]\``);
    if (second !== undefined) throw new Undecided(`${constant} is the size of two families, ${family.name.text} and ${second.name.text}`);
    this.#family = family.name.text;
  }

  decide(): ForAny {
    const [small, large] = [this.#lower(few), this.#lower(more)];
    this.#refuseCounts(small, large);
    this.#refuseRest(small, large);
    if (Math.max(small.begins, large.begins) > 0) throw new Undecided(`what begins with any of several values has to do with the instances of ${this.#family}`);
    const stepNeeds = small.steps.map((need, at) => this.#settled(need, large.steps[at] ?? Infinity, small.program.steps[at]?.span ?? null));
    const judged = this.#judged(small, large);
    const propertyNeed = (on: 'state' | 'step'): number =>
      small.program.properties.reduce((so, { property }, at) => {
        const isOurs = judged.has(at) && (on === 'step' ? judgedOn(property.kind) === 'step' : isBrokenByState(property.kind));
        return isOurs ? Math.max(so, small.properties[at]!) : so;
      }, 0);
    const proofs: Proof[] = [];
    let from = 0;
    let isWiden = false;
    const proved = new Set<number>();
    let reasons: ReadonlyMap<number, Pick<PropertyForAny, 'reason' | 'steps'>> = new Map();
    const sizes = this.#options.sizes ?? [1, 2];
    for (const size of sizes) {
      // Larger views do not say how large a counter gets.
      const left = new Set(
        [...judged].filter((index) => !proved.has(index) && (size === sizes[0] || !this.#isUpperEnd(small.program.properties[index]!.property, small))),
      );
      if (left.size === 0) break;
      const instances = Math.max(
        size + 1,
        // Fewer than there are binders inside of each other could not be different from each other.
        small.lowered.deepest,
        propertyNeed('state'),
        ...stepNeeds.map((need, at) => (small.program.steps[at]?.kind === small.shape.families[0]!.kind ? 1 : 0) + need + Math.max(size, propertyNeed('step'))),
      );
      const attempt = this.#attempt(size, instances, left);
      if (reasons.size === 0 || attempt.views !== null || isWiden) reasons = attempt.reasons;
      isWiden = attempt.widen;
      const fresh = [...left].filter((index) => !attempt.reasons.has(index));
      if (fresh.length === 0) continue;
      fresh.forEach((index) => proved.add(index));
      from = Math.max(from, instances);
      const names = fresh.map((index) => small.program.properties[index]!.property.name);
      if (attempt.views !== null) proofs.push({ ...attempt.views, properties: names, from: instances });
    }
    const properties = small.program.properties.map(({ property }, index): PropertyForAny => {
      if (proved.has(index)) return { property: property.name, answer: 'proved', reason: '', steps: [] };
      const none = uncovered(property) ?? this.#endless(property);
      if (none !== null) return none;
      const { reason, steps } = reasons.get(index) ?? { reason: this.#unjudged.get(property.name) ?? '', steps: [] };
      if (this.#isUpperEnd(property, small)) return { property: property.name, answer: 'uncovered', reason: 'counters have no upper end in views', steps: [] };
      if (asksEnabled(small.program.properties[index]!.body ?? []))
        return { property: property.name, answer: 'uncovered', reason: 'it asks `enabled`, and whether somebody can move depends on everybody', steps: [] };
      return undecided(property, reason, steps);
    });
    return { constant: this.#constant, family: this.#family, from, properties, proofs };
  }

  /** Views of a size, or why there are none. */
  #attempt(size: 1 | 2, instances: number, judged: ReadonlySet<number>): Attempt {
    const failed = (reason: string, widen: boolean = false): Attempt => ({
      views: null,
      widen,
      reasons: new Map([...judged].map((index) => [index, { reason, steps: [] }])),
    });
    if (instances > instancesMax) return failed(`parts of ${instances} instances would have to be looked at, and ${instancesMax} is the most`);
    try {
      const { program, shape } = this.#lower(instances);
      const closure = closureOf(program, shape, {
        judged,
        size,
        partsMax: this.#options.partsMax ?? partsMax,
        stop: this.#options.stop,
        plain: this.#options.plain,
      });
      const reasons = new Map(
        [...closure.unrefuted].map(([index, found]) => [
          index,
          found instanceof Undecided ? { reason: found.message, steps: [] } : { reason: 'a way through views leads to a violation', steps: found.steps },
        ]),
      );
      return { views: { program, shape, closure, size }, reasons, widen: false };
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      return failed(error.message, error.widen);
    }
  }

  #lower(instances: number): Lowering {
    const lowered = this.#lowered(instances);
    const { program } = lowered;
    if (program === null) throw new Undecided(lowered.diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'it cannot be compiled');
    const kind = program.kinds.findIndex(({ name }) => name === this.#family);
    const family = lowered.families().find(({ name }) => name === this.#family);
    if (family === undefined || family.size !== instances) throw new Undecided(this.#toldApart(lowered.toldApart(this.#family)));
    for (const index of family.brokenBy) this.#unjudged.set(program.properties[index]!.property.name, `it tells the instances of ${this.#family} apart`);
    const shape = shapeOf(program, [family], [kind]);
    const counts = program.kinds.map(({ count }) => count);
    const { base, perInstance } = numberingOf(program.steps, counts);
    const moverOf = (action: number): number => {
      const at = Math.floor((action - base[kind]!) / perInstance[kind]!);
      return action >= base[kind]! && at < instances ? at : -1;
    };
    const steps = program.steps.map((step) => witnessesOf(step.body, { shape, moverOf, isMover: step.kind === kind, sums: false }));
    const properties = program.properties.map(({ property, body }) =>
      body === null ? 0 : witnessesOf(asFormula(body), { shape, moverOf, isMover: false, sums: isBrokenByState(property.kind) }),
    );
    const begins = witnessesOf(program.choices, { shape, moverOf, isMover: false, sums: false });
    return { program, lowered, shape, steps, properties, begins };
  }

  #lowered(instances: number): Lowered {
    const settings = { ...this.#settings, [this.#constant]: instances };
    try {
      return lower(this.#model, settings, undefined, null, { name: this.#constant, most });
    } catch (error) {
      // What has no value because the number is open has one where it is not.
      lower(this.#model, settings);
      throw new Undecided(`how many instances of ${this.#family} there are is used where a constant has to stand`, false, error);
    }
  }

  /** A number of witnesses that does not grow with the number of instances. */
  #settled(need: number, later: number, span: Span | null): number {
    if (need < few && later <= need) return need;
    throw new Undecided(
      `${span === null ? 'a step' : this.#placeOf(span)} asks about all instances of ${this.#family} in a way that no number of witnesses decides`,
    );
  }

  #refuseCounts(small: Lowering, large: Lowering): void {
    const counts = small.lowered.counted;
    counts.forEach(({ property, most: number }, at) => {
      const other = large.lowered.counted[at];
      if (other?.most === number && other.property === property && counts.length === large.lowered.counted.length) return;
      const name = property === null ? null : (small.program.properties[property]?.property ?? null);
      if (name?.kind === 'lost_reference') return;
      const reason = `the instances of ${this.#family} are counted`;
      if (name === null) throw new Undecided(`${reason} in a step`);
      this.#unjudged.set(name.name, `${reason} in it`);
    });
  }

  /** References that instances have in the beginning are more where they are more. */
  #refuseRest(small: Lowering, large: Lowering): void {
    const rests = ({ lowered, shape }: Lowering): string => shape.shared.map((cell) => lowered.rest.get(cell) ?? 0).join();
    if (rests(small) !== rests(large)) this.#unjudged.set('lost_reference', `the instances of ${this.#family} have references in the beginning`);
  }

  #judged(small: Lowering, large: Lowering): ReadonlySet<number> {
    return new Set(
      small.program.properties.flatMap(({ property }, index) => {
        if (this.#options.judged?.includes(property.name) === false || this.#options.except?.has(property.name) === true) return [];
        if (uncovered(property) !== null || this.#endless(property) !== null || this.#unjudged.has(property.name)) return [];
        const [need, later] = [small.properties[index]!, large.properties[index]!];
        if (need < few && later <= need) return [index];
        this.#unjudged.set(property.name, `it asks about all instances of ${this.#family} in a way that no number of witnesses decides`);
        return [];
      }),
    );
  }

  /** A range whose upper end is the number, or grows with it. */
  #endless({ name, kind }: Property): PropertyForAny | null {
    if (kind !== 'range' || !this.#ranges.some((range) => name === `range of ${range}` || name.endsWith(`.${range}`))) return null;
    return { property: name, answer: 'uncovered', reason: `the range ends at a number that grows with ${this.#constant}`, steps: [] };
  }

  /** Whether a property is about how large a number gets that instances raise. */
  #isUpperEnd({ name, kind }: Property, { program, shape }: Lowering): boolean {
    if (kind !== 'range') return kind === 'overflow';
    return [...shape.counters.keys()].some((cell) => name.split('.').at(-1) === program.cells[cell]!.name.split('.').at(-1));
  }

  #toldApart(span: Span | null): string {
    return span === null ? `the instances of ${this.#family} are told apart` : `${this.#placeOf(span)} tells the instances of ${this.#family} apart`;
  }

  #placeOf({ file, start }: Span): string {
    const source = this.#model.files[file];
    return source === undefined ? 'a line' : `${source.path}:${positionAt(source, start).line}`;
  }
}
