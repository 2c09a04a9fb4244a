import { judge, withMore } from '@mmspec/checker';
import type { JudgedProperty } from '@mmspec/checker';
import { interpret, search } from '@mmspec/interpreter';
import type { MachineProperty, Searched } from '@mmspec/interpreter';
import { boundOfPlanned } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { grouped } from '@mmspec/source';
import { isOpenCheck, judgedOn, kindOfFault, wantsOneState } from '@mmspec/system';
import type { CheckResult, Planned, PlannedCheck, PropertyKind, ScenarioResult } from '@mmspec/system';
import { questionOf } from './question.ts';
import type { RunAllOptions } from './run.ts';
import { candidatesOf, runOpen } from './open_check.ts';
import { isolated, paused } from './run_systems.ts';
import type { RanCheck } from './run_systems.ts';
import { settingsOf } from './scenario/plan_scenarios.ts';
import { unfinishedScenario } from './scenario/run_scenarios.ts';
import { unfinishedResult } from './unfinished.ts';
import { isWindowed } from './windows.ts';

/*
 * Checks where nothing may be compiled: a page can forbid code that is made from text. The interpreter searches then:
 * slow, up to some number of states, without properties over paths and without drawings.
 */

/** States that the interpreter stores for one check; it takes seconds for them. */
const statesMax = 20_000;

const isAboutPaths = (kind: PropertyKind): boolean => judgedOn(kind) === 'paths';

const forbidden = 'this page forbids code that is made from text, so the interpreter has searched';

/** The result of a check, as far as the interpreter can tell. */
function interpretedResult(model: Model, planned: PlannedCheck): CheckResult {
  const began = Date.now();
  const machine = interpret(model, planned.settings, boundOfPlanned(model, planned));
  const found = search(machine, { statesMax });
  const properties = [...machine.properties, ...faultsOf(found, machine.properties)];
  const question = questionOf(planned, properties);
  const judged = properties.flatMap((property, index): JudgedProperty[] =>
    question.judged.has(index) ? [{ ...property, property: index, expectViolated: isExpected(model, property.name), ...verdictOf(property, found) }] : [],
  );
  const isWhole = found.finished && judged.every(({ verdict }) => verdict !== 'unfinished');
  const { met, verdict, property, reason, beside } = judge(question.expectation, judged, isWhole);
  return {
    name: planned.name,
    settings: planned.settings,
    matrix: planned.matrix,
    expectation: planned.expectation,
    met,
    verdict,
    property,
    reason: verdict === 'unfinished' || (reason === '' && !isWhole) ? withMore(limitOf(found, judged), beside) : reason,
    results: judged.map(({ name, verdict: each, depth }) => ({ property: name, verdict: each, depth: each === 'violated' ? depth : null, trace: null })),
    states: found.states,
    transitions: found.transitions,
    depth: found.depth,
    reduction: { symmetry: 1, partialOrder: false },
    seconds: (Date.now() - began) / 1000,
    ...(planned.memory === undefined ? {} : { memory: planned.memory }),
    ...(planned.bound === undefined ? {} : { bounded: true as const }),
    workers: 1,
    memoryBytes: 0,
    trace: null,
  };
}

/** Faults are properties by their names; those that nothing has shown are not known. */
function faultsOf({ found }: Searched, known: readonly MachineProperty[]): MachineProperty[] {
  return [...found.keys()].filter((name) => !known.some((each) => each.name === name)).map((name) => ({ name, kind: kindOfFault(name) }));
}

function verdictOf({ name, kind }: MachineProperty, { found, finished }: Searched): Pick<JudgedProperty, 'verdict' | 'depth'> {
  const first = found.get(name);
  if (isAboutPaths(kind)) return { verdict: 'unfinished', depth: null };
  if (wantsOneState(kind) && kind !== 'possible') return { verdict: first !== undefined ? 'holds' : finished ? 'violated' : 'unfinished', depth: null };
  if (first !== undefined) return { verdict: 'violated', depth: first.depth };
  return { verdict: finished ? 'holds' : 'unfinished', depth: null };
}

function limitOf({ finished }: Searched, judged: readonly { readonly name: string; readonly kind: PropertyKind }[]): string {
  const paths = judged.filter(({ kind }) => isAboutPaths(kind)).map(({ name }) => name);
  const what = finished ? `, which does not judge ${paths.join(', ')}` : `, and stopped at ${grouped(statesMax)} states`;
  return `${forbidden}${what}`;
}

function isExpected({ properties }: Model, name: string): boolean {
  return properties.find((each) => each.name === name)?.declaration.expectViolated === true;
}

/** A check that the interpreter has run, as far as it can. */
function ranCheck(model: Model, planned: PlannedCheck): RanCheck {
  const result = isWindowed(planned)
    ? unfinishedResult(planned, `${forbidden}, which does not search under ${planned.memory}`, 0)
    : interpretedResult(model, planned);
  return { result, system: null };
}

/** Runs checks one after the other; scenarios are not answered. */
export async function runInterpreted(
  model: Model,
  checks: readonly Planned[],
  options: InterpretedOptions,
): Promise<{ results: CheckResult[]; scenarios: ScenarioResult[] }> {
  const results: CheckResult[] = [];
  for (const planned of checks) {
    await paused(options);
    if (options.signal?.aborted === true && results.length > 0) break;
    const ran = await isolated(planned.name, options, () =>
      isOpenCheck(planned)
        ? runOpen(model, planned, candidatesOf(model, planned), (one) => Promise.resolve(ranCheck(model, one)), {})
        : Promise.resolve(ranCheck(model, planned)),
    );
    if (ran === null) continue;
    const { result } = ran;
    results.push(result);
    options.onResult?.(result, null);
  }
  const asked = options.properties === undefined ? model.scenarios.filter(({ name }) => options.checks?.includes(name.text) ?? true) : [];
  const scenarios = asked.map((scenario) =>
    unfinishedScenario(scenario.name.text, settingsOf(model, scenario, options.set ?? {}), scenario.expected, notInterpreted, 0),
  );
  for (const scenario of scenarios) options.onScenario?.(scenario);
  return { results, scenarios };
}

type InterpretedOptions = Pick<RunAllOptions, 'signal' | 'onPause' | 'onFault' | 'onResult' | 'onScenario' | 'properties' | 'checks' | 'set'>;

/** Why scenarios are not answered. */
const notInterpreted = 'this page forbids code that is made from text, which this question needs';
