import type { Expression, UpdateOrder } from '../syntax/tree.ts';
import type { Tag } from './event.ts';
import { loadsOf, State, type Port, type Result } from './state.ts';
import { operation, type Symbolic } from './symbol.ts';

/*
 * Expressions to events, as herd7 has them: what depends on what, and which events of one statement are ordered.
 * An expression has several ways where an operation may fail.
 */

export interface Way {
  readonly state: State;
  readonly result: Result;
}

/** The ways through an expression; its events come after those given, of the same statement. */
export function evaluate(state: State, expression: Expression, port: Port, after: readonly number[] = []): Way[] {
  switch (expression.kind) {
    case 'number':
      return [{ state, result: { symbolic: expression.value, sources: [], last: after } }];
    case 'name': {
      const { symbolic, origin } = state.register(expression.name);
      const isKnown = origin.loads.length === 0 && origin.conditions.length === 0;
      return [{ state, result: { symbolic, sources: isKnown ? [] : [{ kind: 'register', origin, port }], last: after } }];
    }
    case 'operation':
      return both(state, expression.left, expression.right, [port, port], after).map(({ state: next, left, right }) => ({
        state: next,
        result: {
          symbolic: operation(expression.operator, left.symbolic, right.symbolic),
          sources: [...left.sources, ...right.sources],
          last: joined(left, right),
        },
      }));
    case 'load':
      return evaluate(state, expression.address, port, after).map((way) => loaded(way, expression, port));
    case 'exchange':
      return both(state, expression.value, expression.address, ['data', 'address'], beforeFull(state, expression, after)).map((way) =>
        exchanged(way, expression, port),
      );
    case 'compare_exchange':
      return compared(state, expression, after);
    case 'update':
      return both(state, expression.value, expression.address, ['data', 'address'], beforeFull(state, expression, after)).map((way) =>
        updated(way, expression),
      );
    case 'add_unless':
      return added(state, expression, after);
    case 'trylock':
      return evaluate(state, expression.address, port, after).flatMap((way) => tried(way, expression));
    case 'is_locked':
      return evaluate(state, expression.address, port, after).flatMap((way) => asked(way, expression));
  }
}

interface Both {
  readonly state: State;
  readonly left: Result;
  readonly right: Result;
}

/** Two operands, not ordered with each other. */
function both(state: State, first: Expression, second: Expression, ports: readonly [Port, Port], after: readonly number[]): Both[] {
  return evaluate(state, first, ports[0], after).flatMap(({ state: between, result: left }) =>
    evaluate(between, second, ports[1], after).map(({ state: end, result: right }) => ({ state: end, left, right })),
  );
}

const joined = (...results: readonly Result[]): readonly number[] => [...new Set(results.flatMap(({ last }) => last))];

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

function loaded({ state, result }: Way, { order, span }: Of<'load'>, port: Port): Way {
  const tag: Tag = order === 'srcu_lock' ? 'srcu-lock' : order;
  const event = state.add({ kind: 'read', tag, span, address: result.symbolic, addr: loadsOf(result.sources, null), after: result.last });
  return { state, result: read(event, port) };
}

const read = (event: number, port: Port): Result => ({ symbolic: { kind: 'load', event }, sources: [{ kind: 'read', event, port }], last: [event] });

/** A full barrier on both sides of an operation that is fully ordered. */
function beforeFull(
  state: State,
  { order, span }: { readonly order: UpdateOrder; readonly span: Expression['span'] },
  after: readonly number[],
): readonly number[] {
  return order === 'full' ? [state.add({ kind: 'fence', tag: 'mb', span, after })] : after;
}

function afterFull(state: State, { order, span }: { readonly order: UpdateOrder; readonly span: Expression['span'] }, last: number): readonly number[] {
  return order === 'full' ? [state.add({ kind: 'fence', tag: 'mb', span, after: [last] })] : [last];
}

const readTag = (order: UpdateOrder): Tag => (order === 'acquire' || order === 'noreturn' ? order : 'once');
const writeTag = (order: UpdateOrder): Tag => (order === 'release' ? 'release' : 'once');

function exchanged({ state, left: value, right: address }: Both, expression: Of<'exchange'>, port: Port): Way {
  const { span, order } = expression;
  const common = { span, atomic: true, address: address.symbolic } as const;
  const event = state.add({ ...common, kind: 'read', tag: readTag(order), addr: loadsOf(address.sources, null), after: address.last });
  const write = state.add({
    ...common,
    kind: 'write',
    tag: writeTag(order),
    value: value.symbolic,
    pair: event,
    addr: loadsOf(address.sources, 'address'),
    data: loadsOf(value.sources, 'data'),
    after: [event, ...value.last],
  });
  return { state, result: { ...read(event, port), last: afterFull(state, expression, write) } };
}

