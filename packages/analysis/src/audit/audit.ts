import { now } from '@mmspec/checker';
import { analyse, plan } from '@mmspec/semantics';
import type { Model, Resolver } from '@mmspec/semantics';
import { pathAt, positionAt } from '@mmspec/source';
import type { Diagnostic, SourceFile } from '@mmspec/source';
import { propertyText } from '@mmspec/system';
import type { Audit, AuditFinding, AuditPair, AuditPart, AuditRow, AuditVerdict, MutationScore, PlannedCheck, TransitionSystem } from '@mmspec/system';
import { refuseErrors } from '../compile_error.ts';
import type { Tracer } from '../drawing/tracing.ts';
import { runAll } from '../run.ts';
import { paused, runSystems } from '../run_systems.ts';
import { limitsOf, type SearchLimits } from '../search_limits.ts';
import { selected } from '../select.ts';
import { settingsKey } from '../settings_key.ts';
import { systemOrError } from '../system_under.ts';
import { isWindowed } from '../windows.ts';
import { heldIn, phases, type HeldCheck, type Phase } from './held.ts';
import { MutantMaker, type Made, type Mutant } from './mutants.ts';
import { reachedChanges } from './reached.ts';
import { sitesOf, type Change, type Site } from './sites.ts';

/*
 * The audit of a design: each part of it is taken out, one at a time, and what holds by expectation is checked again.
 */

export interface AuditOptions extends SearchLimits {
  /** Names of checks, of matrices or of their cells; all where it is left out. */
  readonly checks?: readonly string[] | undefined;
  /** Only the parts that begin in these lines. */
  readonly lines?: readonly number[] | undefined;
  /** At most so many parts are tried, and so many pairs of those that are superfluous alone; default: all, and 100. */
  readonly partsMax?: number | undefined;
  readonly pairsMax?: number | undefined;
  /** Whether races are drawn; default true. */
  readonly races?: boolean | undefined;
  /** Called before each part or pair is tried: how many were, of how many, and what it is. */
  readonly onPart?: ((done: number, count: number, text: string) => void) | undefined;
}

export interface Audited {
  readonly audit: Audit;
  /** What there is to say about the spec as it is: what never happens in any check, say. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Audits a spec that has no errors. `resolve` finds its imports. Throws a `CompileError` where the compiler has something against one of its checks. */
export async function audit(main: SourceFile, resolve: Resolver, options: AuditOptions = {}): Promise<Audited> {
  return new Auditor(main, resolve, options).run();
}

const pairsByDefault = 100;

const unnoticed: AuditFinding = { verdict: 'superfluous', reason: '', check: null, property: null, depth: null, result: null };

/** One audit. Guards that what was not searched to its end is never called superfluous. */
class Auditor {
  private states = 0;
  private readonly start = now();
  private readonly held: HeldCheck[] = [];
  private readonly unmet: string[] = [];
  private readonly windowed: string[] = [];
  private readonly known: Map<string, AuditFinding> = new Map();
  private readonly reached: Map<Model, Map<string, ReadonlySet<number>>> = new Map();
  private readonly original: Model;
  private readonly maker: MutantMaker;
  private readonly options: AuditOptions;

  constructor(main: SourceFile, resolve: Resolver, options: AuditOptions) {
    this.options = options;
    this.original = analyse(main, resolve).model;
    this.maker = new MutantMaker(main, this.original.modules[0]!, resolve);
  }

  async run(): Promise<Audited> {
    const { lines, partsMax = Infinity, pairsMax = pairsByDefault } = this.options;
    const all = sitesOf(this.original).filter((site) => lines === undefined || lines.includes(partOf(this.original, site).line));
    const sites = all.slice(0, partsMax);
    const diagnostics = await this.judge();
    const made = this.maker.ofChanges(sites.map(({ change }) => change));
    const found = await this.each(sites, (site, index) => this.without(site, made[index]!));
    const rows = found.map((finding, index): AuditRow => ({ ...partOf(this.original, sites[index]!), ...finding }));
    const alone = sites.filter(({ change }, index) => change.swapped === null && rows[index]?.verdict === 'superfluous');
    const pairs = rows.length === sites.length ? pairsOf(alone) : [];
    const tried = await this.pairs(pairs.slice(0, pairsMax));
    return {
      audit: {
        checks: this.held.map(({ planned }) => planned.name),
        unmet: this.unmet,
        windowed: this.windowed,
        rows,
        pairs: tried.filter(({ verdict }) => verdict !== 'superfluous' && verdict !== 'not possible'),
        score: scoreOf(rows),
        pairsTried: tried.length,
        states: this.states,
        seconds: (now() - this.start) / 1000,
        complete: rows.length === all.length && tried.length === pairs.length && !this.isOver(),
      },
      diagnostics,
    };
  }

