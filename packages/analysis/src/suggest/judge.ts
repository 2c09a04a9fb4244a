import { constantsUnder } from '@mmspec/semantics';
import type { Analysis, Constants, Model } from '@mmspec/semantics';
import { hasErrors, type Diagnostic, type SourceFile } from '@mmspec/source';
import type { CheckResult, PlannedCheck, PropertyResult, TransitionSystem } from '@mmspec/system';
import { tracerOf } from '../drawing/tracing.ts';
import { runSystems } from '../run_systems.ts';
import type { SearchLimits } from '../search_limits.ts';
import { checkNamed } from '../select.ts';
import { systemOrError } from '../system_under.ts';
import { untestedImplications } from '../vacuity/left_sides.ts';
import { exercised, lost, waysOutOf, type Exercised } from './exercised.ts';
import { ledgerWarnings, type VariantReader } from './variant.ts';

/** A text of the spec as far as one check goes, searched whole. */
export interface Judged {
  readonly file: SourceFile;
  readonly model: Model;
  readonly constants: Constants;
  readonly planned: PlannedCheck;
  readonly system: TransitionSystem;
  readonly result: CheckResult;
  readonly exercised: Exercised;
  readonly warnings: ReadonlySet<string>;
  /** Implications whose left side holds nowhere. */
  readonly untested: ReadonlySet<string>;
}

/** What became of a text with changes. */
export type Outcome =
  | { readonly kind: 'refused' }
  /** The program is that of another text. */
  | { readonly kind: 'same' }
  /** A limit ended a search. */
  | { readonly kind: 'unfinished' }
  /** Something that is to hold is violated, after so many steps; null: there is no shortest run. */
  | { readonly kind: 'violated'; readonly property: string; readonly depth: number | null }
  /** What is to hold does, for the design does less than before. */
  | { readonly kind: 'spoilt'; readonly reason: string }
  | { readonly kind: 'holds'; readonly states: number; readonly untaken: readonly string[] };

/** What is asked of each text. */
export interface Wish {
  readonly wanted: readonly string[];
  /** Whose race is looked for first. */
  readonly first: string;
  /** Steps of that race; 0: it has none. */
  readonly depth: number;
  readonly limits: SearchLimits;
}

/** Everything about a text that has no errors; null where it has. */
export async function judgedWhole(reader: VariantReader, file: SourceFile, check: string, limits: SearchLimits): Promise<Judged | null> {
  const read = compiledText(reader, file, check);
  if (read === null) return null;
  const { analysis, planned, system } = read;
  const { model } = analysis;
  let taken: Uint8Array = new Uint8Array();
  const [result] = await runSystems(
    [{ ...planned, expectation: null }],
    () => system,
    tracerOf(() => model),
    { ...limits, onSearch: (_, search) => (taken = search.taken) },
  );
  if (result === undefined) return null;
  const untested = (await untestedImplications(model, [planned], limits)) ?? [];
  return {
    file,
    model,
    constants: constantsUnder(model, planned.settings),
    planned,
    system,
    result,
    exercised: exercised(file, system, taken),
    warnings: ledgerWarnings(analysis.diagnostics),
    untested: new Set(untested.map(({ message }) => message)),
  };
}

/** Judges texts with changes against the text without. Guards that nothing counts as mended that does less than before. */
export class Judge {
  states = 0;
  private readonly violatedBefore: ReadonlySet<string>;
  private readonly programs = new Set<string>();
  private readonly reader: VariantReader;
  readonly original: Judged;
  readonly wish: Wish;
  private readonly isWayOut: (what: string) => boolean;

  constructor(reader: VariantReader, original: Judged, wish: Wish) {
    this.reader = reader;
    this.original = original;
    this.wish = wish;
    this.isWayOut = waysOutOf(original.file, original.model.modules[0]!);
    this.violatedBefore = violatedIn(original.result);
    this.programs.add(original.system.source?.() ?? '');
  }

