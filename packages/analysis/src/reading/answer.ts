import type { ProductPath, ProductResult } from '@mmspec/checker';
import { tracedPath } from '../trace.ts';
import { waitingAt } from '../waiting.ts';
import type { Answer, ReadLine, Trace, Under } from '@mmspec/system';
import { bestRank } from './assignments.ts';
import type { Assignment } from './assignments.ts';
import type { DrawingAutomaton } from './automaton.ts';
import { bases } from './meaning/evidence_rank.ts';
import type { End } from './obstacle.ts';
import { accessRank } from './question.ts';
import type { Question } from './question.ts';
import { planOf } from './reading_plan.ts';
import type { PlannedLine } from './reading_plan.ts';
import { reservations } from './reservations.ts';
import { isDeadlock, violationsOf } from './violations.ts';

/*
 * The answer about a drawing, from how it was read and what was searched.
 */

/** One reading of a drawing, searched. */
export interface Tried {
  readonly assignment: Assignment;
  readonly plan: readonly PlannedLine[];
  readonly automaton: DrawingAutomaton;
  readonly result: ProductResult;
}

/** What is asked, and what that has taken so far. */
export interface AskedQuestion {
  readonly question: Question;
  readonly under: Under;
  readonly spent: { states: number; seconds: number };
}

export function possible(asked: AskedQuestion, tried: Tried, ties: readonly Tried[]): Answer {
  const { drawing } = asked.question;
  const columns = drawn(asked);
  const readColumns = new Set(tried.plan.filter(({ mode }) => mode === 'step').map(({ event }) => drawing.events[event]!.column));
  const path = tried.result.accepted!;
  const found = answerOf(asked, tried.assignment, tried, path);
  if (readColumns.size < Math.min(2, columns))
    return {
      ...found,
      answer: 'not answered',
      reason: `Only lines of ${readColumns.size === 0 ? 'no column' : 'one column'} were read, so there is no order to ask about.`,
    };
  const names = ties.map(({ assignment }) => assignment.movers.map((who) => (who === null ? null : asked.question.movers[who]!.name)));
  return { ...found, answer: 'possible', ties: names, ...reservations(asked.question, found, tried.plan) };
}

function drawn({ question: { drawing, results } }: AskedQuestion): number {
  return new Set(drawing.events.flatMap(({ column }, event) => (results[event] === true ? [] : [column]))).size;
}

/** Each line up to the one that cannot follow was read by text, name or access: otherwise nobody knows. */
export function impossibleOr(asked: AskedQuestion, tried: Tried, { path, automaton, obstacle, line }: End): Answer {
  const found = answerOf(asked, tried.assignment, { ...tried, automaton }, path, line);
  const isSure = tried.plan.every(({ mode, rank, event }) => mode === 'unread' || event > line.event || rank <= accessRank);
  const steps = tried.plan.filter(({ mode, event }) => mode === 'step' && event <= line.event);
  const isAlone = steps.length === 1 && found.read * 2 < found.of;
  const rather = line.rank === accessRank ? anotherFor(asked.question, tried.assignment, line.event) : null;
  if (rather !== null)
    return {
      ...found,
      answer: 'not answered',
      obstacle,
      reason: `Line ${obstacle.line} cannot follow as a step of the one who has its column.`,
      form: `It is rather a step of ${rather}: give that a column of its own.`,
    };
  if (!isSure || isAlone)
    return {
      ...found,
      answer: 'not answered',
      obstacle,
      reason: `As it was read, line ${obstacle.line} cannot follow; but too little was read to say that it is impossible.`,
    };
  return { ...found, answer: 'impossible', obstacle };
}

/** Somebody who has no column, and has a line by its text or name. */
function anotherFor({ movers, ranks }: Question, assignment: Assignment, event: number): string | null {
  const kinds = new Set(assignment.movers.map((who) => (who === null ? '' : movers[who]!.kind)));
  const found = movers.find((mover) => {
    const best = bestRank(ranks[event]!, mover);
    return !kinds.has(mover.kind) && best >= 0 && best < accessRank;
  });
  return found?.name ?? null;
}

/** The lines can follow each other, and never so that nobody can move. */
export function noDeadlock(asked: AskedQuestion, tried: Tried): Answer {
  const { events, deadlock } = asked.question.drawing;
  const found = answerOf(asked, tried.assignment, tried, tried.result.farthest);
  const why = 'the lines before it can follow each other, but somebody can still move then';
  const isSure = found.read === found.of && tried.plan.every(({ rank }) => rank <= accessRank);
  return isSure
    ? { ...found, answer: 'impossible', obstacle: { line: deadlock ?? events.at(-1)?.line ?? 0, text: '*** DEADLOCK ***', why } }
    : {
        ...found,
        answer: 'not answered',
        reason: 'The lines that were read can follow each other, but somebody can still move then: it is no deadlock of the spec.',
      };
}

