import { now } from '@mmspec/checker';
import type { SearchResult } from '@mmspec/checker';
import { constantsUnder } from '@mmspec/semantics';
import type { Model, Resolver } from '@mmspec/semantics';
import { hasErrors, pathAt, positionAt } from '@mmspec/source';
import type { SourceFile } from '@mmspec/source';
import { propertyText, wantsOneState } from '@mmspec/system';
import type { CheckResult, Fence, FenceNeed, Fences, FenceSet, FenceVerdict, MemoryMode, PlannedCheck, PresentFence, TransitionSystem } from '@mmspec/system';
import { tracerOf } from '../drawing/tracing.ts';
import { presentOrders, type PresentOrder } from '../present_orders.ts';
import { paused, runSystems } from '../run_systems.ts';
import type { RunOptions } from '../run_systems.ts';
import { checkNamed } from '../select.ts';
import { VariantReader } from '../suggest/variant.ts';
import { systemUnder } from '../system_under.ts';
import { changed, type TextChange } from '../text_change.ts';
import { tracedPath } from '../trace.ts';
import { forbidding, type Forbidding } from './clauses.ts';
import { HittingSets, type Numbers } from './hitting.ts';
import { costs, Places, type Site, type SiteKind } from './places.ts';

/*
 * Which barriers a design needs: each that is there is taken out, and the smallest sets are looked for under which it holds.
 * A run that violates something names the barriers that would forbid it; a set of barriers has to have one for each such run.
 * The cheapest set that has is searched: either it is enough, or a new run says what it lacks.
 */

export interface FencesOptions extends Pick<RunOptions, 'statesMax' | 'memoryMax' | 'timeMax' | 'signal' | 'onPause' | 'onCompile'> {
  /** The window of every search; 2, then 3 and 4, where it is left out. */
  readonly window?: number | undefined;
  /** At most so many sets are listed; default 6. */
  readonly setsMax?: number | undefined;
  /** Whether each barrier that is there is judged; default true. */
  readonly present?: boolean | undefined;
  /** Called with each set that is enough, and the text that has it. */
  readonly onSet?: ((set: FenceSet, text: string) => void) | undefined;
  /** At most so many sets are searched; default 200. */
  readonly triesMax?: number | undefined;
  /** Called before each search: how many there were, and what it is about. */
  readonly onTry?: ((done: number, text: string) => void) | undefined;
}

const setsByDefault = 6;
const triesByDefault = 200;

/** The models under which each barrier that is there is judged. */
const models = ['tso', 'weak'] as const;

/** What barriers a check of a spec without errors needs under a memory model. `resolve` finds its imports. Throws a `CompileError` where it does not compile. */
export async function fences(main: SourceFile, resolve: Resolver, planned: PlannedCheck, memory: MemoryMode, options: FencesOptions = {}): Promise<Fences> {
  return new FenceFinder(main, resolve, planned, memory, options).run();
}

/** What came of a text. */
interface Ran {
  readonly verdict: FenceVerdict;
  readonly reason: string;
  readonly result: CheckResult | null;
  readonly system: TransitionSystem | null;
  /** The name of what is violated. */
  readonly property: string | null;
  /** What would forbid the run that shows it; offsets of the text that was searched. */
  readonly forbidding: readonly Forbidding[];
}

const open = (reason: string): Ran => ({ verdict: 'open', reason, result: null, system: null, property: null, forbidding: [] });

/** One search for barriers. Guards that nothing is called enough, or not needed, whose search did not come to its end. */
class FenceFinder {
  readonly #start = now();
  readonly #main: SourceFile;
  readonly #reader: VariantReader;
  readonly #planned: PlannedCheck;
  readonly #memory: MemoryMode;
  readonly #options: FencesOptions;
  readonly #known = new Map<string, Ran>();
  #properties: readonly string[] | null = null;
  #states = 0;
  #tried = 0;

  constructor(main: SourceFile, resolve: Resolver, planned: PlannedCheck, memory: MemoryMode, options: FencesOptions) {
    this.#main = main;
    this.#reader = new VariantReader(resolve);
    this.#planned = planned;
    this.#memory = memory;
    this.#options = options;
  }

