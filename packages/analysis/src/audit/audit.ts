import { now } from '@mmspec/checker';
import { analyse, plan, withNewStandIns } from '@mmspec/semantics';
import type { Model, Resolver } from '@mmspec/semantics';
import { selected } from '../select.ts';
import { pathAt, positionAt } from '@mmspec/source';
import type { Diagnostic, SourceFile } from '@mmspec/source';
import type { Audit, AuditFinding, AuditPair, AuditPart, AuditRow, AuditVerdict, MutationScore } from '@mmspec/system';
import { refuseErrors } from '../compile_error.ts';
import { runAll } from '../run.ts';
import { limitsOf } from '../search_limits.ts';
import { systemUnder } from '../system_under.ts';
import { isWindowed } from '../windows.ts';
import { heldIn, modelsOf, type HeldCheck } from './held.ts';
import type { JudgeOptions } from './part_judge.ts';
import { packedFrom, ReductionChoice } from './reductions.ts';
import { changeOf, isOfMemory, judgeOf, type AuditHelpers, type AuditTask, type HelpersFinding, type Judging, type Tried } from './shared_audit.ts';
import { sitesOf, type Site } from './sites.ts';

/*
 * The audit of a design: each part of it is taken out, one at a time, and what holds by expectation is checked again.
 */

/** What an audit looks at, how far it goes, and who helps. */
export interface AuditOptions extends JudgeOptions {
  /** The model of the spec, where the caller has read it. */
  readonly model?: Model | undefined;
  /** Names of checks, of matrices or of their cells; all where it is left out. */
  readonly checks?: readonly string[] | undefined;
  /** Only checks that are as expected: what else holds in the others is left out. */
  readonly onlyMet?: boolean | undefined;
  /** Only the parts that begin in these lines. */
  readonly lines?: readonly number[] | undefined;
  /** At most so many parts are tried, and so many pairs of those that are superfluous alone; default: all, and 100. */
  readonly partsMax?: number | undefined;
  readonly pairsMax?: number | undefined;
  /** Gives those who help with what is left from an index on, in threads of their own; left out: nobody does. */
  readonly helpers?: ((task: AuditTask, from: number) => AuditHelpers | null) | undefined;
  /** Milliseconds of work that are left, from which on others help; default 6,000: each of them reads and compiles everything for itself, which takes half a second of processor time, and makes all code fast once more. */
  readonly helpersFrom?: number | undefined;
  /** Called before each part or pair is tried: how many were, of how many, and what it is. */
  readonly onPart?: ((done: number, count: number, text: string) => void) | undefined;
}

/** An audit, and what its spec gets said besides. */
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
const aloneByDefault = 6000;

/** One audit. */
class Auditor {
  private states = 0;
  private readonly start = now();
  private readonly held: HeldCheck[] = [];
  private readonly unmet: string[] = [];
  private readonly unfinished: string[] = [];
  private readonly original: Model;
  private readonly all: readonly Site[];
  private readonly judging: Judging;
  private readonly main: SourceFile;
  private readonly options: AuditOptions;

  constructor(main: SourceFile, resolve: Resolver, options: AuditOptions) {
    this.main = main;
    this.options = options;
    this.original = options.model ?? analyse(main, resolve).model;
    this.all = sitesOf(this.original);
    this.judging = judgeOf(main, this.original, resolve, this.held, options);
  }

  async run(): Promise<Audited> {
    const { lines, partsMax = Infinity, pairsMax = pairsByDefault } = this.options;
    const asked = this.all.filter((site) => lines === undefined || lines.includes(partOf(this.original, site).line));
    const sites = asked.slice(0, partsMax);
    const diagnostics = await this.judge();
    const found = await this.each(sites.map((site) => [site]));
    const rows = found.map((finding, index): AuditRow => ({ ...partOf(this.original, sites[index]!), ...finding }));
    const alone = sites.filter(({ change }, index) => change.swapped === null && change.weaker === null && rows[index]?.verdict === 'superfluous');
    const pairs = rows.length === sites.length ? pairsOf(alone) : [];
    const wanted = pairs.slice(0, pairsMax);
    const tried = (await this.each(wanted)).map((finding, index): AuditPair => {
      const [first, second] = wanted[index]!;
      return { parts: [partOf(this.original, first), partOf(this.original, second)], ...finding };
    });
    return {
      audit: {
        checks: this.held.map(({ planned }) => planned.name),
        unmet: this.unmet,
        unfinished: this.unfinished,
        memory: modelsOf(this.held),
        rows,
        pairs: tried.filter(({ verdict }) => verdict !== 'superfluous' && verdict !== 'not possible'),
        score: scoreOf(rows),
        pairsTried: tried.length,
        states: this.states + this.judging.judge.states,
        seconds: (now() - this.start) / 1000,
        complete: rows.length === asked.length && tried.length === pairs.length && !this.isOver(),
      },
      diagnostics,
    };
  }

