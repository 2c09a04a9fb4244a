import type { Expression, Fence, Operator, Statement, UpdateOrder } from './tree.ts';
import type { Span } from '@mmspec/source';

/*
 * The operations of the kernel that its memory model knows (Linux 6.12), with their order.
 * `*p` as an argument stands for the place p, as READ_ONCE() and WRITE_ONCE() want it.
 */

/** An argument: an address or value; the place behind `*p`. */
export type Parameter = 'value' | 'place';

interface Signature {
  readonly parameters: readonly Parameter[];
}

export interface ExpressionOperation extends Signature {
  readonly gives: 'value';
  readonly make: (args: readonly Expression[], span: Span) => Expression;
}

export interface StatementOperation extends Signature {
  readonly gives: 'nothing';
  readonly make: (args: readonly Expression[], span: Span) => readonly Statement[];
}

export type Operation = ExpressionOperation | StatementOperation;

const at = (args: readonly Expression[], index: number): Expression => args[index]!;
const value = (parameters: readonly Parameter[], make: ExpressionOperation['make']): Operation => ({ gives: 'value', parameters, make });
const effect = (parameters: readonly Parameter[], make: StatementOperation['make']): Operation => ({ gives: 'nothing', parameters, make });
const one = (span: Span): Expression => ({ kind: 'number', value: 1, span });
const zero = (span: Span): Expression => ({ kind: 'number', value: 0, span });

const fences: Readonly<Record<string, Fence>> = {
  smp_mb: 'mb',
  smp_rmb: 'rmb',
  smp_wmb: 'wmb',
  barrier: 'barrier',
  smp_mb__before_atomic: 'before-atomic',
  smp_mb__after_atomic: 'after-atomic',
  smp_mb__after_spinlock: 'after-spinlock',
  smp_mb__after_unlock_lock: 'after-unlock-lock',
  smp_mb__after_srcu_read_unlock: 'after-srcu-read-unlock',
  rcu_read_lock: 'rcu-lock',
  rcu_read_unlock: 'rcu-unlock',
  synchronize_rcu: 'sync-rcu',
  synchronize_rcu_expedited: 'sync-rcu',
};

const load = (order: 'once' | 'acquire' | 'srcu_lock', parameter: Parameter): Operation =>
  value([parameter], (args, span) => ({ kind: 'load', order, address: at(args, 0), span }));
const store = (order: 'once' | 'release' | 'srcu_unlock', parameter: Parameter): Operation =>
  effect([parameter, 'value'], (args, span) => [{ kind: 'store', order, address: at(args, 0), value: at(args, 1), span }]);

const plainOperations: Readonly<Record<string, Operation>> = {
  READ_ONCE: load('once', 'place'),
  WRITE_ONCE: store('once', 'place'),
  smp_load_acquire: load('acquire', 'value'),
  smp_store_release: store('release', 'value'),
  rcu_dereference: load('once', 'place'),
  rcu_assign_pointer: store('release', 'place'),
  smp_store_mb: effect(['place', 'value'], (args, span) => [
    { kind: 'store', order: 'once', address: at(args, 0), value: at(args, 1), span },
    { kind: 'fence', fence: 'mb', span },
  ]),
  atomic_read: load('once', 'value'),
  atomic_read_acquire: load('acquire', 'value'),
  atomic_set: store('once', 'value'),
  atomic_set_release: store('release', 'value'),
  spin_lock: effect(['value'], (args, span) => [{ kind: 'lock', address: at(args, 0), span }]),
  spin_unlock: effect(['value'], (args, span) => [{ kind: 'unlock', address: at(args, 0), span }]),
  spin_trylock: value(['value'], (args, span) => ({ kind: 'trylock', address: at(args, 0), span })),
  spin_is_locked: value(['value'], (args, span) => ({ kind: 'is_locked', address: at(args, 0), span })),
  srcu_read_lock: load('srcu_lock', 'value'),
  srcu_down_read: load('srcu_lock', 'value'),
  srcu_read_unlock: store('srcu_unlock', 'value'),
  srcu_up_read: store('srcu_unlock', 'value'),
  synchronize_srcu: effect(['value'], (args, span) => [{ kind: 'sync_srcu', address: at(args, 0), span }]),
  synchronize_srcu_expedited: effect(['value'], (args, span) => [{ kind: 'sync_srcu', address: at(args, 0), span }]),
};

