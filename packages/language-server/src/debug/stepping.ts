import { arrival, type Arrival } from './arrival.ts';
import { isWatched } from './breaking.ts';
import { breakpointAt } from './breakpoints.ts';
import type { GivenRun } from './given_run.ts';
import { answer, output, refuse, stopped, type DebugMessage, type DebugRequest } from './messages.ts';
import { moverOf, type Reached } from './reached.ts';
import { arriveAt, goBackTo, now, outcomesOf, placeInRun, threadOf, type Running } from './running.ts';

/** A step of one actor, the first one or that of the target. */
export function stepByHand(run: Running, request: DebugRequest, thread: number, target: unknown): DebugMessage[] {
  const actor = run.actors[thread - 1] ?? '';
  const outcomes = outcomesOf(run, actor);
  const chosen = outcomes.find(({ index }) => index === target) ?? outcomes[0];
  if (chosen === undefined) return [refuse(request, `${actor} cannot take a step now.`)];
  const { next, fault } = chosen.outcome;
  if (next === null) return [answer(request), ...violation(run, thread, actor, fault)];
  arriveAt(run, { state: next, step: chosen.outcome });
  return [answer(request), ...afterStep(arrival(run), thread)];
}

/** The step of the given run after `at` steps. */
export function stepAlong(run: Running, given: GivenRun, at: number, request: DebugRequest): DebugMessage[] {
  const { path, movers, loop, fault, marks, end } = given;
  if (at === movers.length && (loop === null || loop >= movers.length)) return [refuse(request, end)];
  const step = at === movers.length ? (loop as number) : at;
  const next = path[step + 1];
  const thread = threadOf(run, movers[step]);
  if (next === undefined) return [answer(request), ...violation(run, thread, movers[step], fault)];
  if (at === movers.length) goBackTo(run, step);
  arriveAt(run, next);
  return [answer(request), ...afterStep(arrival(run), thread, marks.get(step))];
}

/** A single step stops in any case; it says so where it has broken something. */
function afterStep({ told, stop }: Arrival, thread: number, mark?: string): DebugMessage[] {
  if (stop?.reason === 'exception') return [...told, stopped('exception', thread, stop.description, stop.text)];
  return [...told, stopped('step', thread, mark)];
}

/** Takes steps until something stops it, or to the end of the given run; without one, the first successor each time, until there is none or for so many steps. */
export function goOn(run: Running, thread: number): DebugMessage[] {
  const { given } = run;
  const from = placeInRun(run);
  return given !== null && from !== null && from < given.movers.length ? goAlong(run, given, from) : goByHand(run, thread);
}

function goAlong(run: Running, { path, movers, fault, marks }: GivenRun, from: number): DebugMessage[] {
  const told: DebugMessage[] = [];
  for (let step = from; step + 1 < path.length; step++) {
    const stop = goTo(run, path[step + 1] as Reached, threadOf(run, movers[step]), told, marks.get(step));
    if (stop !== null) return stop;
  }
  const thread = threadOf(run, movers.at(-1));
  return [...told, ...(fault === null ? [stopped('step', thread)] : violation(run, thread, movers.at(-1), fault))];
}

const stepsMax = 1000;

function goByHand(run: Running, thread: number): DebugMessage[] {
  const told: DebugMessage[] = [];
  for (let count = 0; count < stepsMax; count++) {
    const outcomes = run.machine.successors(now(run));
    const [first] = outcomes;
    if (first !== undefined && first.next === null && isWatched(run, first.fault ?? ''))
      return [...told, ...violation(run, threadOf(run, moverOf(first)), moverOf(first), first.fault)];
    const taken = outcomes.find((outcome) => outcome.next !== null);
    if (taken === undefined || taken.next === null) break;
    const stop = goTo(run, { state: taken.next, step: taken }, threadOf(run, moverOf(taken)), told);
    if (stop !== null) return stop;
  }
  return [...told, stopped('pause', thread)];
}

/** One step on the way: what is to be told if it ends there; else null, and what was noticed is added. */
function goTo(run: Running, reached: Reached, thread: number, told: DebugMessage[], mark?: string): DebugMessage[] | null {
  arriveAt(run, reached);
  const noticed = arrival(run);
  told.push(...noticed.told);
  const { stop } = noticed;
  return stop === null ? null : [...told, stopped(stop.reason, thread, stop.description ?? mark, stop.text)];
}

/** Goes back until somebody had come to a breakpoint, or to the beginning. */
export function goBack(run: Running, thread: number): DebugMessage[] {
  for (let steps = run.path.length - 2; steps > 0; steps--) {
    goBackTo(run, steps);
    const { step = null } = run.path.at(-1) ?? {};
    if (step !== null && breakpointAt(run, step.actor).why !== null) return [stopped('breakpoint', threadOf(run, moverOf(step)))];
  }
  goBackTo(run, 0);
  return [stopped('step', thread)];
}

function violation(run: Running, thread: number, mover: string | undefined, fault: string | null): DebugMessage[] {
  run.breaking.fault = fault;
  return [output('important', `${mover ?? ''} violates ${fault ?? ''} with this step.`), stopped('exception', thread, `${fault ?? ''} breaks`)];
}
