import type { Action, Plain, Settings } from '@mmspec/system';

/*
 * The text of a step as a trace shows it: on one line, without comments, and of the blocks in it only
 * what was executed, as far as the step itself tells. A condition that was found false is shown turned round.
 */

/** A part of a statement: text, a condition with what it guards, or a choice. */
export type TextPart = string | ConditionPart | ChoicePart;

/** An `either` inside a step. */
export interface ChoicePart {
  /** All of it, for where the step does not tell which branch was taken. */
  readonly text: string;
  readonly branches: readonly BranchPart[];
}

export interface ConditionPart {
  readonly condition: string;
  /** The condition turned round: `a == b` for `a != b`. */
  readonly opposite: string;
  /** Index of the static condition, or null. */
  readonly fixed: number | null;
  readonly then: BranchPart;
  readonly else: BranchPart;
  /** Where the first branch is a jump: offsets at which the actor goes on only if it did not jump. */
  readonly stay: Stay | null;
}

export interface Stay {
  readonly start: number;
  readonly end: number;
  /** An actor that goes on elsewhere did jump. */
  readonly isSure: boolean;
}

export interface BranchPart {
  readonly parts: readonly TextPart[];
  /** Labels in the branch: the step tells which were executed. */
  readonly labels: readonly string[];
  /** Offsets from and to which the branch goes. */
  readonly start: number;
  readonly end: number;
  /** The branch begins with a step, so an actor that takes it goes on in it. */
  readonly isStep: boolean;
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
  /** The same after the step; empty where the actor is done, null after a fault. */
  readonly after: readonly number[] | null;
}

/** Which branch was taken: true, false, or null where the step does not tell. */
type Outcome = boolean | null;

/** The text of a statement that is a step of its own: of an `if` what was found, where the trace tells, else the question. */
export function stepText(part: TextPart, taken: Taken): string {
  if (typeof part === 'string') return part;
  if ('branches' in part) return part.text;
  const outcome = outcomeByPlace(part, taken);
  if (outcome === null) return `if ${part.condition}`;
  return outcome ? part.condition : part.opposite;
}

/** The text of statements that are executed in one step; after a jump nothing follows. */
export function blockText(parts: readonly TextPart[], taken: Taken, conditions: readonly StaticCondition[]): string {
  return executedTexts(parts, taken, conditions).join('; ');
}

function executedTexts(parts: readonly TextPart[], taken: Taken, conditions: readonly StaticCondition[]): string[] {
  const texts: string[] = [];
  for (const part of parts) {
    texts.push(...innerTexts(part, taken, conditions));
    if (jump.test(texts.at(-1) ?? '')) break;
  }
  return texts;
}

const jump = /^(?:break|continue|goto|return)\b/u;

function innerTexts(part: TextPart, taken: Taken, conditions: readonly StaticCondition[]): string[] {
  if (typeof part === 'string') return [part];
  if ('branches' in part) {
    const [chosen, ...others] = part.branches.filter((branch) => wasExecuted(branch, taken));
    return chosen === undefined || others.length > 0 ? [part.text] : executedTexts(chosen.parts, taken, conditions);
  }
  const outcome = outcomeOf(part, taken, conditions);
  if (outcome === null) {
    const text = (branch: BranchPart): string => blockText(branch.parts, taken, conditions);
    return [`if ${part.condition} { ${text(part.then)} }${part.else.parts.length === 0 ? '' : ` else { ${text(part.else)} }`}`];
  }
  const rest = executedTexts((outcome ? part.then : part.else).parts, taken, conditions);
  return part.fixed !== null ? rest : [outcome ? part.condition : part.opposite, ...rest];
}

function wasExecuted({ labels }: BranchPart, { action }: Taken): boolean {
  return action.executed.some((path) => path.some((name) => labels.includes(name)));
}

function outcomeOf(part: ConditionPart, taken: Taken, conditions: readonly StaticCondition[]): Outcome {
  const fixed = part.fixed === null ? undefined : conditions[part.fixed];
  if (fixed !== undefined) return fixed.truth[valuesKey(fixed.names.map((name) => taken.settings[name]))] ?? null;
  if (part.then.labels.length > 0) return wasExecuted(part.then, taken);
  if (part.else.labels.length > 0) return !wasExecuted(part.else, taken);
  return null;
}

/** Where the actor goes on tells which branch it took. */
function outcomeByPlace(part: ConditionPart, { before, after }: Taken): Outcome {
  if (after === null) return null;
  const depth = before.length - 1;
  // Undefined: the actor is done, or left the call.
  const next = before.slice(0, depth).every((offset, index) => offset === after[index]) ? after[depth] : undefined;
  const isIn = ({ start, end }: { readonly start: number; readonly end: number }): boolean => next !== undefined && start <= next && next < end;
  if (isIn(part.then)) return true;
  if (isIn(part.else)) return false;
  if (part.stay !== null) return isIn(part.stay) ? false : part.stay.isSure ? true : null;
  if (part.then.isStep) return false;
  return part.else.isStep ? true : null;
}

export function valuesKey(values: readonly (Plain | undefined)[]): string {
  return JSON.stringify(values);
}
