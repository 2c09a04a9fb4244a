import type { ActorIdentity } from '@mmspec/semantics';
import { noSpan } from '@mmspec/source';
import type { Expression } from '@mmspec/syntax';
import type { Action, Described, Emit, Fault, Property, TransitionSystem } from '@mmspec/system';
import { isFlag } from '@mmspec/system';
import type { PlaceOfStep } from '../at_place.ts';
import { interpretScene, type Machine } from '../machine.ts';
import { propertyContext } from '../property.ts';
import type { Scene } from '../scene.ts';
import { describeWindow } from '../window/describe.ts';
import { temporalOf, type JudgedAtom } from '../window/formula.ts';
import type { WindowMachine, WindowOutcome } from '../window/machine.ts';
import type { WindowState } from '../window/state.ts';
import type { Walked } from '../window/walked.ts';
import { Distinct } from './distinct.ts';
import type { Edge, Explored } from './explored.ts';
import { aliveGraph, type AliveGraph } from './gathering.ts';
import { Judgement, type Looking } from './judgement.ts';
import { Places, placesIn } from './places.ts';
import type { Step } from './steps.ts';

/*
 * The states of a window machine as a system with one slot, the number of a state, and the same as a machine that takes
 * its steps one by one. Both know alive states only.
 */

export interface ExploredSystem {
  readonly system: TransitionSystem;
  readonly machine: Machine;
}

/** `properties`: those of the spec, as every system of it has them; `bound`: where it is false, nothing happens. */
export function systemOf(windows: WindowMachine, explored: Explored, properties: readonly Property[], bound: Expression | null): ExploredSystem {
  return new GraphSystem(windows, explored, properties, bound).both();
}

/** What a system needs to know of an outcome. */
interface Told {
  readonly action: number;
  readonly flags: number;
  readonly instance: number | undefined;
  /** Of a fault: the property that it violates. */
  readonly fault: number;
}

/** A state that was made. */
interface Made {
  readonly number: number;
  readonly onAsked: ((number: number) => void) | null;
}

class GraphSystem {
  readonly #windows: WindowMachine;
  readonly #explored: Explored;
  readonly #graph: AliveGraph;
  readonly #properties: readonly Property[];
  /** States that were made: their numbers, and who is told what is asked for. */
  readonly #made = new WeakMap<WindowState, Made>();
  readonly #places: Places;
  readonly #machine: Machine;
  readonly #scene: Scene;
  readonly #actions = new Distinct<Action>();
  readonly #parameters = new Distinct<readonly Described[]>();
  readonly #atoms: JudgedAtom[] = [];
  readonly #flags: readonly string[];
  readonly #rest: ReadonlyMap<string, number>;
  /** By the number of an outcome. */
  readonly #told: (Told | undefined)[] = [];
  readonly #looking: Looking;
  readonly #words: Int32Array;
  readonly #hasBound: boolean;
  /** Somebody has asked what actors can do, or what a bound says, which the numbers of a state do not tell. */
  #hasLookedBeyond = false;

