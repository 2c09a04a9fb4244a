import type { SourceFile, Span } from '@mmspec/source';
import { fromInitial } from '../axioms/candidate.ts';
import type { Graph } from '../axioms/graph.ts';
import type { Witness } from '../search/answer.ts';
import type { Memory } from '../search/memory.ts';
import { isLockEvent } from '../axioms/graph.ts';
import { columns, type Row } from './columns.ts';

/** The statement under a span, in one line. */
export function statementText(file: SourceFile, { start, end }: Span): string {
  return file.text
    .slice(start, end)
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replace(/ ?;$/u, '')
    .trim();
}

/** The events of one statement. */
interface Step {
  readonly thread: number;
  readonly span: Span;
  /** Numbers of its accesses. */
  readonly accesses: readonly number[];
}

/** An execution as columns: in an order of what reads from what, as far as there is one. */
export function drawExecution(file: SourceFile, { graph, candidate }: Witness, memory: Memory): string {
  const steps = orderedSteps(graph, candidate.rf);
  const rowOf = new Map(steps.flatMap(({ accesses }, row) => accesses.map((access) => [access, row + 1] as const)));
  const rows = steps.map((step, row): Row => ({
    thread: step.thread,
    text: statementText(file, step.span),
    remark: step.accesses.flatMap((access) => remarkOn(graph, candidate, memory, access, row + 1, rowOf)).join(', '),
  }));
  return columns(graph.threads.length, rows);
}

function remarkOn(
  graph: Graph,
  { rf, value, co, sameLocation }: Witness['candidate'],
  memory: Memory,
  access: number,
  row: number,
  rowOf: ReadonlyMap<number, number>,
): string[] {
  const { event, thread } = graph.nodes[access]!;
  if (event.kind !== 'read' || isLockEvent(event)) return [];
  const source = rf[access]!;
  const found = memory.show(value[access]!);
  const unseen = graph.nodes.filter(({ event: other, number }) => {
    if (other.kind !== 'write' || !graph.kit.has(sameLocation, access, number) || graph.writeOf[access] === number) return false;
    return (rowOf.get(number) ?? row) < row && (source === fromInitial || graph.kit.has(co, source, number));
  });
  if (unseen.length > 0) return [`${found}: ${unseen.map(({ number }) => rowOf.get(number)).join(' and ')} not seen`];
  if (source === fromInitial || graph.nodes[source]!.thread === thread) return [found];
  return [`${found}, from ${rowOf.get(source)}`];
}

/** Statements in program order, each behind what it reads from where that is possible, with few changes of thread. */
function orderedSteps(graph: Graph, rf: Int32Array): Step[] {
  const waiting = graph.threads.map((_, thread) => stepsOf(graph, thread));
  const done = new Set<number>();
  const ordered: Step[] = [];
  const isReady = ({ accesses }: Step): boolean =>
    accesses.every((access) => graph.nodes[access]!.event.kind !== 'read' || rf[access]! < 0 || done.has(rf[access]!) || accesses.includes(rf[access]!));
  for (let thread = 0; waiting.some((steps) => steps.length > 0);) {
    const isNext = (candidate: number): boolean => waiting[candidate]![0] !== undefined && isReady(waiting[candidate]![0]);
    if (!isNext(thread)) {
      const next = waiting.findIndex((_, candidate) => isNext(candidate));
      thread = next < 0 ? waiting.findIndex((steps) => steps.length > 0) : next;
    }
    const step = waiting[thread]!.shift()!;
    for (const access of step.accesses) done.add(access);
    ordered.push(step);
  }
  return ordered;
}

function stepsOf({ threads }: Graph, thread: number): Step[] {
  const { path, numbers } = threads[thread]!;
  const steps: (Step & { readonly accesses: number[] })[] = [];
  for (const [index, { statement: span }] of path.events.entries()) {
    const last = steps.at(-1);
    const accesses = numbers[index]! < 0 ? [] : [numbers[index]!];
    if (last !== undefined && last.span.start === span.start && last.span.end === span.end) last.accesses.push(...accesses);
    else steps.push({ thread, span, accesses });
  }
  return steps;
}
