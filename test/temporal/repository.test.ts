import { explore } from '@mmspec/checker';
import { windowSystem } from '@mmspec/interpreter';
import { plan, withStandIns } from '@mmspec/semantics';
import type { FairnessItem, Formula, TransitionSystem } from '@mmspec/system';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { analysed, enginesOf } from '../random/pipeline.ts';
import { isViolated } from './naive.ts';
import type { Edge, FairnessConstraint, Graph } from './naive.ts';

/*
 * Law: on the specs of the repository, under every setting of theirs that has few states, the checker says of each property over paths what
 * the textbook says of the states, steps and atoms of the interpreter.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const specs = readdirSync(`${root}specs`, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mmspec') && !name.startsWith('kernel'));

/** States of a setting, and edges of it by what a formula may be guessed to be, at most. */
const statesMax = 400;
const positionsMax = 6_000;

/** The graph of a system that the interpreter executes; each step is an action of its own. */
function graphOf(system: TransitionSystem): Pick<Taken, 'taken'> & { readonly graph: Graph; readonly order: readonly number[] } {
  const numbers = new Map<string, number>();
  const states: Int32Array[] = [];
  const numberOf = (state: Int32Array): number => {
    const key = state.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push(state.slice()) - 1;
  };
  const next = new Int32Array(system.slots.length);
  system.initial(
    next,
    () => void numberOf(next),
    () => undefined,
  );
  const initialCount = states.length;
  const edges: Edge[] = [];
  const taken: (readonly [number, number])[] = [];
  for (let from = 0; from < states.length; from++) {
    system.successors(
      states[from]!,
      next,
      (action, _, instance = -1) => edges.push({ from, to: numberOf(next), action: taken.push([action, instance]) - 1 }),
      (action, _, __, instance = -1) => edges.push({ from, to: null, action: taken.push([action, instance]) - 1 }),
    );
  }
  const atoms = [...(system.atoms ?? []).entries()];
  const [ofStates, ofSteps] = (['state', 'step'] as const).map((kind) => atoms.filter(([, { over }]) => over === kind).map(([atom]) => atom)) as [
    number[],
    number[],
  ];
  const stateAtoms = ofStates.map((atom) => states.map((state) => system.atomHolds!(atom, state, state, -1)));
  const stepAtoms = ofSteps.map((atom) =>
    edges.map(({ from, to, action }) => to !== null && system.atomHolds!(atom, states[from]!, states[to]!, taken[action]![0])),
  );
  return {
    graph: { stateCount: states.length, initialCount, edges, stateAtoms, stepAtoms, actorOf: taken.map(() => 0) },
    taken,
    order: [...ofStates, ...ofSteps],
  };
}

/** A formula with its atoms numbered as those of the graph. */
function renumbered(formula: Formula, order: readonly number[]): Formula {
  const inner = (part: Formula): Formula => renumbered(part, order);
  switch (formula.kind) {
    case 'truth':
      return formula;
    case 'atom':
      return { kind: 'atom', atom: order.indexOf(formula.atom) };
    case 'not':
    case 'always':
    case 'eventually':
      return { ...formula, operand: inner(formula.operand) };
    case 'and':
    case 'or':
      return { ...formula, operands: formula.operands.map(inner) };
    case 'until':
      return { kind: 'until', left: inner(formula.left), right: inner(formula.right) };
  }
}

/** Parts of a formula whose truth is guessed. */
function guessed(formula: Formula): number {
  switch (formula.kind) {
    case 'truth':
    case 'atom':
      return 0;
    case 'not':
      return guessed(formula.operand);
    case 'always':
    case 'eventually':
      return 1 + guessed(formula.operand);
    case 'and':
    case 'or':
      return formula.operands.reduce((sum, operand) => sum + guessed(operand), 0);
    case 'until':
      return 1 + guessed(formula.left) + guessed(formula.right);
  }
}

/** What fairness asks for: of each actor whom an item means, and of each instance of its action. */
function constraintsOf({ system, taken }: Taken, items: readonly FairnessItem[]): readonly FairnessConstraint[] {
  const isUnder = (path: readonly string[], names: readonly string[]): boolean => {
    let at = 0;
    for (const part of path) if (part === names[at]) at++;
    return at === names.length;
  };
  return items.flatMap(({ strong, actor, index, environment, names, except = [] }) => {
    const takerOf = (edge: number): string | null => {
      const [number, instance] = taken[edge]!;
      const { actor: own, environment: action, executed, path } = system.actions[number]!;
      if (environment !== null) return action === environment ? `${action} ${instance}` : null;
      const mover = system.actors[own];
      if (mover === undefined || (actor !== null && mover.kind !== actor)) return null;
      if (index !== null && system.actors.filter(({ kind }) => kind === actor)[index] !== mover) return null;
      const mayStop = except.some((place) => (place.actor === null || place.actor === mover.kind) && isUnder(path, place.names));
      return executed.some((each) => isUnder(each, names)) && !mayStop ? mover.name : null;
    };
    const takers = taken.map((_, edge) => takerOf(edge));
    return [...new Set(takers.flatMap((taker) => taker ?? []))].map((name): FairnessConstraint => ({
      name,
      strong,
      counts: ({ action }) => action >= 0 && takers[action] === name,
    }));
  });
}

interface Taken {
  readonly system: TransitionSystem;
  /** By action of the graph: the action of the system, and its instance. */
  readonly taken: readonly (readonly [action: number, instance: number])[];
}

const counts = { violated: 0, holds: 0 };

/** What differs on a spec. */
async function differences(name: string): Promise<readonly string[]> {
  const { model } = analysed(readFileSync(`${root}specs/${name}`, 'utf8'));
  const settings = new Map(withStandIns(model, plan(model).checks).map((check) => [JSON.stringify(check.settings), check.settings]));
  const wrong: string[] = [];
  for (const [text, each] of settings) {
    const { system } = enginesOf(model, each);
    const asked = [...system.properties.keys()].filter((index) => system.properties[index]!.temporal !== undefined);
    if (asked.length === 0) return [];
    const found = await explore(system, { properties: asked, statesMax, order: true, deadValues: true });
    if (!found.finished || (await explore(system, { properties: [], statesMax })).states >= statesMax) continue;
    const interpreted = windowSystem(model, each, system.properties, { memory: 'weak', window: 1, bound: null, statesMax: 2 * statesMax });
    const { graph, taken, order } = graphOf(interpreted.system);
    for (const { property, verdict } of found.results) {
      const { formula, fairness } = interpreted.system.properties[property]!.temporal!;
      if ((graph.edges.length + graph.stateCount) * 2 ** guessed(formula) > positionsMax) continue;
      const expected = isViolated(graph, renumbered(formula, order), constraintsOf({ system: interpreted.system, taken }, fairness)) ? 'violated' : 'holds';
      counts[expected]++;
      if (verdict !== expected) wrong.push(`${name} ${text} ${system.properties[property]!.name}: expected ${expected}, found ${verdict}`);
    }
  }
  return wrong;
}

test.each(specs)('%s', async (name) => expect(await differences(name)).toEqual([]));

test('there were enough of them', () => {
  expect(counts.violated).toBeGreaterThan(15);
  expect(counts.holds).toBeGreaterThan(60);
});
