import { isContextEffect } from '@mmspec/semantics';
import type { ActorIdentity, LocalNode } from '@mmspec/semantics';
import type { ActionDeclaration, ActorDeclaration, Block, Expression, Statement } from '@mmspec/syntax';
import type { Described } from '@mmspec/system';
import { isAt, placeOfStep, type PlaceOfStep } from './at_place.ts';
import { Blocked, everyChoice, Fault, type Choose } from './choices.ts';
import { blockEntry, current, inAtomic, pathOf } from './control.ts';
import { afterStep, hasCpu, isActive, type Standing } from './cpu.ts';
import { evaluate, truth } from './evaluate.ts';
import { isAtomicHere, knownTruth } from './known_truth.ts';
import { newLog, noteDone, type Done } from './log.ts';
import { copyOf } from './noted_memory.ts';
import { callPosition, operationCall } from './operation_call.ts';
import { isGhost, isStatic, touchesShared } from './reads.ts';
import { contextOf, passedIn, runOf, stateOf, type Before, type Run } from './run.ts';
import { elementsOf, meaningOf, type Scene } from './scene.ts';
import type { MachineState, Passed } from './state.ts';
import { callerOf, entersWhile, executeNext } from './statement.ts';
import { plainOf, unexpected, type Value } from './value.ts';

/** One outcome of a step. */
export interface Outcome {
  /** The instance that moved; null for an action of the environment and for the initial state. */
  readonly actor: string | null;
  /** Name of the action of the environment. */
  readonly environment: string | null;
  /** The values of its parameters, by name; empty for an actor. */
  readonly parameters: readonly Described[];
  /** Labels and operations of the step, from the outside in. */
  readonly path: readonly string[];
  /** Paths of all statements that were executed, each once, in order. */
  readonly executed: readonly (readonly string[])[];
  /** Names of the properties that the step violates without being a fault: `live` ones, and `get_at_zero`. Where it is a fault, those that it violated before. */
  readonly flags: readonly string[];
  /** Null where the step is a fault. */
  readonly next: MachineState | null;
  /** Name of the property that the fault violates. */
  readonly fault: string | null;
  /** What was done, in order; left out where nobody wanted to know. */
  readonly done?: readonly Done[];
  /** With it: the parameters of an action. */
  readonly bound?: ReadonlyMap<LocalNode, Value>;
}

/** More local work than any text has: a cycle without a step. */
const localWorkMax = 100_000;

/** Whether the statement on top of the run is a step, or local work (grammar/steps.md). */
export function isStep(run: Run, statement: Statement): boolean {
  const { scene } = run;
  const passed = (node: LocalNode): Passed | undefined => passedIn(run.stack, node);
  const touches = (expression: Expression): boolean => touchesShared(scene, expression, passed);
  const called = operationCall(scene, callPosition(statement), callerOf(run));
  if (called !== null && !entersWhile(run, statement)) return called.operation.atomic;
  switch (statement.kind) {
    case 'label':
    case 'repeat':
    case 'for':
    case 'break':
    case 'continue':
    case 'goto':
      return false;
    case 'either':
    case 'choose':
    case 'await':
    case 'skip':
      return true;
    case 'atomic':
      return isAtomicHere(scene, statement);
    case 'local':
      return statement.storage !== 'ghost' && touches(statement.initial);
    case 'assign':
      return !isGhost(scene, statement.target, passed) && (touches(statement.target) || touches(statement.value));
    case 'call_statement':
      return touches(statement.call);
    case 'if':
    case 'assert':
      return !isStatic(scene, statement.condition) && touches(statement.condition);
    case 'while':
      return !entersWhile(run, statement) && touches(statement.condition);
    case 'return':
      return statement.value !== null && touches(statement.value);
    case 'error_statement':
      throw new Error('a statement that could not be parsed');
    default:
      return unexpected(statement);
  }
}

/** Runs local work and control flow until the next step, or the end. */
export function runLocalWork(run: Run): void {
  for (let count = 0; count < localWorkMax; count++) {
    if (run.stack.length === 0) return;
    const statement = current(run.stack);
    if (statement !== null && isStep(run, statement)) return;
    executeNext(run);
  }
  throw new Error('a cycle of control that contains no step');
}

/** From an `either` to the first step of one of its branches; at any other step nothing is to be done. */
export function chooseBranch(run: Run): void {
  run.choosing = true;
  while (current(run.stack)?.kind === 'either') {
    executeNext(run);
    runLocalWork(run);
  }
  run.choosing = false;
}