export function notAnswered(asked: AskedQuestion, assignment: Assignment | null, reason: string, tried?: Tried): Answer {
  return { ...answerOf(asked, assignment, tried ?? null, tried?.result.farthest ?? null), answer: 'not answered', reason };
}

/** All that is reported of a reading. */
function answerOf(
  { question, under, spent }: AskedQuestion,
  assignment: Assignment | null,
  tried: Tried | null,
  path: ProductPath | null,
  missing?: PlannedLine,
): Answer {
  const { drawing, movers, system } = question;
  const nameOf = (column: number): string | null => {
    const who = assignment?.movers[column];
    return who === null || who === undefined ? null : movers[who]!.name;
  };
  const plan = tried?.plan ?? (assignment === null ? [] : planOf(question, assignment, { guesses: true, relaxed: new Set(), open: true, harmless: true }));
  const lines = drawing.events.map((event, index): ReadLine => lineOf(question, plan[index], index, nameOf(event.column), tried, path, missing));
  const traced = path === null || path.states.length === 0 ? null : tracedPath(system, path, question.tracing, null);
  return {
    answer: 'not answered',
    under,
    columns: drawing.columns.map(({ header }, column) => ({ header, actor: nameOf(column) })),
    lines,
    read: lines.filter(({ as }) => as !== 'unread' && as !== 'guess').length,
    of: lines.length,
    ties: [],
    obstacle: null,
    reason: '',
    trace: traced?.trace ?? null,
    violations: path === null ? [] : violationsOf(system, path),
    waiting: waitingIn(question, path, traced?.trace ?? null),
    states: spent.states,
    seconds: spent.seconds,
  };
}

function waitingIn({ system, tracing, recorder }: Question, path: ProductPath | null, trace: Trace | null): Answer['waiting'] {
  const last = path?.states.at(-1);
  if (path === null || trace === null || last === undefined || path.states.length === path.actions.length || !isDeadlock(system, last)) return null;
  return waitingAt(
    system,
    trace,
    recorder.machineState(() => path),
    tracing,
  );
}

function lineOf(
  { drawing, system, movers, ranks }: Question,
  planned: PlannedLine | undefined,
  index: number,
  mover: string | null,
  tried: Tried | null,
  path: ProductPath | null,
  missing: PlannedLine | undefined,
): ReadLine {
  const { line, text, column } = drawing.events[index]!;
  const none: ReadLine = { line, text, column, as: 'unread', basis: null, step: null, at: null };
  if (planned?.mode === 'result') return { ...none, as: 'result' };
  if (planned === undefined || mover === null) return none;
  if (planned.mode === 'unread') {
    const own = movers.find(({ name }) => name === mover);
    return own !== undefined && own.actions.some((action) => ranks[index]![action]! >= 0) ? { ...none, as: 'guess', basis: 'words' } : none;
  }
  const basis = bases[planned.rank] ?? null;
  if (planned.mode !== 'step') return { ...none, as: planned.mode, basis, step: planned.mode === 'heading' ? mover : null };
  const where = tried === null || path === null ? null : placeIn(tried.automaton, path, index);
  if (where === null) {
    const may = [...new Set(system.actions.flatMap((action, at) => (planned.actions[at] === 1 ? [`${mover}.${action.path.join('.')}`] : [])))];
    return { ...none, as: 'step', basis, step: planned === missing ? may.slice(0, 4).join(', ') : (may[0] ?? null) };
  }
  const action = system.actions[path?.actions[where.at] ?? -1];
  return {
    ...none,
    as: where.waits ? 'waits' : 'step',
    basis,
    step: where.waits || action === undefined ? mover : `${mover}.${action.path.join('.')}`,
    at: where.waits ? null : where.at,
  };
}

/** The step that a line was met by. */
function placeIn(automaton: DrawingAutomaton, { modes, entered }: ProductPath, event: number): { readonly at: number; readonly waits: boolean } | null {
  for (let at = 0; at < modes.length; at++) {
    const from = at === 0 ? automaton.start : modes[at - 1]!;
    if (automaton.metBetween(from, entered[at]!).includes(event)) return { at: at - 1, waits: at === 0 };
    if (automaton.metBetween(entered[at]!, modes[at]!).includes(event)) return { at: at - 1, waits: true };
  }
  return null;
}
