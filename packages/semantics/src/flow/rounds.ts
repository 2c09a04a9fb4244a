import type { Span } from '@mmspec/source';
import type { Expression } from '@mmspec/syntax';
import type { World } from '../world/world.ts';
import { localOf, meaningOf } from './typing.ts';
import { partsOf } from './shared.ts';
import type { FlowItem, FlowLocal, Frame, Scoped } from './types.ts';

/*
 * Whether cycles of control without a step surely end. A walk notes each path from one head (of a loop, or the target of a jump)
 * to the next. A set of heads that reach each other ends if some number is monotone in it, and every path that changes it
 * asks whether it has come to a bound that nothing in the set changes; what is left without these paths must end too.
 */

/** What happened on a path, last first. */
export type Trail =
  | { readonly kind: 'head'; readonly head: string; readonly before: null }
  | { readonly kind: 'item'; readonly item: FlowItem; readonly before: Trail | null }
  | { readonly kind: 'guard'; readonly condition: Scoped; readonly truth: boolean; readonly before: Trail | null }
  /** The counter of a `repeat` is incremented, below its limit. */
  | { readonly kind: 'round'; readonly local: FlowLocal; readonly before: Trail | null }
  /** A local may have changed; null: any. */
  | { readonly kind: 'unknown'; readonly local: FlowLocal | null; readonly before: Trail | null };

/** A path from one head to the next without a step. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** How locals change; those that are not named stay as they are. Null: anything may. */
  readonly changes: ReadonlyMap<FlowLocal, Change> | null;
  readonly guards: readonly Guard[];
}

/** A number changes by at least `low` and at most `high`; infinite where that is not known. */
interface Change {
  readonly low: number;
  readonly high: number;
}

/** The path is taken only while a local has not come to a bound above or below it. */
interface Guard {
  readonly local: FlowLocal;
  readonly rises: boolean;
  /** Locals of the bound; null where it is none. */
  readonly bound: ReadonlySet<FlowLocal>;
}

const anything: Change = { low: -Infinity, high: Infinity };
const nothing: Change = { low: 0, high: 0 };

/** The path that a trail describes. */
export function edgeOf(world: World, trail: Trail | null, to: string): Edge {
  const changes = new Map<FlowLocal, Change>();
  const guards: Guard[] = [];
  let from = '';
  let known = true;
  for (let at = trail; at !== null; at = at.before) {
    if (at.kind === 'head') from = at.head;
    if (at.kind === 'unknown' && at.local === null) known = false;
    if (at.kind === 'unknown' && at.local !== null) changes.set(at.local, anything);
    if (at.kind === 'item') addChanges(world, changes, at.item);
    if (at.kind === 'guard') guards.push(...guardsOf(world, at.condition.expression, at.condition.frame, at.truth));
    if (at.kind !== 'round') continue;
    add(changes, at.local, { low: 1, high: 1 });
    guards.push({ local: at.local, rises: true, bound: new Set() });
  }
  return { from, to, changes: known ? changes : null, guards };
}

function add(changes: Map<FlowLocal, Change>, local: FlowLocal, { low, high }: Change): void {
  const before = changes.get(local) ?? nothing;
  changes.set(local, { low: before.low + low, high: before.high + high });
}

function addChanges(world: World, changes: Map<FlowLocal, Change>, item: FlowItem): void {
  switch (item.kind) {
    case 'declare':
    case 'counter':
      changes.set(item.local, anything);
      return;
    case 'assign': {
      const { expression } = item.target;
      const local = rootLocal(world, item.target);
      if (local !== null) add(changes, local, expression.kind === 'name_expression' ? changeOf(world, item, local) : anything);
      return;
    }
    case 'if': {
      const sides = [item.then, item.else].map((items) => changesOf(world, items));
      const both = new Set(sides.flatMap((side) => [...side.keys()]));
      for (const local of both) {
        const [then = nothing, otherwise = nothing] = sides.map((side) => side.get(local) ?? nothing);
        add(changes, local, { low: Math.min(then.low, otherwise.low), high: Math.max(then.high, otherwise.high) });
      }
      return;
    }
    case 'for':
      for (const [local, { low, high }] of changesOf(world, item.body)) add(changes, local, { low: low < 0 ? -Infinity : 0, high: high > 0 ? Infinity : 0 });
      return;
    case 'effect':
    // What an effect may empty is no number.
    case 'mark':
    case 'evaluate':
    case 'assert':
  }
}

