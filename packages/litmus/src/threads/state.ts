import { noSpan, type Span } from '@mmspec/source';
import type { Statement } from '../syntax/tree.ts';
import type { Constraint, Event, Path, Tag } from './event.ts';
import type { Symbolic } from './symbol.ts';

/** Whether a value goes into an address, into what is stored, or neither. */
export type Port = 'address' | 'data' | 'none';

/** Where the value of a register comes from: loads, and the conditions of the branches in which it was set. */
export interface Origin {
  readonly loads: readonly number[];
  readonly conditions: readonly number[];
}

const noOrigin: Origin = { loads: [], conditions: [] };

/** A read within an expression, or a register that it uses. */
export type Source =
  { readonly kind: 'read'; readonly event: number; readonly port: Port } | { readonly kind: 'register'; readonly origin: Origin; readonly port: Port };

/** What an expression gives. */
export interface Result {
  readonly symbolic: Symbolic;
  readonly sources: readonly Source[];
  /** The last events of the expression. */
  readonly last: readonly number[];
}

/** What an event is, but for what follows from where it stands. */
export interface NewEvent {
  readonly kind: Event['kind'];
  readonly tag: Tag;
  readonly span: Span;
  readonly atomic?: boolean;
  readonly failedAcquire?: boolean;
  readonly onlyLooked?: boolean;
  readonly address?: Symbolic;
  readonly value?: Symbolic;
  readonly pair?: number;
  readonly addr?: readonly number[];
  readonly data?: readonly number[];
  /** Events of the same instruction that come before it, with all before them. */
  readonly after: readonly number[];
}

/** A way through a thread, as far as it was gone. */
export class State {
  readonly #events: Event[];
  readonly #registers: Map<string, Symbolic>;
  readonly #origins: Map<string, Origin>;
  readonly #constraints: Constraint[];
  instruction: number;
  /** The loop at which the way ends; null: none. */
  cut: Statement | null = null;
  statement: Span;
  /** Reads on which the branch depends: for its events, and for registers that it sets. */
  control: { readonly events: readonly number[]; readonly registers: readonly number[] };

  constructor(from: State | ReadonlyMap<string, Symbolic>) {
    const old = from instanceof State ? from : null;
    this.#events = old === null ? [] : [...old.#events];
    this.#registers = new Map(old === null ? (from as ReadonlyMap<string, Symbolic>) : old.#registers);
    this.#origins = new Map(old === null ? [] : old.#origins);
    this.#constraints = old === null ? [] : [...old.#constraints];
    this.instruction = old === null ? 0 : old.instruction;
    this.statement = old === null ? noSpan : old.statement;
    this.control = old === null ? { events: [], registers: [] } : old.control;
  }

  get path(): Path {
    return { events: this.#events, registers: this.#registers, constraints: this.#constraints, cut: this.cut };
  }

  /** From here on the value is asked to be other than 0, or 0: by a branch, or by an operation that succeeds or fails. */
  constrain(symbolic: Symbolic, holds: boolean, by: 'branch' | 'operation'): void {
    this.#constraints.push({ symbolic, holds, place: this.#events.length, isBranch: by === 'branch' });
  }

  /** A register that was not set is 0. */
  register(name: string): { readonly symbolic: Symbolic; readonly origin: Origin } {
    return { symbolic: this.#registers.get(name) ?? 0, origin: this.#origins.get(name) ?? noOrigin };
  }

  set(name: string, { symbolic, sources }: Result): void {
    this.#registers.set(name, symbolic);
    const loads = sources.flatMap((source) => (source.kind === 'read' ? [source.event] : source.origin.loads));
    const conditions = sources.flatMap((source) => (source.kind === 'read' ? [] : source.origin.conditions));
    this.#origins.set(name, { loads: distinct(loads), conditions: distinct([...conditions, ...this.control.registers]) });
  }

  /** Adds an event, and gives its number. */
  add({ kind, tag, span, after, ...rest }: NewEvent): number {
    const before = new Set(after);
    for (const number of after) for (const earlier of this.#events[number]!.after) before.add(earlier);
    this.#events.push({
      kind,
      tag,
      atomic: rest.atomic ?? false,
      failedAcquire: rest.failedAcquire ?? false,
      onlyLooked: rest.onlyLooked ?? false,
      address: rest.address ?? null,
      value: rest.value ?? null,
      pair: rest.pair ?? null,
      instruction: this.instruction,
      after: before,
      addr: distinct(rest.addr ?? []),
      data: distinct(rest.data ?? []),
      ctrl: this.control.events,
      span,
      statement: this.statement,
    });
    return this.#events.length - 1;
  }
}

const distinct = (numbers: readonly number[]): readonly number[] => (numbers.length < 2 ? numbers : [...new Set(numbers)]);

/** The loads behind sources; with a port only those that come through it. */
export function loadsOf(sources: readonly Source[], port: Port | null): readonly number[] {
  return sources.flatMap((source) => {
    if (port !== null && source.port !== port) return [];
    return source.kind === 'read' ? [source.event] : source.origin.loads;
  });
}
