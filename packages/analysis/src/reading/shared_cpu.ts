import { contextOf } from '@mmspec/semantics';
import type { ActorIdentity, World } from '@mmspec/semantics';
import type { Answer } from '@mmspec/system';
import type { Drawing, OtherReading } from './layout/drawing.ts';
import { withInterrupts } from './layout/interrupts.ts';

/*
 * Actors that share a CPU, in the column of that CPU: the name of one, or nothing, says where it comes in.
 */

/** A reading in which the name of an actor that shares its CPU, below what somebody else does, opens its steps as a mark does. */
export function withNamesOnCpus<T extends Pick<OtherReading, 'columns' | 'events'>>(reading: T, world: World): T {
  const names = new Set(
    world.actors.filter((actor) => world.cpuOf(actor) !== null).flatMap(({ name, declaration }) => [name.toLowerCase(), declaration.name.text.toLowerCase()]),
  );
  return names.size === 0 ? reading : { ...reading, ...withInterrupts(reading.columns, reading.events, (name) => names.has(name.toLowerCase())) };
}

/** A drawing in which steps of one column are somebody else's, and what says so. */
export interface Split {
  readonly drawing: Drawing;
  readonly form: string;
}

/** Splits that are asked about at most. */
const splitsMax = 40;

/** A split that is made where it is asked about: of long columns there are many. */
interface Possible {
  /** How many lines change their actor. */
  readonly count: number;
  readonly made: () => Split;
}

/** What columns may mean of which some lines are of another actor on their CPU: the fewest of these lines first. */
export function splitsOf(drawing: Drawing, { columns }: Answer, world: World): readonly Split[] {
  const found = drawing.columns.flatMap(({ inside }, column): Possible[] => {
    if (inside !== null) return endsOf(drawing, column, inside);
    const owner = world.actors.find(({ name }) => name === columns[column]?.actor);
    const cpu = owner === undefined ? null : world.cpuOf(owner);
    if (owner === undefined || cpu === null || drawing.columns.some((other) => other.inside === column)) return [];
    const others = world.actors.filter((actor) => actor !== owner && world.cpuOf(actor) === cpu);
    return others.flatMap((other) => turnsOf(drawing, column, owner, other, cpu));
  });
  return found
    .toSorted((a, b) => a.count - b.count)
    .slice(0, splitsMax)
    .map(({ made }) => made());
}

function eventsIn({ events }: Drawing, column: number): readonly number[] {
  return [...events.keys()].filter((event) => events[event]!.column === column);
}

/** The drawing with some lines in another column. */
function moved(drawing: Drawing, lines: readonly number[], to: number): Drawing {
  const taken = new Set(lines);
  return { ...drawing, events: drawing.events.map((event, at) => (taken.has(at) ? { ...event, column: to } : event)), others: [] };
}

/** What comes in between may be over, where no mark says so and the last lines stand as deep. */
function endsOf(drawing: Drawing, column: number, inside: number): Possible[] {
  const own = eventsIn(drawing, column);
  // `</IRQ>` of `<IRQ>`, or of a word without a mark.
  const mark = `</${/\w[\w ]*/u.exec(drawing.columns[column]!.header)?.[0] ?? 'IRQ'}>`;
  return own.slice(1).map((first, from) => ({
    count: own.length - from - 1,
    made: () => ({
      form: `Line ${drawing.events[first]!.line} may be of the one who was interrupted: write \`${mark}\` above it.`,
      drawing: moved(drawing, own.slice(from + 1), inside),
    }),
  }));
}

const marks = { softirq: 'SOFTIRQ', hardirq: 'IRQ', nmi: 'NMI' } as const;

/** Lines of a column that follow each other may be of another actor. */
function turnsOf(drawing: Drawing, column: number, owner: ActorIdentity, other: ActorIdentity, cpu: number): Possible[] {
  const own = eventsIn(drawing, column);
  const context = contextOf(other.declaration);
  const mark = context === 'task' ? other.name : marks[context];
  const behind = (to: number): string => {
    if (context === 'task') return `, and both names above the column, \`CPU${cpu} (${owner.name}, ${other.name})\``;
    return to === own.length ? '' : ` and \`</${mark}>\` below line ${drawing.events[own[to - 1]!]!.line}`;
  };
  const columns = [
    ...drawing.columns.map((each, at) => (at === column ? { ...each, names: [owner.name] } : each)),
    { header: `<${mark}>`, names: [other.name], inside: column },
  ];
  const turn = (from: number, to: number): Possible => ({
    count: to - from,
    made: () => ({
      form: `Line ${drawing.events[own[from]!]!.line} may be a step of ${other.name}, which is on the same CPU: write \`<${mark}>\` above it${behind(to)}.`,
      drawing: moved({ ...drawing, columns }, own.slice(from, to), drawing.columns.length),
    }),
  });
  return own.slice(1).flatMap((_, at) => own.slice(at + 1).map((__, length) => turn(at + 1, at + 2 + length)));
}