  /** `unasked`: properties that ask for places which the change takes away. Something that is wanted has to be asked still. */
  async judge(file: SourceFile, unasked: readonly string[] = []): Promise<Outcome> {
    if (this.wish.wanted.every((property) => unasked.includes(property))) return { kind: 'refused' };
    const read = compiledText(this.reader, file, this.original.planned.name);
    if (read === null) return { kind: 'refused' };
    const { analysis, planned, system } = read;
    if ([...ledgerWarnings(analysis.diagnostics)].some((warning) => !this.original.warnings.has(warning))) return { kind: 'refused' };
    const source = system.source?.() ?? '';
    if (this.programs.has(source)) return { kind: 'same' };
    this.programs.add(source);
    return (await this.first(planned, system)) ?? this.whole(file, analysis.model, planned, system, unasked);
  }

  /** Whether the first property that is wanted is violated still: most changes end here. */
  private async first(planned: PlannedCheck, system: TransitionSystem): Promise<Outcome | null> {
    const { first } = this.wish;
    const result = await this.search({ ...planned, of: [first], expectation: null }, system);
    const found = result?.results.find(({ property }) => property === first);
    if (found?.verdict === 'violated') return { kind: 'violated', property: first, depth: found.depth };
    return result === undefined || found?.verdict === 'unfinished' ? { kind: 'unfinished' } : null;
  }

  private async whole(file: SourceFile, model: Model, planned: PlannedCheck, system: TransitionSystem, unasked: readonly string[]): Promise<Outcome> {
    let taken: Uint8Array = new Uint8Array();
    const result = await this.search({ ...planned, expectation: null }, system, (found) => (taken = found));
    if (result === undefined || result.results.some(({ verdict }) => verdict === 'unfinished')) return { kind: 'unfinished' };
    const missed = result.results.find((each) => this.isMissed(each));
    if (missed !== undefined) return { kind: 'violated', property: missed.property, depth: missed.depth };
    const untaken = lost(this.original.exercised, exercised(file, system, taken));
    const missing = untaken.find((what) => !this.isWayOut(what));
    if (missing !== undefined) return { kind: 'spoilt', reason: `${missing} is never taken` };
    const untested = await untestedImplications(model, [planned], this.wish.limits);
    if (untested === null) return { kind: 'unfinished' };
    const declared = model.properties.flatMap(({ name, declaration }) => (unasked.includes(name) ? [declaration.span] : []));
    const isUnasked = ({ span }: Diagnostic): boolean =>
      declared.some(({ file: of, start, end }) => of === span.file && start <= span.start && span.end <= end);
    const idle = untested.find((each) => !this.original.untested.has(each.message) && !isUnasked(each));
    if (idle !== undefined) return { kind: 'spoilt', reason: idle.message };
    return { kind: 'holds', states: result.states, untaken };
  }

  /** What is violated and is not to be: it is wanted, or held before. */
  isMissed({ property, verdict }: PropertyResult): boolean {
    return verdict === 'violated' && (this.wish.wanted.includes(property) || !this.violatedBefore.has(property));
  }

  private async search(planned: PlannedCheck, system: TransitionSystem, onTaken?: (taken: Uint8Array) => void): Promise<CheckResult | undefined> {
    const { model } = this.original;
    const [result] = await runSystems(
      [planned],
      () => system,
      tracerOf(() => model),
      { ...this.wish.limits, races: () => [], onSearch: (_, search) => onTaken?.(search.taken) },
    );
    this.states += result?.states ?? 0;
    return result;
  }
}

interface CompiledText {
  readonly analysis: Analysis;
  readonly planned: PlannedCheck;
  readonly system: TransitionSystem;
}

/** Null where the text has errors, or no such check. */
function compiledText(reader: VariantReader, file: SourceFile, check: string): CompiledText | null {
  const analysis = reader.read(file);
  if (hasErrors(analysis.diagnostics)) return null;
  const planned = checkNamed(analysis.model, check);
  if (planned === undefined) return null;
  const system = systemOrError(analysis.model, planned);
  return typeof system === 'string' ? null : { analysis, planned, system };
}

function violatedIn({ results }: CheckResult): ReadonlySet<string> {
  return new Set(results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property));
}