  constructor(windows: WindowMachine, explored: Explored, properties: readonly Property[], bound: Expression | null) {
    this.#windows = windows;
    this.#explored = explored;
    this.#graph = aliveGraph(explored);
    this.#properties = properties;
    this.#hasBound = bound !== null;
    this.#words = new Int32Array(explored.parts.width);
    this.#places = new Places(explored.parts);
    this.#looking = {
      width: explored.parts.width + windows.scene.world.actors.length,
      look: (state, into, offset) => this.#look(state, into, offset),
      stateOf: (state, onAsked) => this.#stateOf(state, onAsked),
      hasLookedBeyond: () => {
        const has = this.#hasLookedBeyond;
        this.#hasLookedBeyond = false;
        return has;
      },
    };
    this.#scene = {
      ...windows.scene,
      windowed: {
        outcomesOf: (state, actor) => {
          this.#hasLookedBeyond = true;
          if (this.#isCut(state as WindowState)) throw notFound;
          return this.#outcomes(state as WindowState).filter((outcome) => outcome.actor === actor.name);
        },
        placesOf: (state, actor) => this.#placesOf(state as WindowState, actor),
      },
    };
    this.#machine = this.#machineOf(interpretScene(this.#scene, bound));
    this.#rest = this.#machine.rest;
    this.#flags = properties.filter(({ kind }) => isFlag(kind)).map(({ name }) => name);
  }

  both(): ExploredSystem {
    return { system: this.#system(), machine: this.#machine };
  }

  /** The numbers of a state. */
  #read(state: number): Int32Array {
    this.#explored.states.read(this.#graph.firstMember(state), this.#words);
    return this.#words;
  }

  #stateOf(number: number, onAsked: ((number: number) => void) | null = null): WindowState {
    const words = this.#read(number);
    const { parts } = this.#explored;
    const state = onAsked === null ? parts.unpack(words) : parts.noted(words, onAsked);
    this.#made.set(state, { number, onAsked });
    return state;
  }

  /** The numbers by which everybody but the machine knows a state, and those of where actors are. */
  #look(state: number, into: Int32Array, offset: number): void {
    const words = this.#read(state);
    const { parts } = this.#explored;
    parts.look(words, into, offset);
    for (const actor of this.#scene.world.actors) into[offset + parts.width + actor.id] = this.#places.of(words, actor).number;
  }

  /** Where an actor is. Who notes what is asked for is told that it is this, and what else is looked at. */
  #placesOf(state: WindowState, actor: ActorIdentity): readonly PlaceOfStep[] {
    const made = this.#made.get(state);
    if (made === undefined) return placesIn(this.#windows, state, actor);
    const { places, isAlone } = this.#places.of(this.#read(made.number), actor);
    made.onAsked?.(this.#explored.parts.width + actor.id);
    return isAlone ? places : placesIn(this.#windows, state, actor);
  }

  #numberOf(state: WindowState): number {
    return this.#made.get(state)?.number ?? -1;
  }

  #edgesOf(state: number): Edge[] {
    const { first, outcomes, targets } = this.#graph;
    const begin = first.at(state);
    return Array.from({ length: first.at(state + 1) - begin }, (_, at) => ({ step: outcomes.at(begin + at), to: targets.at(begin + at) }));
  }

  #outcomeOf({ step, to }: Edge): WindowOutcome {
    return { ...this.#explored.steps[step]!, next: to < 0 ? null : this.#stateOf(to) };
  }

  /** Whether steps of a state were not found: the search was cut short. */
  #isCut(state: WindowState): boolean {
    const number = this.#numberOf(state);
    return !this.#explored.isFinished && number >= 0 && this.#graph.isCut(number);
  }

  /** Outcomes between alive states. */
  #outcomes(state: WindowState): readonly WindowOutcome[] {
    const number = this.#numberOf(state);
    return number < 0 ? [] : this.#edgesOf(number).map((edge) => this.#outcomeOf(edge));
  }

  #membersOf(state: WindowState): readonly WindowState[] {
    const number = this.#numberOf(state);
    if (number < 0) return [state];
    const { states, parts } = this.#explored;
    return this.#graph.members(number).map((member) => {
      states.read(member, this.#words);
      return parts.unpack(this.#words);
    });
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
      initial: () => this.#graph.initial.map((edge) => this.#outcomeOf(edge)),
      successors: (state) => [...this.#outcomes(state as WindowState)],
      outcomesOf: (state, { actor, environment }) => {
        const taken = this.#outcomes(state as WindowState).filter((outcome) => outcome.actor === actor && outcome.environment === environment);
        const noted = this.#membersOf(state as WindowState).flatMap((member) => windows.notedOutcomes(member, { actor, environment }));
        return taken.map((outcome) => ({ ...outcome, ...notesOf(outcome, noted) }));
      },
      key: (state) => String(this.#numberOf(state as WindowState)),
      describe: (state) => describe(state as WindowState),
    };
  }

  #system(): TransitionSystem {
    const graph = this.#graph;
    const { actors, model } = { actors: this.#scene.world.actors, model: this.#scene.model };
    const properties = this.#properties.map((property): Property => {
      const declared = model.properties.find(({ name }) => name === property.name);
      const temporal = property.temporal === undefined || declared === undefined ? null : temporalOf(this.#scene, this.#atoms, declared);
      return temporal === null ? property : { ...property, temporal };
    });
    for (let step = 0; step < graph.outcomes.length; step++) this.#tellOf(graph.outcomes.at(step));
    const offered = this.#allOffered();
    const emitStep = (step: number, to: number, next: Int32Array, emit: Emit, fault: Fault): void => {
      const { action, flags, instance, fault: property } = this.#tellOf(step);
      next[0] = Math.max(0, to);
      if (to >= 0) emit(action, flags, instance);
      else fault(action, property, flags, instance);
    };
    const machine = this.#machine;
    const index = properties.map(({ name }) => machine.properties.findIndex((each) => each.name === name));
    const judgements = properties.map(() => new Judgement(this.#looking));
    const ofAtoms = this.#atoms.map(() => new Judgement(this.#looking));
    const [within, quiescent] = [new Judgement(this.#looking), new Judgement(this.#looking)];
    return {
      name: model.name,
      slots: [{ name: 'state', min: 0, max: Math.max(0, graph.count - 1) }],
      actors: actors.map(({ name, declaration }) => ({ name, kind: declaration.name.text })),
      actions: this.#actions.all,
      properties,
      atoms: this.#atoms.map(({ over }) => ({ over })),
      initial: (next, emit, fault) => {
        for (const { step, to } of graph.initial) {
          next[0] = Math.max(0, to);
          if (to >= 0) emit(-1, 0);
          else fault(-1, this.#faultOf(this.#explored.steps[step]!));
        }
      },
      successors: (state, next, emit, fault) => {
        const number = state[0]!;
        if (this.#hasBound && !within.ofState(number, (made) => machine.isWithin(made))) return;
        for (let step = graph.first.at(number); step < graph.first.at(number + 1); step++)
          emitStep(graph.outcomes.at(step), graph.targets.at(step), next, emit, fault);
      },
      holdsInState: (property, state) => judgements[property]!.ofState(state[0]!, (made) => isSo(() => machine.holdsInState(index[property]!, made), true)),
      holdsOnStep: (property, before, after, action) => {
        const step = this.#stepBetween(before[0]!, after[0]!, action);
        const outcome = this.#explored.steps[step]!;
        return judgements[property]!.ofStep(before[0]!, step, after[0]!, (from, to) =>
          isSo(() => machine.holdsOnStep(index[property]!, from, { ...outcome, next: to } as WindowOutcome), true),
        );
      },
      atomHolds: (atom, before, after, action) => {
        const { over, holds } = this.#atoms[atom]!;
        const rest = this.#rest;
        const judge = (state: WindowState, step: WindowOutcome | null): boolean =>
          isSo(() => holds(propertyContext(this.#scene, { state, step, rest })), false);
        if (over === 'state') return ofAtoms[atom]!.ofState(before[0]!, (state) => judge(state, null));
        const step = this.#stepBetween(before[0]!, after[0]!, action);
        return ofAtoms[atom]!.ofStep(before[0]!, step, after[0]!, (from, to) => judge(from, { ...this.#explored.steps[step]!, next: to }));
      },
      offered: (state) => offered.get(state[0]!) ?? [],
      parametersOf: (_, instance) => this.#parameters.all[instance] ?? [],
      isQuiescent: (state) => graph.isCut(state[0]!) || quiescent.ofState(state[0]!, (made) => machine.isQuiescent(made)),
      describe: (state) => machine.describe(this.#stateOf(state[0]!)),
    };
  }

  /** The outcome of a step between two states. */
  #stepBetween(before: number, after: number, action: number): number {
    const { first, outcomes, targets } = this.#graph;
    for (let step = first.at(before); step < first.at(before + 1); step++)
      if (targets.at(step) === after && this.#tellOf(outcomes.at(step)).action === action) return outcomes.at(step);
    throw new Error(`no step from ${before} to ${after}`);
  }

  #faultOf({ fault }: Step): number {
    return this.#properties.findIndex(({ name }) => name === fault);
  }

  #tellOf(step: number): Told {
    const outcome = this.#explored.steps[step]!;
    this.#told[step] ??= {
      action: this.#actionOf(outcome),
      flags: this.#flagsOf(outcome),
      instance: this.#instanceOf(outcome),
      fault: this.#faultOf(outcome),
    };
    return this.#told[step];
  }

  /**
   * What fairness counts as possible beside the steps that there are, by state. Who has performed something on a guess finds out in the end whether it
   * was right: its first step is possible too, though nothing but the right value makes it one.
   */
  #allOffered(): ReadonlyMap<number, readonly number[]> {
    const all = new Map<number, readonly number[]>();
    const { actors } = this.#scene.world;
    for (let state = 0; state < this.#graph.count; state++) {
      const dead = this.#graph.offered(state).map((step) => this.#tellOf(step).action);
      if (dead.length === 0 && !actors.some(({ id }) => this.#isOvertaken(state, id))) continue;
      const overtaken = actors.flatMap(({ name, id }) => (this.#isOvertaken(state, id) ? [this.#overtakenStep(name)] : []));
      const offered = [...new Set([...dead, ...overtaken.filter((action) => action >= 0)])];
      if (offered.length > 0) all.set(state, offered);
    }
    return all;
  }

  readonly #overtakenWindows: boolean[] = [];

  #isOvertaken(state: number, actor: number): boolean {
    const { states, parts } = this.#explored;
    const window = states.at(this.#graph.firstMember(state), parts.firstActor + actor);
    this.#overtakenWindows[window] ??= isOvertakenIn(parts.windowOf(window).walked);
    return this.#overtakenWindows[window];
  }

  /** By actor, once there is one. */
  readonly #overtakenSteps = new Map<string, number>();

  #overtakenStep(actor: string): number {
    const known = this.#overtakenSteps.get(actor);
    if (known !== undefined) return known;
    const found = this.#actions.all.findIndex((action) => action.isOvertaken === true && this.#scene.world.actors[action.actor]?.name === actor);
    if (found >= 0) this.#overtakenSteps.set(actor, found);
    return found;
  }

  #actionOf(outcome: Step): number {
    const { actor, environment, path, executed, isOldest, isOvertaken } = outcome;
    const key = JSON.stringify([actor, environment, path, executed, outcome.spanOf, isOldest, isOvertaken]);
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
    return this.#actions.of(key, action);
  }

  #flagsOf({ flags }: Step): number {
    return this.#flags.reduce((bits, name, bit) => (flags.includes(name) ? bits | (1 << bit) : bits), 0);
  }

  #instanceOf({ environment, parameters }: Step): number | undefined {
    return environment === null || parameters.length === 0 ? undefined : this.#parameters.of(JSON.stringify([environment, parameters]), parameters);
  }
}

/** Whether something was performed before a step that comes first in the window. */
function isOvertakenIn({ window: { items } }: Walked): boolean {
  const first = items.findIndex(({ kind, phase }) => kind === 'step' && phase !== 'performed');
  return first >= 0 && items.some(({ kind, phase }, at) => at > first && kind === 'step' && phase !== 'fetched');
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

/** Asks for steps of a state that were not looked for. */
const notFound = new Error('the steps of this state were not found');

/** What a property says; `unknown` where it asks for steps that were not looked for. Nothing is violated there, and what holds is not finished. */
function isSo(ask: () => boolean, unknown: boolean): boolean {
  try {
    return ask();
  } catch (error) {
    if (error !== notFound) throw error;
    return unknown;
  }
}
