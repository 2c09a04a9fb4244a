import type { Model } from '@mmspec/semantics';
import { propertyText, settingsOfRace } from '@mmspec/system';
import type { AuditFinding, CheckResult, PlannedCheck, Settings, TransitionSystem } from '@mmspec/system';
import type { Tracer } from '../drawing/tracing.ts';
import { paused, runSystems, searchKey } from '../run_systems.ts';
import { limitsOf, type SearchLimits } from '../search_limits.ts';
import { settingsKey } from '../settings_key.ts';
import { systemOrError } from '../system_under.ts';
import { isWindowed } from '../windows.ts';
import { phases, renamedIn, type HeldCheck, type Phase } from './held.ts';
import type { Made, Mutant, MutantMaker } from './mutants.ts';
import { reachedChanges } from './reached.ts';
import { packedFrom } from './reductions.ts';

/** What judging a part keeps to. */
export interface JudgeOptions extends SearchLimits {
  /** Whether races are drawn; default true. */
  readonly races?: boolean | undefined;
}

const unnoticed: AuditFinding = { verdict: 'superfluous', reason: '', check: null, property: null, depth: null, result: null };

/** Judges mutants of one spec by checks in which something holds. Guards that what was not searched to its end is never called superfluous. */
export class PartJudge {
  /** Those of all searches. */
  states = 0;
  private readonly known: Map<string, AuditFinding> = new Map();
  private readonly reached: Map<Model, Map<string, ReadonlySet<number>>> = new Map();
  /** What is small comes first, and answers. */
  private readonly held: readonly HeldCheck[];
  private readonly maker: MutantMaker;
  private readonly options: JudgeOptions;

  constructor(held: readonly HeldCheck[], maker: MutantMaker, options: JudgeOptions) {
    this.held = held;
    this.maker = maker;
    this.options = options;
  }

  /** `isOfMemory`: a barrier or an order of accesses, which weaker memory may tell where no property in order does. */
  async judge({ mutant, refusal }: Made, isOfMemory: boolean): Promise<AuditFinding> {
    if (this.held.length === 0) return { ...unnoticed, verdict: 'not decided', reason: 'no check that expects something was searched to its end' };
    if (mutant === null) return { ...unnoticed, verdict: 'not possible', reason: refusal };
    const { found, isWindowed: isJudged } = await this.noticed(mutant);
    if (!isOfMemory || isJudged || found.verdict !== 'superfluous') return found;
    return { ...found, verdict: 'not judged', reason: 'it may matter where memory is weaker, and no check under tso or weak comes there' };
  }

  /**
   * What a mutant violates: a fault in any check, else something that does not happen. A check is compiled when it is its turn,
   * and its search ends with the first fault; once something is known not to happen only faults are looked for.
   */
  private async noticed(mutant: Mutant): Promise<Noticed> {
    let progress: AuditFinding | null = null;
    let open: AuditFinding | null = null;
    let none = unnoticed;
    let windowed = false;
    let isReached = false;
    const noticed = (found: AuditFinding): Noticed => ({ found, isWindowed: windowed });
    for (const group of this.groups()) {
      const wanted = progress === null ? phases : phases.slice(0, 1);
      const asked = group.filter(({ names }) => wanted.some((phase) => names[phase].length > 0));
      if (asked.length === 0) continue;
      await paused(this.options);
      isReached ||= this.isReached(asked[0]!, mutant);
      const changed = this.changedIn(asked, mutant);
      if (typeof changed === 'string') return noticed({ ...unnoticed, verdict: 'not possible', reason: changed });
      if (changed === null) continue;
      windowed ||= isWindowed(asked[0]!.planned);
      const found = await this.searched(wanted, changed, mutant.tracer);
      if (found.verdict === 'needed') return noticed(found);
      if (found.verdict === 'superfluous' && found.reason !== '') none = found;
      if (found.verdict === 'needed for progress') progress ??= found;
      if (found.verdict === 'not decided') open ??= found;
    }
    return noticed(progress ?? open ?? (isReached ? none : { ...none, reason: 'no check comes there' }));
  }

  /** Checks that one search answers, in the order of the first of each. */
  private groups(): readonly (readonly HeldCheck[])[] {
    const groups = new Map<string, HeldCheck[]>();
    for (const held of this.held) {
      const key = searchKey(held.planned);
      groups.set(key, [...(groups.get(key) ?? []), held]);
    }
    return [...groups.values()];
  }

