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
  const sizes = processes.map(({ locations }) => locations.length + 1);
  const usable = processes.map(({ locations }, process) =>
    Array.from({ length: sizes[process]! }, (_, location) =>
      (locations[location]?.actions.length ?? 0) > 0 && fullyExpanded[process]?.[location] === false ? 1 : 0,
    ),
  );
  const tables = new Map<string, number>();
  const joining = processes.map((_, process) => {
    const terms = sizes.flatMap((size, other) => {
      const bits = dependence[process]!.flatMap((others) => Array.from({ length: size }, (_unused, there) => (others[other]![there] === true ? 1 : 0)));
      if (!bits.includes(1)) return [];
      // One more row: who is done waits for nobody.
      const printed = [...bits, ...Array.from({ length: size }, () => 0)].join(',');
      const table = tables.get(printed) ?? tables.size;
      tables.set(printed, table);
      return [`joins_${table}[at[${process}] * ${size} + at[${other}]] << ${other}`];
    });
    return `    case ${process}: return ${terms.join(' | ') || '0'};`;
  });
  return `
const at = new Int32Array(${processes.length});
const usable = [${usable.map((each) => `Uint8Array.of(${each.join(',')})`).join(', ')}];
${[...tables].map(([printed, table]) => `const joins_${table} = Uint8Array.of(${printed});`).join('\n')}
// Who must join a process.
function joining(process) {
  switch (process) {
${joining.join('\n')}
  }
}
// Everybody whom the steps of one depend on, and so on; 0 where one of them stands where nothing may be left out.
function closure(first) {
  let members = 1 << first;
  for (let open = members; open !== 0; ) {
    const member = 31 - Math.clz32(open);
    open &= ~(1 << member);
    if (usable[member][at[member]] === 0) return 0;
    const more = joining(member) & ~members;
    members |= more;
    open |= more;
  }
  return members;
}
function bitCount(mask) {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
// The next process that may be a set of its own; the larger sets come after all of these, the last one first.
let single = 0;
const larger = [];
function begin() {
  single = 0;
  larger.length = 0;
}
function next() {
  for (; single < ${processes.length}; single++) if (usable[single][at[single]] === 1 && joining(single) === 0) return 1 << single++;
  if (single === ${processes.length}) {
    single++;
    for (let process = 0; process < ${processes.length}; process++) {
      if (usable[process][at[process]] === 0 || joining(process) === 0) continue;
      const members = closure(process);
      if (members !== 0 && !larger.includes(members)) larger.push(members);
    }
    larger.sort((a, b) => bitCount(b) - bitCount(a) || (b & -b) - (a & -a));
  }
  return larger.length === 0 ? 0 : larger.pop();
}`;
}

/** The same code, to be called. */
export function persistentSetsOf(text: string): PersistentSets {
  // oxlint-disable-next-line no-implied-eval -- the text is made above
  return (new Function(`'use strict';${text}\nreturn { at, begin, next };`) as () => PersistentSets)();
}
