import type { Diagnostic } from '@mmspec/source';
import type { ScenarioDeclaration } from '@mmspec/syntax';
import { constantsUnder } from '../constants.ts';
import type { Facts } from '../facts.ts';
import type { Model } from '../model.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { cellsOf, settingsOfScenario } from '../settings.ts';

/** A scenario asks about steps of instances that exist. */
export const oddScenario: Rule = rule({
  code: 'MM0332',
  title: 'a scenario that asks nothing',
  why: 'A scenario asks whether its steps can follow each other in this order, so it needs steps of instances that exist.',
  text: 'List steps as `vcpu[0].get`, in the order of time, with `;` between them, or `;;` where nothing may come between. Its settings are like those of a check; it judges no property, so there is nothing to ignore.',
  example: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\nscenario s { } is possible\n',
  cure: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\nscenario s { a.set } is possible\n',
});

export function checkScenarios({ model }: Facts): Diagnostic[] {
  return model.scenarios.flatMap((scenario) => [...emptiness(scenario), ...ignored(scenario), ...missingInstances(model, scenario)]);
}

function emptiness({ name, steps }: ScenarioDeclaration): Diagnostic[] {
  return steps.length > 0 ? [] : [violation(oddScenario, name.span, `The scenario \`${name.text}\` has no step.`, 'List at least one step, such as `vcpu[0].get`.')];
}

function ignored({ settings }: ScenarioDeclaration): Diagnostic[] {
  return settings.flatMap((setting) =>
    setting.kind === 'ignore_setting' ? [violation(oddScenario, setting.span, 'A scenario judges no property, so there is nothing to ignore.', 'Remove it.')] : [],
  );
}

/** Indices beyond the number of instances, under the settings of the scenario. */
function missingInstances(model: Model, scenario: ScenarioDeclaration): Diagnostic[] {
  const [cell] = cellsOf(model, settingsOfScenario(scenario)) ?? [];
  if (cell === undefined) return [];
  const constants = constantsUnder(model, cell.settings);
  return scenario.steps.flatMap(({ path }) => {
    const actor = model.actors.find(({ name }) => name.text === path.parts[0]?.text);
    if (path.index === null || actor === undefined) return [];
    const index = constants.scalar(path.index);
    const count = actor.count === null ? 1 : constants.scalar(actor.count);
    if (typeof index !== 'number' || typeof count !== 'number' || (index >= 0 && index < count)) return [];
    const name = actor.name.text;
    const there = count === 1 ? `one \`${name}\`` : `${count} of \`${name}\``;
    return [violation(oddScenario, path.index.span, `There is no \`${name}[${index}]\`: this setting has ${there}.`, 'Instances are numbered from 0.')];
  });
}
