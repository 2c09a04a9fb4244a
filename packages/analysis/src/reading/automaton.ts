import { aheadOf } from '@mmspec/checker';
import type { Ahead, Automaton, ReadStep } from '@mmspec/checker';
import type { Assignment } from './assignments.ts';
import { evidenceFor } from './meaning/evidence.ts';
import type { Evidence } from './meaning/evidence_rank.ts';
import type { StepFacts } from './meaning/facts.ts';
import type { Mover } from './movers.ts';
import type { Question } from './question.ts';
import type { PlannedLine } from './reading_plan.ts';
import { violatorOf } from './violations.ts';

/** Where the reading of a drawing stands. */
export interface Mode {
  /** How many lines that are steps were met, for each in order of the drawing: bits of the row that is going on. */
  readonly row: number;
  readonly met: number;
  /** Bits of the columns whose last line was met by an actor that waits. */
  readonly waiting: number;
  /** The last step was a fault. */
  readonly isOver: boolean;
  /** Nobody can move, as the drawing says. */
  readonly isDead: boolean;
  /** A step has violated something, where the drawing says so. */
  readonly isWrong: boolean;
  /** How many lines were met. */
  readonly count: number;
}

export interface DrawingAutomaton extends Automaton {
  readonly modeOf: (mode: number) => Mode;
  /** The lines that come next in a mode. */
  readonly nextLines: (mode: number) => readonly PlannedLine[];
  /** The lines that were met between two modes: indices of events, in order. */
  readonly metBetween: (from: number, to: number) => readonly number[];
}

/** What stands on one line has no order. */
type Row = readonly PlannedLine[];

/** What a run has to come to besides its lines. */
export interface Demand {
  /** Nobody can move in the end. */
  readonly deadlock: boolean;
  /** Some step violates a property. */
  readonly faulty: boolean;
}

