import { buildWorld, cellsOf, completeSettings, matchesPath, namedProperty, resolveStepPath, settingsOfScenario } from '@mmspec/semantics';
import type { Model, World } from '@mmspec/semantics';
import type { ScenarioDeclaration, ScenarioEnd, ScenarioStep, ScenarioWait } from '@mmspec/syntax';
import type { Action, Mode, Settings, TransitionSystem } from '@mmspec/system';
import type { RunOf } from '../run_systems.ts';
import type { PlannedScenario } from './run_scenario.ts';
import type { WantedEnd, WantedStep } from './scenario_automaton.ts';

/** The complete settings that a scenario runs under; `set` overrides them. */
export function settingsOf(model: Model, scenario: ScenarioDeclaration, set: Settings = {}): Settings {
  const [cell] = cellsOf(model, settingsOfScenario(scenario)) ?? [];
  return completeSettings(model, { ...cell?.settings, ...set });
}

/** What is run for a scenario; a mode that is given comes first. */
export function runOf(
  model: Model,
  scenario: ScenarioDeclaration,
  given: { readonly memory?: Mode['memory'] | undefined; readonly window?: number | undefined },
): RunOf {
  const [cell] = cellsOf(model, settingsOfScenario(scenario)) ?? [];
  const memory = given.memory ?? cell?.memory;
  const window = given.window ?? cell?.window;
  return { name: scenario.name.text, matrix: null, ...(memory === undefined ? {} : { memory }), ...(window === undefined ? {} : { window }) };
}

/** A scenario of a model without errors; expectations are not judged where settings are overridden. */
export function planScenario(
  model: Model,
  scenario: ScenarioDeclaration,
  settings: Settings,
  system: TransitionSystem,
  isOverridden: boolean,
): PlannedScenario {
  const world = buildWorld(model, settings);
  return {
    name: scenario.name.text,
    settings,
    expected: isOverridden ? null : scenario.expected,
    steps: wantedSteps(world, scenario.steps, system),
    end: scenario.end === null ? null : wantedEnd(model, scenario.end, system),
  };
}

/** The same path means the same actions, however often it is written. */
function wantedSteps(world: World, steps: readonly ScenarioStep[], system: TransitionSystem): WantedStep[] {
  const known = new Map<string, WantedStep>();
  return steps.map((step) => {
    const { file, start, end } = step.span;
    const key = world.model.files[file]?.text.slice(start, end) ?? '';
    const before = known.get(key) ?? wantedStep(world, step, system);
    known.set(key, before);
    return { ...before, immediate: step.immediate };
  });
}

/** As `step is` has it: some statement that the step executed lies under the path. */
function wantedStep(world: World, { path, waits, immediate }: ScenarioStep, system: TransitionSystem): WantedStep {
  const { actor, index, names } = resolveStepPath(world, path);
  const at = index === null ? null : world.constant(index);
  const instances =
    actor === null
      ? null
      : new Set(
          world
            .actorsOf(actor)
            .filter((each) => at === null || each.index === at)
            .map(({ name }) => name),
        );
  const isActor = (id: number): boolean => instances === null || instances.has(system.actors[id]?.name ?? '');
  const matches = ({ actor: mover, executed }: Action): boolean =>
    (mover < 0 ? instances === null : isActor(mover)) && executed.some((each) => matchesPath(each, names));
  const written = path.parts.map(({ text }, part) => (part === 0 && at !== null ? `${text}[${String(at)}]` : text)).join('.');
  return {
    text: waits === null ? written : `${written} waits${waits.place === null ? '' : ` at ${textOf(waits.place)}`}`,
    actions: Uint8Array.from(system.actions, (action) => (waits === null && matches(action) ? 1 : 0)),
    immediate,
    waits: waits === null ? null : { actors: [...system.actors.keys()].filter(isActor), isThere: placeOf(waits) },
  };
}

function textOf(place: NonNullable<ScenarioWait['place']>): string {
  return place.parts.map(({ text }) => text).join('.');
}

/** Whether a location, as a state is described, lies under the place: `lock.spin_lock@12/30`. */
function placeOf({ place }: ScenarioWait): (location: string) => boolean {
  const wanted = place?.parts.map(({ text }) => text) ?? [];
  return (location) => {
    if (location === 'done') return false;
    const [path = ''] = location.split('@');
    return wanted.length === 0 || matchesPath(path.split('.'), wanted);
  };
}

function wantedEnd(model: Model, { property, isDeadlock, immediate }: ScenarioEnd, system: TransitionSystem): WantedEnd {
  const name = namedProperty(model, property)?.name ?? property.parts.map(({ text }) => text).join('.');
  const properties = [...system.properties.keys()].filter((index) => {
    const { name: own, kind } = system.properties[index]!;
    return own === name || (name === 'range' && kind === 'range');
  });
  return { text: isDeadlock ? 'deadlock' : `violates ${name}`, properties, immediate };
}
