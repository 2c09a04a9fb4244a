import { noSpan } from '@mmspec/source';
import type { Expression } from '@mmspec/syntax';
import type { Action, Described, Emit, Fault, Property, TransitionSystem } from '@mmspec/system';
import { isFlag } from '@mmspec/system';
import { interpretScene, type Machine } from '../machine.ts';
import { propertyContext } from '../property.ts';
import type { Scene } from '../scene.ts';
import { describeWindow } from './describe.ts';
import { temporalOf, type JudgedAtom } from './formula.ts';
import { aliveGraph, type AliveGraph } from './alive.ts';
import type { WindowGraph } from './graph.ts';
import type { WindowMachine, WindowOutcome } from './machine.ts';
import type { WindowState } from './state.ts';

/*
 * The states of a window machine as a system with one slot, the number of a state, and the same as a machine that takes
 * its steps one by one. Both know alive states only.
 */

export interface ExploredSystem {
  readonly system: TransitionSystem;
  readonly machine: Machine;
}

/** `properties`: those of the spec, as every system of it has them; `bound`: where it is false, nothing happens. */
export function systemOf(windows: WindowMachine, explored: WindowGraph, properties: readonly Property[], bound: Expression | null): ExploredSystem {
  return new GraphSystem(windows, aliveGraph(explored), properties, bound).both();
}

class GraphSystem {
  readonly #windows: WindowMachine;
  readonly #graph: AliveGraph;
  readonly #properties: readonly Property[];
  readonly #numbers: Map<WindowState, number>;
  readonly #machine: Machine;
  readonly #scene: Scene;
  readonly #actions: Action[] = [];
  readonly #actionNumbers = new Map<string, number>();
  readonly #parameters: (readonly Described[])[] = [];
  readonly #instances = new Map<string, number>();
  readonly #atoms: JudgedAtom[] = [];
  readonly #flags: readonly string[];
  readonly #rest: ReadonlyMap<string, number>;

