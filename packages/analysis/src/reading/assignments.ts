import { interruptForm } from './layout/event_text.ts';
import type { Mover } from './movers.ts';
import { accessRank, isFunctionOf, isHeading } from './question.ts';
import type { Question } from './question.ts';

/** Which column is whom. */
export interface Assignment {
  /** By column: index into `movers`; null: nobody. */
  readonly movers: readonly (number | null)[];
  /** Columns that say who they are. */
  readonly named: number;
  /** Lines that a step is found for by its text, its name or an access; these and by words. */
  readonly sure: number;
  readonly read: number;
  readonly soft: number;
}

const assignmentsMax = 4000;
/** More than any hint. */
const otherwiseUnlikely = 1000;

/** The assignments that are worth asking about, the best first: names first, then the number of lines read. */
export function assignmentsOf(question: Question): Assignment[] {
  const { drawing, movers } = question;
  const scores = drawing.columns.map((_, column) => movers.map((mover) => scoreOf(question, column, mover)));
  const choices = scores.map((list, column) => choicesOf(question, column, list));
  const found: Assignment[] = [];
  const chosen: (number | null)[] = [];
  const visit = (column: number): void => {
    if (found.length >= assignmentsMax) return;
    if (column === choices.length) {
      found.push(assignmentFrom(question, chosen, scores));
      return;
    }
    for (const choice of choices[column]!) {
      if (choice !== null && !isFree(question, column, choice, chosen)) continue;
      chosen.push(choice);
      visit(column + 1);
      chosen.pop();
    }
  };
  visit(0);
  return found.sort((a, b) => b.named - a.named || b.sure - a.sure || b.read - a.read || b.soft - a.soft);
}

interface Score {
  readonly named: number;
  readonly sure: number;
  readonly read: number;
  readonly soft: number;
}

function scoreOf({ drawing, ranks, stands, movers }: Question, column: number, mover: Mover): Score {
  let [sure, read, headings, texts] = [0, 0, 0, 0];
  const first = drawing.events.findIndex((event) => event.column === column);
  drawing.events.forEach((event, index) => {
    if (event.column !== column) return;
    if (isHeading(event, mover)) {
      headings++;
      sure++;
      read++;
      return;
    }
    const best = stands[index]![movers.indexOf(mover)] === true ? Math.max(0, Math.min(bestRank(ranks[index]!, mover), 0)) : bestRank(ranks[index]!, mover);
    // Its function above all that it does says who it is.
    const isFunction = (best < 0 || best > accessRank) && isFunctionOf(event, mover);
    if (isFunction && index === first) headings++;
    if (isFunction) sure++;
    if (best >= 0 || isFunction) read++;
    if (best >= 0 && best <= accessRank) sure++;
    if (best === 0) texts++;
  });
  const { names } = drawing.columns[column]!;
  const isNamed = names.some((name) => saysName(name, mover)) || headings > 0;
  return { named: isNamed ? 1 : 0, sure, read, soft: texts + (names.some((name) => hints(name, mover)) ? 3 : 0) };
}

