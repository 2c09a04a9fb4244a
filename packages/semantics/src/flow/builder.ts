import type { Diagnostic, Span } from '@mmspec/source';
import type { ActorDeclaration, CallExpression, OperationDeclaration, RepeatStatement, Statement } from '@mmspec/syntax';
import type { LocalNode } from '../model.ts';
import type { ConcreteType, World } from '../world.ts';
import { pathAt, settle, statementAt } from './positions.ts';
import type { Position, StatementPosition } from './positions.ts';
import { effectCall, isStatic } from './shared.ts';
import { meaningOf, typeOf } from './typing.ts';
import type { FlowItem, FlowLocal, FlowResult, Frame, Location, Scoped, Step, Tree, TreeEnd } from './types.ts';

/*
 * What grows while a flow is built: activations, locals, locations and the steps that wait to be walked.
 */

export interface Builder {
  readonly world: World;
  readonly actor: ActorDeclaration | null;
  /** Of the actor or action, for the names of assertions. */
  readonly name: string;
  readonly frames: Frame[];
  readonly locals: FlowLocal[];
  readonly locations: Location[];
  readonly steps: Step[];
  readonly diagnostics: Diagnostic[];
  /** Positions of locations whose steps are still to be walked. */
  readonly pending: { readonly location: Location; readonly at: StatementPosition }[];
  readonly found: Map<Frame, Map<Statement, Location>>;
  readonly activations: Map<Frame, Map<CallExpression, Frame>>;
  results: number;
}

/** One walk: from the beginning of a step to the next location. */
export interface Walk {
  readonly builder: Builder;
  /** Heads of loops and targets of jumps passed since the last step, to find cycles without one. */
  readonly passed: ReadonlySet<string>;
  /** Set while a branch of an `either` looks for its first step, which is then taken at once. */
  readonly first: FirstStep | null;
}

/**
 * The search for a first step behind given branches: those of each `either` that is met before it.
 * Ways that meet fewer, or more, are other candidates.
 */
export interface FirstStep {
  readonly taken: readonly number[];
  /** How many were met on this way. */
  readonly met: number;
  readonly found: (at: StatementPosition) => void;
  /** Another `either` was met, with so many branches. */
  readonly open: (branches: number) => void;
}

export function createBuilder(world: World, actor: ActorDeclaration | null, name: string): Builder {
  return {
    world,
    actor,
    name,
    frames: [],
    locals: [],
    locations: [],
    steps: [],
    diagnostics: [],
    pending: [],
    found: new Map(),
    activations: new Map(),
    results: 0,
  };
}

export function rootFrame(builder: Builder): Frame {
  const frame: Frame = {
    id: builder.frames.length,
    parent: null,
    call: null,
    operation: null,
    actor: builder.actor,
    path: [],
    operations: [],
    chain: [],
    atomic: false,
    locals: new Map(),
  };
  builder.frames.push(frame);
  return frame;
}

/** The activation of an operation at a call; the same call in the same activation gives the same one. */
export function activation(builder: Builder, at: StatementPosition, statement: Statement, call: CallExpression, operation: OperationDeclaration): Frame {
  let known = builder.activations.get(at.frame);
  if (known === undefined) builder.activations.set(at.frame, (known = new Map()));
  const before = known.get(call);
  if (before !== undefined) return before;
  const frame: Frame = {
    id: builder.frames.length,
    parent: at.frame,
    call: { statement, expression: call },
    operation,
    actor: builder.actor,
    path: [...pathAt(at), operation.name.text],
    operations: [...at.frame.operations, operation.name.text],
    chain: [...at.frame.chain, statement.span.start],
    atomic: at.atomic || operation.atomic,
    locals: new Map(),
  };
  builder.frames.push(frame);
  known.set(call, frame);
  return frame;
}

interface NewLocal {
  readonly name: string;
  readonly node: LocalNode | RepeatStatement;
  readonly frame: Frame;
  readonly type: ConcreteType | null;
  readonly role: FlowLocal['role'];
  readonly owns?: boolean;
  readonly ghost?: boolean;
  readonly immutable?: boolean;
  readonly argument?: Scoped | null;
  readonly initial?: Scoped | null;
}

