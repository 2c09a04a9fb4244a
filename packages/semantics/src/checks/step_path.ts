import { suggest, type Diagnostic } from '@mmspec/source';
import type { Fairness, Item, StepPath } from '@mmspec/syntax';
import { nodesIn, type Facts, type Lint } from '../facts.ts';
import type { Model } from '../model.ts';
import { didYouMean, replacement, rule, violation, type Rule } from '../rule.ts';
import { findPath, pathNames, pathTexts, type PathGoal } from '../step_paths.ts';

/** A path in a property names steps that exist. */
const unknownPath: Rule = rule({
  code: 'MM0329',
  title: 'unknown step',
  why: 'What is said about a label that does not exist, or about one of several, would be true or false for the wrong reason.',
  text: 'A path is an optional actor (with an index), then labels and operations from the outside in; names between them may be left out. A bare label is enough where one actor alone has it; after `step is` and in a scenario it is that of any actor. An operation matches wherever it is called.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1 }\ninvariant p: step is a.sett implies n == 0\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1 }\ninvariant p: step is a.set implies n == 0\n',
});

/** `at` asks for the next step, which is never inside another step. */
const atInsideStep: Rule = rule({
  code: 'MM0326',
  title: '`at` on a label inside a step',
  why: 'No actor ever stands inside `atomic`: its labels only name what a step did.',
  text: 'Use `step is` for a label inside `atomic`, or the label of the `atomic` itself.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { set: atomic { n = 1  more: n = 2 } }\ninvariant p: a at more implies n == 0\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { set: atomic { n = 1  more: n = 2 } }\ninvariant p: a at set implies n == 0\n',
});

export const lint: Lint = { rules: [unknownPath, atInsideStep], check: checkStepPaths };

function checkStepPaths(facts: Facts): Diagnostic[] {
  const { model, tables } = facts;
  const diagnostics: Diagnostic[] = [];

  /** `several`: a label that several have means that of any of them. */
  const judge = (path: StepPath, goal: PathGoal, around: string | null, several = false, isScenario = several): void => {
    const bound = boundActor(facts, path);
    const parts = bound === null ? pathTexts(path) : pathTexts(path).slice(1);
    const actor = bound === null ? around : bound.actor;
    if (bound !== null && parts.length === 0) return;
    if (parts.includes('') || (goal === 'location' && parts.length === 1 && parts[0] === 'done')) return;
    const full = actor === null || parts[0] === actor ? parts : [actor, ...parts];
    const found = findPath(facts, full, goal);
    if (found.length === 0) {
      const inside = goal === 'location' && findPath(facts, full, 'step').length > 0;
      if (inside) {
        diagnostics.push(
          violation(atInsideStep, path.span, `\`${parts.join('.')}\` lies inside a step, where no actor ever is.`, 'Use `step is`, or the label of the step.'),
        );
        return;
      }
      const last = path.parts.at(-1);
      const near = last === undefined ? [] : suggest(last.text, pathNames(facts));
      if (isScenario && path.parts.length === 1 && last?.text === 'deadlock') {
        diagnostics.push(
          violation(unknownPath, path.span, 'There is no step `deadlock`, and a deadlock is the end of a scenario.', 'Put `deadlock` at the end.'),
        );
        return;
      }
      const message = actor === null ? `There is no step \`${parts.join('.')}\`.` : `\`${actor}\` has no step \`${parts.join('.')}\`.`;
      diagnostics.push(
        violation(unknownPath, path.span, message, didYouMean(near) || endAdvice(actor, parts) || 'Name a label or an operation of the actor.', {
          fixes: last === undefined ? [] : near.slice(0, 3).map((name) => replacement(last.span, name)),
        }),
      );
      return;
    }
    const isOperation = model.operations.some(({ name }) => name.text === full[0]);
    if (found.length > 1 && !several && goal === 'step' && !isOperation && !found.some(({ name }) => name.text === full[0])) {
      const names = found.map(({ name }) => `\`${name.text}\``).join(', ');
      diagnostics.push(
        violation(unknownPath, path.span, `Several have the label \`${parts.join('.')}\`: ${names}.`, `Write \`${found[0]?.name.text}.${parts.join('.')}\`.`),
      );
    }
  };
  const formulas: Item[] = [
    ...model.properties.flatMap(({ object, declaration }) => (object === null ? [declaration] : [])),
    ...model.defines,
    ...model.objects,
  ];
  for (const nodes of formulas.map(nodesIn)) {
    for (const { path } of nodes.of('step_is')) judge(path, 'step', null, true, false);
    for (const { path } of nodes.of('enabled')) {
      const parts = pathTexts(path);
      const isActor = parts.length === 1 && model.actors.some(({ name }) => name.text === parts[0]);
      if (!isActor) judge(path, 'step', null);
    }
    for (const { actor: asked, places } of nodes.of('at')) {
      const type = tables.types.get(asked);
      const actor = type?.kind === 'actor' && type.declaration !== null ? type.declaration.name.text : null;
      for (const { low, high } of places) {
        judge(low, 'location', actor);
        if (high !== null) judge(high, 'location', actor);
      }
    }
  }
  for (const { path, waits } of model.scenarios.flatMap(({ steps }) => steps)) {
    if (!isTextName(model, path)) judge(path, 'step', null, true);
    if (waits !== null && waits.place !== null) judge(waits.place, 'location', path.parts[0]?.text ?? null);
  }
  for (const fairness of fairnessOf(model)) {
    for (const { path, except = [] } of fairness.items) {
      if (path !== null && !isTextName(model, path)) judge(path, 'step', null);
      const fair = model.actors.find(({ name }) => name.text === path?.parts[0]?.text)?.name.text ?? null;
      for (const place of except) {
        judge(place, 'location', fair);
        if (place.index !== null) diagnostics.push(violation(unknownPath, place.index.span, '`except` is about all instances.', 'Leave the index out.'));
      }
    }
  }
  return diagnostics;
}

/** The variable for an actor that a path begins with; `actor`: the name of its kind, null where it may be any. */
function boundActor({ tables }: Facts, { parts }: StepPath): { readonly actor: string | null } | null {
  const meaning = parts[0] === undefined ? undefined : tables.meanings.get(parts[0]);
  if (meaning?.kind !== 'local') return null;
  const type = tables.locals.get(meaning.declaration);
  const element = type?.kind === 'option' ? type.element : type;
  return { actor: element?.kind === 'actor' ? (element.declaration?.name.text ?? null) : null };
}

/** Where the properties and the expectations of a model say what is fair. */
function fairnessOf({ properties, checks }: Model): readonly Fairness[] {
  const declared = properties.flatMap(({ declaration }) => (declaration.kind === 'temporal' ? [declaration.fairness] : []));
  const expected = checks.flatMap((check) => (check.expectation?.clauses ?? []).flatMap(({ items }) => items.map((item) => item.fairness)));
  return [...declared, ...expected].filter((fairness) => fairness !== null);
}

/** The name of an actor or action alone, perhaps with an index. */
function isTextName({ actors, actions }: Model, { parts }: StepPath): boolean {
  return parts.length === 1 && [...actors, ...actions].some(({ name }) => name.text === parts[0]?.text);
}

/** What others call the end of a text. */
const ends: ReadonlySet<string> = new Set(['end', 'ended', 'finish', 'finished', 'exit', 'exited', 'stop', 'stopped', 'terminated', 'Done', 'DONE']);

function endAdvice(actor: string | null, [only = '', ...others]: readonly string[]): string {
  return actor !== null && others.length === 0 && ends.has(only) ? 'Who is at the end of its text is `at done`.' : '';
}