/** The best rank that any of its steps has for a line; -1 where none has. */
export function bestRank(ranks: Int8Array, mover: Mover): number {
  let best = -1;
  for (const action of mover.actions) {
    const rank = ranks[action]!;
    if (rank >= 0 && (best < 0 || rank < best)) best = rank;
  }
  return best;
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\(\)|[\s_#-]+/gu, '')
    .replace(/\[(\d+)\]/u, '$1');

function saysName(name: string, mover: Mover): boolean {
  return plain(name) === plain(mover.name) || plain(name) === plain(mover.kind);
}

/** A part of the name, or the name among other words. */
function hints(name: string, { kind, name: own }: Mover): boolean {
  const said = name.toLowerCase().match(/[a-z]+\d*|\d+/gu) ?? [];
  const parts = kind.toLowerCase().split('_');
  return (
    said.some((word) => word.length > 2 && (parts.includes(word) || kind.toLowerCase().includes(word) || word.includes(kind.toLowerCase()))) ||
    plain(own) === plain(name)
  );
}

function choicesOf({ drawing, movers }: Question, column: number, scores: readonly Score[]): (number | null)[] {
  const indices = movers.map((_, index) => index);
  const exact = indices.filter((index) => saysExactly(drawing, column, movers[index]!));
  const named = exact.length > 0 ? exact : indices.filter((index) => scores[index]!.named > 0);
  if (named.length > 0) return named;
  const able = indices
    .filter((index) => scores[index]!.read > 0)
    .sort((a, b) => scores[b]!.sure - scores[a]!.sure || scores[b]!.read - scores[a]!.read || scores[b]!.soft - scores[a]!.soft);
  return drawing.events.some((event) => event.column === column) ? [...able, null] : [null];
}

/** A column, or a heading in it, has the name of this very instance. */
function saysExactly({ columns, events }: Question['drawing'], column: number, mover: Mover): boolean {
  const own = plain(mover.name);
  return (
    columns[column]!.names.some((name) => plain(name) === own) ||
    events.some((event) => event.column === column && isHeading(event, mover) && plain(event.text.replace(/:$/u, '')) === own)
  );
}

/** Everybody is in one column, but for what is drawn inside of it; of interchangeable ones the first that is free. */
function isFree({ drawing, movers }: Question, column: number, choice: number, chosen: readonly (number | null)[]): boolean {
  const { inside } = drawing.columns[column]!;
  if (chosen.some((other, at) => other === choice && at !== inside)) return false;
  const mover = movers[choice]!;
  if (saysExactly(drawing, column, mover)) return true;
  return !movers.some(
    (other, index) =>
      index < choice &&
      other.sort === mover.sort &&
      other.actor >= 0 &&
      mover.actor >= 0 &&
      !chosen.includes(index) &&
      !(plain(other.name) !== plain(other.kind) && drawing.columns.some((_, at) => saysExactly(drawing, at, other))),
  );
}

function assignmentFrom({ drawing, movers }: Question, chosen: readonly (number | null)[], scores: readonly (readonly Score[])[]): Assignment {
  const total = { named: 0, sure: 0, read: 0, soft: 0 };
  chosen.forEach((choice, column) => {
    const score = choice === null ? undefined : scores[column]![choice];
    if (score === undefined) return;
    total.named += score.named;
    total.sure += score.sure;
    total.read += score.read;
    // What comes in between is rather somebody else.
    const { inside } = drawing.columns[column]!;
    total.soft += score.soft - (inside !== null && chosen[inside] === choice ? otherwiseUnlikely : 0);
    const isSaid = drawing.columns[column]!.names.some((name) => ofHandler.test(name));
    total.soft -=
      otherwiseUnlikely * (isSaid && inside === null ? Number(!movers[choice!]!.isHandler) : wrongPlaces(movers, choice!, inside, chosen.slice(0, column)));
  });
  return { movers: [...chosen], ...total };
}

/** A column of its own that is drawn for an interrupt. */
const ofHandler = new RegExp(`^${interruptForm}(?: handler| context)?$`, 'iu');

/**
 * What speaks against somebody where the spec says on which CPU actors are: what comes in between is a handler of the CPU that it comes into,
 * and nobody else has a column beside one of its own CPU. `before`: who has the columns before it.
 */
function wrongPlaces(movers: readonly Mover[], choice: number, inside: number | null, before: readonly (number | null)[]): number {
  const { cpu, isHandler } = movers[choice]!;
  const cpuOf = (other: number | null | undefined): number | null => (other === null || other === undefined ? null : movers[other]!.cpu);
  if (inside !== null) {
    const outer = cpuOf(before[inside]);
    return outer === null && cpu === null ? 0 : Number(outer !== cpu) + Number(!isHandler);
  }
  return before.filter((other) => cpu !== null && cpuOf(other) === cpu).length + Number(isHandler);
}