  /** Searches the checks of the spec as it is, for what holds in them; those under tso and weak are not audited. */
  private async judge(): Promise<readonly Diagnostic[]> {
    const { checks, diagnostics: said } = plan(this.original);
    const judged = checks.filter((check) => !isWindowed(check));
    this.windowed.push(
      ...selected(checks, { checks: this.options.checks })
        .filter(isWindowed)
        .map(({ name }) => name),
    );
    const planned = new Map(judged.map((check) => [check.name, check]));
    const { diagnostics } = await runAll(this.original, {
      ...limitsOf(this.options),
      plan: { checks: judged, diagnostics: said },
      checks: this.options.checks,
      races: () => [],
      onResult: (result, system) => {
        this.states += result.states;
        const check = planned.get(result.name);
        if (check === undefined || check.expectation === null) return;
        const held = system === null ? null : heldIn(check, result, system);
        if (held === null) this.unmet.push(result.name);
        else this.held.push(held);
      },
    });
    refuseErrors(diagnostics, this.original.files);
    // What is small answers first.
    this.held.sort((a, b) => a.states - b.states);
    return diagnostics;
  }

  /** What is found of each, as far as there is time. */
  private async each<T extends { readonly text: string }>(
    items: readonly T[],
    find: (item: T, index: number) => Promise<AuditFinding>,
  ): Promise<AuditFinding[]> {
    const found: AuditFinding[] = [];
    for (const [index, item] of items.entries()) {
      if (this.isOver()) break;
      this.options.onPart?.(index, items.length, item.text);
      found.push(await find(item, index));
    }
    return found;
  }

  private async without(site: Site, { mutant, refusal }: Made): Promise<AuditFinding> {
    if (this.held.length === 0) return { ...unnoticed, verdict: 'not decided', reason: 'no check is as expected and searched to its end' };
    if (mutant === null) return { ...unnoticed, verdict: 'not possible', reason: refusal };
    const found = await this.noticed(mutant);
    if (site.kind !== 'order' || found.verdict !== 'superfluous') return found;
    return { ...found, verdict: 'not judged', reason: 'an order of accesses may matter where memory is weaker' };
  }

  private async pairs(pairs: readonly Pair[]): Promise<AuditPair[]> {
    if (pairs.length === 0 || this.isOver()) return [];
    const made = this.maker.ofChanges(pairs.map(bothOf));
    const found = await this.each(pairs, async (_, index) => {
      const { mutant, refusal } = made[index]!;
      return mutant === null ? { ...unnoticed, verdict: 'not possible', reason: refusal } : this.noticed(mutant);
    });
    return found.map((finding, index) => {
      const { first, second } = pairs[index]!;
      return { parts: [partOf(this.original, first), partOf(this.original, second)], ...finding };
    });
  }

  /**
   * What a mutant violates: a fault in any check, else something that does not happen. A check is compiled when it is its turn,
   * and its search ends with the first fault; once something is known not to happen only faults are looked for.
   */
  private async noticed(mutant: Mutant): Promise<AuditFinding> {
    let progress: AuditFinding | null = null;
    let open: AuditFinding | null = null;
    for (const held of this.held) {
      const wanted = progress === null ? phases : phases.slice(0, 1);
      if (wanted.every((phase) => held.names[phase].length === 0)) continue;
      await paused(this.options);
      const changed = this.changedIn(held, mutant);
      if (typeof changed === 'string') return { ...unnoticed, verdict: 'not possible', reason: changed };
      if (changed === null) continue;
      const found = await this.searched(wanted, changed, mutant.tracer);
      if (found.verdict === 'needed') return found;
      if (found.verdict === 'needed for progress') progress ??= found;
      if (found.verdict === 'not decided') open ??= found;
    }
    return progress ?? open ?? unnoticed;
  }

  /** A check with the mutant; null where its program is the same, and why there is none where the compiler refuses it. */
  private changedIn(held: HeldCheck, mutant: Mutant): Changed | string | null {
    const planned = { ...held.planned, settings: mutant.settings(held.planned.settings) };
    if (!this.isReached(held, mutant)) return null;
    const system = systemOrError(mutant.model, planned);
    if (typeof system === 'string') return system;
    return system.source?.() === held.source ? null : { held, planned, system };
  }

