import { interpret, type Machine, type MachineState } from '@mmspec/interpreter';
import { describeLedger, plan, withStandIns, type CounterFormula, type Ledger, type Model, type WorldSettings } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import { expect } from 'vitest';
import { specOf } from '../random/specs.ts';
import { worthOf, type Rows } from './formula.ts';
import { accepted, ledgerOf } from './support.ts';

/*
 * The formula of `mmspec refs` is equal to the counter in every state. The counter is 0 where somebody has frozen it, or has put what the
 * ledger warns of that he does not hold. Where a reference was lost, which `lost_reference` tells, it is less from then on; more only where
 * `unfreeze` sets it to more than there are.
 */

/** How many times a formula was compared with its counter under a setting; null: there is none, or the ledger has errors. */
export function compareFormulas(name: string, model: Model, settings: WorldSettings, statesMax: number): number | null {
  const ledger = ledgerOf(model, settings);
  if (hasErrors([...ledger.diagnostics, ...ledger.flow.diagnostics])) return null;
  const { counters } = describeLedger(model, settings).ledger;
  if (counters.length === 0) return null;
  const machine = interpret(model, settings);
  const subjects = counters.flatMap((counter) => subjectsOf(ledger, counter));
  const putsOthers = ledger.diagnostics.some(({ code }) => code === 'MM0423');
  const canFreeze = model.files.some(({ text }) => /\b(?:folio_ref_)?freeze\(/u.test(text));
  let compared = 0;
  let isLost = false;
  const different: string[] = [];
  for (const { state, rests, rows } of statesOf(machine, ledger, subjects, statesMax)) {
    isLost ||= losesReferences(machine, state);
    for (const [index, subject] of subjects.entries()) {
      const count = Number(rows.get(subject.row));
      const worth = worthOf(subject.formula, ledger, rows, subject.object, rests[index]!);
      const said = `${name} ${JSON.stringify(settings)}: ${subject.row} = ${subject.formula}\n${JSON.stringify([...rows])}`;
      expect(worth, `not read: ${said}`).not.toBeNull();
      compared += 1;
      if (count === worth || ((canFreeze || putsOthers) && count === 0)) continue;
      if (!canFreeze) expect(count, said).toBeLessThan(worth!);
      different.push(said);
    }
  }
  // After a loss the two differ: it is said where the loss is.
  if (!isLost) expect(different.slice(0, 1)).toEqual([]);
  return compared;
}

/** Compares those of random specs with these numbers; how many have a formula. */
export function compareRandom(from: number, to: number): number {
  let specs = 0;
  for (let number = from; number < to; number++) {
    const model = accepted(specOf(number, { later: false, counted: number % 2 === 1 }));
    const compared = model === null ? null : compareFormulas(`random ${number}`, model, withStandIns(model, plan(model).checks)[0]?.settings ?? {}, 100);
    if (compared !== null) specs += 1;
  }
  return specs;
}

interface Subject {
  readonly object: string;
  readonly row: string;
  readonly formula: string;
}

/** One for each object that a formula is about. */
function subjectsOf({ flow: { world } }: Ledger, { counter, formula }: CounterFormula): Subject[] {
  const many = /^\S+\.(\S+) for \S+ in (\S+)$/u.exec(counter);
  if (many === null) return [{ object: counter.split('.').slice(0, -1).join('.'), row: counter, formula }];
  const declaration = world.model.objects.find(({ name }) => name.text === many[2])!;
  return world.objects(declaration).map(({ name }) => ({ object: name, row: `${name}.${many[1]}`, formula }));
}

interface Seen {
  readonly state: MachineState;
  readonly rows: Rows;
  /** What belongs to nobody, by the first state. */
  readonly rests: readonly number[];
}

function* statesOf(machine: Machine, ledger: Ledger, subjects: readonly Subject[], statesMax: number): Generator<Seen> {
  const rowsOf = (state: MachineState): Rows => new Map(machine.describe(state).map(({ name, value }) => [name, String(value)]));
  const seen = new Set<string>();
  for (const { next } of machine.initial()) {
    if (next === null) continue;
    const first = rowsOf(next);
    const rests = subjects.map(({ row, formula, object }) => Number(first.get(row)) - (worthOf(formula, ledger, first, object, 0) ?? 0));
    const waiting = [next];
    for (let state = waiting.pop(); state !== undefined && seen.size < statesMax; state = waiting.pop()) {
      const key = machine.key(state);
      if (seen.has(key)) continue;
      seen.add(key);
      yield { state, rows: rowsOf(state), rests };
      for (const outcome of machine.successors(state)) if (outcome.next !== null) waiting.push(outcome.next);
    }
  }
}

function losesReferences(machine: Machine, state: MachineState): boolean {
  return machine.properties.some(({ kind }, index) => kind === 'lost_reference' && !machine.holdsInState(index, state));
}
