import fc from 'fast-check';
import { compile } from '@mmspec/compiler';
import { interpret, type Machine, type Outcome } from '@mmspec/interpreter';
import { analyse, plan, settingsOf, withStandIns, type Model } from '@mmspec/semantics';
import { hasErrors, type SourceFile } from '@mmspec/source';
import { parse } from '@mmspec/syntax';
import type { Settings, TransitionSystem } from '@mmspec/system';
import { describe, expect, test } from 'vitest';
import { withChanges } from '../../packages/analysis/src/audit/changed_module.ts';
import { sitesOf, type Change } from '../../packages/analysis/src/audit/sites.ts';
import { unmatched, type Limits } from '../../packages/analysis/src/comparing/behaviours.ts';
import { labelledGraph, labelsOf, type LabelledGraph } from '../../packages/analysis/src/comparing/labelled_graph.ts';
import { resolve } from '../ledger/support.ts';
import { specOf } from '../random/specs.ts';

/*
 * Law: what one of two graphs can do and the other cannot is the shortest of all sequences of labels that one has, written out, and the other has not.
 */

const turn = (): Promise<void> => Promise.resolve();
const limits: Limits = { pairsMax: 1e6, membersMax: 1e7, turn };

/** All sequences of at most so many of these labels, as texts, with those of no step left out. Nothing is closed, and no sets are made. */
function sequences(graph: LabelledGraph, labels: ReadonlySet<string>, lengthMax: number): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (state: number, said: readonly string[]): void => {
    const key = `${state} ${said.join(' ; ')}`;
    if (seen.has(key)) return;
    seen.add(key);
    found.add(said.join(' ; '));
    for (const { label, target } of graph.steps[state] ?? []) {
      if (label === null || !labels.has(label)) visit(target, said);
      else if (said.length < lengthMax) visit(target, [...said, label]);
    }
  };
  for (const state of graph.initial) visit(state, []);
  return found;
}

const lengthOf = (sequence: string): number => (sequence === '' ? 0 : sequence.split(' ; ').length);

/** The length of the shortest sequence that only the first has; null: up to that length there is none. */
function naive(graph: LabelledGraph, other: LabelledGraph, labels: ReadonlySet<string>, lengthMax: number): number | null {
  const known = sequences(other, labels, lengthMax);
  const only = [...sequences(graph, labels, lengthMax)].filter((sequence) => !known.has(sequence)).map(lengthOf);
  return only.length === 0 ? null : Math.min(...only);
}

/** `meant`: the same graphs, found in another way. */
async function compared(
  graph: LabelledGraph,
  other: LabelledGraph,
  labels: ReadonlySet<string>,
  lengthMax: number,
  meant: readonly [LabelledGraph, LabelledGraph] = [graph, other],
): Promise<string> {
  const found = await unmatched(graph, other, labels, limits);
  if (found === 'not decided') throw new Error('a small graph was not decided');
  const expected = naive(...meant, labels, lengthMax);
  if (found === null) {
    expect(expected).toBeNull();
    return 'none';
  }
  if (found.labels.length > lengthMax) return 'longer';
  expect(found.labels.length).toBe(expected);
  // The run is one of the graph, and says these labels.
  expect(graph.initial).toContain(found.states[0]);
  const said = found.actions.map((action, index) =>
    graph.steps[found.states[index]!]!.find((step) => step.action === action && step.target === found.states[index + 1]),
  );
  expect(said.every((step) => step !== undefined)).toBe(true);
  expect(said.flatMap((step) => (step?.label != null && labels.has(step.label) ? [step.label] : []))).toEqual(found.labels);
  return 'found';
}

describe('on random graphs', () => {
  const step = fc.record({ from: fc.nat(5), label: fc.constantFrom('a', 'b', 'c', null), target: fc.nat(5) });
  const graphs = fc
    .record({ steps: fc.array(step, { maxLength: 12 }), initial: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 2 }) })
    .map(({ steps, initial }): LabelledGraph => ({
      initial,
      states: Array.from({ length: 6 }, () => new Int32Array()),
      steps: Array.from({ length: 6 }, (_, state) => steps.flatMap(({ from, label, target }, action) => (from === state ? [{ action, label, target }] : []))),
    }));

  test('the shortest is found, and none where there is none', async () => {
    const counts = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(graphs, graphs, fc.constantFrom('abc', 'ab', 'a'), async (one, other, labels) => {
        const came = await compared(one, other, new Set(labels), 5);
        counts.set(came, (counts.get(came) ?? 0) + 1);
      }),
      { seed: 7, numRuns: 600 },
    );
    expect(Math.min(counts.get('none') ?? 0, counts.get('found') ?? 0)).toBeGreaterThan(50);
  });

  test('a graph does nothing that it cannot do', () =>
    fc.assert(
      fc.asyncProperty(graphs, async (graph) => {
        expect(await unmatched(graph, graph, new Set('abc'), limits)).toBeNull();
      }),
      { seed: 8, numRuns: 200 },
    ));
});

