import { lower, numberingOf } from '@mmspec/compiler';
import type { Lowered, Program, Stmt } from '@mmspec/compiler';
import type { Model } from '@mmspec/semantics';
import { positionAt } from '@mmspec/source';
import type { Span } from '@mmspec/source';
import { isBrokenByState, judgedOn } from '@mmspec/system';
import type { Property, Settings } from '@mmspec/system';
import { closureOf } from './closure.ts';
import type { Closure, ClosureOptions } from './closure.ts';
import { asFormula } from './inline.ts';
import { asksEnabled, uncovered, undecided } from './property_for_any.ts';
import type { PropertyForAny } from './property_for_any.ts';
import { seenBy, shapeOf, Undecided } from './shape.ts';
import type { Shape } from './shape.ts';
import { usesOf } from './uses.ts';
import { witnessesOf } from './witnesses.ts';

/*
 * Whether properties hold for every number of instances of a family, or of several at once. Nothing is said of numbers below `froms`: these
 * are for a search.
 */

export interface Proof {
  readonly program: Program;
  readonly shape: Shape;
  readonly closure: Closure;
  /** Instances in a view. */
  readonly size: 1 | 2;
  /** The properties that these views prove, where there are so many of each family, or more. */
  readonly properties: readonly string[];
  readonly froms: readonly number[];
}

export interface ForAny {
  /** One for each family. */
  readonly constants: readonly string[];
  /** The actors of which there are so many; empty where they are not known. */
  readonly families: readonly string[];
  /** What is proved is proved where there are so many of each family, or more. */
  readonly froms: readonly number[];
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
 * Judges the properties of a model without errors for every number that constants have, each the number of instances of a family of its own.
 * Settings of the constants themselves are not looked at. Never throws for what the method cannot do: that is an answer.
 */
export function decideForAny(model: Model, settings: Settings, constants: readonly string[], options: ForAnyOptions = {}): ForAny {
  try {
    return new Deciding(model, settings, constants, options).decide();
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    const { program } = lower(model, settings);
    const properties = (program?.properties ?? []).map(({ property }) => uncovered(property) ?? undecided(property, error.message));
    return { constants, families: [], froms: constants.map(() => 0), properties, proofs: [] };
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
  /** By family, then by step, and by property: witnesses. */
  readonly steps: readonly (readonly number[])[];
  readonly properties: readonly (readonly number[])[];
  /** By family: of the choices of initial values. */
  readonly begins: readonly number[];
}

class Deciding {
  readonly #model: Model;
  readonly #settings: Settings;
  readonly #constants: readonly string[];
  readonly #options: ForAnyOptions;
  readonly #families: readonly string[];
  readonly #ranges: readonly { readonly name: string; readonly constant: string }[];
  /** By name of a property: why it is not judged. */
  readonly #unjudged = new Map<string, string>();

  constructor(model: Model, settings: Settings, constants: readonly string[], options: ForAnyOptions) {
    this.#model = model;
    this.#settings = settings;
    this.#constants = constants;
    this.#options = options;
    const uses = constants.map((constant) => usesOf(model, constant));
    this.#ranges = uses.flatMap(({ ranges }, at) => ranges.map((name) => ({ name, constant: constants[at]! })));
    uses.forEach(({ others }, at) => {
      for (const { span, property } of others) {
        const reason = `${this.#placeOf(span)} uses the number ${constants[at]!} itself`;
        if (property === null) throw new Undecided(reason);
        this.#unjudged.set(property, reason);
      }
    });
    this.#families = uses.map(({ families: [family, second] }, at) => {
      if (family === undefined) throw new Undecided(`no actor is declared as \`actor …[${constants[at]!}]\``);
      if (second !== undefined) throw new Undecided(`${constants[at]!} is the size of two families, ${family.name.text} and ${second.name.text}`);
      return family.name.text;
    });
  }