  /** Searches the checks of the spec as it is, for what holds in them. */
  private async judge(): Promise<readonly Diagnostic[]> {
    const { checks: listed, diagnostics: said } = plan(this.original);
    // One number stands for all in a check for any number, as that of another check may.
    const planned = withNewStandIns(this.original, selected(this.original, listed, { checks: this.options.checks }));
    const byName = new Map(planned.map((check) => [check.name, check]));
    const choice = new ReductionChoice(this.options);
    const orders = new Map<string, number>();
    const { diagnostics } = await runAll(this.original, {
      ...limitsOf(this.options),
      symmetry: true,
      packedFrom,
      paths: 'none',
      reductions: () => choice.next(),
      onSearch: (system, search) => choice.note(system, search),
      plan: { checks: planned, diagnostics: said },
      checks: this.options.checks === undefined ? undefined : planned.map(({ name }) => name),
      scenarios: false,
      races: () => [],
      onResult: (result, system) => {
        this.states += result.states;
        orders.set(result.name, result.reduction.symmetry);
        const check = byName.get(result.name);
        if (check === undefined || check.expectation === null) return;
        const source = isWindowed(check) ? systemUnder(this.original, check.settings, check).system.source?.() : undefined;
        const held = system === null ? null : heldIn(check, result, system, source);
        if (held === null) {
          this.unfinished.push(result.name);
          return;
        }
        if (!result.met) this.unmet.push(result.name);
        if (result.met || this.options.onlyMet !== true) this.held.push(held);
      },
    });
    refuseErrors(diagnostics, this.original.files);
    for (const [index, held] of this.held.entries())
      this.held[index] = { ...held, reductions: await choice.of(held.states, orders.get(held.planned.name) ?? 1) };
    this.states += choice.states;
    // What is small answers first; what takes windows comes last.
    this.held.sort((a, b) => Number(isWindowed(a.planned)) - Number(isWindowed(b.planned)) || a.states - b.states);
    return diagnostics;
  }

  /** What is found of each, as far as there is time; with help once there is work for others. */
  private async each(tried: readonly Tried[]): Promise<AuditFinding[]> {
    if (tried.length === 0 || this.isOver()) return [];
    // It takes long where there are thousands of them, and nobody can hear of a signal then.
    this.options.onCompile?.();
    const made = this.judging.maker.ofChanges(tried.map(changeOf));
    const found: AuditFinding[] = [];
    const start = now();
    let helpers: AuditHelpers | null = null;
    try {
      for (const [index, each] of tried.entries()) {
        if (this.isOver()) break;
        if (helpers === null && index > 0 && ((now() - start) / index) * (tried.length - index) > (this.options.helpersFrom ?? aloneByDefault))
          helpers = this.helpersFor(tried, index);
        this.options.onPart?.(index, tried.length, each.map(({ text }) => text).join(' and '));
        const taken: HelpersFinding | null = helpers === null || helpers.claim(index) ? null : await helpers.found(index);
        this.states += taken?.states ?? 0;
        found.push(taken?.finding ?? (await this.judging.judge.judge(made(index), isOfMemory(each))));
      }
      return found;
    } finally {
      helpers?.end();
    }
  }

  /** Those who help with what is left from an index on. */
  private helpersFor(tried: readonly Tried[], from: number): AuditHelpers | null {
    const { helpers, statesMax, memoryMax, timeMax, races } = this.options;
    const task: AuditTask = {
      main: this.main,
      held: this.held,
      tried: tried.map((sites) => sites.map((site) => this.all.indexOf(site))),
      limits: { statesMax, memoryMax, timeMax, races },
    };
    return helpers?.(task, from) ?? null;
  }

  private isOver(): boolean {
    return this.options.signal?.aborted === true;
  }
}

const noticed: ReadonlySet<AuditVerdict> = new Set(['needed', 'needed for progress']);

function scoreOf(rows: readonly AuditRow[]): MutationScore {
  const decided = rows.filter(({ verdict }) => noticed.has(verdict) || verdict === 'superfluous');
  return { noticed: decided.filter(({ verdict }) => noticed.has(verdict)).length, decided: decided.length };
}

/** The lines in which parts of a spec begin, in order: by these a caller may name them. */
export function partLines(model: Model): number[] {
  return [...new Set(sitesOf(model).map((site) => partOf(model, site).line))];
}

type Pair = readonly [first: Site, second: Site];

function pairsOf(sites: readonly Site[]): Pair[] {
  return sites.flatMap((first, index) => sites.slice(index + 1).map((second): Pair => [first, second]));
}

function partOf(model: Model, { kind, owner, spans, text }: Site): AuditPart {
  const file = model.files[0]!;
  const places = spans.map(({ start }) => positionAt(file, start));
  const { line = 1, column = 1 } = places[0] ?? {};
  return { kind, owner, path: pathAt(file, spans[0]?.start ?? 0), line, column, lines: [...new Set(places.map((place) => place.line))], text };
}
