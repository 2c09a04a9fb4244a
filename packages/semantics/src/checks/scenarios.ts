import type { Diagnostic } from '@mmspec/source';
import type { PropertyPath, ScenarioDeclaration, ScenarioStep } from '@mmspec/syntax';
import { constantsUnder } from '../world/constants.ts';
import type { Facts, Lint } from '../facts.ts';
import type { Model } from '../model.ts';
import { namedProperty } from '../property_names.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { cellsOf, settingsOfScenario } from '../world/settings.ts';

/** A scenario asks about steps of instances that exist. */
const oddScenario: Rule = rule({
  code: 'MM0332',
  title: 'a scenario that asks nothing',
  why: 'A scenario asks whether its steps can follow each other in this order, so it needs steps of instances that exist; what it waits for, or ends in, has to be something that a run can show.',
  text: 'List steps as `vcpu[0].get`, in the order of time, with `;` between them, or `;;` where nothing may come between. `vcpu[0] waits at lock` is an actor that stands there and cannot move; `deadlock` or `violates p` may come last, with a property that one state or step can violate. Its settings are like those of a check; it judges no property, so there is nothing to ignore.',
  example: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\nscenario s { } is possible\n',
  fix: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\nscenario s { a.set } is possible\n',
});

export const lint: Lint = { rules: [oddScenario], check: checkScenarios };

function checkScenarios({ model }: Facts): Diagnostic[] {
  return model.scenarios.flatMap((scenario) => [
    ...emptiness(scenario),
    ...ignored(scenario),
    ...scenario.steps.flatMap((step) => oddWait(model, step)),
    ...oddEnd(model, scenario),
    ...missingInstances(model, scenario),
  ]);
}

function emptiness({ name, steps, end }: ScenarioDeclaration): Diagnostic[] {
  return steps.length > 0 || end !== null
    ? []
    : [violation(oddScenario, name.span, `The scenario \`${name.text}\` has no step.`, 'List at least one step, such as `vcpu[0].get`.')];
}

/** Only an actor waits, and where it does is said behind `at`. */
function oddWait({ actors }: Model, { path, waits }: ScenarioStep): Diagnostic[] {
  const [first, second] = path.parts;
  if (waits === null || first === undefined || first.text === '') return [];
  if (!actors.some(({ name }) => name.text === first.text))
    return [violation(oddScenario, path.span, `\`${first.text}\` is no actor, so it cannot wait.`, 'Write `vcpu[0] waits at lock`.')];
  return second === undefined
    ? []
    : [
        violation(
          oddScenario,
          path.span,
          'Where an actor waits is said behind `at`.',
          `Write \`${first.text} waits at ${path.parts
            .slice(1)
            .map(({ text }) => text)
            .join('.')}\`.`,
        ),
      ];
}

/** What a run may end in is the violation of a property by a state or a step. */
function oddEnd(model: Model, { end }: ScenarioDeclaration): Diagnostic[] {
  if (end === null || end.property.parts.some(({ text }) => text === '')) return [];
  const named = namedProperty(model, end.property);
  const text = textOfProperty(end.property);
  if (named === null)
    return [
      violation(
        oddScenario,
        end.property.span,
        `There is no property \`${text}\`.`,
        'Name a declared property, `Type.live`, the path of an assertion, or `deadlock`.',
      ),
    ];
  const kind = model.properties.find(({ name }) => name === named.name)?.declaration.kind;
  return kind === undefined || kind === 'invariant'
    ? []
    : [violation(oddScenario, end.property.span, `\`${text}\` is ${kind}: no step of a run violates it.`, 'Name an invariant.')];
}

function textOfProperty({ parts, of }: PropertyPath): string {
  return parts.map(({ text }) => text).join('.') + (of.length === 0 ? '' : ` of ${of.map(({ text }) => text).join('.')}`);
}

function ignored({ settings }: ScenarioDeclaration): Diagnostic[] {
  return settings.flatMap((setting) =>
    setting.kind === 'ignore_setting'
      ? [violation(oddScenario, setting.span, 'A scenario judges no property, so there is nothing to ignore.', 'Remove it.')]
      : [],
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
