/*
 * Formulas of linear time over numbered atoms, and fairness, as plain data.
 *
 * A behaviour is an endless sequence of states in which each comes from the one before by a step, or equals it:
 * stuttering. Fairness says when stuttering for ever is no excuse.
 */

/** A formula, judged at a position of a behaviour. Atoms are numbered within the system. */
export type Formula =
  | { readonly kind: 'truth'; readonly value: boolean }
  /** The atom in the state of the position, or on the step that leaves it; a step atom is false where the behaviour stutters. */
  | { readonly kind: 'atom'; readonly atom: number }
  | { readonly kind: 'not'; readonly operand: Formula }
  /** `each`: a family of which each operand says the same, of one member after the other. */
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Formula[]; readonly each?: string }
  /** From here on at every position; with `steps` only at those that a step leaves, not where the behaviour stutters. */
  | { readonly kind: 'always'; readonly steps: boolean; readonly operand: Formula }
  | { readonly kind: 'eventually'; readonly operand: Formula }
  /** `right` comes, and `left` holds until then. */
  | { readonly kind: 'until'; readonly left: Formula; readonly right: Formula };

/** The parts of which a formula is made. */
export function partsOfFormula(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case 'truth':
    case 'atom':
      return [];
    case 'not':
    case 'always':
    case 'eventually':
      return [formula.operand];
    case 'and':
    case 'or':
      return formula.operands;
    case 'until':
      return [formula.left, formula.right];
  }
}

/** The numbers of the atoms of a formula. */
export function atomsOfFormula(formula: Formula): ReadonlySet<number> {
  const found = new Set<number>();
  const visit = (part: Formula): void => {
    if (part.kind === 'atom') found.add(part.atom);
    partsOfFormula(part).forEach(visit);
  };
  visit(formula);
  return found;
}

/** What a formula is made of; its truth is asked from the system. */
export interface Atom {
  readonly over: 'state' | 'step';
}

/**
 * Some step of an actor, or some step under a label, or an action of the environment happens again and again unless it
 * cannot: weakly fair, unless it is disabled again and again; strongly fair, unless it is disabled for good from some time on.
 * An item stands for one fairness constraint on each instance of the actor, or on each instance of the action: one for each combination
 * of the values of its parameters, which happens when the action is taken with these values.
 */
export interface FairnessItem {
  readonly strong: boolean;
  /** Kind of the actor; null: every actor that has such a step, and no action of the environment. */
  readonly actor: string | null;
  /** One instance of the actor; null: each. */
  readonly index: number | null;
  /** Name of the environment action, else null. */
  readonly environment: string | null;
  /** Labels and operations that the step's path contains in this order; empty: every step. */
  readonly names: readonly string[];
  /** Where an actor may stop for ever: at steps whose path contains these labels and operations; left out where it may nowhere. */
  readonly except?: readonly { readonly actor: string | null; readonly names: readonly string[] }[];
}

/** An instance of an action of the environment that the loop of a lasso could take and never takes. */
export interface UntakenAction {
  /** `go`, `set(1)` */
  readonly name: string;
  /** Name of the action. */
  readonly action: string;
  /** It can be taken in every state of the loop; else in some of them. */
  readonly always: boolean;
}

/** What a property of kind `temporal` says. */
export interface TemporalProperty {
  readonly formula: Formula;
  readonly fairness: readonly FairnessItem[];
  /** Names of `possible` properties about what the formula wants to happen. */
  readonly goals: readonly string[];
}

/** Fairness as a spec writes it: `strongly fair gup.put, fair`, or `no fairness`. */
export function fairnessText(items: readonly FairnessItem[]): string {
  if (items.length === 0) return 'no fairness';
  return items
    .map(({ strong, actor, index, environment, names, except = [] }) => {
      const path = [...(actor === null ? [] : [`${actor}${index === null ? '' : `[${index}]`}`]), ...(environment === null ? [] : [environment]), ...names];
      const stops = except.map((place) => ` except ${[...(place.actor === null ? [] : [place.actor]), ...place.names].join('.')}`);
      return `${strong ? 'strongly fair' : 'fair'}${path.length === 0 ? '' : ` ${path.join('.')}`}${stops.join('')}`;
    })
    .join(', ');
}
