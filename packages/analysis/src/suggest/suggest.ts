import { now } from '@mmspec/checker';
import { analyse, plan, withStandIns } from '@mmspec/semantics';
import type { Model, Resolver } from '@mmspec/semantics';
import { hasErrors, pathAt, positionAt, type SourceFile } from '@mmspec/source';
import { isAboutGraph, judgedOn } from '@mmspec/system';
import type { PlannedCheck, PropertyResult, Suggestion, Suggestions, SuggestionsOfCheck } from '@mmspec/system';
import { paused } from '../run_systems.ts';
import { limitsOf, type SearchLimits } from '../search_limits.ts';
import { selected } from '../select.ts';
import { systemUnder } from '../system_under.ts';
import { changed } from '../text_change.ts';
import { isCovered, type Candidate } from './candidate.ts';
import { followed, forwardOf, mayFollow, type Forward } from './forward.ts';
import { hullsOf } from './hulls.ts';
import { Judge, judgedWhole, type Judged, type Outcome } from './judge.ts';
import { lineEdits } from './line_edits.ts';
import { candidatesOf } from './operators/index.ts';
import { premisesOf } from './premises.ts';
import { removedPlaces } from './removed_places.ts';
import { sceneOf, type Scene } from './scene.ts';
import { sequencesOf } from './units.ts';
import { onlyCheck, VariantReader } from './variant.ts';
import { isWindowed } from '../windows.ts';

/*
 * What is missing in a design: the smallest changes of its text under which what is violated holds, and everything else as before.
 */

/** What is to be mended, and how long changes are looked for. */
export interface SuggestOptions extends SearchLimits {
  /** The model of the spec, where the caller has read it. */
  readonly model?: Model | undefined;
  /** Names of checks or of their cells; all that violate something where it is left out. */
  readonly checks?: readonly string[] | undefined;
  /** The properties that are to hold; all that are violated where it is left out. */
  readonly properties?: readonly string[] | undefined;
  /** How many suggestions are wanted; default 3. */
  readonly suggestionsMax?: number | undefined;
  /** At most so many sets of changes are tried for each check; default 2,000, and 200 sets of barriers under tso and weak. */
  readonly triesMax?: number | undefined;
  /** No further set of changes is tried for a check once so many states were searched for it; default: no bound. */
  readonly statesInAll?: number | undefined;
  /** Lays a text out. */
  readonly format?: ((text: string) => string) | undefined;
  /** Called before each set of changes is tried: how many were, and what it is. */
  readonly onTry?: ((done: number, text: string) => void) | undefined;
}

/** Second changes that are tried after each first one. */
const secondMax = 150;
export const suggestionsByDefault = 3;
const triesByDefault = 2000;

/** What was found for one check, in how many states. */
export interface FoundForCheck {
  readonly found: SuggestionsOfCheck;
  readonly states: number;
}

/**
 * Looks for what is missing in a spec that has no errors. `resolve` finds its imports; `barriers` looks for them for a check under tso or weak.
 * Throws a `CompileError` where the compiler has something against a check that was asked for.
 */
export async function suggestBy(
  main: SourceFile,
  resolve: Resolver,
  options: SuggestOptions,
  barriers: (planned: PlannedCheck) => Promise<FoundForCheck>,
): Promise<Suggestions> {
  const start = now();
  const model = options.model ?? analyse(main, resolve).model;
  const checks: SuggestionsOfCheck[] = [];
  let states = 0;
  // Without a name only what is expected to be violated is asked for: all else holds, or is a question.
  const asked = withStandIns(model, selected(model, plan(model).checks, { checks: options.checks })).filter(
    ({ expectation }) => options.checks !== undefined || expectation?.kind === 'violates',
  );
  for (const planned of asked) {
    if (options.signal?.aborted === true) break;
    const found = isWindowed(planned) ? await barriers(planned) : await new Suggester(main, model, planned, resolve, options).run();
    states += found.states;
    checks.push(found.found);
  }
  return { checks, states, seconds: (now() - start) / 1000 };
}

/** A change that was found to be enough. */
interface Found {
  readonly candidates: readonly Candidate[];
  readonly outcome: Extract<Outcome, { kind: 'holds' }>;
  readonly also: string[];
}