function takeStep(run: Run): void {
  takeStepAlone(run);
  if (run.log !== null) run.log.phase = 'local';
  runLocalWork(run);
}

/** The step without the local work that joins it. */
export function takeStepAlone(run: Run): void {
  const guard = run.actor?.declaration.guard ?? null;
  // It is no read of the step: nothing is noted, and `live when` does not look at it.
  if (guard !== null && !truth(evaluate(guard, { ...contextOf({ ...run, log: null }), exempt: true }))) throw new Blocked();
  if (run.failed !== null) throw run.failed;
  if (run.log !== null) run.log.phase = 'step';
  executeNext(run);
  for (let count = 0; inAtomic(run.stack); count++) {
    if (count > localWorkMax) throw new Error('an atomic block without an end');
    executeNext(run);
  }
}

/** Everything that an actor can do next; `noting`, with what was executed. */
export function actorOutcomes(scene: Scene, state: MachineState, actor: ActorIdentity, noting = false): Outcome[] {
  if ((state.actors[actor.id]?.stack.length ?? 0) === 0 || !hasCpu(scene, state, actor, standingIn(scene))) return [];
  return everyChoice((choose) => {
    const run = runOf(scene, state, actor, choose, noting ? newLog() : null, beforeIn(scene, state));
    chooseBranch(run);
    const path = pathOf(run.stack);
    return outcomeOf(run, { actor: actor.name, environment: null, parameters: [], path }, state, () => takeStep(run));
  });
}

/** A step that an actor stands at and cannot take. */
export interface Wait {
  readonly path: readonly string[];
  /** Waiting here for ever is legal. */
  readonly idle: boolean;
  /** Only its CPU is missing, which somebody else has. */
  readonly isInterrupted: boolean;
  /** What was tried; the last of it is the condition that was false. */
  readonly done: readonly Done[];
}

/** The steps that an actor stands at and cannot take now. */
export function waitsOf(scene: Scene, state: MachineState, actor: ActorIdentity): Wait[] {
  if ((state.actors[actor.id]?.stack.length ?? 0) === 0) return [];
  const waits = everyChoice((choose): Wait | null => {
    const log = newLog();
    const run = runOf(scene, state, actor, choose, log, beforeIn(scene, state));
    chooseBranch(run);
    const statement = current(run.stack);
    const runs = hasCpu(scene, state, actor, standingIn(scene));
    const idle = statement !== null && beginsIdle(scene, statement, actor.declaration);
    const wait = { path: pathOf(run.stack), idle, isInterrupted: false, done: log.done };
    try {
      takeStep(run);
      return runs ? null : { ...wait, isInterrupted: true };
    } catch (error) {
      if (error instanceof Blocked) return wait;
      if (error instanceof Fault) return runs ? null : { ...wait, isInterrupted: true };
      throw error;
    }
  });
  return waits.filter((wait) => wait !== null);
}

/** Everything that an action of the environment can do, for every choice of its parameters, which belongs to the step. */
export function actionOutcomes(scene: Scene, state: MachineState, action: ActionDeclaration, noting = false): Outcome[] {
  return everyChoice((choose) => {
    const bound = new Map<LocalNode, Value>();
    const run: Run = { ...actionRun(scene, state, action, bound, choose), log: noting ? newLog() : null };
    const parameters: Described[] = [];
    const who = { actor: null, environment: action.name.text, parameters, path: [action.name.text] };
    run.executed.push(who.path);
    return outcomeOf(run, who, state, () => {
      if (run.log !== null) run.log.phase = 'step';
      noteDone(run, 'guard', null);
      for (const binder of action.parameters) {
        const items = elementsOf(evaluate(binder.domain, contextOf(run)));
        const item = items[choose(items.length)];
        if (item !== undefined) bound.set(binder, item);
      }
      for (const binder of action.parameters) parameters.push({ name: binder.name.text, value: plainOf(bound.get(binder) ?? null) });
      if (action.guard !== null && !truth(evaluate(action.guard, contextOf(run)))) throw new Blocked();
      while (run.stack.length > 0) executeNext(run);
    });
  });
}

function actionRun(scene: Scene, state: MachineState, action: ActionDeclaration, bound: ReadonlyMap<LocalNode, Value>, choose: Choose): Run {
  return {
    scene,
    actor: null,
    kind: action.name.text,
    choose,
    shared: copyOf(state.shared),
    before: state.shared,
    ...beforeIn(scene, state),
    top: new Map(),
    stack: [blockEntry(action.body)],
    held: new Map(),
    counts: new Map(),
    beginning: '',
    cpus: [...state.cpus],
    flags: new Set(),
    executed: [],
    bound,
    log: null,
    choosing: false,
    failed: null,
  };
}

