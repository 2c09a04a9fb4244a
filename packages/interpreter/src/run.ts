import type { ActorIdentity, CountName, LocalNode } from '@mmspec/semantics';
import type { AtExpression } from '@mmspec/syntax';
import type { Choose, Fault } from './choices.ts';
import type { Context } from './context.ts';
import type { StepLog } from './log.ts';
import { copyOf } from './noted_memory.ts';
import type { Scene } from './scene.ts';
import type { ActorState, CpuState, Entry, MachineState, Passed } from './state.ts';
import type { Value } from './value.ts';

/**
 * A step while it is being taken, or local work before the initial state.
 * The only thing in this package that changes; each path through a step has its own.
 */
export interface Run {
  readonly scene: Scene;
  /** Null in an action of the environment. */
  readonly actor: ActorIdentity | null;
  /** Name of the actor's declaration, or of the action: what names of locals and assertions begin with. */
  readonly kind: string;
  readonly choose: Choose;
  readonly shared: Map<string, Value>;
  /** The values before the step, by which `live when` judges it. */
  readonly before: ReadonlyMap<string, Value>;
  /** Whether an actor was a running handler before the step. */
  readonly wasRunning: (actor: ActorIdentity) => boolean;
  /** Whether `a at L` was true before the step. */
  readonly stood: (expression: AtExpression, context: Context) => boolean;
  readonly top: Map<LocalNode, Value>;
  stack: Entry[];
  readonly held: Map<string, number>;
  readonly counts: Map<CountName, number>;
  readonly beginning: string;
  readonly cpus: CpuState[];
  /** Names of the properties that were violated by a step without being a fault: `live` ones, and `get_at_zero`. */
  readonly flags: Set<string>;
  /** Paths of the statements that were executed. */
  readonly executed: string[][];
  /** Parameters of an action. */
  readonly bound: ReadonlyMap<LocalNode, Value>;
  /** What the step does is noted here, where somebody wants to know. */
  readonly log: StepLog | null;
  /** Decides conditions on what is awaited (`window/`); left out where everything is known. */
  readonly decide?: (value: () => boolean) => boolean;
  /** A branch of an `either` is being chosen. What an argument at its head asks for is asked by the branch's first step, and `failed` there. */
  choosing: boolean;
  failed: Fault | null;
}

/** What a step may ask about the places of actors before it. */
export type Before = Pick<Run, 'wasRunning' | 'stood'>;

/** Before the initial state nobody stands anywhere. */
export const noBefore: Before = { wasRunning: () => false, stood: () => false };

export function runOf(scene: Scene, state: MachineState, actor: ActorIdentity, choose: Choose, log: StepLog | null = null, before: Before = noBefore): Run {
  const own = state.actors[actor.id];
  if (own === undefined) throw new Error(`no state of ${actor.name}`);
  return {
    scene,
    actor,
    kind: actor.declaration.name.text,
    choose,
    shared: copyOf(state.shared),
    before: state.shared,
    ...before,
    top: new Map(own.top),
    stack: [...own.stack],
    held: new Map(own.held),
    counts: new Map(own.counts),
    beginning: own.beginning,
    cpus: [...state.cpus],
    flags: new Set(),
    executed: [],
    bound: new Map(),
    log,
    choosing: false,
    failed: null,
  };
}

/** The state after the run; the other actors are as they were. */
export function stateOf(run: Run, before: MachineState): MachineState {
  const own: ActorState = { top: run.top, stack: run.stack, held: run.held, counts: run.counts, beginning: run.beginning };
  return {
    shared: run.shared,
    actors: run.actor === null ? before.actors : before.actors.with(run.actor.id, own),
    cpus: run.cpus,
  };
}

/** What expressions in the text of the run mean. */
export function contextOf(run: Run): Context {
  return {
    scene: run.scene,
    shared: run.shared,
    local: (node) => localIn(run.stack, run.top, node),
    passed: (node) => passedIn(run.stack, node),
    bound: run.bound,
    self: run.actor,
    own: null,
    run,
    exempt: false,
    property: null,
  };
}

/** There is no recursion, so that a declaration has at most one value in a stack. */
export function localIn(stack: readonly Entry[], top: ReadonlyMap<LocalNode, Value>, node: LocalNode): Value | undefined {
  for (const entry of stack) {
    if (entry.kind === 'block' && entry.locals.has(node)) return entry.locals.get(node);
    if (entry.kind === 'for' && entry.statement.binder === node) return entry.items[entry.index];
    if (entry.kind === 'call' && node.kind === 'parameter') {
      const passed = entry.arguments.get(node);
      if (passed !== undefined) return passed.value;
    }
  }
  return top.get(node);
}

export function passedIn(stack: readonly Entry[], node: LocalNode): Passed | undefined {
  if (node.kind !== 'parameter') return undefined;
  for (const entry of stack) {
    if (entry.kind === 'call' && entry.arguments.has(node)) return entry.arguments.get(node);
  }
  return undefined;
}
