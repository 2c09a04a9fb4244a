import { grouped } from '@mmspec/source';
import type { Diagnostic, Span } from '@mmspec/source';
import type { ActorDeclaration, CallExpression, OperationDeclaration, RepeatStatement, Statement } from '@mmspec/syntax';
import type { LocalNode } from '../model.ts';
import type { ConcreteType, World } from '../world/world.ts';
import { pathAt, settle, statementAt } from './positions.ts';
import type { Position, StatementPosition } from './positions.ts';
import { after, forget, narrowed } from './ranges.ts';
import type { Ranges } from './ranges.ts';
import { edgeOf, endlessCycles, type Cycle, type Edge, type Trail } from './rounds.ts';
import { effectCall, formFor, isStatic } from './shared.ts';
import { meaningOf, typeOf } from './typing.ts';
import type { FlowItem, FlowLocal, FlowResult, FlowValue, Frame, Location, Scoped, Step, Tree, TreeEnd } from './types.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** A cycle of control contains a step. */
export const controlCycle: Rule = rule({
  code: 'MM0404',
  title: 'loop without a step',
  why: 'Work on locals joins the step before it, so rounds without any step might never end.',
  text: "A round of a loop reads or writes shared state, chooses, or says `skip`; or it moves a local number of the loop's condition by a constant towards a bound that the loop does not change, as `while j < 3 { … j += 1 }`. Rounds may mix both, but every path round the loop must do one of them. The same holds for a backward `goto`.",
  example: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1  var x: 0..3 = 0  while x < 3 { x += 0 } }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1  var x: 0..3 = 0  while x < 3 { x += 1 } }\n',
});

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
  /** Statements walked in this step, and in all. */
  spent: number;
  total: number;
  /** Set where a step has more than fits: everything ends at once. */
  exhausted: boolean;
  /** Ways between heads of loops in this step, and the heads that were come to again. */
  edges: Edge[];
  cycles: Cycle[];
}

/** One walk: from the beginning of a step to the next location. */
export interface Walk {
  readonly builder: Builder;
  /** Heads of loops and targets of jumps passed since the last step, to find cycles without one. */
  readonly passed: Passed;
  /** What happened since the last of them. */
  readonly trail: Trail | null;
  /** What numbers locals can be, where the rounds of loops are written out; else null. */
  readonly ranges: Ranges | null;
  /** Forks on the path. */
  readonly depth: number;
  /** Set while a branch of an `either` looks for its first step, which is then taken at once. */
  readonly first: FirstStep | null;
}

/** Grows along the path; the walk of a side removes what it added. */
export interface Passed {
  readonly heads: Set<string>;
  readonly log: string[];
}

/**
 * The search for a first step behind given branches: those of each `either` that is met before it.
 * Paths with fewer branchings, or more, are other candidates.
 */
export interface FirstStep {
  readonly taken: readonly number[];
  /** How many there were on this path. */
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
    spent: 0,
    total: 0,
    exhausted: false,
    edges: [],
    cycles: [],
  };
}

/** A walk that begins. */
export function walkOf(builder: Builder): Walk {
  return { builder, passed: { heads: new Set(), log: [] }, trail: null, ranges: null, depth: 0, first: null };
}

/** The walk behind a step that was looked for. */
export function fresh(walk: Walk): Walk {
  return { ...walk, first: null, passed: { heads: new Set(), log: [] }, trail: null, ranges: walk.ranges === null ? null : new Map() };
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
    sleeps: false,
  };
  builder.locations.push(location);
  builder.pending.push({ location, at });
  known.set(statement, location);
  return location;
}

/** The call whose operation is a step as a whole, or null. */
export function atomicCall({ world, actor }: Builder, statement: Statement): OperationDeclaration | null {
  const value = callValue(statement);
  const call = value === null ? null : effectCall(world, value);
  if (call?.kind !== 'operation') return null;
  const meaning = meaningOf(world, call.call.callee);
  const operation = meaning?.kind === 'operation' ? formFor(world, meaning.declaration, actor, false) : null;
  return operation?.atomic === true ? operation : null;
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
    case 'assert':
    case 'atomic':
    case 'await':
    case 'break':
    case 'choose':
    case 'continue':
    case 'either':
    case 'error_statement':
    case 'for':
    case 'goto':
    case 'label':
    case 'repeat':
    case 'skip':
      return null;
  }
}

export function tree(items: readonly FlowItem[], end: TreeEnd): Tree {
  return { items, end };
}

/** Statements of one step, those that its paths share counted on each; more cannot be judged. */
const stepMax = 20_000;
/** Statements of all steps of an actor together. */
const totalMax = 400_000;
/** Forks of one step inside one another. */
const forksMax = 250;

/** Counts a statement; true where there are too many, and the walk must end. */
export function isExhausted({ builder }: Walk): boolean {
  builder.spent += 1;
  builder.total += 1;
  if (builder.spent > stepMax || builder.total > totalMax) builder.exhausted = true;
  return builder.exhausted;
}