export function automatonOf(question: Question, { movers }: Assignment, plan: readonly PlannedLine[], { deadlock, faulty }: Demand): DrawingAutomaton {
  const { drawing, system, senses, names, recorder } = question;
  const steps = plan.filter(({ mode }) => mode === 'step');
  const rows = rowsOf(question, steps);
  const modes: Mode[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (mode: Mode): number => {
    const key = `${mode.row} ${mode.met} ${mode.waiting} ${mode.isOver} ${mode.isDead} ${mode.isWrong}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, modes.length);
    modes.push(mode);
    return modes.length - 1;
  };
  const moverOf = (line: PlannedLine): Mover => question.movers[movers[drawing.events[line.event]!.column]!]!;
  const open = (mode: Mode): Row => (rows[mode.row] ?? []).filter((_, at) => ((mode.met >>> at) & 1) === 0);
  const after = (mode: Mode, line: PlannedLine): Mode => {
    const row = rows[mode.row]!;
    const met = mode.met | (1 << row.indexOf(line));
    const isFull = met === 2 ** row.length - 1;
    return { ...mode, row: isFull ? mode.row + 1 : mode.row, met: isFull ? 0 : met, count: mode.count + 1 };
  };
  const violates = violatorOf(system);
  const judged = (mode: Mode, step: ReadStep): Mode =>
    faulty && !mode.isWrong && system.properties.some((_, property) => violates(step, property)) ? { ...mode, isWrong: true } : mode;
  const known = steps.map(() => new Map<StepFacts, Evidence | null>());
  const evidence = (line: PlannedLine, facts: StepFacts): Evidence | null => {
    const memory = known[steps.indexOf(line)]!;
    let found = memory.get(facts);
    if (found === undefined) {
      found = fits(line, facts);
      memory.set(facts, found);
    }
    return found;
  };
  const fits = (line: PlannedLine, facts: StepFacts): Evidence | null => {
    const found = evidenceFor(senses[line.event]!, facts, names);
    if (found === null || !isGoodEnough(line, found)) return null;
    if (!isEndOfCall(line, facts) || isEndOfWait(line)) return null;
    return line.within.every((frame) => evidenceFor({ ...senses[frame]!, values: [], returns: null }, facts, names) !== null) ? found : null;
  };
  /** A call of the library that is not drawn in parts is over. */
  const isEndOfCall = (line: PlannedLine, facts: StepFacts): boolean => {
    const sense = senses[line.event]!;
    const name = sense.statements[0]?.call?.name;
    const frame = facts.frames.findIndex((tokens, at) => (line.isWhole || facts.libraryFrames[at] === true) && tokens[0] === name);
    if (facts.left === null || frame < 0) return true;
    const isOver = facts.left >= facts.frames.length - frame;
    if (sense.part === 'begins' || sense.part === 'goes on') return !isOver;
    return isOver || (line.isLast && !line.isWhole && sense.part === null);
  };
  /** Of a deadlock, what an actor waits for with its last line does not come. */
  const isEndOfWait = (line: PlannedLine): boolean => drawing.deadlock !== null && line.isLast && senses[line.event]!.waits;
  /** The modes in which the lines that a step can be are met: one line, or several of a column that follow each other. */
  const meet = (
    mode: Mode,
    step: ReadStep,
    facts: StepFacts,
    parts: ReadonlyMap<number, number>,
    met: readonly number[],
    enter: (mode: Mode) => void,
  ): void => {
    for (const line of open(mode)) {
      const event = drawing.events[line.event]!;
      if (
        line.mustWait ||
        line.actions[step.action] !== 1 ||
        met.some((other) => drawing.events[other]!.column !== event.column || drawing.events[other]!.text === event.text)
      )
        continue;
      const found = evidence(line, facts);
      // What an operation does inside may stand below its call.
      if (found === null || found.parts.some((part) => (found.fact ?? -1) <= (parts.get(part) ?? -2))) continue;
      if (!line.bugs.every((property) => violates(step, property))) continue;
      const next = after(mode, line);
      enter(next);
      const { parts: own, fact = Infinity } = found;
      meet(next, step, facts, new Map([...parts, ...own.map((part) => [part, fact] as const)]), [...met, line.event], enter);
    }
  };
  const aheads = columnsAhead(question, movers, steps);
  const total = steps.length;
  const hopes = new Map<number, readonly (readonly [slot: number, able: Uint8Array])[]>();
  const hopesOf = (number: number): readonly (readonly [slot: number, able: Uint8Array])[] => {
    let found = hopes.get(number);
    if (found === undefined) {
      const mode = modes[number]!;
      found = aheads.flatMap(({ ahead, lines }) => {
        const first = lines.findIndex((line) => rows.findIndex((row) => row.includes(line)) > mode.row || open(mode).includes(line));
        const able = first < 0 ? undefined : ahead.able[first];
        return able === undefined || ahead.slot === null ? [] : [[ahead.slot, able] as const];
      });
      hopes.set(number, found);
    }
    return found;
  };
  const start = numberOf({ row: 0, met: 0, waiting: 0, isOver: false, isDead: false, isWrong: false, count: 0 });
  return {
    modes: 2 ** 20,
    start,
    modeOf: (mode) => modes[mode]!,
    nextLines: (mode) => open(modes[mode]!),
    metBetween: (from, to) => {
      const isMet = ({ row, met }: Mode, at: number, bit: number): boolean => at < row || (at === row && ((met >>> bit) & 1) === 1);
      return rows.flatMap((row, at) => row.flatMap((line, bit) => (isMet(modes[to]!, at, bit) && !isMet(modes[from]!, at, bit) ? [line.event] : [])));
    },
    isFault: (mode) => modes[mode]!.isOver,
    isOver: (mode) => modes[mode]!.isOver || modes[mode]!.isDead,
    allows: (mode, action) => {
      const { waiting } = modes[mode]!;
      if (waiting === 0) return true;
      return !movers.some((who, column) => ((waiting >>> column) & 1) === 1 && who !== null && question.movers[who]!.actions.includes(action));
    },
    step: (number, step, enter) => {
      const mode = judged(modes[number]!, step);
      if (step.after !== null) enter(numberOf(mode));
      if (!open(mode).some((line) => line.actions[step.action] === 1)) return;
      const isFault = step.after === null;
      meet(mode, step, recorder.factsOf(step), new Map(), [], (next) => enter(numberOf(isFault ? { ...next, isOver: true } : next)));
    },
    rest: (number, { state, moves, isStuck, path }, enter) => {
      const mode = modes[number]!;
      if (mode.count === total) {
        if (deadlock && isStuck && !mode.isDead && !system.isQuiescent(state)) enter(numberOf({ ...mode, isDead: true }));
        return;
      }
      for (const line of open(mode)) {
        const { actor } = moverOf(line);
        if (!line.mayWait || actor < 0 || moves[actor] === 1) continue;
        const sense = senses[line.event]!;
        // Who was interrupted waits at a line only where that says so.
        const stands = recorder.waitsOf(actor, state, path).filter(({ isInterrupted }) => !isInterrupted || sense.waits);
        if (!stands.some(({ facts }) => isGoodEnough(line, evidenceFor(sense, facts, names)))) continue;
        const { column } = drawing.events[line.event]!;
        enter(numberOf({ ...after(mode, line), waiting: line.isLast ? mode.waiting | (1 << column) : mode.waiting }));
      }
    },
    accepts: (number) => {
      const { count, isDead, isWrong } = modes[number]!;
      return count === total && (isDead || !deadlock) && (isWrong || !faulty);
    },
    isHopeless: (number, state) => {
      const { isOver, isDead, isWrong, count } = modes[number]!;
      if (isDead || count === total) return faulty && !isWrong;
      if (isOver) return true;
      for (const [slot, able] of hopesOf(number)) if (able[state[slot]!] === 0) return true;
      return false;
    },
    progress: (number) => modes[number]!.count + (modes[number]!.isDead ? 1 : 0),
  };
}

/** As good as the best that the text of the spec promises: by a name and by an access are alike. */
function isGoodEnough({ rank }: PlannedLine, found: Evidence | null): boolean {
  return found !== null && found.rank <= (rank === 1 ? 2 : rank);
}

/** Lines by rows; work on locals follows the line before it in its column at once, for it joins that step. */
function rowsOf({ drawing, local }: Question, steps: readonly PlannedLine[]): Row[] {
  const rows: PlannedLine[][] = [];
  let at = -1;
  for (const step of steps) {
    const { line, column } = drawing.events[step.event]!;
    const before = local[step.event] === true ? rows.findLastIndex((row) => row.some((other) => drawing.events[other.event]!.column === column)) : -1;
    if (before >= 0) {
      rows.splice(before + 1, 0, [step]);
      continue;
    }
    // Statements of one column follow each other, on one line too.
    if (line !== at || drawing.isNumbered || rows.at(-1)!.some((other) => drawing.events[other.event]!.column === column)) rows.push([]);
    at = line;
    rows.at(-1)!.push(step);
  }
  return rows.filter((row) => row.length > 0);
}

interface ColumnAhead {
  readonly column: number;
  readonly ahead: Ahead;
  readonly lines: readonly PlannedLine[];
}

/** What control flow allows for the lines of each column that has one actor of its own. */
function columnsAhead({ drawing, senses, system, movers }: Question, assigned: Assignment['movers'], steps: readonly PlannedLine[]): ColumnAhead[] {
  const dependencies = system.dependencies?.();
  return drawing.columns.flatMap((_, column): ColumnAhead[] => {
    const who = assigned[column];
    if (who === null || who === undefined || assigned.filter((other) => other === who).length > 1) return [];
    const lines = steps.filter((line) => drawing.events[line.event]!.column === column);
    // Where an actor stands for ever is no place of a step, and where it is said to wait need not be one.
    const end = lines.findIndex(({ stands, mayWait, event }) => stands || (mayWait && senses[event]!.waits));
    const known = end < 0 ? lines : lines.slice(0, end);
    const ahead = aheadOf(
      dependencies,
      movers[who]!.actor,
      [],
      known.map(({ actions }) => actions),
    );
    return ahead === null || known.length === 0 ? [] : [{ column, ahead, lines: known }];
  });
}
