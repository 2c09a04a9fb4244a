import { analyse, plan, withStandIns } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { describe, expect, test } from 'vitest';
import { engines } from './engines.ts';
import type { Engine, EngineState, Successor } from './engine.ts';

/*
 * Whole state graphs, written by hand from the rules.
 * A state is a text `x=0 a=get a.n=1`: every row of the described state, where a location is the path of the next step
 * without its offsets (`-` where no label stands), the offset after `repeat` is left out, and blanks inside values too.
 * Where several places of an actor have the same path, or several loops a counter, they are numbered in text order: `a=get#2`.
 */

export interface Graph {
  /** What the graph shows, with the numbers of the decisions. */
  readonly name: string;
  /** Without the `module` line. */
  readonly spec: string;
  /** The check whose setting is meant; one of the name `c` is added where the spec has none. */
  readonly check?: string;
  /** Rows that are the same in all states. */
  readonly always?: string;
  /** The name of the initial state; of several in their order. */
  readonly initial: string;
  /** Names of the states and what they are; the name is for this page only. */
  readonly states: Readonly<Record<string, string>>;
  /**
   * Every way of every step: `A --a.get--> B`, `A --a.get--> fault range of x`, `A --a.use--> B flags Inode.live`.
   * Before the dot stands the instance that moves, after it the path of the step, `-` if empty; an action has its name alone.
   */
  readonly edges: readonly string[];
  /** States from which nothing goes on, although it should. */
  readonly deadlocks?: string;
  /** States in which everybody is done or may wait; where it is left out it is not compared. */
  readonly quiescent?: string;
  /** Where the properties are false: names of states, or edges of step properties. What is left out is true everywhere. */
  readonly violated?: Readonly<Record<string, string | readonly string[]>>;
}

export interface InitialFault {
  readonly name: string;
  readonly spec: string;
  readonly fault: string;
}

const textOfSpec = (spec: string): string => `module m\n${spec}\n${/^\s*check /m.test(spec) ? '' : 'check c { }\n'}`;

function modelOf(spec: string): Model {
  const { model, diagnostics } = analyse({ path: 'm.mmspec', text: textOfSpec(spec) }, () => null);
  expect(diagnostics.filter((diagnostic) => diagnostic.severity === 'error').map((diagnostic) => `${diagnostic.code} ${diagnostic.message}`)).toEqual([]);
  return model;
}

/** One test of the whole graph for each engine. */
export function graph(one: Graph): void {
  describe(one.name, () => {
    test.each(engines)('$name', ({ create }) => {
      const model = modelOf(one.spec);
      const planned = withStandIns(model, plan(model).checks).find((check) => check.name === (one.check ?? 'c'));
      if (planned === undefined) throw new Error(`no check ${one.check ?? 'c'}`);
      check(one, create(model, planned.settings));
    });
  });
}

/** One test of a spec whose local work before the initial state goes wrong. */
export function initialFault({ name, spec, fault }: InitialFault): void {
  describe(name, () => {
    test.each(engines)('$name', ({ create }) => {
      const model = modelOf(spec);
      const engine = create(model, withStandIns(model, plan(model).checks)[0]?.settings ?? {});
      expect(engine.initial().map((successor) => successor.fault)).toEqual([fault]);
    });
  });
}

const rows = (text: string): string =>
  text
    .split(' ')
    .filter((row) => row !== '')
    .sort()
    .join(' ');

interface Node {
  readonly state: EngineState;
  readonly successors: readonly Successor[];
}

/** Everything that can be reached. */
function explore(engine: Engine): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  const waiting = engine.initial().flatMap((successor) => successor.next ?? []);
  for (const state of waiting) {
    const key = engine.key(state);
    if (found.has(key)) continue;
    const successors = engine.successors(state);
    found.set(key, { state, successors });
    waiting.push(...successors.flatMap((successor) => successor.next ?? []));
    if (found.size > 200) throw new Error('more states than a page has');
  }
  return found;
}

