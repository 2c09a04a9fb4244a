import type { Action, TransitionSystem } from '@mmspec/system';
import type { Diagram, DiagramColumn, DiagramEvent } from './diagram.ts';
import type { WantedStep } from './scenario_system.ts';

/** What the text of a step says, for matching it by its words. */
export type StepText = (action: Action) => string;

/** A diagram read as a scenario. */
export interface MatchedDiagram {
  /** By column: the instance that it stands for, or null where none fits. */
  readonly actors: readonly (string | null)[];
  readonly steps: readonly MatchedStep[];
  readonly unmatched: readonly DiagramEvent[];
}

export interface MatchedStep extends WantedStep {
  readonly event: DiagramEvent;
}

/**
 * Finds the steps that a diagram means: a column is an instance, by its name or because most of its events fit there;
 * an event is a label or operation that its words name, or else the step whose text shares most words with it.
 */
export function matchDiagram(system: TransitionSystem, diagram: Diagram, textOf: StepText): MatchedDiagram {
  const instances = system.actors.map(({ name, kind }, id) => ({ name, kind, steps: namedSteps(system, id, textOf) }));
  const used = new Set<string>();
  const actors = diagram.columns.map((column, index) => {
    const events = diagram.events.filter((event) => event.column === index);
    const free = instances.filter(({ name }) => !used.has(name));
    const named = free.filter(({ name, kind }) => isNamed(column, name, kind));
    const ranked = (named.length > 0 ? named : free)
      .map((instance) => ({ instance, count: events.filter((event) => bestStep(instance.steps, event.text) !== null).length }))
      .sort((a, b) => b.count - a.count);
    const best = ranked[0];
    if (best === undefined || (named.length === 0 && best.count === 0)) return null;
    used.add(best.instance.name);
    return best.instance.name;
  });
  const steps: MatchedStep[] = [];
  const unmatched: DiagramEvent[] = [];
  for (const event of diagram.events) {
    const instance = instances.find(({ name }) => name === actors[event.column]);
    const step = instance === undefined ? null : bestStep(instance.steps, event.text);
    if (step === null) unmatched.push(event);
    else steps.push({ text: `${instance?.name ?? ''}.${step.name}`, actions: step.actions, immediate: false, event });
  }
  return { actors, steps, unmatched };
}

function isNamed({ names }: DiagramColumn, name: string, kind: string): boolean {
  return names.some((text) => text.toLowerCase() === name.toLowerCase() || text.toLowerCase() === kind.toLowerCase());
}

/** Something that a diagram can name: a label, an operation, or a step by the words of its text. */
interface NamedStep {
  readonly name: string;
  readonly actions: Uint8Array;
  /** Words of its steps' texts. */
  readonly words: ReadonlySet<string>;
}

function namedSteps(system: TransitionSystem, actor: number, textOf: StepText): readonly NamedStep[] {
  const found = new Map<string, { actions: Uint8Array; words: Set<string> }>();
  system.actions.forEach((action, index) => {
    if (action.actor !== actor) return;
    for (const name of new Set(action.executed.flat())) {
      const entry = found.get(name) ?? { actions: new Uint8Array(system.actions.length), words: new Set<string>() };
      entry.actions[index] = 1;
      for (const word of wordsOf(textOf(action))) entry.words.add(word);
      found.set(name, entry);
    }
  });
  return [...found].map(([name, entry]) => ({ name, ...entry }));
}

/** The step that an event means: one that it names, the longest name first; else the one that shares most of its words, at least half. */
function bestStep(steps: readonly NamedStep[], event: string): NamedStep | null {
  const words = wordsOf(event);
  const named = steps.filter(({ name }) => words.has(name)).sort((a, b) => b.name.length - a.name.length)[0];
  if (named !== undefined) return named;
  let best: NamedStep | null = null;
  let most = 0;
  for (const step of steps) {
    const shared = [...words].filter((word) => step.words.has(word)).length;
    // Of steps that share as much the one with fewer words of its own is meant.
    if (shared * 2 < words.size || shared < most || shared === 0) continue;
    if (shared > most || best === null || step.words.size < best.words.size) best = step;
    most = shared;
  }
  return best;
}

/** Names in a text, with the variable parts of `folio->lock` and `folio.lock` taken apart. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set((text.match(/[A-Za-z_]\w*/gu) ?? []).filter((word) => !['if', 'and', 'or', 'not', 'let', 'await', 'idle'].includes(word)));
}