  /** Whether control comes to what a mutant changes, so that it has to be compiled to know what becomes of it. */
  private isReached(held: HeldCheck, { reach }: Mutant): boolean {
    if (reach === null) return true;
    const { model, number } = reach;
    const key = settingsKey(held.planned.settings);
    const known = this.reached.get(model) ?? new Map<string, ReadonlySet<number>>();
    this.reached.set(model, known);
    const found = known.get(key) ?? reachedChanges(model, held.planned.settings, this.maker.selector);
    known.set(key, found);
    return found.has(number);
  }

  /** Equal mutants are searched once. */
  private async searched(wanted: readonly Phase[], changed: Changed, tracer: Tracer): Promise<AuditFinding> {
    const key = `${wanted.join()} ${changed.planned.name} ${changed.system.source?.() ?? ''}`;
    const found = this.known.get(key) ?? (await this.search(wanted, changed, tracer));
    this.known.set(key, found);
    return found;
  }

  private async search(wanted: readonly Phase[], { held, planned, system }: Changed, tracer: Tracer): Promise<AuditFinding> {
    const asked: PlannedCheck = { ...planned, of: wanted.flatMap((phase) => held.names[phase]), expectation: null };
    const [result] = await runSystems([asked], () => system, tracer, {
      ...limitsOf(this.options),
      until: held.names.needed,
      deadValues: true,
      races: (_, found) => (this.options.races === false ? [] : shownOf(found, held)),
    });
    this.states += result?.states ?? 0;
    const [name] = shownOf(result?.results.filter(({ verdict }) => verdict === 'violated') ?? [], held);
    if (result !== undefined && name !== undefined) {
      const property = system.properties.find((each) => each.name === name);
      return {
        verdict: held.names.needed.includes(name) ? 'needed' : 'needed for progress',
        reason: '',
        check: planned.name,
        property: property === undefined ? null : propertyText(property),
        depth: result.results.find((each) => each.property === name)?.depth ?? null,
        result: { ...result, settings: this.maker.settingsOf(result.settings) },
      };
    }
    if (result !== undefined && result.verdict !== 'unfinished') return unnoticed;
    return { ...unnoticed, verdict: 'not decided', reason: `${planned.name}: ${result?.reason ?? 'it was cancelled'}` };
  }

  private isOver(): boolean {
    return this.options.signal?.aborted === true;
  }
}

/** The property that is told of those that are violated: a fault before what does not happen, then what has the shortest run; of equal ones the first. */
function shownOf(violated: readonly { readonly property: string; readonly depth: number | null }[], { names }: HeldCheck): string[] {
  const rank = ({ property, depth }: (typeof violated)[number]): number => (names.needed.includes(property) ? 0 : 1e9) + (depth ?? 1e8);
  const [first] = violated.toSorted((a, b) => rank(a) - rank(b));
  return first === undefined ? [] : [first.property];
}

const noticed: ReadonlySet<AuditVerdict> = new Set(['needed', 'needed for progress']);

function scoreOf(rows: readonly AuditRow[]): MutationScore {
  const decided = rows.filter(({ verdict }) => noticed.has(verdict) || verdict === 'superfluous');
  return { noticed: decided.filter(({ verdict }) => noticed.has(verdict)).length, decided: decided.length };
}

/** A check whose system a mutant changes. */
interface Changed {
  readonly held: HeldCheck;
  readonly planned: PlannedCheck;
  readonly system: TransitionSystem;
}

interface Pair {
  readonly first: Site;
  readonly second: Site;
  readonly text: string;
}

function pairsOf(sites: readonly Site[]): Pair[] {
  return sites.flatMap((first, index) => sites.slice(index + 1).map((second) => ({ first, second, text: `${first.text} and ${second.text}` })));
}

function bothOf({ first, second }: Pair): Change {
  return {
    without: [...new Set([...first.change.without, ...second.change.without])],
    parts: [...new Set([...first.change.parts, ...second.change.parts])],
    swapped: null,
    isOfActor: first.change.isOfActor && second.change.isOfActor,
  };
}

function partOf(model: Model, { kind, owner, spans, text }: Site): AuditPart {
  const file = model.files[0]!;
  const places = spans.map(({ start }) => positionAt(file, start));
  const { line = 1, column = 1 } = places[0] ?? {};
  return { kind, owner, path: pathAt(file, spans[0]?.start ?? 0), line, column, lines: [...new Set(places.map((place) => place.line))], text };
}
