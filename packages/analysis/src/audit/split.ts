import { now } from '@mmspec/checker';
import { analyse, plan, withNewStandIns } from '@mmspec/semantics';
import type { Model, Reader, Resolver } from '@mmspec/semantics';
import { pathAt, positionAt } from '@mmspec/source';
import type { SourceFile, Span } from '@mmspec/source';
import type { Module } from '@mmspec/syntax';
import { propertyText } from '@mmspec/system';
import type { CheckResult, PlannedCheck, Split, SplitChange, SplitPlace, TransitionSystem } from '@mmspec/system';
import { flat } from '../bodies.ts';
import { firstError } from '../compile_error.ts';
import { tracerOf } from '../drawing/tracing.ts';
import type { Tracer } from '../drawing/tracing.ts';
import { ParsedOnce } from '../parsed_once.ts';
import { paused, runSystems } from '../run_systems.ts';
import { limitsOf, type SearchLimits } from '../search_limits.ts';
import { selected } from '../select.ts';
import { systemOrError, systemUnder } from '../system_under.ts';
import { inParts } from './changed_module.ts';
import { modelsOf } from './held.ts';
import { stepPlaces, type StepPlace } from './split_places.ts';
import { isWindowed } from '../windows.ts';

/*
 * What it matters that something is one step: each `atomic` and each operation of one step is taken as its parts, one at a time,
 * and all checks are searched again.
 */

/** What is taken as parts, and how far searches go. */
export interface SplitOptions extends SearchLimits {
  /** The model of the spec, where the caller has read it. */
  readonly model?: Model | undefined;
  /** Names of checks, of matrices or of their cells; all where it is left out. */
  readonly checks?: readonly string[] | undefined;
  /** Only the places that begin in these lines of the spec. */
  readonly lines?: readonly number[] | undefined;
  readonly placesMax?: number | undefined;
  /** Called before each place is tried: how many were, of how many, and what it is. */
  readonly onPlace?: ((done: number, count: number, text: string) => void) | undefined;
}

/** Splits the steps of a spec that has no errors. `resolve` finds its imports. Throws a `CompileError` where the compiler has something against one of its checks. */
export async function split(main: SourceFile, resolve: Resolver, options: SplitOptions = {}): Promise<Split> {
  return new Splitter(main, resolve, options).run();
}

/** A check of the spec as it is. */
interface Known {
  readonly planned: PlannedCheck;
  readonly source: string;
  readonly result: CheckResult;
}

/** The lines in which something of one step begins in the spec itself, in order: by these a caller may name it. */
export function splitLines(model: Model): number[] {
  return [...new Set(stepPlaces(model).flatMap((place) => (isOwn(place) ? [describe(model, place).line] : [])))];
}

type Found = Pick<SplitPlace, 'verdict' | 'reason' | 'changes' | 'result' | 'property'>;

const nothing: Found = { verdict: 'same', reason: '', changes: [], result: null, property: null };

/** One report. Guards that what was not searched to its end is never called the same. */
class Splitter {
  private states = 0;
  private readonly known: Known[] = [];
  private readonly texts: ParsedOnce;
  private readonly main: SourceFile;
  private readonly resolve: Resolver;
  private readonly options: SplitOptions;
  private readonly original: Model;

  constructor(main: SourceFile, resolve: Resolver, options: SplitOptions) {
    this.main = main;
    this.resolve = resolve;
    this.options = options;
    this.original = options.model ?? analyse(main, resolve).model;
    this.texts = new ParsedOnce(this.original);
  }

  async run(): Promise<Split> {
    const start = now();
    const { lines, placesMax = Infinity } = this.options;
    const all = stepPlaces(this.original)
      .map((place) => ({ place, described: describe(this.original, place) }))
      .filter(({ place, described }) => lines === undefined || (isOwn(place) && lines.includes(described.line)));
    await this.judge();
    const tried = all.slice(0, placesMax);
    const places: SplitPlace[] = [];
    for (const [index, { place, described }] of tried.entries()) {
      if (this.isOver()) break;
      this.options.onPlace?.(index, tried.length, described.text);
      places.push({ ...described, ...(await this.inParts(place)) });
    }
    return {
      checks: this.known.map(({ planned }) => planned.name),
      memory: modelsOf(this.known),
      places,
      states: this.states,
      seconds: (now() - start) / 1000,
      complete: places.length === all.length && !this.isOver(),
    };
  }

  /** Searches the checks of the spec as it is. */
  private async judge(): Promise<void> {
    const tracer = tracerOf(() => this.original);
    const asked = withNewStandIns(this.original, selected(this.original, plan(this.original).checks, { checks: this.options.checks }));
    for (const planned of asked) {
      if (this.isOver()) return;
      const { system } = systemUnder(this.original, planned.settings, planned);
      const result = await this.search(planned, system, tracer);
      if (result !== null) this.known.push({ planned, source: system.source?.() ?? '', result });
    }
    // What is small answers first; what takes windows comes last.
    this.known.sort((a, b) => Number(isWindowed(a.planned)) - Number(isWindowed(b.planned)) || a.result.states - b.result.states);
  }

