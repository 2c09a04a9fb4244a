import type { Nodes } from './normal_form.ts';

/*
 * What the loop of a behaviour has to do: a positive boolean combination of "goes along an edge of this set" and "goes
 * along none", the acceptance that E. A. Emerson and C.-L. Lei introduced ("Modalities for model checking: branching time
 * logic strikes back", 1987).
 */

export type Condition =
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'inf' | 'fin'; readonly set: number }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[] };

/** The condition of a settled node. */
export function conditionOf(nodes: Nodes, number: number, setOf: (inner: number) => number): Condition {
  const node = nodes.at(number);
  switch (node.kind) {
    case 'truth':
      return { kind: 'truth', value: node.value };
    case 'inf':
    case 'fin':
      return { kind: node.kind, set: setOf(node.inner) };
    case 'and':
    case 'or':
      return junction(
        node.kind,
        node.operands.map((operand) => conditionOf(nodes, operand, setOf)),
      );
    case 'literal':
    case 'release':
    case 'until':
      throw new Error(`node ${number} is not settled`);
  }
}

/** The condition where some of its parts are known to be true or false; null: not known. */
export function known(condition: Condition, value: (kind: 'inf' | 'fin', set: number) => boolean | null): Condition {
  switch (condition.kind) {
    case 'truth':
      return condition;
    case 'inf':
    case 'fin': {
      const found = value(condition.kind, condition.set);
      return found === null ? condition : { kind: 'truth', value: found };
    }
    case 'and':
    case 'or':
      return junction(
        condition.kind,
        condition.operands.map((operand) => known(operand, value)),
      );
  }
}

function junction(kind: 'and' | 'or', operands: readonly Condition[]): Condition {
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  const absorbing = kind === 'or';
  if (flat.some((operand) => operand.kind === 'truth' && operand.value === absorbing)) return { kind: 'truth', value: absorbing };
  const open = flat.filter(({ kind: each }) => each !== 'truth');
  if (open.length === 0) return { kind: 'truth', value: !absorbing };
  return open.length === 1 ? open[0]! : { kind, operands: open };
}

/** Sets that no loop which meets the condition may touch. */
export function forbidden(condition: Condition): readonly number[] {
  if (condition.kind === 'fin') return [condition.set];
  return condition.kind === 'and' ? condition.operands.flatMap((operand) => (operand.kind === 'fin' ? [operand.set] : [])) : [];
}

/** A set that a loop may have to keep away from, or -1 where there is none. */
export function someFin(condition: Condition): number {
  switch (condition.kind) {
    case 'truth':
    case 'inf':
      return -1;
    case 'fin':
      return condition.set;
    case 'and':
    case 'or':
      return condition.operands.reduce((found, operand) => (found >= 0 ? found : someFin(operand)), -1);
  }
}

/** As few sets as may do that meet the condition where a loop touches all of them and keeps away from none; null where that does not meet it. */
export function enough(condition: Condition): readonly number[] | null {
  switch (condition.kind) {
    case 'truth':
      return condition.value ? [] : null;
    case 'fin':
      return null;
    case 'inf':
      return [condition.set];
    case 'and': {
      const parts = condition.operands.map(enough);
      return parts.includes(null) ? null : [...new Set(parts.flatMap((part) => part ?? []))];
    }
    case 'or':
      return condition.operands.map(enough).reduce((least, part) => (part !== null && (least === null || part.length < least.length) ? part : least), null);
  }
}
