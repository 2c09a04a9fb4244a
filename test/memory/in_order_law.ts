import { runCheck } from '@mmspec/analysis';
import { search, windowSystem, type Searched } from '@mmspec/interpreter';
import { plan, withStandIns } from '@mmspec/semantics';
import type { CheckResult, PlannedCheck } from '@mmspec/system';
import { analysed, engines, enginesOf, type Engines } from '../random/pipeline.ts';

/*
 * Law: a window of one is sc, with the same states, steps and verdicts, and under `memory sc` there is no other.
 */

/** What differs between the interpreter in order and the window machine with a window of one; null: it has more states than that. */
export function differencesInOrder(text: string, statesMax: number): readonly string[] | null {
  return differencesOf(engines(text), statesMax);
}

/** The same of every setting under which something of a spec is checked, by the check. */
export function differencesOfChecks(text: string, statesMax: number): ReadonlyMap<string, readonly string[]> {
  const { model } = analysed(text);
  const settings = new Map(withStandIns(model, plan(model).checks).map((check) => [JSON.stringify(check.settings), check]));
  const found = [...settings.values()].map((check) => [check.name, differencesOf(enginesOf(model, check.settings), statesMax)] as const);
  return new Map(found.flatMap(([name, differences]) => (differences === null ? [] : [[name, differences] as const])));
}

function differencesOf({ model, settings, machine, system }: Engines, statesMax: number): readonly string[] | null {
  const inOrder = search(machine, { statesMax });
  if (!inOrder.finished) return null;
  const windows = windowSystem(model, settings, system.properties, { memory: 'weak', window: 1, bound: null, statesMax: 2 * statesMax });
  if (!windows.isFinished) return ['more states than twice as many'];
  return between(told(inOrder), told(search(windows.machine, { statesMax: 2 * statesMax })));
}

function told({ states, transitions, depth, found }: Searched): string[] {
  const violated = [...found].map(([name, { kind, depth: at }]) => `${name} ${kind} ${at}`).sort();
  return [`${states} states`, `${transitions} transitions`, `depth ${depth}`, ...violated];
}

function between(wanted: readonly string[], found: readonly string[]): string[] {
  return [
    ...wanted.filter((line) => !found.includes(line)).map((line) => `lost: ${line}`),
    ...found.filter((line) => !wanted.includes(line)).map((line) => `new: ${line}`),
  ];
}

/** What differs between the verdicts of the checker in order and with a window of one, properties over paths included; null: too many states. */
export async function verdictsInOrder(text: string, statesMax: number): Promise<readonly string[] | null> {
  const { model } = analysed(text);
  const [planned] = withStandIns(model, plan(model).checks);
  if (planned === undefined) return null;
  const options = { statesMax, reduction: false, races: () => [] };
  const inOrder = await runCheck(model, planned, options);
  if (inOrder.verdict === 'unfinished' || inOrder.states >= statesMax) return null;
  const ofOne: PlannedCheck = { ...planned, memory: 'weak', window: 1 };
  return between(verdictsOf(inOrder), verdictsOf(await runCheck(model, ofOne, options)));
}

function verdictsOf({ states, transitions, results }: CheckResult): string[] {
  return [`${states} states`, `${transitions} transitions`, ...results.map(({ property, verdict, depth }) => `${property} ${verdict} ${depth}`)];
}
