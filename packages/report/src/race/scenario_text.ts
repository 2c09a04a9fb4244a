import type { ScenarioResult } from '@mmspec/system';

/** Steps that the lines of a diagram were read as, and lines that were not read. */
export interface ReadDiagram {
  readonly steps: readonly { readonly text: string; readonly event: DiagramLine }[];
  readonly unmatched: readonly DiagramLine[];
}

interface DiagramLine {
  readonly line: number;
  readonly text: string;
}

/** How a diagram was read, line by line; the numbers are those of its steps. */
export function diagramReading({ steps, unmatched }: ReadDiagram): string {
  const read = steps.map(({ text, event }, index) => `  (${index + 1}) line ${event.line}: ${event.text}  is  ${text}`);
  const unread = unmatched.map((event) => `  line ${event.line}: ${event.text}`);
  const parts = [
    ...(read.length === 0 ? [] : [`The diagram is read as\n${read.join('\n')}`]),
    ...(unread.length === 0 ? [] : [`These lines name no step of the spec, and are left out:\n${unread.join('\n')}`]),
  ];
  return parts.join('\n\n');
}

/** What was found out about an interleaving, as a sentence; null where nothing could be asked. */
export function scenarioVerdict(result: ScenarioResult | null): string {
  if (result === null) return 'No line of the diagram names a label or an operation of the spec, so nothing can be asked.';
  if (result.found === 'possible') return 'This interleaving is possible.';
  if (result.found === 'impossible') return `This interleaving is impossible: ${result.reason}.`;
  return `The search did not finish: ${result.reason}.`;
}