type Who = Pick<Outcome, 'actor' | 'environment' | 'parameters' | 'path'>;

function outcomeOf(run: Run, who: Who, before: MachineState, act: () => void): Outcome {
  const done = (next: MachineState | null, fault: string | null): Outcome => ({
    ...who,
    executed: distinctPaths(run.executed),
    flags: [...run.flags],
    next,
    fault,
    ...(run.log === null ? {} : { done: run.log.done, bound: run.bound }),
  });
  try {
    act();
    const next = stateOf(run, before);
    return done(run.actor === null ? next : afterStep(run.scene, next, run.actor, standingIn(run.scene)), null);
  } catch (error) {
    if (error instanceof Fault) return done(null, error.property);
    throw error;
  }
}

export function distinctPaths(paths: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(paths.map((path) => [path.join('.'), path])).values()];
}

/** The step at which an actor stands, or one of those of the branches of an `either`. */
export interface Candidate extends PlaceOfStep {
  /** Waiting here for ever is legal. */
  readonly idle: boolean;
  /** It begins with `might_sleep`. */
  readonly sleeps: boolean;
}

/** Where an actor is; empty when it is done. */
export function candidates(scene: Scene, state: MachineState, actor: ActorIdentity): Candidate[] {
  if ((state.actors[actor.id]?.stack.length ?? 0) === 0) return [];
  return everyChoice((choose) => {
    const run = runOf(scene, state, actor, choose);
    chooseBranch(run);
    const statement = current(run.stack);
    return {
      ...placeOfStep(run.stack),
      idle: statement !== null && beginsIdle(scene, statement, actor.declaration),
      sleeps: statement !== null && headOf(scene, statement, actor.declaration).silent.includes('might_sleep'),
    };
  });
}

/** What a step begins with: the counts that it changes and `might_sleep`, by name, and the first statement after them. */
interface Head {
  readonly silent: string[];
  first: Statement | null;
}

function headOf(scene: Scene, statement: Statement, caller: ActorDeclaration | null): Head {
  const head: Head = { silent: [], first: null };
  enterHead(scene, statement, caller, head);
  return head;
}

/** Follows a statement to the first thing that it does. */
function enterHead(scene: Scene, statement: Statement, caller: ActorDeclaration | null, head: Head): void {
  const inside = (block: Block): void => enterHeads(scene, block.statements, head);
  if (statement.kind === 'label') return;
  if (statement.kind === 'atomic') return inside(statement.body);
  const known = statement.kind === 'if' ? knownTruth(scene, statement.condition) : null;
  if (statement.kind === 'if' && known !== null) {
    const chosen = known ? statement.consequent : statement.alternative;
    if (chosen === null) return;
    return chosen.kind === 'block' ? inside(chosen) : enterHead(scene, chosen, null, head);
  }
  const called = operationCall(scene, callPosition(statement), caller);
  if (called !== null) return inside(called.operation.body);
  const silent = silentCall(scene, statement);
  if (silent === null) head.first = statement;
  else head.silent.push(silent);
}

function enterHeads(scene: Scene, statements: readonly Statement[], head: Head): void {
  for (const statement of statements) {
    if (head.first === null) enterHead(scene, statement, null, head);
  }
}

/** The built-in of a statement that changes nothing but a count. */
function silentCall(scene: Scene, statement: Statement): string | null {
  if (statement.kind !== 'call_statement' || statement.call.kind !== 'call') return null;
  const meaning = meaningOf(scene, statement.call.callee);
  return meaning.kind === 'builtin' && isContextEffect(meaning.name) ? meaning.name : null;
}

/** An `idle await`, or an atomic block or operation that begins with one. */
function beginsIdle(scene: Scene, statement: Statement, caller: ActorDeclaration | null): boolean {
  const { first } = headOf(scene, statement, caller);
  return first?.kind === 'await' && first.idle;
}

/** Where an actor stands, as its CPU looks at it. */
export function standingIn(scene: Scene): Standing {
  return {
    idle: (state, actor) => candidates(scene, state, actor).every((candidate) => candidate.idle),
    sleeps: (state, actor) => candidates(scene, state, actor).every((candidate) => candidate.sleeps),
  };
}

/** What a step from a state may ask about where actors stand there. */
export function beforeIn(scene: Scene, state: MachineState): Before {
  return {
    wasRunning: (actor) => isActive(state, actor, standingIn(scene)),
    stood: (expression, context) => isAt(scene, expression, context, (actor) => candidates(scene, state, actor)),
  };
}
