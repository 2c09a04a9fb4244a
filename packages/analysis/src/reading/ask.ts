import { searchProduct, sliceOf } from '@mmspec/checker';
import type { ProductOptions } from '@mmspec/checker';
import type { Model } from '@mmspec/semantics';
import type { Answer, TransitionSystem, Under } from '@mmspec/system';
import type { Tracing } from '../drawing/tracing.ts';
import { impossibleOr, noDeadlock, notAnswered, possible } from './answer.ts';
import type { AskedQuestion, Tried } from './answer.ts';
import { assignmentsOf } from './assignments.ts';
import type { Assignment } from './assignments.ts';
import { automatonOf } from './automaton.ts';
import type { Demand } from './automaton.ts';
import { concernOf } from './concern.ts';
import type { Drawing } from './layout/drawing.ts';
import { evidenceFor } from './meaning/evidence.ts';
import { failure } from './meaning/results.ts';
import type { Mover } from './movers.ts';
import { obstacleOf } from './obstacle.ts';
import type { End } from './obstacle.ts';
import { accessRank, questionOf } from './question.ts';
import type { Question } from './question.ts';
import { planOf } from './reading_plan.ts';
import type { Latitude, PlannedLine } from './reading_plan.ts';

/** Assignments that are asked about, at most. */
const askedMax = 48;

/** What a drawing may have at most. */
const linesMax = 400;
const columnsMax = 10;

/** Asks whether what a drawing shows can happen in a system. */
export async function askDrawing(
  model: Model,
  drawing: Drawing,
  system: TransitionSystem,
  tracing: Tracing,
  under: Under,
  options: ProductOptions = {},
): Promise<Answer> {
  const tooLong = drawing.events.length > linesMax || drawing.columns.length > columnsMax;
  const question = questionOf(model, tooLong ? { ...drawing, columns: [], events: [] } : drawing, system, under.settings, tracing);
  const assignments = assignmentsOf(question);
  const best = assignments[0];
  const asked: AskedQuestion = { question, under, spent: { states: 0, seconds: 0 } };
  if (tooLong)
    return notAnswered(
      asked,
      null,
      `There are ${drawing.events.length} lines in ${drawing.columns.length} columns; at most ${linesMax} lines in ${columnsMax} columns can be asked about.`,
    );
  if (best === undefined || drawing.events.length === 0) return notAnswered(asked, null, 'No line says what happens.');
  if (best.sure === 0) return notAnswered(asked, best, 'No line names a label, an operation, or something that a step of the spec reads or writes.');
  const equals = assignments.filter((each) => each.named === best.named && each.sure === best.sure).slice(0, askedMax);
  const passes = equals.some(({ read, sure }) => read > sure) ? [true, false] : [false];
  let tried: Tried[] = [];
  for (const guesses of passes) {
    tried = [];
    for (const assignment of equals) {
      if (guesses && assignment.read < equals[0]!.read && tried.some(({ result }) => result.accepted !== null)) continue;
      tried.push(await search(asked, assignment, guesses, options));
    }
    const accepted = tried.filter(({ result }) => result.accepted !== null);
    const most = Math.max(...accepted.map(({ plan }) => readIn(plan)));
    const [winner, ...ties] = accepted.filter(({ plan }) => readIn(plan) === most);
    if (winner !== undefined) return possible(asked, winner, ties);
  }
  return otherwise(asked, tried, assignments.filter((each) => !equals.includes(each)).slice(0, askedMax), options);
}

/** First texts as they are written; lines that no step has this text for, whatever parameters stand for, are then read by names and accesses. */
async function search(asked: AskedQuestion, assignment: Assignment, guesses: boolean, options: ProductOptions): Promise<Tried> {
  const strict = await searchOpen(asked, assignment, { guesses, relaxed: new Set() }, options);
  if (strict.result.accepted !== null || !strict.result.finished) return strict;
  const relaxed = relaxedLines(asked.question, strict);
  return relaxed.size === 0 ? strict : searchOpen(asked, assignment, { guesses, relaxed }, options);
}

/** The latitudes that are tried one after the other: what is said to be violated is given up last, as a drawing is about that. */
const latitudes = [false, true].flatMap((harmless) => [false, true].map((open) => ({ open, harmless })));

/** First with whole calls, and with what is said to be violated. */
async function searchOpen(
  asked: AskedQuestion,
  assignment: Assignment,
  latitude: Pick<Latitude, 'guesses' | 'relaxed'>,
  options: ProductOptions,
): Promise<Tried> {
  const { lasts, bugs, isFaulty, senses } = asked.question;
  const [hasCalls, hasBugs] = [lasts.includes(true), isFaulty || bugs.some(({ length }) => length > 0) || senses.some(({ waits }) => waits)];
  const wanted = latitudes.filter(({ open, harmless }) => (open || hasCalls) && (harmless || hasBugs));
  let tried: Tried | null = null;
  for (const each of wanted) {
    // No call is the last line of a column: the same again.
    if (tried !== null && each.open && hasCalls && !tried.plan.some(({ isWhole }) => isWhole)) continue;
    tried = await searchPlan(asked, assignment, { ...latitude, ...each }, options);
    if (tried.result.accepted !== null || !tried.result.finished) break;
  }
  return tried!;
}