/** How items change locals. */
export function changesOf(world: World, items: readonly FlowItem[]): ReadonlyMap<FlowLocal, Change> {
  const changes = new Map<FlowLocal, Change>();
  for (const item of items) addChanges(world, changes, item);
  return changes;
}

/** The local that a path of fields and elements begins with; null where it begins with none. */
export function rootLocal(world: World, { expression, frame }: Scoped): FlowLocal | null {
  return localNamed(world, rootOf(expression), frame);
}

function rootOf(expression: Expression): Expression {
  let at = expression;
  while (at.kind === 'field' || at.kind === 'index') at = at.kind === 'field' ? at.object : at.array;
  return at;
}

export function localNamed(world: World, expression: Expression, frame: Frame): FlowLocal | null {
  if (expression.kind !== 'name_expression') return null;
  const meaning = meaningOf(world, expression.name);
  return meaning?.kind === 'local' ? localOf(meaning.declaration, frame) : null;
}

function changeOf(world: World, item: FlowItem & { kind: 'assign' }, local: FlowLocal): Change {
  if (item.value.kind !== 'expression') return anything;
  const { expression, frame } = item.value.scoped;
  const by = item.operator === '=' ? distanceFrom(world, expression, frame, local) : world.constant(expression);
  if (typeof by !== 'number') return anything;
  const amount = item.operator === '-=' ? -by : by;
  return { low: amount, high: amount };
}

/** `c` where an expression is `local + c`, else null. */
function distanceFrom(world: World, expression: Expression, frame: Frame, local: FlowLocal): number | null {
  if (localNamed(world, expression, frame) === local) return 0;
  if (expression.kind !== 'binary' || (expression.operator !== '+' && expression.operator !== '-')) return null;
  const amount = world.constant(expression.right);
  if (typeof amount === 'number') {
    const left = distanceFrom(world, expression.left, frame, local);
    return left === null ? null : expression.operator === '+' ? left + amount : left - amount;
  }
  const first = expression.operator === '+' ? world.constant(expression.left) : null;
  const right = typeof first === 'number' ? distanceFrom(world, expression.right, frame, local) : null;
  return right === null || typeof first !== 'number' ? null : right + first;
}

/** What a condition says about numbers, where it came out so. */
function guardsOf(world: World, condition: Expression, frame: Frame, truth: boolean): Guard[] {
  if (condition.kind === 'unary' && condition.operator === 'not') return guardsOf(world, condition.operand, frame, !truth);
  if (condition.kind !== 'binary') return [];
  const { operator, left, right } = condition;
  if (operator === (truth ? 'and' : 'or')) return [...guardsOf(world, left, frame, truth), ...guardsOf(world, right, frame, truth)];
  if (operator !== '<' && operator !== '<=' && operator !== '>' && operator !== '>=') return [];
  const leftIsLess = (operator === '<' || operator === '<=') === truth;
  return [...guardOf(world, left, right, frame, leftIsLess), ...guardOf(world, right, left, frame, !leftIsLess)];
}

/** `local + c` below a bound, or above it. */
function guardOf(world: World, side: Expression, other: Expression, frame: Frame, rises: boolean): Guard[] {
  const local = movingLocal(world, side, frame);
  const bound = local === null ? null : localsOf(world, other, frame);
  return local === null || bound === null || bound.has(local) ? [] : [{ local, rises, bound }];
}

function movingLocal(world: World, expression: Expression, frame: Frame): FlowLocal | null {
  const [only, ...more] = [...(localsOf(world, expression, frame) ?? [])];
  if (only === undefined || more.length > 0 || only.type.kind !== 'int') return null;
  return distanceFrom(world, expression, frame, only) === null ? null : only;
}

/** The locals that an expression reads; null where it reads anything else that code could change. */
function localsOf(world: World, expression: Expression, frame: Frame): Set<FlowLocal> | null {
  if (expression.kind === 'name_expression') {
    const meaning = meaningOf(world, expression.name);
    if (meaning?.kind === 'variable' || meaning?.kind === 'own_field') return null;
    if (meaning?.kind === 'define') return localsOf(world, meaning.declaration.body, frame);
    const local = localNamed(world, expression, frame);
    return new Set(local === null ? [] : [local]);
  }
  if (!isArithmetic(world, expression)) return null;
  const found = new Set<FlowLocal>();
  for (const part of partsOf(expression)) {
    const inside = localsOf(world, part, frame);
    if (inside === null) return null;
    inside.forEach((local) => found.add(local));
  }
  return found;
}

