import type { World } from '@mmspec/semantics';
import { contextOf } from '@mmspec/semantics';
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

/** What comes in between may be over, where no mark says so and the last lines stand as deep. */
function endsOf(drawing: Drawing): (Split & { readonly count: number })[] {
  return drawing.columns.flatMap(({ inside, header }, column) => {
    const own = [...drawing.events.keys()].filter((event) => drawing.events[event]!.column === column);
    if (inside === null) return [];
    return own.slice(1).map((first, from) => {
      const back = new Set(own.slice(from + 1));
      return {
        count: back.size,
        form: `Line ${drawing.events[first]!.line} may be of the one who was interrupted: write \`${closing(header)}\` above it.`,
        drawing: { ...drawing, events: drawing.events.map((event, at) => (back.has(at) ? { ...event, column: inside } : event)), others: [] },
      };
    });
  });
}

/** `</IRQ>` of `<IRQ>`, or of a word without a mark. */
function closing(header: string): string {
  return `</${/\w[\w ]*/u.exec(header)?.[0] ?? 'IRQ'}>`;
}

/** What a column may mean of which some lines are of another actor on its CPU: the fewest of these lines, and the last of them, first. */
export function splitsOf(drawing: Drawing, { columns }: Answer, world: World): readonly Split[] {
  const found = drawing.columns.flatMap(({ inside }, column): (Split & { readonly count: number })[] => {
    const owner = world.actors.find(({ name }) => name === columns[column]?.actor);
    const cpu = owner === undefined ? null : world.cpuOf(owner);
    if (cpu === null || inside !== null || drawing.columns.some((other) => other.inside === column)) return [];
    const own = [...drawing.events.keys()].filter((event) => drawing.events[event]!.column === column);
    const others = world.actors.filter((actor) => actor !== owner && world.cpuOf(actor) === cpu);
    return others.flatMap((other) =>
      own.slice(1).flatMap((_, from) =>
        own.slice(from + 1).map((__, length) => {
          const taken = new Set(own.slice(from + 1, from + 2 + length));
          const [first, last] = [drawing.events[own[from + 1]!]!, drawing.events[own[from + 1 + length]!]!];
          const context = contextOf(other.declaration);
          const mark = context === 'task' ? other.name : { softirq: 'SOFTIRQ', hardirq: 'IRQ', nmi: 'NMI' }[context];
          const isToEnd = from + 2 + length === own.length;
          return {
            count: taken.size,
            form: `Line ${first.line} may be a step of ${other.name}, which is on the same CPU: write \`<${mark}>\` above it${context === 'task' ? `, and both names above the column, \`CPU${cpu} (${owner!.name}, ${other.name})\`` : isToEnd ? '' : ` and \`</${mark}>\` below line ${last.line}`}.`,
            drawing: {
              ...drawing,
              columns: [
                ...drawing.columns.map((each, at) => (at === column ? { ...each, names: [owner!.name] } : each)),
                { header: `<${mark}>`, names: [other.name], inside: column },
              ],
              events: drawing.events.map((event, at) => (taken.has(at) ? { ...event, column: drawing.columns.length } : event)),
              others: [],
            },
          };
        }),
      ),
    );
  });
  return [...found, ...endsOf(drawing)].toSorted((a, b) => a.count - b.count).slice(0, splitsMax);
}
