import type { MemberCode, Transposition } from '../src/reductions/symmetry/member_code.ts';

/*
 * How a state becomes the representative of its orbit, for families whose code is written out around it
 * (`src/reductions/symmetry/member_code.ts`): `scripts/embed.js` takes the types away, and each system and form of states has a copy
 * of its own, which the compiler of the platform makes fast for it alone.
 */

/** A list of runs, members of a family from a first to a last one, which is made once and filled many times. */
class RunList {
  count = 0;
  /** Families of which there is a run, as bits. */
  families = 0;
  readonly numbers: Int32Array;
  readonly familyCount: number;

  constructor(sizes: readonly number[]) {
    this.numbers = new Int32Array(3 * sizes.reduce((sum, size) => sum + size, 0));
    this.familyCount = sizes.length;
  }

  clear(): void {
    this.count = 0;
    this.families = 0;
  }

  add(family: number, first: number, last: number): void {
    const at = 3 * this.count++;
    this.numbers[at] = family;
    this.numbers[at + 1] = first;
    this.numbers[at + 2] = last;
    this.families |= 1 << family;
  }

  /** Takes the runs of another list from this one on. */
  take(other: RunList, from: number): void {
    this.copy(other, from);
    other.clear();
    other.count = from;
    for (let run = 0; run < from; run++) other.families |= 1 << other.family(run);
  }

  /** Has the runs of another list from this one on. */
  copy(other: RunList, from: number): void {
    this.clear();
    for (let run = from; run < other.count; run++) this.add(other.family(run), other.first(run), other.last(run));
  }

  family(run: number): number {
    return this.numbers[3 * run];
  }

  first(run: number): number {
    return this.numbers[3 * run + 1];
  }

  last(run: number): number {
    return this.numbers[3 * run + 2];
  }

  sizeOf(run: number): number {
    return this.last(run) - this.first(run) + 1;
  }

  /** In how many orders the members of a family can be, where each stays in its run. */
  ordersOf(family: number): number {
    let orders = 1;
    for (let run = 0; run < this.count; run++) {
      if (this.family(run) === family) for (let size = this.sizeOf(run); size > 1; size--) orders *= size;
    }
    return orders;
  }