function relaxedLines({ open, senses, names, recorder }: Question, { plan }: Tried): ReadonlySet<number> {
  const known = [...recorder.known()];
  const isOpen = ({ event, rank, mode, actions }: PlannedLine): boolean =>
    open[event] === true &&
    rank === 0 &&
    mode === 'step' &&
    !known.some(([action, facts]) => actions[action] === 1 && evidenceFor(senses[event]!, facts, names)?.rank === 0);
  return new Set(plan.filter(isOpen).map(({ event }) => event));
}

async function searchPlan(asked: AskedQuestion, assignment: Assignment, latitude: Latitude, options: ProductOptions): Promise<Tried> {
  const { drawing, isFaulty } = asked.question;
  const demand = { deadlock: drawing.deadlock !== null, faulty: isFaulty && !latitude.harmless };
  return searchLines(asked, assignment, planOf(asked.question, assignment, latitude), demand, 1, options);
}

async function searchLines(
  { question, spent }: AskedQuestion,
  assignment: Assignment,
  plan: readonly PlannedLine[],
  demand: Demand,
  wanted: number,
  options: ProductOptions,
): Promise<Tried> {
  const { system } = question;
  const automaton = automatonOf(question, assignment, plan, demand);
  const concern = demand.deadlock ? null : concernOf(question, plan, demand.faulty);
  const taken = concern === null ? new Uint8Array(system.actions.length).fill(1) : sliceOf(system, concern);
  const result = await searchProduct({ system, automaton, taken, search: 'far', wanted }, { ...options, spent: (options.spent ?? 0) + spent.seconds });
  spent.states += result.states;
  spent.seconds += result.seconds;
  return { assignment, plan, automaton, result };
}

/** Nothing is asked of the end. */
const linesAlone: Demand = { deadlock: false, faulty: false };

/** The lines up to the one that is the `count`-th step; what follows is not asked for. */
function firstLines(plan: readonly PlannedLine[], count: number): PlannedLine[] {
  let steps = 0;
  return plan.map((line) => (line.mode === 'step' && ++steps > count ? { ...line, mode: 'unread' as const } : line));
}

/** Paths among which the one is looked for that shows best why nothing follows. */
const endsWanted = 64;

/** Where a reading ends that does not run: as many of its first lines as can follow each other, and the next one. Null where all can. */
async function endOf(asked: AskedQuestion, { assignment, plan }: Tried, options: ProductOptions): Promise<End | null> {
  const steps = plan.filter(({ mode }) => mode === 'step');
  // The first so many lines run; so many do not.
  let [runs, fails] = [0, steps.length + 1];
  while (fails - runs > 1) {
    const middle = (runs + fails) >> 1;
    const { result } = await searchLines(asked, assignment, firstLines(plan, middle), linesAlone, 1, options);
    if (result.accepted !== null) runs = middle;
    else fails = middle;
  }
  const line = steps[runs];
  if (line === undefined) return null;
  const { result, automaton } = await searchLines(asked, assignment, firstLines(plan, runs), linesAlone, endsWanted, options);
  return obstacleOf(asked.question, automaton, moverOf(asked.question, assignment, line), line, result.all);
}

function readIn(plan: readonly PlannedLine[]): number {
  return plan.filter(({ mode }) => mode !== 'unread').length;
}

