import { runAll } from '@mmspec/analysis';
import type { Machine, MachineState } from '@mmspec/interpreter';
import { expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import { analysed, engines, errorsOf } from '../random/pipeline.ts';
import { specOf, tapeOf } from '../random/specs.ts';

/*
 * Law: a scenario in which an actor waits, or that ends in a deadlock or a violation, is possible where a search over the
 * states of the interpreter finds it. What waiting and violating mean is said here once more.
 */

interface Question {
  /** A step of an actor, then that somebody waits, then an end; each may be missing. */
  readonly step: string | null;
  readonly waits: { readonly actor: string; readonly at: string | null } | null;
  readonly end: 'deadlock' | { readonly property: string } | null;
}

function textOf({ step, waits, end }: Question): string {
  const wait = waits === null ? null : `${waits.actor} waits${waits.at === null ? '' : ` at ${waits.at}`}`;
  const last = end === null ? null : end === 'deadlock' ? 'deadlock' : `violates ${end.property}`;
  return `scenario asked { ${[step, wait, last].filter((part) => part !== null).join(' ; ')} }`;
}

/** Whether the interpreter comes to it; null where there are too many states. */
function found(machine: Machine, { step, waits, end }: Question, statesMax: number): boolean | null {
  const seen = new Set<string>();
  const queue: { readonly state: MachineState; readonly stage: number }[] = [];
  let isFound = false;
  const property = end === null || end === 'deadlock' ? -1 : machine.properties.findIndex(({ name }) => name === end.property);
  const isStepProperty = machine.properties[property]?.kind === 'step';
  /** 0: before the step; 1: before the waiting; 2: before the end; 3: all. */
  const enter = (state: MachineState, from: number): void => {
    let stage = from;
    if (stage === 0 && step === null) stage = 1;
    if (stage === 1 && (waits === null || isWaiting(machine, state, waits))) stage = 2;
    if (
      stage === 2 &&
      (end === null || (end === 'deadlock' ? isDead(machine, state) : property >= 0 && !isStepProperty && !machine.holdsInState(property, state)))
    )
      isFound = true;
    const key = `${stage} ${machine.key(state)}`;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push({ state, stage });
  };
  for (const { next } of machine.initial()) if (next !== null) enter(next, 0);
  for (const { state, stage } of queue) {
    if (isFound) return true;
    if (seen.size > statesMax) return null;
    for (const outcome of machine.successors(state)) {
      const isStep = stage === 0 && outcome.actor === step;
      const isLast = isStep && waits === null;
      if (outcome.next === null) {
        if (isLast && end === null) isFound = true;
        continue;
      }
      if ((isLast || stage === 2) && isStepProperty && !machine.holdsOnStep(property, state, outcome)) isFound = true;
      enter(outcome.next, isStep ? 1 : stage);
      // It need not be the step that is meant.
      if (isStep) enter(outcome.next, 0);
    }
  }
  return isFound;
}

function isWaiting(machine: Machine, state: MachineState, { actor, at }: NonNullable<Question['waits']>): boolean {
  if (machine.outcomesOf(state, { actor, environment: null }).length > 0) return false;
  const location = machine.describe(state).find(({ name }) => name === actor)?.value;
  if (typeof location !== 'string' || location === 'done') return false;
  return at === null || (location.split('@')[0] ?? '').split('.').includes(at);
}

function isDead(machine: Machine, state: MachineState): boolean {
  return machine.successors(state).length === 0 && !machine.isQuiescent(state);
}

test('waiting and ends on random specs', async () => {
  const counts = { possible: 0, impossible: 0 };
  const differences: string[] = [];
  for (let number = 0; number < 60; number++) {
    const text = specOf(number);
    const { system, machine, settings } = engines(text);
    const choices = choicesFrom(tapeOf(200_000 + number));
    const actor = (): string => system.actors[choices.below(Math.max(1, system.actors.length))]?.name ?? '';
    if (system.actors.length === 0) continue;
    const invariants = system.properties.filter(({ kind }) => kind === 'state' || kind === 'step').map(({ name }) => name);
    const waiter = actor();
    const labels = system.actions.flatMap(({ actor: mover, label }) => (system.actors[mover]?.name === waiter && label !== null ? [label] : []));
    const question: Question = {
      step: choices.chance(60) ? actor() : null,
      waits: choices.chance(70) ? { actor: waiter, at: labels.length > 0 && choices.chance(50) ? choices.pick(labels) : null } : null,
      end: choices.chance(40) ? 'deadlock' : invariants.length > 0 && choices.chance(60) ? { property: choices.pick(invariants) } : null,
    };
    if (question.step === null && question.waits === null && question.end === null) continue;
    const wanted = found(machine, question, 1_000);
    if (wanted === null) continue;
    const { model, diagnostics } = analysed(`${text}\n${textOf(question)}\n`);
    // A label inside of a step is no place.
    if (errorsOf(model, diagnostics).length > 0) continue;
    const { scenarios } = await runAll(model, { checks: ['asked'], set: settings });
    const [result] = scenarios;
    counts[wanted ? 'possible' : 'impossible']++;
    if (result?.found !== (wanted ? 'possible' : 'impossible'))
      differences.push(`spec ${number}: ${textOf(question)} is ${wanted ? 'possible' : 'impossible'}, found ${result?.found}: ${result?.reason}`);
  }
  expect(differences).toEqual([]);
  expect(counts.possible).toBeGreaterThan(5);
  expect(counts.impossible).toBeGreaterThan(5);
});