  /** The families, for people. */
  get #family(): string {
    return this.#families.join(' and ');
  }

  decide(): ForAny {
    const [small, large] = [this.#lower(this.#constants.map(() => few)), this.#lower(this.#constants.map(() => more))];
    this.#refuseCounts(small, large);
    this.#refuseRest(small, large);
    if (Math.max(...small.begins, ...large.begins) > 0)
      throw new Undecided(`what begins with any of several values has to do with the instances of ${this.#family}`);
    const stepNeeds = small.steps.map((needs, family) =>
      needs.map((need, at) => this.#settled(need, large.steps[family]![at] ?? Infinity, family, small.program.steps[at]?.span ?? null)),
    );
    const judged = this.#judged(small, large);
    const most = (needs: readonly (readonly number[])[]): readonly number[] => needs[0]!.map((_, at) => Math.max(...needs.map((each) => each[at]!)));
    const needs = { steps: most(stepNeeds), properties: most(small.properties) };
    const proofs: Proof[] = [];
    let froms: readonly number[] = this.#constants.map(() => 0);
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
      const instances = stepNeeds.map((needs, family) => this.#instances(size, needs, family, judged, small));
      const attempt = this.#attempt(size, instances, left, needs);
      if (reasons.size === 0 || attempt.views !== null || isWiden) reasons = attempt.reasons;
      isWiden = attempt.widen;
      const fresh = [...left].filter((index) => !attempt.reasons.has(index));
      if (fresh.length === 0) continue;
      fresh.forEach((index) => proved.add(index));
      froms = froms.map((from, at) => Math.max(from, instances[at]!));
      const names = fresh.map((index) => small.program.properties[index]!.property.name);
      if (attempt.views !== null) proofs.push({ ...attempt.views, properties: names, froms: instances });
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
    return { constants: this.#constants, families: this.#families, froms, properties, proofs };
  }

  /** How many instances of a family a part must have, so that it has those of any view, the one that moves, and all witnesses. */
  #instances(
    size: 1 | 2,
    stepNeeds: readonly number[],
    family: number,
    judged: ReadonlySet<number>,
    { program, lowered, shape, properties }: Lowering,
  ): number {
    const propertyNeed = (on: 'state' | 'step'): number =>
      program.properties.reduce((so, { property }, at) => {
        const isOurs = judged.has(at) && (on === 'step' ? judgedOn(property.kind) === 'step' : isBrokenByState(property.kind));
        return isOurs ? Math.max(so, properties[family]![at]!) : so;
      }, 0);
    return Math.max(
      size + 1,
      // Fewer than there are binders inside of each other could not be different from each other.
      lowered.deepest,
      propertyNeed('state'),
      ...stepNeeds.map((need, at) => (program.steps[at]?.kind === shape.families[family]!.kind ? 1 : 0) + need + Math.max(size, propertyNeed('step'))),
    );
  }

  /** Views of a size, or why there are none. */
  #attempt(size: 1 | 2, instances: readonly number[], judged: ReadonlySet<number>, needs: ClosureOptions['needs']): Attempt {
    const failed = (reason: string, widen: boolean = false): Attempt => ({
      views: null,
      widen,
      reasons: new Map([...judged].map((index) => [index, { reason, steps: [] }])),
    });
    const largest = Math.max(...instances);
    if (largest > instancesMax) return failed(`parts of ${largest} instances would have to be looked at, and ${instancesMax} is the most`);
    try {
      const { program, shape } = this.#lower(instances);
      const closure = closureOf(program, shape, {
        judged,
        needs,
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

  #lower(instances: readonly number[]): Lowering {
    const lowered = this.#lowered(instances);
    const { program } = lowered;
    if (program === null) throw new Undecided(lowered.diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'it cannot be compiled');
    const kinds = this.#families.map((family) => program.kinds.findIndex(({ name }) => name === family));
    const all = lowered.families();
    const families = this.#families.map((name, at) => {
      const family = all.find((each) => each.name === name);
      if (family === undefined || family.size !== instances[at]) throw new Undecided(this.#toldApart(name, lowered.toldApart(name)));
      for (const index of family.brokenBy) this.#unjudged.set(program.properties[index]!.property.name, `it tells the instances of ${name} apart`);
      return family;
    });
    const shape = shapeOf(program, families, kinds);
    const counts = program.kinds.map(({ count }) => count);
    const { base, perInstance } = numberingOf(program.steps, counts);
    const needs = kinds.map((kind, at) => {
      const seen = seenBy(shape, at);
      const moverOf = (action: number): number => {
        const member = Math.floor((action - base[kind]!) / perInstance[kind]!);
        return action >= base[kind]! && member < instances[at]! ? member : -1;
      };
      const needOf = (body: readonly Stmt[], isMover: boolean, sums: boolean): number =>
        witnessesOf(body, { shape: seen, moverOf, isMover, sums: sums ? shape : null });
      return {
        steps: program.steps.map((step) => needOf(step.body, step.kind === kind, false)),
        properties: program.properties.map(({ property, body }) => (body === null ? 0 : needOf(asFormula(body), false, isBrokenByState(property.kind)))),
        begins: needOf(program.choices, false, false),
      };
    });
    return {
      program,
      lowered,
      shape,
      steps: needs.map(({ steps }) => steps),
      properties: needs.map(({ properties }) => properties),
      begins: needs.map(({ begins }) => begins),
    };
  }

  #lowered(instances: readonly number[]): Lowered {
    const settings = { ...this.#settings, ...Object.fromEntries(this.#constants.map((constant, at) => [constant, instances[at]!])) };
    try {
      return lower(
        this.#model,
        settings,
        undefined,
        null,
        this.#constants.map((name) => ({ name, most })),
      );
    } catch (error) {
      // What has no value because the number is open has one where it is not.
      lower(this.#model, settings);
      throw new Undecided(`how many instances of ${this.#family} there are is used where a constant has to stand`, false, error);
    }
  }

  /** A number of witnesses that does not grow with the number of instances. */
  #settled(need: number, later: number, family: number, span: Span | null): number {
    if (need < few && later <= need) return need;
    throw new Undecided(
      `${span === null ? 'a step' : this.#placeOf(span)} asks about all instances of ${this.#families[family]!} in a way that no number of witnesses decides`,
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
        const family = small.properties.findIndex((needs, at) => needs[index]! >= few || large.properties[at]![index]! > needs[index]!);
        if (family < 0) return [index];
        this.#unjudged.set(property.name, `it asks about all instances of ${this.#families[family]!} in a way that no number of witnesses decides`);
        return [];
      }),
    );
  }

  /** A range whose upper end is the number, or grows with it. */
  #endless({ name, kind }: Property): PropertyForAny | null {
    const range = this.#ranges.find((each) => name === `range of ${each.name}` || name.endsWith(`.${each.name}`));
    if (kind !== 'range' || range === undefined) return null;
    return { property: name, answer: 'uncovered', reason: `the range ends at a number that grows with ${range.constant}`, steps: [] };
  }

  /** Whether a property is about how large a number gets that instances raise. */
  #isUpperEnd({ name, kind }: Property, { program, shape }: Lowering): boolean {
    if (kind !== 'range') return kind === 'overflow';
    const ends = name
      .replace(/^range of /u, '')
      .split('.')
      .at(-1);
    return [...shape.counters.keys()].some((cell) => ends === program.cells[cell]!.name.split('.').at(-1));
  }

  #toldApart(family: string, span: Span | null): string {
    return span === null ? `the instances of ${family} are told apart` : `${this.#placeOf(span)} tells the instances of ${family} apart`;
  }

  #placeOf({ file, start }: Span): string {
    const source = this.#model.files[file];
    return source === undefined ? 'a line' : `${source.path}:${positionAt(source, start).line}`;
  }
}
