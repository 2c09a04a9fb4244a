import type { Drawing, DrawingColumn, DrawingEvent } from './drawing.ts';
import { contextForm } from './event_text.ts';

/*
 * Interrupts are drawn inside the column of the CPU that they come to: `<IRQ>` … `</IRQ>`. What stands there is taken by
 * somebody else, so it gets a column of its own. So do tasks that take turns on one CPU: the name of each, as it stands above the
 * column, is a mark too, `<reader>`.
 */

const opens = /^(?:<\s*([\w ]*\w)\s*>|(?:-+>?|=+>?)\s*((?:soft|hard)?irq|nmi|interrupt)\b.*|((?:soft|hard)irq|NMI|IRQ|interrupt|timer interrupt)\s*:)$/iu;
/** The same without a mark, below what it comes into: `timer interrupt`, `IRQ fires`. */
const bare = new RegExp(`^(?:an? |the )?(${contextForm})$`, 'iu');
const closes = /^<\s*\/\s*([\w ]*)\s*>$|^<\s*(?:end of |EO|return from )(\w+)\s*>$|^\b(?:iret|return from interrupt)$/iu;
const kinds = /irq|nmi|interrupt|timer|tick|signal|tasklet|ipi|exception|fault/iu;

interface Inside {
  readonly column: number;
  readonly indent: number;
  /** Its events stand deeper than its mark; unknown before the first. */
  nested: boolean | null;
}

/**
 * The readings of marks of interrupts. A mark that nothing is drawn inside of, by its place or by a mark of the end, may
 * only say that the CPU is away: then what follows is of the same actor. This comes first where somebody else goes on at once.
 */
export function interruptReadings(columns: readonly DrawingColumn[], events: readonly DrawingEvent[]): readonly Pick<Drawing, 'columns' | 'events'>[] {
  const flat = flatMarks(events);
  const drawn = withInterrupts(columns, events);
  if (flat.size === 0) return [drawn];
  const plain = withInterrupts(
    columns,
    events.filter((_, at) => !flat.has(at)),
  );
  const isLeft = [...flat].every((at) => (events[at + 1]?.column ?? events[at]!.column) !== events[at]!.column);
  return isLeft ? [plain, drawn] : [drawn, plain];
}

/** The name of who comes in between; null for other lines. `isFirst`: nothing of its column stands above it. */
function interruptIn({ text }: DrawingEvent, isFirst: boolean): string | null {
  const [, ...names] = opens.exec(text) ?? (isFirst ? null : bare.exec(text)) ?? [];
  const name = names.find((each) => each !== undefined) ?? '';
  return kinds.test(name) && !closes.test(text) ? name.trim() : null;
}

/** The name that a line is, as of a function: `handler()`; empty for other lines. */
function nameAlone(text: string): string {
  return /^(\w+(?:\[\d+\])?)(?:\(\))?:?$/u.exec(text)?.[1] ?? '';
}

/** Indices of the marks behind which nothing in their column is deeper at once, and no mark of an end follows. */
function flatMarks(events: readonly DrawingEvent[]): ReadonlySet<number> {
  const found = new Set<number>();
  const below = new Map<number, { readonly next: DrawingEvent; readonly closes: boolean }>();
  const firsts = new Map([...events.entries()].reverse().map(([at, { column }]) => [column, at]));
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at]!;
    const own = below.get(event.column);
    if (own !== undefined && interruptIn(event, firsts.get(event.column) === at) !== null && own.next.indent <= event.indent && !own.closes) found.add(at);
    below.set(event.column, { next: event, closes: own?.closes === true || closes.test(event.text) });
  }
  return found;
}

/** `isActor`: names that are a mark too, below what somebody else does in a column. */
export function withInterrupts(
  columns: readonly DrawingColumn[],
  events: readonly DrawingEvent[],
  isActor: (name: string) => boolean = () => false,
): Pick<Drawing, 'columns' | 'events'> {
  const all: DrawingColumn[] = [...columns];
  const open = new Map<number, Inside[]>();
  const turns = new Map<number, number>();
  const firsts = new Map<number, string>();
  const found: DrawingEvent[] = [];
  for (const event of events) {
    const stack = open.get(event.column) ?? [];
    open.set(event.column, stack);
    const isFirst = !firsts.has(event.column);
    const named = nameAlone(event.text);
    if (isFirst) firsts.set(event.column, named);
    const isNamed = !isFirst && isActor(named);
    // The name of who has the column: that one goes on.
    if (isNamed && [firsts.get(event.column), ...(all[event.column]?.names ?? [])].includes(named)) {
      stack.length = 0;
      continue;
    }
    const name = isNamed ? named : interruptIn(event, isFirst);
    if (closes.test(event.text)) {
      stack.pop();
      continue;
    }
    if (name !== null) {
      // One at the same place that already has events beside it is over.
      while ((stack.at(-1)?.indent ?? -1) > event.indent) stack.pop();
      // A remark on the mark says who it is, `<IRQ>  // timer`.
      const [said] = event.remarks.filter((remark) => /^\w+(?:\[\d+\])?$/u.test(remark));
      const known = all.findIndex(
        ({ inside, header, names }) => inside === event.column && header === event.text && (said === undefined || names.includes(said)),
      );
      const names = [...(said === undefined ? [] : [said]), name];
      const column = known >= 0 ? known : all.push({ header: event.text, names, inside: event.column }) - 1;
      stack.push({ column, indent: event.indent, nested: null });
      continue;
    }
    const tag = /^<([^<>]*)>$/u.exec(event.text)?.[1];
    if (tag !== undefined) {
      if (isAbove(columns[event.column], tag)) turns.set(event.column, turnOf(all, event.column, tag));
      continue;
    }
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      top.nested ??= event.indent > top.indent;
      if (!top.nested || event.indent > top.indent) break;
      stack.pop();
    }
    found.push({ ...event, column: stack.at(-1)?.column ?? turns.get(event.column) ?? event.column });
  }
  return { columns: all, events: found };
}

/** Whether a name is one of those above a column: `CPU0 (reader, writer)`. */
function isAbove(column: DrawingColumn | undefined, name: string): boolean {
  return column !== undefined && column.header.split(/[\s(),]+/u).includes(name);
}

/** The column of a task that has its turn on a CPU, which is added where it is new. */
function turnOf(all: DrawingColumn[], inside: number, name: string): number {
  const known = all.findIndex((column) => column.inside === inside && column.header === name);
  return known >= 0 ? known : all.push({ header: name, names: [name], inside }) - 1;
}
