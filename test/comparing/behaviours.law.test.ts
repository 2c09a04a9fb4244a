import fc from 'fast-check';
import { compile } from '@mmspec/compiler';
import { analyse, plan, withStandIns, settingsOf } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import { describe, expect, test } from 'vitest';
import { unmatched, type Limits } from '../../packages/analysis/src/comparing/behaviours.ts';
import { labelledGraph, type LabelledGraph } from '../../packages/analysis/src/comparing/labelled_graph.ts';
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

async function compared(graph: LabelledGraph, other: LabelledGraph, labels: ReadonlySet<string>, lengthMax: number): Promise<string> {
  const found = await unmatched(graph, other, labels, limits);
  if (found === 'not decided') throw new Error('a small graph was not decided');
  const expected = naive(graph, other, labels, lengthMax);
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

test('on random specs under two of their settings', async () => {
  const counts = { pairs: 0, found: 0 };
  for (let number = 0; number < 200; number++) {
    const { model, diagnostics } = analyse({ path: `random ${number}`, text: specOf(number) }, resolve);
    const [first] = hasErrors(diagnostics) ? [] : withStandIns(model, plan(model).checks);
    const info = settingsOf(model).find(({ values }) => values.length > 1);
    if (first === undefined || info === undefined) continue;
    const graphUnder = async (value: (typeof info.values)[number]): Promise<LabelledGraph | null> => {
      const { system } = compile(model, { ...first.settings, [info.name]: value });
      return system === null ? null : labelledGraph(system, 400, turn);
    };
    const [one, other] = [await graphUnder(info.values[0]!), await graphUnder(info.values.at(-1)!)];
    if (one === null || other === null) continue;
    const labelsIn = (graph: LabelledGraph): Set<string> => new Set(graph.steps.flat().flatMap(({ label }) => (label === null ? [] : [label])));
    const shared = new Set([...labelsIn(one)].filter((label) => labelsIn(other).has(label)));
    counts.pairs++;
    if ((await compared(one, other, shared, 4)) === 'found') counts.found++;
  }
  expect(counts.pairs).toBeGreaterThan(30);
  expect(counts.found).toBeGreaterThan(2);
}, 60_000);
