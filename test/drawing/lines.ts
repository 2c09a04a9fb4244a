import { retrace } from '@mmspec/analysis';
import { interpret } from '@mmspec/interpreter';
import { raceEvents } from '@mmspec/report';
import type { CellStore, Deed, Plain, TraceStep } from '@mmspec/system';
import { analysed, errorsOf } from '../random/pipeline.ts';
import type { TracedPath } from '@mmspec/analysis';
import type { RandomRace } from './races.ts';

/*
 * Whether the lines of a race say what its steps did. What they did is asked elsewhere: of the states that the compiled system
 * describes, and for conditions of the interpreter, as a property of the state in which the condition stands.
 */

type Rows = Readonly<Record<string, Plain>>;

/** What a record says wrong about the cells that its steps read and stored. */
export function wrongValues({ system }: RandomRace, { trace }: TracedPath): string[] {
  const actors = system.actors.map(({ name }) => name);
  // Counts of CPUs and actors have no name in the text: what changes them is told as the call that does.
  const isShared = (name: string): boolean => !name.includes('#') && !actors.some((actor) => name === actor || name.startsWith(`${actor}.`));
  return trace.steps.flatMap((step, index) => {
    const before = trace.steps[index - 1]?.state ?? trace.initial;
    const cells = new Map(Object.entries(before));
    const wrong = [...step.did.deeds, ...step.did.after].flatMap((deed) => wrongLoads(deed, cells, isShared));
    // A fault has no state after it.
    if (index === trace.steps.length - 1 && step.state === before) return wrong;
    for (const [name, value] of Object.entries(step.state))
      if (isShared(name) && cells.get(name) !== value) wrong.push(`${step.text}: ${name} is ${value}, the record says ${cells.get(name)}`);
    return wrong.map((each) => `step ${index}: ${each}`);
  });
}

/** Goes through the loads and stores of a deed in order, from the values before it. */
function wrongLoads(deed: Deed, cells: Map<string, Plain>, isShared: (name: string) => boolean): string[] {
  // A value is chosen before the condition of its choice is asked.
  const chosen = deed.kind === 'choose' ? deed.stores.map(({ cell, to }) => `${cell} ${to}`) : [];
  const wrong = deed.loads
    .filter(([cell, value]) => isShared(cell) && cells.get(cell) !== value && !chosen.includes(`${cell} ${value}`))
    .map(([cell, value]) => `${deed.text}: read ${value} from ${cell}, which is ${cells.get(cell)}`);
  for (const inner of deed.inside) wrong.push(...wrongLoads(inner, cells, isShared));
  for (const { cell, from, to, local } of deed.stores) {
    if (local === null && from !== null && cells.get(cell) !== from && deed.kind !== 'choose')
      wrong.push(`${deed.text}: stored over ${from} in ${cell}, which is ${cells.get(cell)}`);
    if (local === null) cells.set(cell, to);
  }
  return wrong;
}

/** What the lines of a drawing in which nothing is left out say wrong, or leave out, about the cells that changed and the conditions. */
export function wrongLines({ property }: RandomRace, { trace }: TracedPath): string[] {
  const subject = { property: property.name, formula: property.text, isBroken: true };
  const full = raceEvents(trace, subject, { full: true, marked: [], only: null });
  const plain = raceEvents(trace, subject, { full: false, marked: [], only: null });
  const remarksOf = (events: typeof full, step: number): string[] =>
    events.filter(({ steps }) => steps.includes(step)).flatMap(({ parts }) => parts.flatMap(({ remarks }) => remarks));
  return trace.steps.flatMap((step, index) => {
    const told = remarksOf(full, index);
    const changes = told.flatMap((remark) => {
      const [, name = '', from = '', to = ''] = /^(\S+) (.*) -> (.*)$/u.exec(remark) ?? [];
      return name === '' ? [] : [{ name, from, to }];
    });
    const real = netStores(step).filter(({ from, to }) => from !== to);
    const isTold = ({ cell, from, to }: CellStore): boolean =>
      (from === null ? told : []).some((remark) => remark.endsWith(` = ${to}`)) ||
      changes.some((change) => cell.endsWith(change.name) && change.from === String(from) && change.to === String(to));
    const outcomes = step.did.deeds.filter(({ kind, outcome }) => kind === 'condition' && outcome !== undefined).map(({ outcome }) => String(outcome));
    const choices = step.did.deeds
      .filter(({ kind }) => kind === 'choose')
      .filter(({ value, text }) => !told.some((remark) => remark.endsWith(` ${value}`)) && !text.endsWith(`= ${value}`));
    return [
      ...real.filter((store) => !isTold(store)).map(({ cell, from, to }) => `${cell} ${from} -> ${to} is not told`),
      ...changes
        .filter(({ from, to }) => !allStores(step).some((store) => String(store.to) === to) || from === to)
        .map(({ name, from, to }) => `${name} ${from} -> ${to} is told and did not happen`),
      ...(told.filter((remark) => remark === 'true' || remark === 'false').length < outcomes.length
        ? [`of ${outcomes.join()} only ${told.join()} is told`]
        : []),
      ...choices.map(({ text, value }) => `${text} does not tell ${value}`),
      ...remarksOf(plain, index)
        .filter((remark) => !told.includes(remark) && !['begins', 'goes on', 'ends'].includes(remark))
        .map((remark) => `${remark} is told in short only`),
    ].map((each) => `step ${index} (${step.text}): ${each}`);
  });
}