  /** Checks with the mutant; null where their program is the same, and why there is none where the compiler refuses it. */
  private changedIn(held: readonly HeldCheck[], mutant: Mutant): Changed | string | null {
    const [first] = held;
    if (first === undefined || !this.isReached(first, mutant)) return null;
    const settings = mutant.settings(first.planned.settings);
    const hasWindow = isWindowed(first.planned);
    // In order an access that orders less is the same.
    if (mutant.isWeaker && !hasWindow) return null;
    const system = systemOrError(mutant.model, { ...first.planned, settings });
    if (typeof system === 'string') return system;
    // What a program in order does not show may be a barrier; of an access that orders less it shows the text.
    const isSame = system.source?.() === first.source && (mutant.isWeaker || !hasWindow);
    return isSame ? null : { held: held.map((each) => renamedIn(each, system)), settings, system };
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
    if (isWindowed(changed.held[0]!.planned)) return this.search(wanted, changed, tracer);
    const key = `${wanted.join()} ${changed.held.map(({ planned }) => planned.name).join()} ${changed.system.source?.() ?? ''}`;
    const found = this.known.get(key) ?? (await this.search(wanted, changed, tracer));
    this.known.set(key, found);
    return found;
  }

  private async search(wanted: readonly Phase[], { held, settings, system }: Changed, tracer: Tracer): Promise<AuditFinding> {
    const byName = new Map(held.map((each) => [each.planned.name, each]));
    const asked = held.map(({ planned, names }): PlannedCheck => ({ ...planned, settings, of: wanted.flatMap((phase) => names[phase]), expectation: null }));
    const results = await runSystems(asked, () => system, tracer, {
      ...limitsOf(this.options),
      until: held.flatMap(({ names }) => names.needed),
      ...(isWindowed(held[0]!.planned) ? {} : { ...held[0]!.reductions, packedFrom, paths: this.options.races === false ? 'none' : 'all' }),
      races: ({ name }, found) => (this.options.races === false ? [] : worst(found, byName.get(name)!).map(({ property }) => property)),
    });
    // One search has found all of it.
    this.states += results[0]?.states ?? 0;
    const noticed = results.flatMap((result) => {
      const own = byName.get(result.name)!;
      const violated = result.results.filter(({ verdict }) => verdict === 'violated');
      return worst(violated, own).map(({ property, depth }) => ({ result, own, property, depth, rank: rankOf({ property, depth }, own) }));
    });
    const [first] = noticed.toSorted((a, b) => a.rank - b.rank);
    if (first !== undefined) {
      const { result, own, property: name, depth } = first;
      const property = system.properties.find((each) => each.name === name);
      return {
        verdict: own.names.needed.includes(name) ? 'needed' : 'needed for progress',
        reason: '',
        check: result.name,
        property: property === undefined ? null : propertyText(property),
        depth,
        result: { ...result, settings: this.maker.settingsOf(settingsOfRace(result, {})) },
      };
    }
    const open = results.find(({ verdict }) => verdict === 'unfinished');
    if (results.length === asked.length && open === undefined) return { ...unnoticed, reason: windowText(results[0]!) };
    return { ...unnoticed, verdict: 'not decided', reason: `${open?.name ?? asked[0]!.name}: ${open?.reason ?? 'it was cancelled'}` };
  }
}

/** What was found, and whether a check under tso or weak comes to what is changed. */
interface Noticed {
  readonly found: AuditFinding;
  readonly isWindowed: boolean;
}

/** Which windows a search says something of, where wider ones allow more; empty: of all. */
function windowText({ memory, window, bounded }: CheckResult): string {
  return typeof bounded === 'object' && bounded.wider ? `under ${memory}, in windows of ${window} accesses` : '';
}

/** A violated property, and the steps of its shortest run. */
interface Violated {
  readonly property: string;
  readonly depth: number | null;
}

/** A fault comes before what does not happen, then what has the shortest run. */
function rankOf({ property, depth }: Violated, { names }: HeldCheck): number {
  return (names.needed.includes(property) ? 0 : 1e9) + (depth ?? 1e8);
}

/** What is told of the properties that are violated in a check; of equal ones the first. */
function worst<T extends Violated>(violated: readonly T[], held: HeldCheck): T[] {
  return violated.toSorted((a, b) => rankOf(a, held) - rankOf(b, held)).slice(0, 1);
}

/** Checks with the system that a mutant gives them. */
interface Changed {
  readonly held: readonly HeldCheck[];
  readonly settings: Settings;
  readonly system: TransitionSystem;
}