/** One search for changes. Guards that what was not searched to its end is no suggestion. */
class Suggester {
  private readonly main: SourceFile;
  private readonly model: Model;
  private readonly planned: PlannedCheck;
  private readonly options: SuggestOptions;
  private readonly reader: VariantReader;
  /** The spec without its other checks, where that is a spec: it is read sooner. */
  private readonly base: SourceFile;
  private tried = 0;
  private states = 0;
  private refused = 0;
  private undecided = 0;
  private readonly found: Found[] = [];
  private readonly forward: Forward[] = [];

  constructor(main: SourceFile, model: Model, planned: PlannedCheck, resolve: Resolver, options: SuggestOptions) {
    this.main = main;
    this.model = model;
    this.planned = planned;
    this.options = options;
    this.reader = new VariantReader(resolve);
    const kept = model.checks.find(({ name }) => name.text === (planned.matrix ?? planned.name))!;
    const alone = { ...main, text: onlyCheck(main.text, model.modules[0]!, kept) };
    // Without the others a label may cover no step, say.
    this.base = hasErrors(this.reader.read(alone).diagnostics) ? main : alone;
  }

  async run(): Promise<FoundForCheck> {
    systemUnder(this.model, this.planned.settings, this.planned);
    const original = await judgedWhole(this.reader, this.base, this.planned.name, limitsOf(this.options));
    if (original === null) throw new Error(`${this.planned.name} cannot be compiled`);
    const violated = original.result.results.filter(({ verdict }) => verdict === 'violated');
    const wanted = violated.filter(({ property }) => this.options.properties?.includes(property) ?? true);
    const names = wanted.map(({ property }) => property);
    const left = violated.map(({ property }) => property).filter((name) => !names.includes(name));
    const answer = { check: this.planned.name, wanted: names, left };
    const isWhole = original.result.results.every(({ verdict }) => verdict !== 'unfinished');
    const reason = !isWhole ? original.result.reason : wanted.length === 0 ? 'nothing that was asked for is violated' : '';
    if (reason !== '') return { found: this.answered(answer, reason), states: original.result.states };
    const first = firstOf(original, wanted);
    const limits = { ...limitsOf(this.options), statesMax: this.options.statesMax ?? statesFor(original) };
    const judge = new Judge(this.reader, original, { wanted: names, first: first.property, depth: first.depth ?? 0, limits });
    await this.single(judge, sceneFor(original, first));
    if (this.found.length === 0) await this.pairs(judge);
    return { found: this.answered(answer, ''), states: original.result.states + judge.states };
  }

  private wantedCount(): number {
    return this.options.suggestionsMax ?? suggestionsByDefault;
  }

  /** Tries single changes, those that cost least first, until enough are found that cost less than all others. */
  private async single(judge: Judge, scene: Scene): Promise<void> {
    for (const proposed of candidatesOf(scene)) {
      const candidate = this.withoutPlaces(proposed, judge);
      const known = this.found.find(({ candidates }) => candidates[0]?.group === candidate.group);
      if (this.isOver() || (known === undefined && this.isEnough(candidate.cost))) return;
      if (this.found.some(({ candidates: [found] }) => found !== undefined && isCovered(candidate, found))) continue;
      const text = changed(this.base.text, candidate.changes);
      const outcome = await this.outcome(judge, text, candidate.name, candidate.unasked);
      if (outcome.kind === 'holds' && known !== undefined) known.also.push(candidate.name);
      else if (outcome.kind === 'holds') this.found.push({ candidates: [candidate], outcome, also: [] });
      const forward = forwardOf(candidate, text, outcome, judge.wish.first, judge.wish.depth);
      if (forward !== null) this.forward.push(forward);
    }
  }

  /** A change that makes places part of a step, with what properties say then that ask for them. */
  private withoutPlaces(candidate: Candidate, { original: { model } }: Judge): Candidate {
    if (candidate.operator !== 'together') return candidate;
    const removed = removedPlaces(model, this.reader.read({ ...this.base, text: changed(this.base.text, candidate.changes) }));
    return removed === null ? candidate : { ...candidate, changes: [...candidate.changes, ...removed.changes], unasked: removed.properties };
  }

  /** Everything that costs as much as the last that is wanted is tried too. */
  private isEnough(cost: number): boolean {
    const last = this.found[this.wantedCount() - 1];
    return last !== undefined && cost > costOf(last);
  }

