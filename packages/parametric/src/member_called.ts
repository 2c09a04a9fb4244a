import { cellsIn } from '@mmspec/compiler';
import type { Expr } from '@mmspec/compiler';
import type { Shape } from './shape.ts';

/** What is known of the program whose expressions are looked at. */
export interface Questions {
  readonly shape: Shape;
  /** By number of an action: the instance that takes it; -1: nobody of the family. */
  readonly moverOf: (action: number) => number;
  /** Whether `me` is an instance of the family. */
  readonly isMover: boolean;
  /** Where sums over all instances are understood: what the cells are to all families; null: they are not. */
  readonly sums: Shape | null;
  readonly opaque: ReadonlySet<number>;
  /** Cells that the program stores to. */
  readonly stored: ReadonlySet<number>;
}

/** The instance that a name with this value means. */
export function memberCalled(name: Expr, value: number, questions: Questions): number | null {
  const { shape } = questions;
  switch (name.kind) {
    case 'me':
      return questions.isMover && value >= 0 && value < shape.size ? value : null;
    case 'load': {
      const [naming] = cellsIn(name.cell, null).flatMap((cell) => shape.names.get(cell) ?? []);
      return naming?.memberOf.get(value)?.member ?? null;
    }
    case 'numeric':
      if (name.right.kind !== 'number' || (name.operator !== '+' && name.operator !== '-')) return null;
      return memberCalled(name.left, name.operator === '+' ? value - name.right.value : value + name.right.value, questions);
    case 'conditional':
      return memberCalled(name.consequent, value, questions) ?? memberCalled(name.alternative, value, questions);
    case 'lookup': {
      if (name.index.kind !== 'action') {
        const at = name.table.indexOf(value);
        return at < 0 ? null : memberCalled(name.index, at, questions);
      }
      const movers = new Set(name.table.flatMap((each, action) => (each === value ? [questions.moverOf(action)] : [])));
      return movers.size === 1 ? ([...movers].find((mover) => mover >= 0) ?? null) : null;
    }
    // What was chosen.
    case 'temp':
      return value >= 0 && value < shape.size ? value : null;
    case 'number':
    case 'truth':
    case 'compare':
    case 'and':
    case 'or':
    case 'not':
    case 'helper':
    case 'action':
    case 'enabled':
      return null;
  }
}