/** Walks the engine from its initial states and compares everything with the page. */
function check(one: Graph, engine: Engine): void {
  const byText = new Map(Object.entries(one.states).map(([name, text]) => [rows(`${text} ${one.always ?? ''}`), name]));
  expect(byText.size, 'two states of the page are the same').toBe(Object.keys(one.states).length);
  const nodes = [...explore(engine).values()];
  const offsets = offsetsIn(nodes.map(({ state }) => state));
  const nameOf = (state: EngineState): string => {
    const text = textOf(state, offsets);
    return byText.get(text) ?? `[${text}]`;
  };
  const edges: string[] = [];
  const falseIn = new Map<string, string[]>(engine.properties.map((property) => [property, []]));
  const deadlocks: string[] = [];
  const quiescent: string[] = [];

  expect(engine.initial().map((successor) => (successor.next === null ? `fault ${successor.fault}` : nameOf(successor.next)))).toEqual(words(one.initial));
  for (const { state, successors } of nodes) {
    const name = nameOf(state);
    if (engine.isQuiescent(state)) quiescent.push(name);
    else if (successors.length === 0) deadlocks.push(name);
    for (const property of engine.properties) if (engine.isFalseIn(property, state)) falseIn.get(property)?.push(name);
    for (const successor of successors) {
      const edge = `${name} --${moverOf(successor)}--> ${successor.next === null ? `fault ${successor.fault}` : nameOf(successor.next)}`;
      edges.push(successor.flags.length === 0 ? edge : `${edge} flags ${[...successor.flags].sort().join(' ')}`);
      for (const property of engine.properties) if (engine.isFalseOn(property, state, successor)) falseIn.get(property)?.push(edge);
    }
  }

  expect(sorted(edges)).toEqual(sorted(one.edges));
  expect(sorted(nodes.map(({ state }) => nameOf(state)))).toEqual(sorted(Object.keys(one.states)));
  expect(sorted(deadlocks), 'deadlocks').toEqual(sorted(words(one.deadlocks ?? '')));
  if (one.quiescent !== undefined) expect(sorted(quiescent), 'quiescent').toEqual(sorted(words(one.quiescent)));
  const expected = Object.entries(one.violated ?? {}).map(([property, where]) => [property, sorted(typeof where === 'string' ? words(where) : where)]);
  const actual = [...falseIn].filter(([, where]) => where.length > 0).map(([property, where]) => [property, sorted(where)]);
  expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(expected));
}

function moverOf(successor: Successor): string {
  return successor.environment ?? `${successor.actor}.${successor.path.length === 0 ? '-' : successor.path.join('.')}`;
}

/** By the text before the `@` the different offsets after it, in text order. */
type Offsets = ReadonlyMap<string, readonly string[]>;

const located = /^(.*)@([\d/]+)$/;

function offsetsIn(states: readonly EngineState[]): Offsets {
  const found = new Map<string, Set<string>>();
  for (const { name, value } of states.flatMap((state) => state.rows)) {
    for (const text of [name, `${name}=${String(value)}`]) {
      const [, before, offset] = located.exec(text) ?? [];
      if (before !== undefined && offset !== undefined) found.set(before, (found.get(before) ?? new Set()).add(offset));
    }
  }
  const numbers = (offset: string): string =>
    offset
      .split('/')
      .map((part) => part.padStart(6, '0'))
      .join('/');
  return new Map([...found].map(([before, all]) => [before, [...all].sort((a, b) => (numbers(a) < numbers(b) ? -1 : 1))]));
}

function textOf(state: EngineState, offsets: Offsets): string {
  /** Without the offset; with the number of the place in text order where there are several. */
  const short = (text: string): string => {
    const [, before, offset] = located.exec(text) ?? [];
    if (before === undefined || offset === undefined) return text;
    const all = offsets.get(before) ?? [];
    return all.length > 1 ? `${before}#${all.indexOf(offset) + 1}` : before;
  };
  const row = (name: string, value: string): string => {
    const text = `${short(name)}=${short(`${name}=${value}`)
      .slice(name.length + 1)
      .replaceAll(' ', '')}`;
    return text.replace(/=(?=#|$)/, '=-');
  };
  return rows(state.rows.map(({ name, value }) => row(name, String(value))).join(' '));
}

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
const sorted = (texts: readonly string[]): string[] => [...texts].sort();
