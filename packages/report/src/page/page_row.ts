import type { Trace, Waiting } from '@mmspec/system';
import { columnIn, cpusOf } from '../race/columns.ts';
import { withContexts } from '../race/contexts.ts';
import { isSplit, raceEvents, withWaitingAtSteps } from '../race/event.ts';
import type { EventPart, RaceEvent, RaceSubject } from '../race/event.ts';

/** A row of the table of a race: a step, a call that opens, or who waits at the end. */
export interface PageRow {
  readonly actor: string;
  /** Number of its CPU among those of the table. */
  readonly cpu: number;
  /** Call depth. */
  readonly depth: number;
  /** As the diagram writes it; each line with what came of it. */
  readonly lines: readonly { readonly text: string; readonly remark: string }[];
  readonly bug: string | null;
  /** Index of the step; null for a call that opens, for what fails after the step above, and for who waits. */
  readonly step: number | null;
}

/** The rows of a race, and the headers of their CPUs: `CPU0 (reader)`. */
export interface PageTable {
  readonly cpus: readonly string[];
  readonly rows: readonly PageRow[];
}

/** The events of a diagram as rows of a page, in which every step has one: a call of the library goes on in several. */
export function pageTable(trace: Pick<Trace, 'steps' | 'loop'>, subject: RaceSubject, waiting: readonly Waiting[], mark: (index: number) => string): PageTable {
  const drawn = raceEvents(trace, subject, { full: false, marked: [], only: null, idle: true });
  const events = withContexts(withWaitingAtSteps(drawn, waiting, trace.steps), trace.steps);
  const cpus = cpusOf(events);
  const shown = new Set<number>();
  return {
    cpus: cpus.map(({ header }) => header),
    rows: events.flatMap((event) => rowsOf(event, mark, shown).map((each): PageRow => ({ ...each, cpu: columnIn(cpus, event) }))),
  };
}

type Row = Omit<PageRow, 'cpu'>;

/** `shown`: the steps that have a row. */
function rowsOf(event: RaceEvent, mark: (index: number) => string, shown: Set<number>): Row[] {
  if (event.steps.length === 0) return [row(event, linesOf(event), null)];
  return event.steps.map((step, at): Row => {
    // What fails after a step is on a line of its own.
    if (shown.has(step)) return { ...row(event, linesOf(event), null), bug: event.bug };
    shown.add(step);
    const isLast = at === event.steps.length - 1;
    const lines = at === 0 ? linesOf(event) : [{ text: '…', remark: '' }];
    const said = mark(step);
    const marked =
      said === ''
        ? lines
        : lines.map(({ text, remark }, line) =>
            line === lines.length - 1 ? { text, remark: [said, remark].filter((part) => part !== '').join(', ') } : { text, remark },
          );
    return { ...row(event, marked, step), bug: isLast ? event.bug : null };
  });
}

function row({ actor, depth }: RaceEvent, lines: PageRow['lines'], step: number | null): Row {
  return { actor, depth, lines, bug: null, step };
}

/** As in the diagram: one line, or between braces one a statement where the diagram has it so. */
function linesOf({ parts, head, isNamed }: RaceEvent): PageRow['lines'] {
  const remark = (all: readonly EventPart[]): string => all.flatMap(({ remarks }) => remarks).join(', ');
  if (!isSplit(parts)) {
    const text = parts.map((part) => part.text).join('; ');
    return [{ text: isNamed ? `${head} { ${text} }` : text, remark: remark(parts) }];
  }
  return parts.map((part, at) => ({ text: `${at === 0 ? `${head} { ` : '  '}${part.text}${at === parts.length - 1 ? ' }' : ''}`, remark: remark([part]) }));
}