  /** Of the families that have runs, the first of those that have the fewest orders. */
  familyWithFewestOrders(): number {
    let [found, least] = [0, Infinity];
    for (let family = 0; family < this.familyCount; family++) {
      if (((this.families >>> family) & 1) === 0) continue;
      const orders = this.ordersOf(family);
      if (orders < least) [found, least] = [family, orders];
    }
    return found;
  }
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Makes a state the representative of its orbit, over states as the code has them; `notes.log`, where there is one, is told the interchanges. */
export function representativeOf(
  { size, keyLengths, isAlone, refersTo, isReferredTo, keys, isArranged, arrange, referrers, interchange, isLess }: MemberCode,
  sizes: readonly number[],
  ordersAtMost: number,
  notes: { log: Transposition[] | null },
): (state: Int32Array) => boolean {
  const last = sizes.map((each) => each - 1);
  /** Those that refer to the fewest families first: they are told apart without knowing who is who in others. */
  const order = [...sizes.keys()].sort((a, b) => bitCount(refersTo[a]) - bitCount(refersTo[b]) || a - b);
  const saved = new Int32Array(size);
  const best = new Int32Array(size);
  const keysMax = Math.max(0, ...sizes.map((each, at) => each * keyLengths[at]));
  /** What the members of the family that is sorted are sorted by, and their keys with all references as they are. */
  const key = new Int32Array(keysMax);
  const exactKey = new Int32Array(keysMax);
  /** Runs of members that look alike and are not the same, and those that are looked at again. */
  const runs = new RunList(sizes);
  const openRuns = new RunList(sizes);
  /** By depth of the orders that are tried inside of each other. */
  const arrangements = sizes.map(() => new Int32Array(size));
  const attempts = sizes.map(() => new Int32Array(size));
  let hasBest = false;
  let tried = 0;
  let bestLog: readonly Transposition[] = [];

  /** Which of two members comes first, by their keys. */
  const compare = (list: Int32Array, length: number, one: number, other: number): number => {
    for (let at = one * length, to = other * length, end = at + length; at < end; at++, to++) {
      const x = list[at];
      const y = list[to];
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  };

  /** Sorts members from `from` to `to` by insertion, and the numbers in `key` with them, so many for each. */
  const sort = (state: Int32Array, family: number, from: number, to: number, length: number): void => {
    for (let end = from + 1; end <= to; end++) {
      for (let at = end; at > from && compare(key, length, at - 1, at) > 0; at--) {
        interchange(state, family, at - 1, at);
        if (notes.log !== null) notes.log.push({ family, one: at - 1, other: at });
        for (let part = (at - 1) * length; part < at * length; part++) {
          const moved = key[part];
          key[part] = key[part + length];
          key[part + length] = moved;
        }
      }
    }
  };

  /** True where two members can change places without a change. */
  const isSame = (state: Int32Array, family: number, one: number, other: number): boolean => {
    for (let at = 0; at < size; at++) saved[at] = state[at];
    interchange(state, family, one, other);
    let same = true;
    for (let at = 0; at < size && same; at++) same = state[at] === saved[at];
    if (!same) state.set(saved);
    return same;
  };

  /** True where members from `from` to `to` can change places without a change. */
  const isUniform = (state: Int32Array, family: number, from: number, to: number): boolean => {
    const length = keyLengths[family];
    for (let at = from; at < to; at++) {
      if (isAlone[family] === true ? compare(exactKey, length, at, at + 1) !== 0 : !isSame(state, family, at, at + 1)) return false;
    }
    return true;
  };

  /** Adds the runs among the members from `from` to `to`, which were sorted last by numbers of this length. */
  const addRuns = (state: Int32Array, family: number, from: number, to: number, length: number): void => {
    let hasExact = false;
    for (let start = from; start < to;) {
      let end = start;
      while (end < to && compare(key, length, end, end + 1) === 0) end++;
      if (end > start) {
        if (isAlone[family] === true && !hasExact) {
          keys(state, family, -1, exactKey);
          hasExact = true;
        }
        if (!isUniform(state, family, start, end)) runs.add(family, start, end);
      }
      start = end + 1;
    }
  };

  /** Members from `from` to `to` are told by what they look like. */
  const tellByKeys = (state: Int32Array, family: number, from: number, to: number, settled: number): void => {
    const isExact = (refersTo[family] & ~settled) === 0;
    if (isExact && isArranged[family] === true && notes.log === null && to - from === last[family]) {
      arrange(state, family);
      return;
    }
    const length = keyLengths[family];
    keys(state, family, settled, key);
    sort(state, family, from, to, length);
    if (isAlone[family] === false || !isExact) addRuns(state, family, from, to, length);
  };

  /** Those in the runs of this family, which begin with this one, are told by who refers to them. */
  const tellByReferrers = (state: Int32Array, family: number, firstRun: number): void => {
    openRuns.take(runs, firstRun);
    referrers(state, family, key);
    for (let run = 0; run < openRuns.count; run++) {
      sort(state, family, openRuns.first(run), openRuns.last(run), 1);
      addRuns(state, family, openRuns.first(run), openRuns.last(run), 1);
    }
  };

  /** Members are told by those whom they refer to, where these are in their places; that may put others in theirs. */
  const refine = (state: Int32Array, before: number): number => {
    let settled = before;
    while (runs.count > 0 && settled !== 0) {
      const wereOpen = runs.families;
      openRuns.take(runs, 0);
      for (let run = 0; run < openRuns.count; run++) tellByKeys(state, openRuns.family(run), openRuns.first(run), openRuns.last(run), settled);
      const now = settled | (wereOpen & ~runs.families);
      if (now === settled) break;
      settled = now;
    }
    return settled;
  };

  /** Of a family, those that are tried together; and what stays open meanwhile, by depth. */
  const own = sizes.map(() => new RunList(sizes));
  const others = sizes.map(() => new RunList(sizes));
  const arrangedLogs: (Transposition[] | null)[] = sizes.map(() => null);
  const settledAt = new Int32Array(sizes.length);
  const fewestAt = new Int32Array(sizes.length);

  /** The state is the representative, as long as no other one is less. */
  const offer = (state: Int32Array): void => {
    if (hasBest && !isLess(state, best)) return;
    hasBest = true;
    best.set(state);
    bestLog = notes.log?.slice() ?? [];
  };

  /** Tries all orders of the family in `runs` that has the fewest, and then of what is not told by that; false where these are too many. */
  const tryOrders = (state: Int32Array, settled: number, depth: number): boolean => {
    if (runs.count === 0) {
      offer(state);
      return true;
    }
    const fewest = runs.familyWithFewestOrders();
    fewestAt[depth] = fewest;
    settledAt[depth] = settled | (1 << fewest);
    own[depth].clear();
    others[depth].clear();
    for (let run = 0; run < runs.count; run++) {
      const family = runs.family(run);
      (family === fewest ? own : others)[depth].add(family, runs.first(run), runs.last(run));
    }
    tried += own[depth].ordersOf(fewest);
    if (tried > ordersAtMost) return false;
    arrangements[depth].set(state);
    arrangedLogs[depth] = notes.log?.slice() ?? null;
    return permute(depth, 0, own[depth].sizeOf(0));
  };

  /** All orders of the first members of a run, by Heap's algorithm, and of those after it. */
  const permute = (depth: number, run: number, length: number): boolean => {
    const members = own[depth];
    if (run === members.count) return tryOthers(depth);
    if (length === 1) return permute(depth, run + 1, run + 1 < members.count ? members.sizeOf(run + 1) : 1);
    const first = members.first(run);
    for (let at = 0; at < length; at++) {
      if (!permute(depth, run, length - 1)) return false;
      if (at === length - 1) continue;
      const [one, other] = [first + (length % 2 === 0 ? at : 0), first + length - 1];
      if (one === other) continue;
      interchange(arrangements[depth], fewestAt[depth], one, other);
      arrangedLogs[depth]?.push({ family: fewestAt[depth], one, other });
    }
    return true;
  };

  /** What is not told by the order that is arranged. */
  const tryOthers = (depth: number): boolean => {
    const inner = attempts[depth];
    inner.set(arrangements[depth]);
    const outer = notes.log;
    if (outer !== null) notes.log = arrangedLogs[depth]!.slice();
    runs.copy(others[depth], 0);
    const done = tryOrders(inner, refine(inner, settledAt[depth]), depth + 1);
    notes.log = outer;
    return done;
  };

  return (state) => {
    let settled = 0;
    runs.clear();
    for (const family of order) {
      const before = runs.count;
      tellByKeys(state, family, 0, last[family], settled);
      if (runs.count > before && isReferredTo[family] === true) tellByReferrers(state, family, before);
      if (runs.count === before) settled |= 1 << family;
    }
    if (runs.count === 0) return true;
    settled = refine(state, settled);
    if (runs.count === 0) return true;
    hasBest = false;
    tried = 0;
    if (!tryOrders(state, settled, 0)) return false;
    state.set(best);
    if (notes.log !== null) notes.log.splice(0, notes.log.length, ...bestLog);
    return true;
  };
}
