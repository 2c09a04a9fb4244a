import type { MachineState } from '@mmspec/interpreter';
import type { GivenRun } from './given_run.ts';
import { answer, output, refuse, stopped, type DebugMessage, type DebugRequest } from './messages.ts';
import { isAtBreakpoint, outcomesOf, placeInRun, threadOf, type Running } from './running.ts';

/** A step of one actor, the first one or that of the target. */
export function stepByHand(run: Running, request: DebugRequest, thread: number, target: unknown): DebugMessage[] {
  const actor = run.actors[thread - 1] ?? '';
  const outcomes = outcomesOf(run, actor);
  const chosen = outcomes.find(({ index }) => index === target) ?? outcomes[0];
  if (chosen === undefined) return [refuse(request, `${actor} cannot take a step now.`)];
  const { next, fault } = chosen.outcome;
  if (next === null) return [answer(request), ...violation(thread, actor, fault)];
  run.states.push(next);
  return [answer(request), stopped('step', thread)];
}

/** The step of the given run after `at` steps. */
export function stepAlong(run: Running, given: GivenRun, at: number, request: DebugRequest): DebugMessage[] {
  const { states, movers, loop, fault, marks, end } = given;
  if (at === movers.length && (loop === null || loop >= movers.length)) return [refuse(request, end)];
  const step = at === movers.length ? (loop as number) : at;
  const next = states[step + 1];
  const thread = threadOf(run, movers[step]);
  if (next === undefined) return [answer(request), ...violation(thread, movers[step], fault)];
  if (at === movers.length) run.states.length = step + 1;
  run.states.push(next);
  return [answer(request), stopped('step', thread, marks.get(step))];
}

/** Takes steps until an actor is at a breakpoint, or to the end of the given run; without one, the first successor each time, until there is none or for so many steps. */
export function goOn(run: Running, thread: number): DebugMessage[] {
  const { given } = run;
  const from = placeInRun(run);
  return given !== null && from !== null && from < given.movers.length ? goAlong(run, given, from) : [goByHand(run, thread)];
}

function goAlong(run: Running, { states, movers, fault, marks }: GivenRun, from: number): DebugMessage[] {
  for (let step = from; step + 1 < states.length; step++) {
    run.states.push(states[step + 1] as MachineState);
    const mover = movers[step];
    if (isAtBreakpoint(run, mover)) return [stopped('breakpoint', threadOf(run, mover), marks.get(step))];
  }
  const thread = threadOf(run, movers.at(-1));
  return fault === null ? [stopped('step', thread)] : violation(thread, movers.at(-1), fault);
}

const stepsMax = 1000;

function goByHand(run: Running, thread: number): DebugMessage {
  for (let count = 0; count < stepsMax; count++) {
    const taken = run.machine.successors(run.states.at(-1) as MachineState).find((outcome) => outcome.next !== null);
    if (taken === undefined || taken.next === null) break;
    run.states.push(taken.next);
    if (isAtBreakpoint(run, taken.actor ?? undefined)) return stopped('breakpoint', threadOf(run, taken.actor ?? undefined));
  }
  return stopped('pause', thread);
}

function violation(thread: number, mover: string | undefined, fault: string | null): DebugMessage[] {
  return [output('important', `${mover ?? ''} violates ${fault ?? ''} with this step.`), stopped('exception', thread)];
}
