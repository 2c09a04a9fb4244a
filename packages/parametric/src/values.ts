import { bitCount, computeCompare, computeNumeric, quotient, remainder } from '@mmspec/compiler';
import type { Comparison, Helper, NumericOperator } from '@mmspec/compiler';
import { impossible } from './decisions.ts';
import type { Decisions } from './decisions.ts';
import { plus, scaled } from './linear.ts';
import type { Amount } from './linear.ts';
import { Undecided } from './shape.ts';
import type { Shape } from './shape.ts';

/*
 * What operations of the IR do to numbers of a part of a configuration. Numbers may depend on who is outside of the part; a name of
 * somebody outside is NaN, and where its cells are wanted the way ends: a part with that one in it takes it.
 */

export type Value = Amount | boolean;

/** Where a body runs. */
export interface Machine {
  readonly decisions: Decisions;
  /** By instance: whether it is in the part. */
  there: readonly boolean[];
  before: readonly Amount[];
  after: Amount[];
  me: number;
  action: number;
  flags: number;
  marks: number;
  readonly locals: Value[];
}

export function createMachine(decisions: Decisions): Machine {
  return { decisions, there: [], before: [], after: [], me: 0, action: -1, flags: 0, marks: 0, locals: [] };
}

/** What the texts of bodies have in common. */
export interface Making {
  readonly shape: Shape;
  readonly nameOf: (cell: number) => string;
  /** Sums over all instances that are features, where they are understood: by family, what its first instance adds. */
  readonly sums: { readonly parts: readonly ((machine: Machine) => Amount)[]; readonly feature: number }[] | null;
}

export function asAmount(value: Value): Amount {
  return value === true ? 1 : value === false ? 0 : value;
}

export function asTruth(machine: Machine, value: Value): boolean {
  return typeof value === 'boolean' ? value : machine.decisions.compare('!==', value, 0);
}

/** A number that does not depend on who is outside. */
function whole(amount: Amount, { shape, nameOf }: Making): number {
  if (typeof amount === 'number') return amount;
  const cells = [...shape.counters].filter(([, feature]) => (amount.rest[feature] ?? 0) !== 0).map(([cell]) => `\`${nameOf(cell)}\``);
  throw new Undecided(
    `${cells.length === 0 ? 'a sum over all instances' : cells.join(' and ')} is not only added and compared, and depends on how many there are`,
  );
}

/** A number that depends on who is outside is kept only where shares of it are. */
export function stored(machine: Machine, at: number, value: Amount, { shape, nameOf }: Making): Amount {
  if (typeof value !== 'number') {
    if (shape.counters.has(at)) return value;
    const known = machine.decisions.valueOf(value);
    if (known === null) throw new Undecided(`\`${nameOf(at)}\` keeps a number that depends on how many there are`);
    return known;
  }
  if (Number.isNaN(value) && !shape.names.has(at)) throw new Undecided(`\`${nameOf(at)}\` keeps who another one is`);
  return value;
}

/** An index below `count` in a cell. */
export function indexIn(found: Amount, count: number): number {
  if (typeof found !== 'number') throw new Undecided('an index depends on how many there are');
  // Whoever is meant is outside.
  if (Number.isNaN(found)) throw impossible;
  if (found < 0 || found >= count) throw new Undecided('an index is beyond its range');
  return found;
}

/** A number of a table. */
export function lookedUp(table: readonly number[], index: Amount, making: Making): number {
  const at = whole(index, making);
  if (Number.isNaN(at)) throw new Undecided('a table is asked about one who is not seen');
  return table[at] ?? 0;
}

export function numeric(operator: NumericOperator, one: Amount, other: Amount, making: Making): Amount {
  if (typeof one === 'number' && typeof other === 'number') return computed(operator, one, other);
  if (operator === '+') return plus(one, other, 1);
  if (operator === '-') return plus(one, other, -1);
  if (operator === '*' && typeof one === 'number') return scaled(other, one);
  if (operator === '*' && typeof other === 'number') return scaled(one, other);
  return computed(operator, whole(one, making), whole(other, making));
}

function computed(operator: NumericOperator, one: number, other: number): number {
  if (Number.isNaN(other)) {
    // The bit of somebody outside is not seen; whether it is set only a part with that one can tell.
    if (operator === '<<') return 0;
    if (operator === '>>') throw impossible;
  }
  return computeNumeric(operator, one, other);
}

export function compared(machine: Machine, operator: Comparison, one: Amount, other: Amount): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return machine.decisions.compare(operator, one, other);
  if (!Number.isNaN(one) && !Number.isNaN(other)) return computeCompare(operator, one, other);
  if (operator !== '===' && operator !== '!==') return isAbove(operator, one, other);
  // Two outside may be the same one.
  if (Number.isNaN(one) && Number.isNaN(other)) return machine.decisions.either();
  return operator === '!==';
}

/** Somebody's number is not below 0; nothing else is known of who is outside. */
function isAbove(operator: '<' | '<=' | '>' | '>=', one: number, other: number): boolean {
  if (Number.isNaN(one) && (operator === '<' || operator === '>=') && other <= 0) return operator === '>=';
  throw new Undecided('names are put in an order');
}

export function helped(machine: Machine, helper: Helper, values: readonly Amount[], making: Making): Amount {
  if (helper === 'least' || helper === 'greatest') {
    return values.reduce((best, value) => (machine.decisions.compare(helper === 'least' ? '<' : '>', value, best) ? value : best));
  }
  const [first = 0, second = 1] = values;
  if (helper === 'remainder' && typeof first !== 'number' && typeof second === 'number' && second > 0) return machine.decisions.remainder(first, second);
  const [one, other] = [whole(first, making), whole(second, making)];
  if (helper === 'quotient') return quotient(one, other);
  return helper === 'remainder' ? remainder(one, other) : bitCount(one);
}
