import type { Scope } from './scope.ts';
import type { ActorType, Type, Variable } from './world.ts';

/*
 * Where a statement is written: what it may do there, and what has been written.
 */

export interface Code {
  readonly scope: Scope;
  /** The actor that labels are recorded for; null in operations and actions. */
  readonly actor: ActorType | null;
  /** Labels in use in this text. */
  readonly labels: Set<string>;
  readonly labelStem: string;
  readonly inAtomic: boolean;
  /** Inside `atomic when`: the text must be right as a plain block too. */
  readonly plainToo: boolean;
  /** Inside a branch that a static condition decides. */
  readonly inStatic: boolean;
  /** The innermost loop of this text; null outside, or where a jump may not leave (a reference is held). */
  readonly loop: { broken: boolean } | null;
  /** May `return` stand here, and with what? `undefined`: it may not. */
  readonly result: Type | null | undefined;
  /** Labels of the actor's top level that may be jumped to from here. */
  readonly targets: readonly string[];
  /** May locals be declared in this block? */
  readonly declares: boolean;
  /** The text runs at most once, so that holdings may change for good. */
  readonly once: boolean;
  readonly budget: { steps: number };
  readonly depth: number;
  /** Ghost statements and reference counting make no sense in an action. */
  readonly isAction: boolean;
  /** Objects whose reference is held here: their names must stay. */
  readonly held: readonly string[];
}

export interface Written {
  readonly lines: readonly string[];
  /** Begins with a step, certainly. */
  readonly step: boolean;
  /** Nothing after it can be reached. */
  readonly ends: boolean;
  /** Locals that it declares for the rest of the block. */
  readonly locals: readonly Variable[];
}

/** A plain step of one line. */
export function line(text: string, step = true): Written {
  return { lines: [text], step, ends: false, locals: [] };
}

/** A jump out of the block. */
export function jump(text: string): Written {
  return { lines: [text], step: false, ends: true, locals: [] };
}

/** Lines between braces behind a head. */
export function braced(head: string, lines: readonly string[], tail = ''): readonly string[] {
  if (lines.length === 1 && head.length + (lines[0] ?? '').length < 90 && !(lines[0] ?? '').includes('//')) return [`${head} { ${lines[0]} }${tail}`];
  return [`${head} {`, ...lines.map((text) => `  ${text}`), `}${tail}`];
}