/** The local of a declaration in an activation; declaring again gives the same one. */
export function declareLocal(builder: Builder, local: NewLocal): FlowLocal {
  const before = local.frame.locals.get(local.node);
  if (before !== undefined) return before;
  const immutable = local.immutable ?? false;
  const initial = local.argument ?? local.initial ?? null;
  const aliased = immutable && local.owns !== true && initial !== null && isStatic(builder.world, initial.expression, initial.frame);
  const declared: FlowLocal = {
    id: builder.locals.length,
    name: local.name,
    node: local.node,
    frame: local.frame,
    type: local.type ?? { kind: 'bool' },
    role: local.role,
    owns: local.owns ?? false,
    ghost: local.ghost ?? false,
    immutable,
    argument: local.argument ?? null,
    alias: aliased ? initial : null,
  };
  builder.locals.push(declared);
  local.frame.locals.set(local.node, declared);
  return declared;
}

export function newResult(builder: Builder, type: ConcreteType | null): FlowResult {
  return { id: builder.results++, type: type ?? { kind: 'bool' } };
}

/** The location of a step; new ones wait for their steps to be walked. */
export function locationAt(builder: Builder, at: StatementPosition, statement: Statement): Location {
  let known = builder.found.get(at.frame);
  if (known === undefined) builder.found.set(at.frame, (known = new Map()));
  const before = known.get(statement);
  if (before !== undefined) return before;
  const location: Location = {
    id: builder.locations.length,
    statement,
    frame: at.frame,
    path: pathAt(at),
    chain: [...at.frame.chain, statement.span.start],
    candidates: [],
    scope: at.scope,
    idle: false,
  };
  builder.locations.push(location);
  builder.pending.push({ location, at });
  known.set(statement, location);
  return location;
}

/** The call whose operation is a step as a whole, or null. */
export function atomicCall(world: World, statement: Statement): OperationDeclaration | null {
  const value = callValue(statement);
  const call = value === null ? null : effectCall(world, value);
  if (call?.kind !== 'operation') return null;
  const meaning = meaningOf(world, call.call.callee);
  return meaning?.kind === 'operation' && meaning.declaration.atomic ? meaning.declaration : null;
}

/** The expression of a statement that may be an effectful call. */
function callValue(statement: Statement): import('@mmspec/syntax').Expression | null {
  switch (statement.kind) {
    case 'local':
      return statement.initial;
    case 'assign':
    case 'return':
      return statement.value;
    case 'call_statement':
      return statement.call;
    case 'if':
    case 'while':
      return statement.condition;
    default:
      return null;
  }
}

export function tree(items: readonly FlowItem[], end: TreeEnd): Tree {
  return { items, end };
}

/** Notes a head of a loop or a target of a jump; null if it was passed since the last step already. */
export function pass(walk: Walk, at: StatementPosition): Walk | null {
  const key = `${at.frame.id}:${settled(at)}`;
  if (walk.passed.has(key)) return null;
  return { ...walk, passed: new Set([...walk.passed, key]) };
}

function settled(at: StatementPosition): string {
  const here = settle(at);
  return `${statementAt(here)?.span.start ?? 'end'}:${here.prefix.length}`;
}

/** A cycle of control that contains no step is an error; the walk ends there. */
export function reportCycle(walk: Walk, span: Span): Tree {
  const { diagnostics } = walk.builder;
  if (!diagnostics.some((known) => known.span.start === span.start && known.span.file === span.file)) {
    diagnostics.push({
      code: 'MM0404',
      severity: 'error',
      span,
      message: 'this loop can run without taking a step',
      why: 'Work on locals joins the step before it, so a round without any step would never end.',
      help: 'Let every round read or write shared state, or add a `skip`.',
      related: [],
      fixes: [],
    });
  }
  return tree([], { kind: 'blocked' });
}

/** The type of an expression in the activation of a position. */
export function typeAt(builder: Builder, at: Position & { kind: 'statements' }, expression: import('@mmspec/syntax').Expression): ConcreteType | null {
  return typeOf(builder.world, expression, at.frame);
}