  constructor(windows: WindowMachine, graph: AliveGraph, properties: readonly Property[], bound: Expression | null) {
    this.#windows = windows;
    this.#graph = graph;
    this.#properties = properties;
    this.#numbers = new Map(graph.states.map((state, number) => [state, number]));
    this.#scene = {
      ...windows.scene,
      windowed: {
        outcomesOf: (state, actor) => this.#outcomes(state as WindowState).filter((outcome) => outcome.actor === actor.name),
        performedAt: (state, actor) => windows.performedAt(state as WindowState, actor),
      },
    };
    this.#machine = this.#machineOf(interpretScene(this.#scene, bound));
    this.#rest = this.#machine.rest;
    this.#flags = properties.filter(({ kind }) => isFlag(kind)).map(({ name }) => name);
  }

  both(): ExploredSystem {
    return { system: this.#system(), machine: this.#machine };
  }

  /** Outcomes between alive states. */
  #outcomes(state: WindowState): readonly WindowOutcome[] {
    const number = this.#numbers.get(state);
    return number === undefined ? [] : this.#graph.edges[number]!.map(({ outcome, to }) => ({ ...outcome, next: this.#graph.states[to] ?? null }));
  }

  #membersOf(state: WindowState): readonly WindowState[] {
    return this.#graph.members[this.#numbers.get(state) ?? -1] ?? [state];
  }

  #machineOf(base: Machine): Machine {
    const windows = this.#windows;
    const describe = (state: WindowState): Described[] => [
      ...base.describe(state),
      ...windows.scene.world.actors.flatMap((actor) =>
        describeWindow(
          windows.scene,
          actor.name,
          this.#membersOf(state).map((member) => windows.walked(member, actor)),
        ),
      ),
    ];
    return {
      ...base,
      initial: () => this.#graph.initial.map(({ outcome, to }) => ({ ...outcome, next: this.#graph.states[to] ?? null })),
      successors: (state) => [...this.#outcomes(state as WindowState)],
      outcomesOf: (state, { actor, environment }) => {
        const taken = this.#outcomes(state as WindowState).filter((outcome) => outcome.actor === actor && outcome.environment === environment);
        const noted = this.#membersOf(state as WindowState).flatMap((member) => windows.notedOutcomes(member, { actor, environment }));
        return taken.map((outcome) => ({ ...outcome, ...notesOf(outcome, noted) }));
      },
      key: (state) => String(this.#numbers.get(state as WindowState) ?? -1),
      describe: (state) => describe(state as WindowState),
    };
  }

  #system(): TransitionSystem {
    const { states, edges, initial } = this.#graph;
    const { actors, model } = { actors: this.#scene.world.actors, model: this.#scene.model };
    const properties = this.#properties.map((property): Property => {
      const declared = model.properties.find(({ name }) => name === property.name);
      const temporal = property.temporal === undefined || declared === undefined ? null : temporalOf(this.#scene, this.#atoms, declared);
      return temporal === null ? property : { ...property, temporal };
    });
    const steps = edges.map((out) =>
      out.map(({ outcome, to }) => ({ outcome, to, action: this.#actionOf(outcome), flags: this.#flagsOf(outcome), instance: this.#instanceOf(outcome) })),
    );
    const emitAll = (out: readonly (typeof steps)[number][number][], next: Int32Array, emit: Emit, fault: Fault): void => {
      for (const { outcome, to, action, flags, instance } of out) {
        next[0] = Math.max(0, to);
        if (to >= 0) emit(action, flags, instance);
        else
          fault(
            action,
            properties.findIndex(({ name }) => name === outcome.fault),
            flags,
            instance,
          );
      }
    };
    const offered = states.map((state, at) => this.#offeredIn(state, this.#graph.offered[at]!));
    const stateOf = (state: Int32Array): WindowState => states[state[0]!]!;
    const index = properties.map(({ name }) => this.#machine.properties.findIndex((each) => each.name === name));
    const outcomeBetween = (before: Int32Array, after: Int32Array, action: number): WindowOutcome =>
      steps[before[0]!]!.find((step) => step.action === action && step.to === after[0])!.outcome;
    return {
      name: model.name,
      slots: [{ name: 'state', min: 0, max: Math.max(0, states.length - 1) }],
      actors: actors.map(({ name, declaration }) => ({ name, kind: declaration.name.text })),
      actions: this.#actions,
      properties,
      atoms: this.#atoms.map(({ over }) => ({ over })),
      initial: (next, emit, fault) => {
        for (const { outcome, to } of initial) {
          next[0] = Math.max(0, to);
          if (to >= 0) emit(-1, 0);
          else
            fault(
              -1,
              properties.findIndex(({ name }) => name === outcome.fault),
            );
        }
      },
      successors: (state, next, emit, fault) => {
        if (this.#machine.isWithin(stateOf(state))) emitAll(steps[state[0]!]!, next, emit, fault);
      },
      holdsInState: (property, state) => this.#machine.holdsInState(index[property]!, stateOf(state)),
      holdsOnStep: (property, before, after, action) =>
        this.#machine.holdsOnStep(index[property]!, stateOf(before), { ...outcomeBetween(before, after, action), next: stateOf(after) }),
      atomHolds: (atom, before, after, action) => this.#judge(atom, before, after, action, outcomeBetween),
      offered: (state) => offered[state[0]!]!,
      parametersOf: (_, instance) => this.#parameters[instance] ?? [],
      isQuiescent: (state) => this.#graph.isCut[state[0]!] === true || this.#machine.isQuiescent(stateOf(state)),
      describe: (state) => this.#machine.describe(stateOf(state)),
    };
  }

  /**
   * What fairness counts as possible beside the steps that there are. Who has performed something on a guess finds out in the end whether it
   * was right: its first step is possible too, though nothing but the right value makes it one.
   */
  #offeredIn(state: WindowState, outcomes: readonly WindowOutcome[]): readonly number[] {
    const overtaken = this.#scene.world.actors.flatMap(({ name, id }) => {
      const { window } = this.#windows.walked(state, this.#scene.world.actors[id]!);
      const first = window.items.findIndex(({ kind, phase }) => kind === 'step' && phase !== 'performed');
      if (first < 0 || !window.items.some(({ kind, phase }, at) => at > first && kind === 'step' && phase !== 'fetched')) return [];
      return [this.#actions.findIndex((action) => action.isOvertaken === true && this.#scene.world.actors[action.actor]?.name === name)];
    });
    return [...new Set([...outcomes.map((outcome) => this.#actionOf(outcome)), ...overtaken.filter((action) => action >= 0)])];
  }

  #judge(
    atom: number,
    before: Int32Array,
    after: Int32Array,
    action: number,
    outcomeBetween: (before: Int32Array, after: Int32Array, action: number) => WindowOutcome,
  ): boolean {
    const { over, holds } = this.#atoms[atom]!;
    const { states } = this.#graph;
    const state = states[before[0]!]!;
    const step = over === 'state' ? null : { ...outcomeBetween(before, after, action), next: states[after[0]!]! };
    return holds(propertyContext(this.#scene, { state, step, rest: this.#rest }));
  }

  #actionOf(outcome: WindowOutcome): number {
    const { actor, environment, path, executed, isOldest, isOvertaken } = outcome;
    const key = JSON.stringify([actor, environment, path, executed, outcome.spanOf, isOldest, isOvertaken]);
    const known = this.#actionNumbers.get(key);
    if (known !== undefined) return known;
    const { actors, model } = { actors: this.#scene.world.actors, model: this.#scene.model };
    const own = actors.find(({ name }) => name === actor);
    const action: Action = {
      actor: own === undefined ? -1 : actors.indexOf(own),
      environment,
      label: labelIn(path, outcome.operations),
      operations: outcome.operations,
      path,
      executed,
      span: outcome.spanOf ?? model.actions.find(({ name }) => name.text === environment)?.span ?? noSpan,
      reads: [0],
      writes: [0],
      ...(isOldest ? {} : { isAhead: true as const }),
      ...(isOvertaken ? { isOvertaken: true as const } : {}),
    };
    this.#actionNumbers.set(key, this.#actions.length);
    return this.#actions.push(action) - 1;
  }

  #flagsOf({ flags }: WindowOutcome): number {
    return this.#flags.reduce((bits, name, bit) => (flags.includes(name) ? bits | (1 << bit) : bits), 0);
  }

  #instanceOf({ environment, parameters }: WindowOutcome): number | undefined {
    if (environment === null || parameters.length === 0) return undefined;
    const key = JSON.stringify([environment, parameters]);
    const known = this.#instances.get(key);
    if (known !== undefined) return known;
    this.#instances.set(key, this.#parameters.length);
    return this.#parameters.push(parameters) - 1;
  }
}

/** The innermost label before the first operation. */
function labelIn(path: readonly string[], operations: readonly string[]): string | null {
  const first = operations[0];
  const own = first === undefined ? path : path.slice(0, path.indexOf(first));
  return own.at(-1) ?? null;
}

/** What was noted of an outcome. */
function notesOf(outcome: WindowOutcome, noted: readonly WindowOutcome[]): Pick<WindowOutcome, 'done' | 'bound'> {
  const found = noted.find(({ noteKey, spanOf }) => noteKey === outcome.noteKey && spanOf?.start === outcome.spanOf?.start);
  return { done: found?.done ?? [], bound: found?.bound ?? new Map() };
}
