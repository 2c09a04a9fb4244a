import { positionAt } from '@mmspec/source';
import type { Diagnostic, Span } from '@mmspec/source';
import { buildWorld } from '../world/build_world.ts';
import { flow } from '../flow/build.ts';
import type { Location } from '../flow/types.ts';
import type { Model } from '../model.ts';
import type { World, WorldSettings } from '../world/world.ts';
import { formulasOf } from './formula.ts';
import type { CounterFormula } from './formula.ts';
import { ledger as ledgerOf } from './ledger.ts';
import { nameSet } from './places.ts';
import { spanOf } from './problems.ts';
import { textOfTerm } from './term.ts';
import type { ActorLedger, Holding, Ledger } from './types.ts';

/*
 * The ledger for people: `mmspec refs FILE`.
 */

/** Neighbouring locations of an actor at which it holds the same. */
export interface DescribedHoldings {
  /** `lock..put`, `trylock, put`. */
  readonly places: readonly string[];
  readonly holds: readonly DescribedHolding[];
}

export interface DescribedHolding {
  readonly text: string;
  /** Without those that locals count. */
  readonly count: number;
  /** Locals that count too, as `n` or `2 * n`; left out where there are none. */
  readonly plus?: string;
  /** Lines of the statements that took the reference, with what took it. */
  readonly taken: readonly { readonly line: number; readonly how: string }[];
}

export interface DescribedActor {
  readonly name: string;
  readonly rows: readonly DescribedHoldings[];
}

export interface DescribedLedger {
  readonly actors: readonly DescribedActor[];
  readonly counters: readonly CounterFormula[];
}

/** The ledger as plain data. */
function describedLedger(ledger: Ledger): DescribedLedger {
  const { world } = ledger.flow;
  return {
    actors: ledger.actors.map((actor) => ({ name: actor.flow.actor.name.text, rows: rowsOf(world, actor) })),
    counters: formulasOf(ledger),
  };
}

/**
 * The reference ledger of a spec under a setting, as lines of text: who holds what where and why, the formula of each counter,
 * its value at quiescence, and every path that leaks, puts twice or conflicts. `diagnostics` are those of control flow and ledger,
 * `ledger` is the same as plain data.
 */
export function describeLedger(
  model: Model,
  settings: WorldSettings,
): { readonly ledger: DescribedLedger; readonly lines: string[]; readonly diagnostics: Diagnostic[] } {
  const found = ledgerOf(flow(buildWorld(model, settings)));
  const described = describedLedger(found);
  const lines: string[] = [];
  for (const actor of described.actors) {
    lines.push(`${actor.name}`);
    if (actor.rows.length === 0) lines.push('  holds nothing');
    lines.push(...columns(actor.rows.map((row) => [`at ${row.places.join(', ')}`, row.holds.map(holdingText).join('; ')])));
    lines.push('');
  }
  for (const { counter, formula, atQuiescence } of described.counters) {
    lines.push(`${counter} = ${formula}`, `  at quiescence: ${atQuiescence}`);
  }
  if (described.counters.length === 0) lines.push('no reference counters');
  lines.push('', ...problemLines(found));
  return { ledger: described, lines, diagnostics: [...found.flow.diagnostics, ...found.diagnostics] };
}

function rowsOf(world: World, actor: ActorLedger): readonly DescribedHoldings[] {
  const groups = new Map<string, { readonly holdings: readonly Holding[]; readonly locations: Set<Location>; done: boolean }>();
  const add = (location: Location | null, holdings: readonly Holding[]): void => {
    if (holdings.length === 0) return;
    const key = holdings.map((holding) => `${textOfTerm(holding.count)} ${holding.text} ${holding.ref.span.start}`).join(', ');
    const group = groups.get(key) ?? { holdings, locations: new Set<Location>(), done: false };
    groups.set(key, group);
    if (location === null) group.done = true;
    else group.locations.add(location);
  };
  for (const location of actor.flow.locations) add(location, actor.holdings[location.id] ?? []);
  add(null, actor.atDone);
  return [...groups.values()].map(({ holdings, locations, done }) => ({
    places: [...nameSet(world, actor.flow, locations), ...(done ? ['done'] : [])],
    holds: holdings.map((holding) => describedHolding(world, holding)),
  }));
}

function describedHolding(world: World, holding: Holding): DescribedHolding {
  const counter = holding.root.kind === 'variable' ? '' : `.${holding.ref.name.text}`;
  const taken = holding.taken.map((one) => ({ line: positionOf(world, spanOf(world, one)).line, how: one.how }));
  const { constant, locals } = holding.count;
  const plus = locals.size === 0 ? {} : { plus: textOfTerm({ constant: 0, locals }) };
  return { text: `${holding.text}${counter}`, count: constant, ...plus, taken };
}

function holdingText(holding: DescribedHolding): string {
  const why = holding.taken.map(({ line, how }) => `${how}, line ${line}`).join('; ');
  const count = holding.plus === undefined ? String(holding.count) : `${holding.plus}${plusConstant(holding.count)}`;
  return `${count} on ${holding.text} (${why})`;
}

function plusConstant(count: number): string {
  return count === 0 ? '' : ` ${count < 0 ? '-' : '+'} ${Math.abs(count)}`;
}

function positionOf(world: World, span: Span): { readonly line: number; readonly column: number } {
  const file = world.model.files[span.file];
  return file === undefined ? { line: 0, column: 0 } : positionAt(file, span.start);
}

/** Rows of two columns, indented; the first is padded up to a limit. */
function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.min(28, Math.max(0, ...rows.map(([first]) => first.length)));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}

function problemLines(ledger: Ledger): readonly string[] {
  if (ledger.diagnostics.length === 0) return ['no path leaks, puts twice or conflicts'];
  const { world } = ledger.flow;
  return ledger.diagnostics.flatMap((diagnostic) => {
    const { line } = positionOf(world, diagnostic.span);
    const related = diagnostic.related.map((one) => `  line ${positionOf(world, one.span).line}: ${one.message}`);
    return [`line ${line}: ${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`, ...related];
  });
}