/** What a step is called, by who takes it and its path; null: it has no label. Undefined where two steps with one path are called differently. */
function namesOf(system: TransitionSystem): ReadonlyMap<string, string | null> | undefined {
  const names = new Map<string, string | null>();
  const labels = labelsOf(system);
  for (const [action, { actor, environment, path }] of system.actions.entries()) {
    const key = [environment ?? system.actors[actor]?.name, ...path].join(' ');
    const label = labels[action] ?? null;
    if (names.has(key) && names.get(key) !== label) return undefined;
    names.set(key, label);
  }
  return names;
}

/** The graph that the interpreter takes, from the text and not from what was compiled; its steps have no numbers. */
function interpreted(machine: Machine, names: ReadonlyMap<string, string | null>, statesMax: number): LabelledGraph | null {
  const numbers = new Map<string, number>();
  const states: NonNullable<Outcome['next']>[] = [];
  const numberOf = (state: NonNullable<Outcome['next']>): number => {
    const key = machine.key(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push(state) - 1;
  };
  const initial = machine.initial().flatMap(({ next }) => (next === null ? [] : [numberOf(next)]));
  const steps: LabelledGraph['steps'][number][] = [];
  for (let state = 0; state < states.length; state++) {
    if (states.length > statesMax) return null;
    const taken = machine.successors(states[state]!);
    steps.push(
      taken.flatMap(({ actor, environment, path, next }) => {
        if (next === null) return [];
        const name = names.get([environment ?? actor, ...path].join(' '));
        if (name === undefined) throw new Error(`nothing that was compiled is called ${path.join('.')}`);
        return [{ action: -1, label: name, target: numberOf(next) }];
      }),
    );
  }
  return { initial, states: states.map(() => new Int32Array()), steps };
}

/** A design: a model, and a setting of it. */
interface Design {
  readonly model: Model;
  readonly settings: Settings;
}

/** Two designs of a random spec: under two settings, and with a part of it left out. */
function pairsOf(number: number): (readonly [Design, Design])[] {
  const file = { path: `random ${number}`, text: specOf(number) };
  const { model, diagnostics } = analyse(file, resolve);
  const [first] = hasErrors(diagnostics) ? [] : withStandIns(model, plan(model).checks);
  if (first === undefined) return [];
  const { settings } = first;
  const info = settingsOf(model).find(({ values }) => values.length > 1);
  const under = (value: Settings[string]): Design => ({ model, settings: { ...settings, [info!.name]: value } });
  const changes = sitesOf(model).map(({ change }) => change);
  const candidates = changes.filter(({ swapped, weaker }) => swapped === null && weaker === null);
  const without = candidates[number % Math.max(1, candidates.length)];
  return [
    ...(info === undefined ? [] : [[under(info.values[0]!), under(info.values.at(-1)!)] as const]),
    ...(without === undefined ? [] : withPart(file, { model, settings }, without)),
  ];
}

function withPart(file: SourceFile, whole: Design, change: Change): (readonly [Design, Design])[] {
  const module = withChanges(whole.model, [change], { name: 'mutant', count: 1 });
  const { model, diagnostics } = analyse(file, resolve, (each, index) => ({ ...parse(each, index), ...(index === 0 ? { module } : {}) }));
  return hasErrors(diagnostics) ? [] : [[whole, { model, settings: { ...whole.settings, mutant: 1 } }]];
}

/** The graphs of a design: of the compiled system, and of the interpreter. */
async function graphsOf({ model, settings }: Design): Promise<{ readonly graph: LabelledGraph; readonly meant: LabelledGraph } | null> {
  const { system } = compile(model, settings);
  const names = system === null ? undefined : namesOf(system);
  if (system === null || names === undefined) return null;
  const graph = await labelledGraph(system, 250, turn);
  const meant = graph === null ? null : interpreted(interpret(model, settings), names, 250);
  return graph === null || meant === null ? null : { graph, meant };
}

test('of 240 pairs of random specs it is what the graphs of the interpreter say', async () => {
  const counts = new Map<string, number>();
  let pairs = 0;
  for (let number = 0; pairs < 240; number++) {
    for (const [one, other] of pairsOf(number)) {
      const [first, second] = [await graphsOf(one), await graphsOf(other)];
      if (first === null || second === null) continue;
      const labelsIn = ({ steps }: LabelledGraph): Set<string> => new Set(steps.flat().flatMap(({ label }) => (label === null ? [] : [label])));
      const shared = new Set([...labelsIn(first.graph)].filter((label) => labelsIn(second.graph).has(label)));
      pairs++;
      const there = await compared(first.graph, second.graph, shared, 4, [first.meant, second.meant]);
      const back = await compared(second.graph, first.graph, shared, 4, [second.meant, first.meant]);
      for (const came of [there, back]) counts.set(came, (counts.get(came) ?? 0) + 1);
    }
  }
  expect(Math.min(counts.get('none') ?? 0, counts.get('found') ?? 0)).toBeGreaterThan(20);
});