/** The walk of one side of a fork. */
export function fork(walk: Walk, { span }: { readonly span: Span }): Walk {
  const { builder } = walk;
  if (walk.depth >= forksMax && !builder.exhausted) {
    builder.exhausted = true;
    builder.diagnostics.push(tooLong(span, `This step forks more than ${forksMax} times on one path.`));
  }
  return { ...walk, depth: walk.depth + 1 };
}

/** A step that is too long to be judged. */
function tooLong(span: Span, message: string): Diagnostic {
  return {
    code: 'MM0235',
    severity: 'error',
    span: { ...span, end: Math.min(span.end, span.start + 1) },
    message,
    why: `One step runs through at most ${grouped(stepMax)} statements, counted on each of its paths, and forks at most ${forksMax} times on one path.`,
    help: 'Split it into several steps, or write a loop with a `skip` in it.',
    related: [],
    fixes: [],
  };
}

/** The walk behind items; null where they cannot be passed. */
export function noteItems(walk: Walk, items: readonly FlowItem[]): Walk | null {
  let { trail, ranges } = walk;
  for (const item of items) {
    if (item.kind === 'mark') continue;
    trail = { kind: 'item', item, before: trail };
    if (ranges === null) continue;
    ranges = after(walk.builder.world, ranges, item);
    if (ranges === null) return null;
  }
  return trail === walk.trail ? walk : { ...walk, trail, ranges };
}

/** The walk behind a condition; null where it cannot come out so. */
export function guarded(walk: Walk, condition: FlowValue, truth: boolean): Walk | null {
  if (condition.kind !== 'expression') return walk;
  const trail: Trail = { kind: 'guard', condition: condition.scoped, truth, before: walk.trail };
  const ranges = walk.ranges === null ? null : narrowed(walk.builder.world, walk.ranges, condition.scoped, truth);
  return walk.ranges !== null && ranges === null ? null : { ...walk, trail, ranges };
}

/** The walk into another round of a `repeat`; null where there is none. */
export function noteRound(walk: Walk, local: FlowLocal, limit: number): Walk | null {
  const trail: Trail = { kind: 'round', local, before: walk.trail };
  if (walk.ranges === null) return { ...walk, trail };
  const before = walk.ranges.get(local) ?? { low: 0, high: limit - 1 };
  const range = { low: before.low + 1, high: Math.min(limit - 1, before.high + 1) };
  return range.low > range.high ? null : { ...walk, trail, ranges: new Map([...walk.ranges, [local, range]]) };
}

/** The walk behind something that may have changed every local, or one. */
export function noteUnknown(walk: Walk, local: FlowLocal | null = null): Walk {
  return { ...walk, trail: { kind: 'unknown', local, before: walk.trail }, ranges: walk.ranges === null ? null : forget(walk.ranges, local) };
}

/** Notes a head of a loop or a target of a jump; null if it was passed since the last step already, and rounds are not written out. */
export function pass(walk: Walk, at: StatementPosition, span: Span): Walk | null {
  const { builder, passed } = walk;
  const head = `${at.frame.id}:${settled(at)}`;
  if (walk.ranges === null) builder.edges.push(edgeOf(builder.world, walk.trail, head));
  else if (passed.heads.has(head)) return walk;
  if (passed.heads.has(head)) {
    builder.cycles.push({ head, span });
    return null;
  }
  passed.heads.add(head);
  passed.log.push(head);
  return { ...walk, trail: { kind: 'head', head, before: null } };
}

function settled(at: StatementPosition): string {
  const here = settle(at);
  return `${statementAt(here)?.span.start ?? 'end'}:${here.prefix.length}`;
}

/** A cycle of control that contains no step, and may go on for ever, is an error. */
function reportCycle({ diagnostics }: Builder, span: Span): void {
  if (diagnostics.some((known) => known.span.start === span.start && known.span.file === span.file)) return;
  diagnostics.push(
    violation(
      controlCycle,
      span,
      'this loop can run without taking a step',
      'Let every round without a step move a local number towards a bound in the condition of the loop, read or write shared state, or add a `skip`.',
    ),
  );
}

/** Walks a step: where it comes to the head of a loop again that surely ends, the rounds are written out. */
export function walked(walk: Walk, span: Span, go: (walk: Walk) => Tree): Tree {
  const { builder } = walk;
  begin(builder);
  const found = go(walk);
  const endless = endlessCycles(builder.edges, builder.cycles);
  for (const cycle of endless) reportCycle(builder, cycle.span);
  const isBounded = builder.cycles.length > 0 && endless.length === 0 && !builder.exhausted;
  if (isBounded) begin(builder);
  const all = isBounded ? go({ ...walk, ranges: new Map() }) : found;
  if (builder.exhausted && builder.diagnostics.length === 0) builder.diagnostics.push(tooLong(span, 'This step runs through too many statements.'));
  return all;
}

function begin(builder: Builder): void {
  builder.spent = 0;
  builder.edges = [];
  builder.cycles = [];
}

/** The type of an expression in the activation of a position. */
export function typeAt(builder: Builder, at: Position & { kind: 'statements' }, expression: import('@mmspec/syntax').Expression): ConcreteType | null {
  return typeOf(builder.world, expression, at.frame);
}