const orders: Readonly<Record<string, UpdateOrder>> = { '': 'full', _relaxed: 'once', _acquire: 'acquire', _release: 'release' };

const exchange = (order: UpdateOrder): Operation =>
  value(['value', 'value'], (args, span) => ({ kind: 'exchange', order, address: at(args, 0), value: at(args, 1), span }));
const compareExchange = (order: UpdateOrder): Operation =>
  value(['value', 'value', 'value'], (args, span) => ({
    kind: 'compare_exchange',
    order,
    address: at(args, 0),
    old: at(args, 1),
    value: at(args, 2),
    span,
  }));

/** `atomic_add(V, X)` and its kin; without an operand one is added or taken. */
function update(order: UpdateOrder, operator: Operator, gives: 'old' | 'new', operand: boolean): ExpressionOperation['make'] {
  return (args, span) => ({
    kind: 'update',
    order,
    operator,
    gives,
    address: at(args, operand ? 1 : 0),
    value: operand ? at(args, 0) : one(span),
    span,
  });
}

const parametersOf = (operand: boolean): readonly Parameter[] => (operand ? ['value', 'value'] : ['value']);

function* atomics(): Generator<readonly [string, Operation]> {
  const arithmetic: readonly (readonly [string, Operator, boolean])[] = [
    ['add', '+', true],
    ['sub', '-', true],
    ['inc', '+', false],
    ['dec', '-', false],
  ];
  const bits: readonly (readonly [string, Operator, boolean])[] = [
    ['and', '&', true],
    ['or', '|', true],
    ['xor', '^', true],
    ['andnot', '&~', true],
  ];
  for (const [name, operator, operand] of [...arithmetic, ...bits]) {
    const change = update('noreturn', operator, 'new', operand);
    yield [`atomic_${name}`, effect(parametersOf(operand), (args, span) => [{ kind: 'assign', register: null, value: change(args, span), span }])];
    for (const [suffix, order] of Object.entries(orders))
      yield [`atomic_fetch_${name}${suffix}`, value(parametersOf(operand), update(order, operator, 'old', operand))];
  }
  for (const [name, operator, operand] of arithmetic)
    for (const [suffix, order] of Object.entries(orders))
      yield [`atomic_${name}_return${suffix}`, value(parametersOf(operand), update(order, operator, 'new', operand))];
}

function* tests(): Generator<readonly [string, Operation]> {
  const compared = (make: ExpressionOperation['make'], operator: Operator): ExpressionOperation['make'] => {
    return (args, span) => ({ kind: 'operation', operator, left: make(args, span), right: zero(span), span });
  };
  yield ['atomic_sub_and_test', value(['value', 'value'], compared(update('full', '-', 'new', true), '=='))];
  yield ['atomic_dec_and_test', value(['value'], compared(update('full', '-', 'new', false), '=='))];
  yield ['atomic_inc_and_test', value(['value'], compared(update('full', '+', 'new', false), '=='))];
  // herd7 has this one as a word of its own.
  yield [
    'atomic_add_unless',
    value(['value', 'value', 'value'], (args, span) => ({ kind: 'add_unless', address: at(args, 0), value: at(args, 1), unless: at(args, 2), span })),
  ];
  for (const [suffix, order] of Object.entries(orders))
    yield [`atomic_add_negative${suffix}`, value(['value', 'value'], compared(update(order, '+', 'new', true), '<'))];
}

function* ordered(): Generator<readonly [string, Operation]> {
  for (const [suffix, order] of Object.entries(orders)) {
    for (const prefix of ['', 'atomic_']) {
      yield [`${prefix}xchg${suffix}`, exchange(order)];
      yield [`${prefix}cmpxchg${suffix}`, compareExchange(order)];
    }
  }
}

/** Every operation by its name. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ...Object.entries(fences).map(([name, fence]) => [name, effect([], (_, span) => [{ kind: 'fence', fence, span }])] as const),
  ...Object.entries(plainOperations),
  ...ordered(),
  ...atomics(),
  ...tests(),
]);