  private async inParts(place: StepPlace): Promise<Found> {
    const { model, diagnostics } = analyse(this.main, this.resolve, this.readerFor(place), true);
    const refusal = firstError(diagnostics);
    if (refusal !== '') return { ...nothing, verdict: 'not possible', reason: refusal };
    const tracer = tracerOf(() => model);
    const changes: SplitChange[] = [];
    let open = '';
    let taken = false;
    let shown: Pick<Found, 'result' | 'property'> = { result: null, property: null };
    for (const { planned, source, result: before } of this.known) {
      await paused(this.options);
      const system = systemOrError(model, planned);
      if (typeof system === 'string') return { ...nothing, verdict: 'not possible', reason: system };
      const isSame = system.source?.() === source;
      // Where memory is weaker a step is also what orders its accesses, which a program in order does not show.
      if (isSame && !isWindowed(planned)) continue;
      const after = await this.search(planned, system, tracer, before);
      const unfinished = after === null || isUnfinished(after) || isUnfinished(before);
      if (unfinished) open = `${planned.name}: ${after?.reason || before.reason || 'it was cancelled'}`;
      const differences = after === null ? [] : differencesOf(before, after);
      changes.push(...differences);
      taken ||= !isSame || differences.length > 0;
      if (shown.result === null && after !== null) shown = raceOf(after, differences, system);
    }
    const verdict = changes.length > 0 ? 'changes' : open !== '' ? 'not decided' : taken ? 'same' : 'vacuous';
    return { verdict, reason: changes.length > 0 ? '' : open, changes, ...shown };
  }

  private async search(planned: PlannedCheck, system: TransitionSystem, tracer: Tracer, before: CheckResult | null = null): Promise<CheckResult | null> {
    const held = new Set(before?.results.filter(({ verdict }) => verdict === 'holds').map(({ property }) => property));
    const [result] = await runSystems([{ ...planned, expectation: null }], () => system, tracer, {
      ...limitsOf(this.options),
      races: (_, violated) => violated.flatMap(({ property }) => (held.has(property) ? [property] : [])).slice(0, 1),
    });
    this.states += result?.states ?? 0;
    return result ?? null;
  }

  private isOver(): boolean {
    return this.options.signal?.aborted === true;
  }

  /** Reads the place as its parts, and everything else as it is. */
  private readerFor(place: StepPlace): Reader {
    const { files, modules } = this.original;
    const changedFile = place.kind === 'operation' ? place.file : 0;
    const path = files[changedFile]!.path;
    const module: Module = inParts(this.original, modules[changedFile]!, place.kind === 'atomic' ? place.statement : place.operation.name.text);
    return (file, index) => {
      const parsed = this.texts.parse(file, index);
      return file.path === path && index === changedFile ? { ...parsed, module } : parsed;
    };
  }
}

const isUnfinished = ({ results }: CheckResult): boolean => results.some(({ verdict }) => verdict === 'unfinished');

function differencesOf(before: CheckResult, after: CheckResult): SplitChange[] {
  const known = new Map(before.results.map((result) => [result.property, result.verdict]));
  return after.results.flatMap(({ property, verdict, depth }) => {
    // What only the parts can violate, such as an assertion that is a step now, held before: nothing could violate it.
    const was = known.get(property) ?? 'holds';
    if (was === verdict || was === 'unfinished' || verdict === 'unfinished') return [];
    return [{ check: before.name, property, before: was, after: verdict, depth: verdict === 'violated' ? depth : null }];
  });
}

function raceOf(after: CheckResult, differences: readonly SplitChange[], system: TransitionSystem): Pick<Found, 'result' | 'property'> {
  const drawn = after.results.find(({ property, trace }) => trace !== null && differences.some((each) => each.property === property));
  const property = system.properties.find(({ name }) => name === drawn?.property);
  return property === undefined ? { result: null, property: null } : { result: after, property: propertyText(property) };
}

/** Of the spec itself, whose lines a caller may name. */
function isOwn(place: StepPlace): boolean {
  return place.kind === 'atomic' || place.file === 0;
}

type Described = Pick<SplitPlace, 'kind' | 'owner' | 'path' | 'line' | 'column' | 'text'>;

function describe(model: Model, place: StepPlace): Described {
  const file = model.files[place.kind === 'operation' ? place.file : 0]!;
  const span: Span = place.kind === 'operation' ? place.operation.span : place.statement.span;
  const { line, column } = positionAt(file, span.start);
  const text = place.kind === 'operation' ? place.operation.name.text : flat(file, span);
  return { kind: place.kind, owner: place.owner, path: pathAt(file, span.start), line, column, text };
}