/** No reading that explains as many lines as the best one runs: is there another one, and may one say that it is impossible? */
async function otherwise(asked: AskedQuestion, tried: readonly Tried[], others: readonly Assignment[], options: ProductOptions): Promise<Answer> {
  const { question } = asked;
  const open = tried.find(({ result }) => !result.finished);
  if (open !== undefined) return notAnswered(asked, open.assignment, `The search did not finish: ${open.result.reason}.`, open);
  const ends: { readonly tried: Tried; readonly end: End | null }[] = [];
  for (const each of tried) ends.push({ tried: each, end: await endOf(asked, each, options) });
  ends.sort((a, b) => (b.end?.line.event ?? -1) - (a.end?.line.event ?? -1));
  const [far] = ends;
  if (far === undefined || far.end === null) {
    const [first] = tried;
    if (first === undefined || question.drawing.deadlock === null) return notAnswered(asked, first?.assignment ?? null, 'No reading of the lines runs.', first);
    for (const assignment of others) {
      const other = await search(asked, assignment, false, options);
      if (other.result.accepted !== null && readIn(other.plan) >= readIn(first.plan)) return possible(asked, other, []);
    }
    return noDeadlock(asked, first);
  }
  const { tried: farthest, end } = far;
  const faulty = await upToFault(asked, farthest, end, options);
  if (faulty !== null) return faulty;
  const doubtful = await doubtfulLine(asked, farthest, end, options);
  if (doubtful) {
    const again: AskedQuestion = { ...asked, question: without(question, end.line.event) };
    const equals: Tried[] = [];
    for (const { assignment } of tried) equals.push(await search(again, assignment, false, options));
    const [winner, ...ties] = equals.filter(({ result }) => result.accepted !== null);
    return winner === undefined ? otherwise(again, equals, others, options) : possible(again, winner, ties);
  }
  const weaker = weakerLines(question, farthest.plan);
  if (weaker.length > 0) {
    const again: AskedQuestion = { ...asked, question: without(question, ...weaker) };
    const found = await search(again, farthest.assignment, false, options);
    return found.result.accepted === null ? otherwise(again, [found], others, options) : possible(again, found, []);
  }
  const until = new Set(farthest.plan.filter(({ mode, event }) => mode !== 'unread' && event <= end.line.event).map(({ event }) => event));
  // Another assignment counts where it reads each of these lines.
  for (const assignment of others) {
    const plan = planOf(question, assignment, { guesses: false, relaxed: new Set(), open: true, harmless: true });
    if (![...until].every((event) => plan[event]!.mode !== 'unread')) continue;
    // What is left out under the settings is somebody else's only if nothing more speaks against that.
    if (end.line.isLeftOut && readIn(plan) < readIn(farthest.plan)) continue;
    const other = await search(asked, assignment, false, options);
    if (other.result.accepted !== null) return possible(asked, other, []);
    if (!other.result.finished) return notAnswered(asked, assignment, `The search did not finish: ${other.result.reason}.`, other);
    const otherEnd = await endOf(asked, other, options);
    if (otherEnd !== null && otherEnd.line.event > end.line.event) return impossibleOr(asked, other, otherEnd);
  }
  return impossibleOr(asked, farthest, end);
}

/** Where the last step that can follow is a fault, as the drawing says, and what others do stands below it: with the fault the run ends, and that much is possible. Null elsewhere. */
async function upToFault(asked: AskedQuestion, { assignment }: Tried, { path, line: next }: End, options: ProductOptions): Promise<Answer | null> {
  const { question } = asked;
  const { events, deadlock } = question.drawing;
  if (path.states.length > path.actions.length || deadlock !== null) return null;
  const below = [...events.keys()].filter((event) => event >= next.event);
  const again: AskedQuestion = { ...asked, question: without(question, ...below) };
  const tried = await search(again, assignment, false, options);
  const found = tried.result.accepted === null ? null : possible(again, tried, []);
  if (found?.answer !== 'possible') return null;
  const at = events.findLastIndex((_, event) => tried.plan[event]!.mode === 'step');
  const last = events[at]!;
  if (!last.remarks.some((remark) => failure.test(remark)) && tried.plan[at + 1]?.mode !== 'result') return null;
  const reason = `line ${last.line} fails, with which a run ends: what stands below it was not asked about`;
  return { ...found, reason: found.reason === '' ? reason : `${found.reason}, and ${reason}` };
}

/** A line that is read by a load or a condition which is no step of any run: it means something else. */
async function doubtfulLine(asked: AskedQuestion, { assignment, plan }: Tried, { line }: End, options: ProductOptions): Promise<boolean> {
  if (line.rank !== 2 || asked.question.senses[line.event]!.statements.some(({ assignment: store }) => store !== null && store.target.length > 1)) return false;
  const alone = plan.map((each) => (each.event === line.event || each.mode !== 'step' ? each : { ...each, mode: 'unread' as const }));
  const { result } = await searchLines(asked, assignment, alone, linesAlone, 1, options);
  return result.accepted === null && result.finished;
}

/** Lines that are read by an access, of steps that another line of the column names by their text: one of the two is something else. */
function weakerLines({ drawing: { events } }: Question, plan: readonly PlannedLine[]): number[] {
  const steps = plan.filter(({ mode }) => mode === 'step');
  const isNamedBy = (line: PlannedLine, other: PlannedLine): boolean =>
    other.rank === 0 &&
    !other.isLeftOut &&
    events[other.event]!.column === events[line.event]!.column &&
    line.actions.every((can, action) => can !== 1 || other.actions[action] === 1);
  return steps.filter((line) => line.rank === accessRank && steps.some((other) => isNamedBy(line, other))).map(({ event }) => event);
}

/** The question without some lines: they say nothing. */
function without(question: Question, ...events: readonly number[]): Question {
  const silent = new Set(events);
  const cleared = (each: readonly boolean[], at: number): readonly boolean[] => (silent.has(at) ? each.map(() => false) : each);
  return {
    ...question,
    ranks: question.ranks.map((ranks, at) => (silent.has(at) ? ranks.map(() => -1) : ranks)),
    stands: question.stands.map(cleared),
    isLeftOut: question.isLeftOut.map(cleared),
  };
}

function moverOf({ drawing, movers }: Question, assignment: Assignment, { event }: PlannedLine): Mover {
  return movers[assignment.movers[drawing.events[event]!.column]!]!;
}
