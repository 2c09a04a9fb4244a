import type { Action, Plain, Settings } from '@mmspec/system';

/*
 * The text of a step as a trace shows it: on one line, without comments, and of the blocks in it only
 * what was executed, as far as the step itself tells. A condition that was found false is shown turned round.
 */

/** A part of a statement: text, or a condition with what it guards. */
export type TextPart = string | ConditionPart;

export interface ConditionPart {
  readonly condition: string;
  /** The condition turned round: `a == b` for `a != b`. */
  readonly opposite: string;
  /** Index of the static condition, or null. */
  readonly fixed: number | null;
  readonly then: BranchPart;
  readonly else: BranchPart;
}

export interface BranchPart {
  readonly parts: readonly TextPart[];
  /** Labels in the branch: the step tells which were executed. */
  readonly labels: readonly string[];
  /** Offsets from and to which the branch goes. */
  readonly start: number;
  readonly end: number;
}

/** The truth of a condition over constants, for the values of those that it names. */
export interface StaticCondition {
  readonly names: readonly string[];
  /** By the JSON of the list of values. */
  readonly truth: Readonly<Record<string, boolean>>;
}

/** What a step tells about the way that was taken through it. */
export interface Taken {
  readonly settings: Settings;
  readonly action: Pick<Action, 'executed'>;
  /** Start offsets of the statements that the actor stands in before the step, from its text inwards; the last is the step. */
  readonly before: readonly number[];
  /** The same after the step; empty where the actor is done. */
  readonly after: readonly number[];
}

/** Which branch was taken: true, false, or null where the step does not tell. */
type Outcome = boolean | null;

/** The text of a statement that is a step of its own: an `if` or `while` is its condition. */
export function stepText(part: TextPart, taken: Taken, conditions: readonly StaticCondition[]): string {
  if (typeof part === 'string') return part;
  const outcome = outcomeOf(part, taken, conditions) ?? outcomeByPlace(part, taken);
  return outcome === false ? `if ${part.opposite}` : `if ${part.condition}`;
}

/** The text of statements that are executed in one step. */
export function blockText(parts: readonly TextPart[], taken: Taken, conditions: readonly StaticCondition[]): string {
  return parts.map((part) => innerText(part, taken, conditions)).filter((text) => text !== '').join('; ');
}

function innerText(part: TextPart, taken: Taken, conditions: readonly StaticCondition[]): string {
  if (typeof part === 'string') return part;
  const text = (branch: BranchPart): string => blockText(branch.parts, taken, conditions);
  const outcome = outcomeOf(part, taken, conditions);
  if (part.fixed !== null && outcome !== null) return text(outcome ? part.then : part.else);
  if (outcome === null) {
    const otherwise = part.else.parts.length === 0 ? '' : ` else { ${text(part.else)} }`;
    return `if ${part.condition} { ${text(part.then)} }${otherwise}`;
  }
  const rest = text(outcome ? part.then : part.else);
  return `${outcome ? part.condition : part.opposite}${rest === '' ? '' : `; ${rest}`}`;
}

function outcomeOf(part: ConditionPart, { settings, action }: Taken, conditions: readonly StaticCondition[]): Outcome {
  const fixed = part.fixed === null ? undefined : conditions[part.fixed];
  if (fixed !== undefined) return fixed.truth[valuesKey(fixed.names.map((name) => settings[name]))] ?? null;
  const wasExecuted = ({ labels }: BranchPart): boolean => action.executed.some((path) => path.some((name) => labels.includes(name)));
  if (part.then.labels.length > 0) return wasExecuted(part.then);
  if (part.else.labels.length > 0) return !wasExecuted(part.else);
  return null;
}

/** Where the actor goes on, if in the same call, tells which branch it took. */
function outcomeByPlace(part: ConditionPart, { before, after }: Taken): Outcome {
  const depth = before.length - 1;
  const next = before.slice(0, depth).every((offset, index) => offset === after[index]) ? after[depth] : undefined;
  if (next === undefined) return null;
  const isIn = ({ start, end }: BranchPart): boolean => start <= next && next < end;
  if (isIn(part.then)) return true;
  return isIn(part.else) ? false : null;
}

export function valuesKey(values: readonly (Plain | undefined)[]): string {
  return JSON.stringify(values);
}
