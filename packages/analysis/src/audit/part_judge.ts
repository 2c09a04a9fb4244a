import type { Model } from '@mmspec/semantics';
import { propertyText } from '@mmspec/system';
import type { AuditFinding, PlannedCheck, TransitionSystem } from '@mmspec/system';
import type { Tracer } from '../drawing/tracing.ts';
import { paused, runSystems } from '../run_systems.ts';
import { limitsOf, type SearchLimits } from '../search_limits.ts';
import { settingsKey } from '../settings_key.ts';
import { systemOrError } from '../system_under.ts';
import { phases, type HeldCheck, type Phase } from './held.ts';
import type { Made, Mutant, MutantMaker } from './mutants.ts';
import { reachedChanges } from './reached.ts';

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

  /** `isOrder`: of accesses, which weaker memory may tell apart where no property does. */
  async judge({ mutant, refusal }: Made, isOrder: boolean): Promise<AuditFinding> {
    if (this.held.length === 0) return { ...unnoticed, verdict: 'not decided', reason: 'no check is as expected and searched to its end' };
    if (mutant === null) return { ...unnoticed, verdict: 'not possible', reason: refusal };
    const found = await this.noticed(mutant);
    if (!isOrder || found.verdict !== 'superfluous') return found;
    return { ...found, verdict: 'not judged', reason: 'an order of accesses may matter where memory is weaker' };
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
}

/** The property that is told of those that are violated: a fault before what does not happen, then what has the shortest run; of equal ones the first. */
function shownOf(violated: readonly { readonly property: string; readonly depth: number | null }[], { names }: HeldCheck): string[] {
  const rank = ({ property, depth }: (typeof violated)[number]): number => (names.needed.includes(property) ? 0 : 1e9) + (depth ?? 1e8);
  const [first] = violated.toSorted((a, b) => rank(a) - rank(b));
  return first === undefined ? [] : [first.property];
}

/** A check whose system a mutant changes. */
interface Changed {
  readonly held: HeldCheck;
  readonly planned: PlannedCheck;
  readonly system: TransitionSystem;
}
