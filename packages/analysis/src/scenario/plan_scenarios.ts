import { completeSettings } from '@mmspec/compiler';
import { buildWorld, cellsOf, matchesPath, resolveStepPath, settingsOfScenario } from '@mmspec/semantics';
import type { Model, World } from '@mmspec/semantics';
import type { ScenarioDeclaration, ScenarioStep } from '@mmspec/syntax';
import type { Action, Settings, TransitionSystem } from '@mmspec/system';
import type { PlannedScenario } from './run_scenario.ts';
import type { WantedStep } from './scenario_system.ts';

/** The complete settings that a scenario runs under; `set` overrides them. */
export function settingsOf(model: Model, scenario: ScenarioDeclaration, set: Settings = {}): Settings {
  const [cell] = cellsOf(model, settingsOfScenario(scenario)) ?? [];
  return completeSettings(model, { ...cell?.settings, ...set });
}

/** A scenario of a model without errors; expectations are not judged where settings are overridden. */
export function planScenario(model: Model, scenario: ScenarioDeclaration, settings: Settings, system: TransitionSystem, isOverridden: boolean): PlannedScenario {
  const world = buildWorld(model, settings);
  return {
    name: scenario.name.text,
    settings,
    expected: isOverridden ? null : scenario.expected,
    steps: wantedSteps(world, scenario.steps, system),
  };
}

/** The same path means the same actions, however often it is written. */
function wantedSteps(world: World, steps: readonly ScenarioStep[], system: TransitionSystem): WantedStep[] {
  const known = new Map<string, WantedStep>();
  return steps.map((step) => {
    const { file, start, end } = step.path.span;
    const key = world.model.files[file]?.text.slice(start, end) ?? '';
    const before = known.get(key) ?? wantedStep(world, step, system);
    known.set(key, before);
    return { ...before, immediate: step.immediate };
  });
}

/** Decision 9, as `step is` has it: some statement that the step executed lies under the path. */
function wantedStep(world: World, { path, immediate }: ScenarioStep, system: TransitionSystem): WantedStep {
  const { actor, index, names } = resolveStepPath(world, path);
  const at = index === null ? null : world.constant(index);
  const instances = actor === null ? null : new Set(world.actorsOf(actor).filter((each) => at === null || each.index === at).map(({ name }) => name));
  const matches = ({ actor: mover, executed }: Action): boolean =>
    (instances === null || instances.has(system.actors[mover]?.name ?? '')) && executed.some((each) => matchesPath(each, names));
  const written = path.parts.map(({ text }, part) => (part === 0 && at !== null ? `${text}[${String(at)}]` : text)).join('.');
  return { text: written, actions: Uint8Array.from(system.actions, (action) => (matches(action) ? 1 : 0)), immediate };
}
