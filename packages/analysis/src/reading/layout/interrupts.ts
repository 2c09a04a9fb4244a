import type { Drawing, DrawingColumn, DrawingEvent } from './drawing.ts';

/*
 * Interrupts are drawn inside the column of the CPU that they come to: `<IRQ>` … `</IRQ>`. What stands there is taken by
 * somebody else, so it gets a column of its own.
 */

const opens = /^(?:<\s*([\w ]*\w)\s*>|(?:-+>?|=+>?)\s*((?:soft|hard)?irq|nmi|interrupt)\b.*|((?:soft|hard)irq|NMI|IRQ|interrupt|timer interrupt)\s*:)$/iu;
const closes = /^<\s*\/\s*([\w ]*)\s*>$|^<\s*(?:end of |EO|return from )(\w+)\s*>$|^\b(?:iret|return from interrupt)$/iu;
const kinds = /irq|nmi|interrupt|timer|tick|signal|tasklet|ipi|exception|fault/iu;

interface Inside {
  readonly column: number;
  readonly indent: number;
  /** Its events stand deeper than its mark; unknown before the first. */
  nested: boolean | null;
}

export function withInterrupts(columns: readonly DrawingColumn[], events: readonly DrawingEvent[]): Pick<Drawing, 'columns' | 'events'> {
  const all: DrawingColumn[] = [...columns];
  const open = new Map<number, Inside[]>();
  const found: DrawingEvent[] = [];
  for (const event of events) {
    const stack = open.get(event.column) ?? [];
    open.set(event.column, stack);
    const opened = opens.exec(event.text);
    const name = opened?.[1] ?? opened?.[2] ?? opened?.[3] ?? '';
    if (closes.test(event.text)) {
      stack.pop();
      continue;
    }
    if (opened !== null && kinds.test(name)) {
      // One at the same place that already has events beside it is over.
      while ((stack.at(-1)?.indent ?? -1) > event.indent) stack.pop();
      const known = all.findIndex((column) => column.inside === event.column && column.header === event.text);
      const column = known >= 0 ? known : all.push({ header: event.text, names: [name.trim()], inside: event.column }) - 1;
      stack.push({ column, indent: event.indent, nested: null });
      continue;
    }
    if (/^<[^<>]*>$/u.test(event.text)) continue;
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      top.nested ??= event.indent > top.indent;
      if (!top.nested || event.indent > top.indent) break;
      stack.pop();
    }
    found.push({ ...event, column: stack.at(-1)?.column ?? event.column });
  }
  return { columns: all, events: found };
}