  /** Where none is enough alone: tries a second change after each of those that led farthest. */
  private async pairs(judge: Judge): Promise<void> {
    for (const forward of followed(this.forward)) {
      const judged = await judgedWhole(this.reader, { ...this.base, text: forward.text }, this.planned.name, judge.wish.limits);
      const first = judged?.result.results.find((result) => judge.isMissed(result));
      if (judged === null || first === undefined) continue;
      const seconds = candidatesOf(sceneFor(judged, first)).filter((second) => mayFollow(forward, second));
      await this.second(judge, forward, seconds.slice(0, secondMax));
    }
  }

  private async second(judge: Judge, { candidate, text }: Forward, seconds: readonly Candidate[]): Promise<void> {
    for (const second of seconds) {
      if (this.isOver() || this.isEnough(candidate.cost + second.cost)) return;
      const both = changed(text, second.changes);
      const outcome = await this.outcome(judge, both, `${candidate.name} and ${second.name}`);
      if (outcome.kind === 'holds') this.found.push({ candidates: [candidate, second], outcome, also: [] });
    }
  }

  private async outcome(judge: Judge, text: string, name: string, unasked: readonly string[] = []): Promise<Outcome> {
    this.options.onTry?.(this.tried, name);
    this.tried += 1;
    await paused(this.options);
    const outcome = await judge.judge({ ...this.base, text }, unasked);
    this.states = judge.states;
    if (outcome.kind === 'refused' || outcome.kind === 'same') this.refused += 1;
    if (outcome.kind === 'unfinished') this.undecided += 1;
    return outcome;
  }

  private isOver(): boolean {
    return (
      this.options.signal?.aborted === true || this.tried >= (this.options.triesMax ?? triesByDefault) || this.states >= (this.options.statesInAll ?? Infinity)
    );
  }

  private answered(answer: Pick<SuggestionsOfCheck, 'check' | 'wanted' | 'left'>, reason: string): SuggestionsOfCheck {
    const ranked = this.found.toSorted((a, b) => a.candidates.length - b.candidates.length || costOf(a) - costOf(b));
    return {
      ...answer,
      suggestions: ranked.slice(0, this.wantedCount()).map((found) => this.suggestion(found)),
      tried: this.tried,
      refused: this.refused,
      undecided: this.undecided,
      complete: !this.isOver(),
      reason,
    };
  }

  private suggestion({ candidates, outcome, also }: Found): Suggestion {
    // Offsets are those of the whole text: blanks stood for the other checks.
    const text = candidates.reduce((before, { changes }) => changed(before, changes), this.main.text);
    return {
      changes: candidates.map(({ operator, owner, name, offset }) => ({
        operator,
        owner,
        name,
        path: pathAt(this.main, offset),
        line: positionAt(this.main, offset).line,
        also,
      })),
      cost: Math.round(candidates.reduce((sum, { cost }) => sum + cost, 0) * 10) / 10,
      edits: lineEdits(this.main, this.formatted(text)),
      states: outcome.states,
      untaken: outcome.untaken,
      unasked: [...new Set(candidates.flatMap(({ unasked = [] }) => unasked))],
    };
  }

  private formatted(text: string): string {
    const { format } = this.options;
    return format !== undefined && format(this.main.text) === this.main.text ? format(text) : text;
  }
}

function costOf({ candidates }: Found): number {
  return candidates.reduce((sum, { cost }) => sum + cost, 0);
}

/** The race to be mended first: the shortest one, for who looks for others needs the whole graph. */
function firstOf({ system }: Judged, wanted: readonly PropertyResult[]): PropertyResult {
  const kindOf = new Map(system.properties.map(({ name, kind }) => [name, kind]));
  const isRace = ({ property, trace }: PropertyResult): boolean => {
    const kind = kindOf.get(property) ?? 'state';
    return trace !== null && !isAboutGraph(kind) && judgedOn(kind) !== 'stuck';
  };
  const rank = (result: PropertyResult): number => (isRace(result) ? 0 : 1_000_000) + (result.depth ?? 100_000);
  return wanted.toSorted((a, b) => rank(a) - rank(b))[0]!;
}

function sceneFor({ model, constants, system }: Judged, { property, trace }: PropertyResult): Scene {
  const kind = system.properties.find(({ name }) => name === property)?.kind ?? 'state';
  const hulls = hullsOf(trace, kind, sequencesOf(model, constants));
  return sceneOf(model, constants, hulls, premisesOf(model, property));
}

/** A change that makes the graph that much larger is none of the design any more. */
function statesFor({ result: { states } }: Judged): number {
  return Math.max(20_000, 20 * states);
}