/** The stores of a step into shared cells, inner ones included. */
function allStores({ did }: TraceStep): CellStore[] {
  const all = (deeds: readonly Deed[]): CellStore[] => deeds.flatMap(({ stores, inside }) => [...all(inside), ...stores.filter(({ local }) => local === null)]);
  return all([...did.deeds, ...did.after]);
}

/** For each statement and cell, what it made of it. */
function netStores({ did }: TraceStep): CellStore[] {
  const net = new Map<string, CellStore>();
  const visit = (deeds: readonly Deed[], key: string): void =>
    deeds.forEach(({ stores, inside }, at) => {
      const own = key === '' ? String(at) : key;
      visit(inside, own);
      for (const store of stores)
        if (store.local === null) net.set(`${own} ${store.cell}`, { ...store, from: net.get(`${own} ${store.cell}`)?.from ?? store.from });
    });
  visit(did.deeds, '');
  return [...net.values()];
}

/** A condition as a drawing writes it, the state in which it was asked, and what it says came of it. */
interface Asked {
  readonly text: string;
  readonly step: number;
  readonly outcome: boolean;
}

/**
 * Asks the interpreter for the truth of each condition that a race tells, as text: locals are replaced by their values.
 * Null where the text alone is no formula, as with a call of an operation.
 */
export function conditionsAsked(race: RandomRace, { trace }: TracedPath): { readonly asked: number; readonly wrong: readonly string[] } {
  const conditions = trace.steps.flatMap((step, index): Asked[] => {
    const [first] = step.did.deeds;
    const [, text = ''] = /^(?:if|while|await|assert) (.*)$/u.exec(first?.text ?? '') ?? [];
    if (first?.outcome === undefined || text === '' || first.inside.length > 0 || step.did.frames.length > 0 || step.actor === null) return [];
    return [{ text: withValues(text, step.actor, trace.steps[index - 1]?.state ?? trace.initial), step: index, outcome: first.outcome }];
  });
  const usable = conditions.filter(({ text }) => probe(race, [text]) !== null);
  const holds =
    usable.length === 0
      ? null
      : probe(
          race,
          usable.map(({ text }) => text),
        );
  if (holds === null) return { asked: 0, wrong: [] };
  const wrong = usable.filter(({ step, outcome }, index) => holds(index, step) !== outcome);
  return { asked: usable.length, wrong: wrong.map(({ text, step, outcome }) => `step ${step}: ${text} is not ${outcome}`) };
}

function withValues(text: string, actor: string, rows: Rows): string {
  let result = text.replace(/\bself\b/gu, actor);
  for (const [name, value] of Object.entries(rows)) {
    if (!name.startsWith(`${actor}.`)) continue;
    const local = name.slice(actor.length + 1).replace(/[$()*+.?[\\\]^{|}]/gu, '\\$&');
    result = result.replace(new RegExp(`(?<![\\w.])${local}(?![\\w[])`, 'gu'), String(value));
  }
  return result;
}

/** The truth of conditions before a step, from the spec with the conditions as properties of it; null where they are no formulas. */
function probe({ text, settings, system, verdict, property }: RandomRace, conditions: readonly string[]): ((index: number, step: number) => boolean) | null {
  const { model, diagnostics } = analysed(`${text}\n${conditions.map((condition, index) => `reachable probe_${index}: ${condition}\n`).join('')}`);
  if (errorsOf(model, diagnostics).length > 0) return null;
  const machine = interpret(model, settings);
  const numbers = conditions.map((_, index) => machine.properties.findIndex(({ name }) => name === `probe_${index}`));
  if (verdict.path === null) return null;
  const { first, taken } = retrace(machine, system, verdict.path, property.name);
  const states = [first, ...taken.map(({ next }) => next)];
  return (index, step) => {
    const state = states[step];
    return state != null && machine.holdsInState(numbers[index] ?? -1, state);
  };
}
