import { CompileError, runAll, runCheck } from '@mmspec/analysis';
import { analyse, plan, withNewStandIns, type Model } from '@mmspec/semantics';
import { hasErrors, positionAt, type SourceFile } from '@mmspec/source';
import { parse, walk, type Block, type Parsed, type Statement } from '@mmspec/syntax';
import type { AuditRow, AuditVerdict } from '@mmspec/system';
import { expect } from 'vitest';
import { heldIn, phases, type HeldCheck, type Phase } from '../../packages/analysis/src/audit/held.ts';
import { sitesOf, type Change, type Site } from '../../packages/analysis/src/audit/sites.ts';
import { resolve } from '../ledger/support.ts';
import { asParts, edited, withHeads } from './parts_by_hand.ts';
import { audited, fileOf } from './specs.ts';

/*
 * The law of audits: what one says of a part is what separate checks say of a text in which somebody has taken it out by hand.
 */

/** The text with statements where they are never reached, with an `atomic` that is its parts, with neighbours the other way round, or with an access that orders less. */
function byHand(file: SourceFile, model: Model, { without, parts, swapped, weaker }: Change): SourceFile {
  if (weaker !== null) return { ...file, text: file.text.slice(0, weaker.start) + weaker.text + file.text.slice(weaker.end) };
  if (swapped !== null) return { ...file, text: otherWayRound(file.text, model, swapped) };
  const edits = [
    ...without.flatMap(({ span }) => [
      { start: span.start, end: span.start, text: 'if 1 == 2 { ' },
      { start: span.end, end: span.end, text: ' }' },
    ]),
    ...parts.flatMap(asParts),
  ];
  return parts.length === 0 ? edited(file, edits) : withHeads(edited(file, edits));
}

/** The tree of a text whose checks expect nothing: where a label has gone elsewhere, so has the name of an assertion. */
function expectingNothing(file: SourceFile, index: number): Parsed {
  const parsed = parse(file, index);
  const items = parsed.module.items.map((item) => (item.kind === 'check' ? { ...item, of: [], expectation: null } : item));
  return { ...parsed, module: { ...parsed.module, items } };
}

/** A statement takes its label along, where the other one has one of its own. */
function otherWayRound(text: string, model: Model, [first, second]: readonly [Statement, Statement]): string {
  const { statements } = blockOf(model, first);
  const at = statements.indexOf(first);
  const label = statements[at - 1];
  const start = label?.kind === 'label' && statements[at + 1] !== second ? label.span.start : first.span.start;
  const [before, between] = [text.slice(0, start), text.slice(first.span.end, second.span.end)];
  return `${before}${between.trimStart()}\n${text.slice(start, first.span.end)}${text.slice(second.span.end)}`;
}

function blockOf(model: Model, statement: Statement): Block {
  let found: Block | null = null;
  walk(model.modules[0]!, (node) => {
    if (node.kind === 'block' && node.statements.includes(statement)) found = node;
  });
  if (found === null) throw new Error('a statement without a block');
  return found;
}

/** The checks of a model, by name, of which something holds. */
async function heldChecks(model: Model): Promise<ReadonlyMap<string, HeldCheck>> {
  const held = new Map<string, HeldCheck>();
  const checks = withNewStandIns(model, plan(model).checks);
  const planned = new Map(checks.map((check) => [check.name, check]));
  await runAll(model, {
    plan: { checks, diagnostics: [] },
    races: () => [],
    onResult: (result, system) => {
      const found = system === null ? null : heldIn(planned.get(result.name)!, result, system);
      if (found !== null) held.set(result.name, found);
    },
  });
  return held;
}