function isArithmetic(world: World, expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
    case 'boolean':
    case 'self':
    case 'unary':
    case 'binary':
    case 'conditional':
      return true;
    case 'call': {
      const meaning = meaningOf(world, expression.callee);
      return meaning?.kind === 'builtin' && (meaning.name === 'index' || meaning.name === 'min' || meaning.name === 'max');
    }
    case 'at':
    case 'comprehension':
    case 'count':
    case 'sum':
    case 'enabled':
    case 'error_expression':
    case 'field':
    case 'forever':
    case 'holders':
    case 'holds':
    case 'index':
    case 'mover':
    case 'name_expression':
    case 'new_refs':
    case 'none':
    case 'prime':
    case 'quantifier':
    case 'quiescent':
    case 'range':
    case 'refs':
    case 'set':
    case 'size':
    case 'step_is':
    case 'temporal_expression':
      return false;
  }
}

/** A head that was come to again without a step. */
export interface Cycle {
  readonly head: string;
  readonly span: Span;
}

/** The cycles that may go on for ever. */
export function endlessCycles(edges: readonly Edge[], cycles: readonly Cycle[]): readonly Cycle[] {
  if (cycles.length === 0) return [];
  const endless = new Set<string>();
  const judge = (some: readonly Edge[]): void => {
    for (const part of components(some)) {
      const rest = withoutBounded(part);
      if (rest === null) part.forEach(({ from }) => endless.add(from));
      else judge(rest);
    }
  };
  judge(edges);
  return cycles.filter(({ head }) => endless.has(head));
}

/** The edges of a strongly connected part that are left when those are gone that can be taken only so often; null where there are none of these. */
function withoutBounded(part: readonly Edge[]): readonly Edge[] | null {
  for (const { local, rises, bound } of part.flatMap(({ guards }) => guards)) {
    const changeOn = (edge: Edge, of: FlowLocal): Change => (edge.changes === null ? anything : (edge.changes.get(of) ?? nothing));
    const isMonotone = part.every((edge) => (rises ? changeOn(edge, local).low >= 0 : changeOn(edge, local).high <= 0));
    const stays = part.every((edge) => [...bound].every((other) => changeOn(edge, other).low === 0 && changeOn(edge, other).high === 0));
    if (!isMonotone || !stays) continue;
    const moves = (edge: Edge): boolean => (rises ? changeOn(edge, local).low > 0 : changeOn(edge, local).high < 0);
    // Without the paths that ask for a bound, no path that changes the number may lie on a cycle.
    const asks = (edge: Edge): boolean =>
      edge.guards.some(
        (guard) =>
          guard.local === local &&
          guard.rises === rises &&
          [...guard.bound].every((other) => part.every((each) => changeOn(each, other).low === 0 && changeOn(each, other).high === 0)),
      );
    const unasked = new Set(components(part.filter((edge) => !asks(edge))).flat());
    const ending = part.filter((edge) => moves(edge) && !unasked.has(edge));
    if (ending.length > 0) return part.filter((edge) => !ending.includes(edge));
  }
  return null;
}

/** The edges of each strongly connected part that has a cycle. */
function components(edges: readonly Edge[]): readonly (readonly Edge[])[] {
  const next = new Map<string, Edge[]>();
  for (const edge of edges) {
    const known = next.get(edge.from);
    if (known === undefined) next.set(edge.from, [edge]);
    else known.push(edge);
  }
  const reach = new Map([...next.keys()].map((head) => [head, reachable(next, head)]));
  const parts = new Map<string, Edge[]>();
  for (const edge of edges) {
    if (reach.get(edge.to)?.has(edge.from) !== true) continue;
    const name = [...(reach.get(edge.from) ?? [])]
      .filter((head) => reach.get(head)?.has(edge.from) === true)
      .sort()
      .join(' ');
    const part = parts.get(name) ?? [];
    parts.set(name, part);
    part.push(edge);
  }
  return [...parts.values()];
}

/** The heads that a head leads to, itself only over a cycle. */
function reachable(next: ReadonlyMap<string, readonly Edge[]>, head: string): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [head];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const { to } of next.get(at) ?? []) {
      if (found.has(to)) continue;
      found.add(to);
      pending.push(to);
    }
  }
  return found;
}