  async run(): Promise<Fences> {
    const inOrder = await this.#inOrder();
    const asked = this.#properties ?? [];
    const asIs = asked.length > 0 ? await this.#search(this.#main.text, this.#memory, 'as it is') : inOrder;
    const model = this.#modelOf(this.#main.text)!;
    const sites = presentOrders(model, constantsUnder(model, this.#planned.settings));
    const present = asked.length > 0 && this.#options.present !== false ? await this.#present(model, sites) : [];
    const added = asIs.verdict === 'violated';
    const base = added
      ? this.#main.text
      : changed(
          this.#main.text,
          sites.map(({ change }) => change),
        );
    const isDecided = asIs.verdict === 'holds' || asIs.verdict === 'violated';
    const found = isDecided ? await this.#sets(base) : { sets: [], reason: asIs.reason, complete: asIs.verdict !== 'open' };
    return {
      check: this.#planned.name,
      memory: this.#memory,
      properties: asked,
      inOrder: inOrder.violated,
      asIs: { verdict: asIs.verdict, reason: asIs.reason, property: asIs.property },
      present,
      added,
      ...found,
      tried: this.#tried,
      states: this.#states,
      seconds: (now() - this.#start) / 1000,
    };
  }

  /** What is violated under sc; what holds there is what is asked for. */
  async #inOrder(): Promise<Fences['asIs'] & { readonly violated: readonly string[] }> {
    const { result, system, reason } = await this.#search(this.#main.text, 'sc', 'in order');
    if (result === null || system === null) return { verdict: 'open', reason, property: null, violated: [] };
    const kinds = new Map(system.properties.map(({ name, kind }) => [name, kind]));
    const judged = result.results.filter(({ property }) => !wantsOneState(kinds.get(property) ?? 'state'));
    const named = (wanted: string): string[] => judged.filter(({ verdict }) => verdict === wanted).map(({ property }) => property);
    this.#properties = named('holds');
    const isOpen = named('unfinished').length > 0;
    const violated = named('violated');
    return { verdict: isOpen ? 'open' : 'violated in order', reason: isOpen ? `under sc: ${result.reason}` : '', property: violated[0] ?? null, violated };
  }

  // ---------------------------------------------------------------- barriers that are there

  async #present(model: Model, sites: readonly PresentOrder[]): Promise<PresentFence[]> {
    const held: MemoryMode[] = [];
    for (const memory of sites.length === 0 ? [] : models)
      if ((await this.#search(this.#main.text, memory, `as it is, under ${memory}`)).verdict === 'holds') held.push(memory);
    const found: PresentFence[] = [];
    for (const site of sites) {
      const text = changed(this.#main.text, [site.change]);
      const needs: FenceNeed[] = [];
      for (const memory of held) needs.push(needOf(memory, await this.#search(text, memory, `without ${site.word}, under ${memory}`)));
      found.push({ ...this.#fenceOf(model, site), needs });
    }
    return found;
  }

  #fenceOf(
    { files }: Model,
    { word, owner, span, text, inRounds = false }: Pick<Site, 'word' | 'owner' | 'span' | 'text'> & { readonly inRounds?: boolean },
  ): Fence {
    const file = files[0]!;
    return { word, owner, path: pathAt(file, span.start), ...positionAt(file, span.start), text, ...(inRounds ? { inRounds: true as const } : {}) };
  }

  // ---------------------------------------------------------------- barriers that would be enough

  /** The smallest sets of changes of a text under which all holds. */
  async #sets(base: string): Promise<Pick<Fences, 'sets' | 'reason' | 'complete'>> {
    const { setsMax = setsByDefault, triesMax = triesByDefault } = this.#options;
    const model = this.#modelOf(base);
    if (model === null) return { sets: [], reason: 'the spec has errors without its barriers', complete: false };
    const sites = new SiteNumbers(new Places(model));
    const hitting = new HittingSets((set) => sites.cost(set));
    const enough: { readonly numbers: Numbers; readonly set: FenceSet }[] = [];
    const found = (): FenceSet[] => enough.map(({ set }) => set);
    const undecided = new Set<string>();
    let reason = '';
    for (let tries = 0; ; tries++) {
      const next = hitting.sets.find((set) => !undecided.has(set.join()) && !enough.some(({ numbers }) => sites.isStronger(set, numbers)));
      if (next === undefined) break;
      if (tries >= triesMax || enough.length >= setsMax || this.#isOver()) return { sets: found(), reason: '', complete: false };
      const changes = sites.changes(next);
      const ran = await this.#search(changed(base, changes), this.#memory, sites.text(next));
      if (ran.verdict === 'holds') {
        const set = this.#setOf(model, sites, next, ran);
        enough.push({ numbers: next, set });
        this.#options.onSet?.(set, changed(base, changes));
        continue;
      }
      const clause = sites.numbers(
        ran.forbidding.map(({ start, kind, after }) => ({ start: before(changes, start), kind, after: after === null ? null : before(changes, after) })),
      );
      if (ran.verdict === 'violated' && !clause.some((number) => next.includes(number))) {
        if (clause.length === 0) reason ||= `no barrier in the places that are tried forbids a run that violates ${ran.property ?? 'it'}`;
        hitting.add(clause);
      } else {
        undecided.add(next.join());
        reason ||= ran.reason;
      }
    }
    return { sets: found(), reason: enough.length === 0 ? reason : '', complete: undecided.size === 0 && !hitting.isCut };
  }

  #setOf(model: Model, sites: SiteNumbers, set: Numbers, { result }: Ran): FenceSet {
    return {
      fences: set.map((number) => this.#fenceOf(model, sites.site(number))),
      cost: sites.cost(set),
      window: result?.window ?? 1,
      bounded: result?.bounded !== undefined,
    };
  }

  // ---------------------------------------------------------------- searches

  /** What a text comes to; equal ones are searched once. */
  async #search(text: string, memory: MemoryMode, about: string): Promise<Ran> {
    const key = `${memory} ${text}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#options.onTry?.(this.#tried++, about);
    const ran = this.#isOver() ? open('it was cancelled') : await this.#ran(text, memory);
    this.#known.set(key, ran);
    return ran;
  }

  async #ran(text: string, memory: MemoryMode): Promise<Ran> {
    const model = this.#modelOf(text);
    const own = model === null ? undefined : checkNamed(model, this.#planned.name);
    if (model === null || own === undefined) return open('the spec has errors with this change');
    const { memory: _, window: __, ...rest } = own;
    const { window } = this.#options;
    const asked: PlannedCheck = {
      ...rest,
      settings: this.#planned.settings,
      of: this.#properties ?? own.of,
      expectation: null,
      memory,
      ...(window === undefined || memory === 'sc' ? {} : { window }),
    };
    const tracer = tracerOf(() => model);
    const { statesMax, memoryMax, timeMax, signal, onPause, onCompile } = this.#options;
    let searched: { readonly system: TransitionSystem; readonly search: SearchResult } | null = null;
    await paused(this.#options);
    const [result] = await runSystems([asked], (settings, budget, run) => systemUnder(model, settings, run, budget).system, tracer, {
      statesMax,
      memoryMax,
      timeMax,
      signal,
      onPause,
      onCompile,
      races: (_check, violated) => violated.slice(0, 1).map(({ property }) => property),
      onSearch: (system, search) => (searched = { system, search }),
    });
    this.#states += result?.states ?? 0;
    if (result === undefined || searched === null) return open(result?.reason ?? 'it was cancelled');
    const { system, search } = searched as { readonly system: TransitionSystem; readonly search: SearchResult };
    const shown = result.results.find(({ trace }) => trace !== null);
    if (shown !== undefined && this.#properties !== null) {
      const path = search.results.find(({ property, path: each }) => system.properties[property]?.name === shown.property && each !== null)?.path;
      const taken = path == null ? [] : tracedPath(system, path, tracer(asked.settings), shown.property).taken;
      return { verdict: 'violated', reason: '', result, system, property: shown.property, forbidding: forbidding(taken, memory) };
    }
    const unfinished = result.results.some(({ verdict }) => verdict === 'unfinished');
    const none = { result, system, property: null, forbidding: [] };
    return unfinished ? { ...none, verdict: 'open', reason: result.reason } : { ...none, verdict: 'holds', reason: '' };
  }

  #modelOf(text: string): Model | null {
    const { model, diagnostics } = this.#reader.read({ ...this.#main, text });
    return hasErrors(diagnostics) ? null : model;
  }

  #isOver(): boolean {
    return this.#options.signal?.aborted === true;
  }
}

function needOf(memory: MemoryMode, { verdict, reason, result, system, property }: Ran): FenceNeed {
  const shown = system?.properties.find(({ name }) => name === property);
  const depth = result?.results.find((each) => each.property === property)?.depth ?? null;
  const isRace = verdict === 'violated';
  return { memory, verdict, reason, property: shown === undefined ? null : propertyText(shown), depth, result: isRace ? result : null };
}

/** The offset of a text before changes. */
function before(changes: readonly TextChange[], offset: number): number {
  let moved = 0;
  for (const { start, end, text } of changes.toSorted((a, b) => a.start - b.start)) {
    if (start + moved + text.length > offset) break;
    moved += text.length - (end - start);
  }
  return offset - moved;
}

/** Sites by numbers, each once. */
class SiteNumbers {
  readonly #places: Places;
  readonly #numbers = new Map<string, number>();
  readonly #sites: { readonly site: Site; readonly kind: SiteKind }[] = [];

  constructor(places: Places) {
    this.#places = places;
  }

  /** Those that there are of these. */
  numbers(wanted: readonly Forbidding[]): Numbers {
    return [...new Set(wanted.flatMap((each) => this.#numberOf(each) ?? []))].toSorted((a, b) => a - b);
  }

  #numberOf({ start, kind, after }: Forbidding): number | null {
    const site = this.#places.siteAt(start, kind, after);
    if (site === null) return null;
    const key = `${kind} ${site.change.start}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#sites.length);
    return this.#sites.push({ site, kind }) - 1;
  }

  site(number: number): Site {
    return this.#sites[number]!.site;
  }

  /** Whether a set has each barrier of another one, or a full barrier in its place: then it is enough where that one is. */
  isStronger(set: Numbers, other: Numbers): boolean {
    const key = (number: number): string => `${this.#sites[number]!.site.change.start}${this.#sites[number]!.kind}`;
    const own = new Set(set.map(key));
    return other.every(
      (number) => own.has(key(number)) || (/read|write/u.test(this.#sites[number]!.kind) && own.has(`${this.#sites[number]!.site.change.start}full`)),
    );
  }

  cost(set: Numbers): number {
    return set.reduce((sum, number) => sum + costs[this.#sites[number]!.kind], 0);
  }

  text(set: Numbers): string {
    return set.length === 0 ? 'without barriers' : `with ${set.map((number) => this.site(number).word).join(', ')}`;
  }

  /** The changes that make all of them; of several at one statement the one that changes it comes last. */
  changes(set: Numbers): TextChange[] {
    return set.map((number) => this.site(number).change).toSorted((a, b) => a.start - b.start || a.end - b.end);
  }
}