/** What separate checks say of a text. `refused`: the compiler refuses it under the settings of one of them. Null: the language does, whatever they are. */
async function separately(file: SourceFile, held: ReadonlyMap<string, HeldCheck>): Promise<{ readonly phase: Phase | null; readonly refused: boolean } | null> {
  const { model, diagnostics } = analyse(file, resolve, expectingNothing, true);
  if (hasErrors(diagnostics)) return null;
  const broken = new Set<Phase>();
  let refused = false;
  for (const planned of withNewStandIns(model, plan(model).checks).filter(({ name }) => held.has(name))) {
    try {
      const own = held.get(planned.name)!;
      // Under which fairness something is asked stands in what is expected.
      const { fairness = {} } = own.planned;
      const { results } = await runCheck(model, { ...planned, fairness, expectation: null }, { races: () => [] });
      const violated = new Set(results.flatMap(({ property, verdict }) => (verdict === 'violated' ? [property] : [])));
      for (const phase of phases) if (own.names[phase].some((property) => violated.has(property))) broken.add(phase);
      const gone = own.assertions.filter((name) => !results.some(({ property }) => property === name));
      const isRenamed = (name: string): boolean => /^\w+(\.\w+)+$/u.test(name) && !name.endsWith('.live') && !own.assertions.includes(name);
      const allHeld = gone.length > 0 && gone.every((name) => own.names.needed.includes(name));
      if (allHeld && [...violated].some(isRenamed)) broken.add('needed');
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      refused = true;
    }
  }
  return { phase: phases.find((phase) => broken.has(phase)) ?? null, refused };
}

/** How many parts of a spec are judged as separate checks judge them: those that are chosen, of which the audit is asked alone. */
export async function auditedAsChecked(path: string, chosen: (sites: readonly Site[]) => readonly Site[]): Promise<number> {
  const file = fileOf(path);
  const { model } = analyse(file, resolve);
  const all = sitesOf(model);
  const wanted = chosen(all);
  const lineOf = ({ spans }: Site): number => positionAt(file, spans[0]!.start).line;
  const lines = [...new Set(wanted.map(lineOf))];
  const { rows } = await audited(file, { pairsMax: 0, races: false, ...(wanted.length === all.length ? {} : { lines }) });
  const asked = all.filter((site) => lines.includes(lineOf(site)));
  expect(rows).toHaveLength(asked.length);
  const held = await heldChecks(model);
  const hasWindows = [...held.values()].some(({ planned: { memory = 'sc' } }) => memory !== 'sc');
  let compared = 0;
  for (const [index, site] of asked.entries()) {
    if (!wanted.includes(site)) continue;
    const row = rows[index]!;
    const found = await separately(byHand(file, model, site.change), held);
    // A condition that no setting makes true is a mistake in places where one that some setting makes true is none.
    if (found === null) {
      if (row.verdict === 'not possible') compared++;
      continue;
    }
    const { phase, refused } = found;
    const unnoticed = unnoticedAs(row, hasWindows);
    // What is refused under one check is needed where another one shows it before.
    const allowed: readonly AuditVerdict[] = refused ? ['not possible', ...(phase === 'needed' ? [phase] : [])] : phase === null ? unnoticed : [phase];
    expect(allowed.map((verdict) => nameOf(path, row, verdict))).toContain(nameOf(path, row, row.verdict));
    compared++;
  }
  expect(compared).toBeGreaterThanOrEqual(wanted.length * comparedLeast);
  return compared;
}

/** What nobody notices: where no check under tso or weak comes to a barrier or an order, nothing is said of it. */
function unnoticedAs({ kind, reason }: AuditRow, hasWindows: boolean): readonly AuditVerdict[] {
  if (kind !== 'order' && kind !== 'barrier') return ['superfluous'];
  if (!hasWindows) return ['not judged'];
  return reason === '' || reason.startsWith('under ') ? ['superfluous'] : ['not judged'];
}

/** Of so many of the parts that are wanted the same can be said by hand. */
const comparedLeast = 0.8;

const nameOf = (path: string, { line, kind, text }: AuditRow, verdict: string): string => `${path}:${line} ${kind} ${text}: ${verdict}`;