function updated({ state, left: value, right: address }: Both, expression: Of<'update'>): Way {
  const { span, order } = expression;
  const common = { span, atomic: true, address: address.symbolic } as const;
  const event = state.add({ ...common, kind: 'read', tag: readTag(order), addr: loadsOf(address.sources, null), after: address.last });
  const old: Symbolic = { kind: 'load', event };
  const next = operation(expression.operator, old, value.symbolic);
  const write = state.add({
    ...common,
    kind: 'write',
    tag: writeTag(order),
    value: next,
    pair: event,
    data: [event, ...loadsOf(value.sources, 'data')],
    after: [event, ...value.last],
  });
  const result: Result = {
    symbolic: expression.gives === 'old' ? old : next,
    sources: [{ kind: 'read', event, port: 'data' }, ...value.sources],
    last: afterFull(state, expression, write),
  };
  return { state, result };
}

/** Compare and exchange: one that fails is a load without order. */
function compared(state: State, expression: Of<'compare_exchange'>, after: readonly number[]): Way[] {
  const fails = both(new State(state), expression.address, expression.old, ['address', 'none'], after).map(({ state: end, left: address, right: old }): Way => {
    const { span } = expression;
    const failedAcquire = expression.order === 'acquire' || expression.order === 'full';
    const addr = loadsOf(address.sources, null);
    const event = end.add({ kind: 'read', tag: 'once', span, atomic: true, failedAcquire, address: address.symbolic, addr, after: address.last });
    end.constrain(operation('!=', { kind: 'load', event }, old.symbolic), true, 'operation');
    return { state: end, result: read(event, 'data') };
  });
  const before = beforeFull(state, expression, after);
  const succeeds = both(state, expression.address, expression.old, ['address', 'none'], before).flatMap(({ state: between, left: address, right: old }) =>
    evaluate(between, expression.value, 'data', before).map(({ state: end, result: value }): Way => {
      const way = exchanged({ state: end, left: { ...value, last: joined(value, old) }, right: address }, { ...expression, kind: 'exchange' }, 'none');
      end.constrain(operation('==', way.result.symbolic, old.symbolic), true, 'operation');
      return way;
    }),
  );
  return [...succeeds, ...fails];
}

/** One that adds is fully ordered; one that finds what it looks out for is a load without order. What it gives is known then. */
function added(state: State, expression: Of<'add_unless'>, after: readonly number[]): Way[] {
  const { span } = expression;
  const full = { order: 'full', span } as const;
  const fails = both(new State(state), expression.address, expression.unless, ['address', 'none'], after).map(
    ({ state: end, left: address, right: unless }): Way => {
      const addr = loadsOf(address.sources, null);
      const kept = { atomic: true, failedAcquire: true, onlyLooked: true } as const;
      const event = end.add({ kind: 'read', tag: 'once', span, ...kept, address: address.symbolic, addr, after: address.last });
      end.constrain(operation('==', { kind: 'load', event }, unless.symbolic), true, 'operation');
      return { state: end, result: { ...read(event, 'none'), symbolic: 0 } };
    },
  );
  const before = beforeFull(state, full, after);
  const succeeds = both(state, expression.address, expression.unless, ['address', 'none'], before).flatMap(({ state: between, left: address, right: unless }) =>
    evaluate(between, expression.value, 'data', before).map(({ state: end, result: value }): Way => {
      const update: Of<'update'> = { ...expression, ...full, kind: 'update', operator: '+', gives: 'old' };
      const way = updated({ state: end, left: { ...value, last: joined(value, unless) }, right: address }, update);
      end.constrain(operation('!=', way.result.symbolic, unless.symbolic), true, 'operation');
      return { state: way.state, result: { ...way.result, symbolic: 1, sources: [] } };
    }),
  );
  return [...succeeds, ...fails];
}

/** The two events of a lock that is taken; gives the second. */
export function lock(state: State, { symbolic, sources, last }: Result, span: Expression['span']): number {
  const addr = loadsOf(sources, null);
  const event = state.add({ kind: 'read', tag: 'lock-read', span, address: symbolic, value: 0, addr, after: last });
  return state.add({ kind: 'write', tag: 'lock-write', span, address: symbolic, value: 1, pair: event, addr, after: [event] });
}

function tried({ state, result }: Way, { span }: Expression): Way[] {
  const taken = new State(state);
  const last = lock(taken, result, span);
  return [{ state: taken, result: { symbolic: 1, sources: [], last: [last] } }, seen(state, result, 'lock-fails', 1, 0, span)];
}

function asked({ state, result }: Way, { span }: Expression): Way[] {
  return [seen(new State(state), result, 'seen-locked', 1, 1, span), seen(state, result, 'seen-unlocked', 0, 0, span)];
}

/** A look at a lock: what it finds there, and what the operation gives. */
function seen(state: State, { symbolic, sources, last }: Result, tag: Tag, value: number, gives: number, span: Expression['span']): Way {
  const event = state.add({ kind: 'read', tag, span, address: symbolic, value, addr: loadsOf(sources, null), after: last });
  return { state, result: { symbolic: gives, sources: [{ kind: 'read', event, port: 'none' }], last: [event] } };
}
