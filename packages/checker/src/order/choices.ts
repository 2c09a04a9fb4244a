import type { Process } from '@mmspec/system';
import type { ByLocation, Conflicts } from './conflicts.ts';

/** Sets of processes are bits of a number. */
export const processesMax = 31;

/**
 * The sets of processes of which the steps of one may be taken alone, smallest first, then by their first members.
 * Each is closed: whatever those outside do, they never touch what the steps of its members read or write where these stand.
 */
export interface Choices {
  /** Where everybody stands; filled in before `begin`. */
  readonly at: Int32Array;
  begin(): void;
  /** The next set; 0 where there is none left. */
  next(): number;
}

export function choicesOf(processes: readonly Process[], conflicts: Conflicts, barred: ByLocation<boolean>): Choices {
  const count = processes.length;
  const at = new Int32Array(count);
  const sizes = processes.map(({ locations }) => locations.length + 1);
  const usable = processes.map(({ locations }, process) => Uint8Array.from({ length: sizes[process]! }, (_, location) => ((locations[location]?.actions.length ?? 0) > 0 && barred[process]?.[location] === false ? 1 : 0)));
  const rows = processes.map((_, process) => rowsOf(conflicts, sizes, process));

  /** Who must join a process, as bits. */
  const joining = (process: number): number => {
    let mask = 0;
    const row = rows[process]!;
    for (let each = 0; each < row.length; each++) {
      const { other, size, bits } = row[each]!;
      mask |= bits[at[process]! * size + at[other]!]!;
    }
    return mask;
  };

  /** Everybody whom the steps of one depend on, and so on; 0 where one of them stands where nothing may be left out. */
  const closure = (first: number): number => {
    let members = 1 << first;
    for (let open = members; open !== 0; ) {
      const member = 31 - Math.clz32(open);
      open &= ~(1 << member);
      if (usable[member]![at[member]!] === 0) return 0;
      const more = joining(member) & ~members;
      members |= more;
      open |= more;
    }
    return members;
  };

  /** The next process that may be a set of its own. */
  let single = 0;
  const larger: number[] = [];
  const findLarger = (): void => {
    for (let process = count - 1; process >= 0; process--) {
      if (usable[process]![at[process]!] === 0 || joining(process) === 0) continue;
      const members = closure(process);
      if (members !== 0 && !larger.includes(members)) larger.push(members);
    }
    larger.sort((a, b) => bitCount(b) - bitCount(a) || (b & -b) - (a & -a));
  };

  return {
    at,
    begin: () => {
      single = 0;
      larger.length = 0;
    },
    next: () => {
      for (; single < count; single++) {
        if (usable[single]![at[single]!] === 1 && joining(single) === 0) return 1 << single++;
      }
      if (single++ === count) findLarger();
      return larger.pop() ?? 0;
    },
  };
}

interface Row {
  readonly other: number;
  readonly size: number;
  /** By where both stand: the bit of the other one where it has to join, or 0. */
  readonly bits: Int32Array;
}

/** Whom a process may depend on. */
function rowsOf(conflicts: Conflicts, sizes: readonly number[], process: number): readonly Row[] {
  return sizes.flatMap((size, other): Row[] => {
    const bits = new Int32Array(sizes[process]! * size);
    conflicts[process]!.forEach((others, location) => others[other]!.forEach((isConflict, there) => {
      if (isConflict) bits[location * size + there] = 1 << other;
    }));
    return bits.some((bit) => bit !== 0) ? [{ other, size, bits }] : [];
  });
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
