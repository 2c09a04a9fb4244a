import type { Process } from '@mmspec/system';
import type { ByLocation, Dependence } from './dependence.ts';

/** Sets of processes are bits of a number. */
export const processesMax = 31;

/**
 * The persistent sets: those of processes of which the steps of one may be taken alone, smallest first, then by their first members.
 * Each is closed: whatever those outside do, they never touch what the steps of its members read or write where these stand.
 */
export interface PersistentSets {
  /** Where everybody stands; filled in before `begin`. */
  readonly at: Int32Array;
  begin(): void;
  /** The next set; 0 where there is none left. */
  next(): number;
}

/** Persistent sets as a piece of code that stands on its own, so that it can be part of generated loops: `at`, `begin` and `next`. */
export function persistentSetsText(processes: readonly Process[], dependence: Dependence, fullyExpanded: ByLocation<boolean>): string {
  const count = processes.length;
  const sizes = processes.map(({ locations }) => locations.length + 1);
  const usable = processes.map(({ locations }, process) =>
    Array.from({ length: sizes[process]! }, (_, location) =>
      (locations[location]?.actions.length ?? 0) > 0 && fullyExpanded[process]?.[location] === false ? 1 : 0,
    ),
  );
  const { rows, rowOf } = rowsOf(dependence);
  const kinds = usable.map((locations, process) => locations.map((isUsable, location) => (isUsable === 1 ? rowOf[process]![location]! : -1)));
  const tables = new Map<string, number>();
  const masks = rows.map((row) => {
    const terms = row.flatMap((there, other) => {
      // One more place: who is done waits for nobody.
      const bits = Array.from({ length: sizes[other]! }, (_, location) => (there?.[location] === true ? 1 : 0));
      if (!bits.includes(1)) return [];
      const printed = bits.join(',');
      const table = tables.get(printed) ?? tables.size;
      tables.set(printed, table);
      return [`joins_${table}[at[${other}]] << ${other}`];
    });
    return terms.join(' | ') || '0';
  });
  return `
const at = new Int32Array(${count});
// By location of a process: which row of dependences it has there; -1 where it is not usable.
${kinds.map((each, process) => `const kind_${process} = Int16Array.of(${each.join(',')});`).join('\n')}
${[...tables].map(([printed, table]) => `const joins_${table} = Uint8Array.of(${printed});`).join('\n')}
// By row: who must join one that has it; -1: not asked yet.
const joining = new Int32Array(${rows.length});
function join(kind) {
  switch (kind) {
${masks.map((mask, kind) => `    case ${kind}: return joining[${kind}] = ${mask};`).join('\n')}
  }
  return 0;
}
// By process that is usable: who must join it. Of those of whom somebody must: who they are, and those who must join nobody.
const needs = new Int32Array(${count});
let single = 0, together = 0, alone = 0;
// The larger sets, in the order in which they are taken from the end.
const larger = new Int32Array(${count});
let largerCount = 0;
function begin() {
  joining.fill(-1);
  single = 0;
  together = 0;
  alone = 0;
  largerCount = 0;
}
// The next process that may be a set of its own; the larger sets come after all of these.
function next() {
  switch (single) {
${processes
  .map(
    (_, process) => `    case ${process}: {
      const kind = kind_${process}[at[${process}]];
      if (kind >= 0) {
        const known = joining[kind];
        const needed = (known < 0 ? join(kind) : known) & ~${1 << process};
        if (needed === 0) {
          single = ${process + 1};
          alone |= ${1 << process};
          return ${1 << process};
        }
        needs[${process}] = needed;
        together |= ${1 << process};
      }
    }`,
  )
  .join('\n')}
    case ${count}:
      single = ${count + 1};
      if (together !== 0) collect();
  }
  return largerCount === 0 ? 0 : larger[--largerCount];
}
// Everybody whom the steps of one depend on, and so on, for each who may be in such a set: nobody is who waits for one that is not.
function collect() {
  for (let before = 0; before !== together; ) {
    before = together;
    for (let rest = together; rest !== 0; rest &= rest - 1) {
      const process = 31 - Math.clz32(rest & -rest);
      if ((needs[process] & ~(together | alone)) !== 0) together &= ~(1 << process);
    }
  }
  for (let rest = together; rest !== 0; rest &= rest - 1) add(closure(31 - Math.clz32(rest & -rest)));
}
function closure(first) {
  let members = 1 << first;
  for (let open = members; open !== 0; ) {
    const member = 31 - Math.clz32(open);
    open &= ~(1 << member);
    const more = (together >>> member & 1) === 1 ? needs[member] & ~members : 0;
    members |= more;
    open |= more;
  }
  return members;
}
// Smaller sets are taken first, and of those of one size the one with the first member.
function add(members) {
  let place = 0;
  for (let each = 0; each < largerCount; each++) {
    const other = larger[each];
    if (other === members) return;
    const sooner = bitCount(other) - bitCount(members) || (other & -other) - (members & -members);
    if (sooner >= 0) place = each + 1;
  }
  for (let each = largerCount++; each > place; each--) larger[each] = larger[each - 1];
  larger[place] = members;
}
function bitCount(mask) {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}`;
}

/** What locations of several processes have in common: whom steps there depend on, but for themselves. */
interface Rows {
  /** By row, by other process, by its location; null where only this process has the row. */
  readonly rows: readonly (readonly (readonly boolean[] | null)[])[];
  /** By process, by location: its row. */
  readonly rowOf: readonly (readonly number[])[];
}

function rowsOf(dependence: Dependence): Rows {
  const rows: (readonly boolean[] | null)[][] = [];
  const texts: (string | null)[][] = [];
  const rowOf = dependence.map((locations, process) =>
    locations.map((others) => {
      const own = others.map((there, other) => (other === process ? null : there.map(Number).join('')));
      const known = texts.findIndex((row) => row.every((text, other) => text === null || own[other] === null || text === own[other]));
      const row = known < 0 ? rows.length : known;
      rows[row] ??= others.map(() => null);
      texts[row] ??= others.map(() => null);
      others.forEach((there, other) => {
        if (other === process) return;
        rows[row]![other] = there;
        texts[row]![other] = own[other]!;
      });
      return row;
    }),
  );
  return { rows, rowOf };
}

/** The same code, to be called. */
export function persistentSetsOf(text: string): PersistentSets {
  // oxlint-disable-next-line no-implied-eval -- the text is made above
  return (new Function(`'use strict';${text}\nreturn { at, begin, next };`) as () => PersistentSets)();
}
