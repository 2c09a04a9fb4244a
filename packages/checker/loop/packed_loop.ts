import type { Again, AloneHost, AloneLoop, RecordingHost, TogetherHost, TogetherLoop } from '../src/packed/loop_types.ts';

/*
 * The loop over packed states: steps, visited set and queue in one piece of code, in which a state is a few local variables and
 * nothing is allocated. `scripts/embed.js` takes the types away; `src/packed/loop_text.ts` writes the text out for one system:
 * `w`, the words of a state, becomes `w0, w1, …`, names in capitals numbers or text, and what takes, puts and compares words
 * a line for each of them.
 *
 * The steps write the states they lead to one after the other into `made`. These are looked up together: first the hashes are
 * computed and those left out that were met a short while ago; then the entries of the table and the states that these point to
 * are touched, so that the processor fetches many at once in place of waiting for each; then every state is looked up in order.
 *
 * One of several threads (`TOGETHER`) puts new states into its chunk; who writes the entry of the table first has found the state.
 */

/** The words of a state. */
type Words = readonly number[];

/** How many they are. */
declare const WORDS: number;
/** Several threads search. */
declare const TOGETHER: boolean;
/** States that are looked up together. */
declare const BATCH: number;
/** Seats for states that were met a short while ago: of those that are known most are met again soon. */
declare const LATELY: number;
/** States that share a mark. */
declare const BLOCK_STATES: number;
/** Each step is counted; else it is only marked as taken. */
declare const COUNTS: boolean;
/** The states that steps lead to are recorded (`store/recorded_targets.ts`). */
declare const RECORDS: boolean;
/** So many a state, on average; */
declare const RECORDED_MAX: number;
/** in place of where those of a state begin: they are not recorded. */
declare const NOT_RECORDED: number;
/** The entry at `at` of a state with the hash `h`; `entryOf` of store/table.ts. */
declare function ENTRY(at: number, h: number, index: number, mask: number, tag: number, far: number): number;

/** The words of the state from `at` on in an array, */
declare function take(array: Int32Array, at: number): Words;
/** put there, */
declare function put(array: Int32Array, at: number, w: Words): void;
/** compared with what is there, */
declare function same(array: Int32Array, at: number, w: Words): boolean;
/** and the bits in which they differ from it. */
declare function differing(array: Int32Array, at: number, w: Words): number;
/** The state with this first word, whose others are 0. */
declare function only(first: number): Words;

/** Resets what is dead in the words, in place. */
declare function RESET(w: Words): void;
/** Makes the words the representative of their orbit, in place, where there are families. */
declare function RENAME(w: Words, buffer: Int32Array): void;
/** Stands for the functions of the system: those of its steps, which call `enter` and `fault`, */
declare function STEPS(enter: (w: Words, action: number, flags: number) => void, fault: (action: number, property: number, flags: number) => void): void;
declare function expand(w: Words): void;
/** and whether a state decides a property that is open. */
declare function decides(w: Words): boolean;
/** Stands for the functions of `gathering.ts`, which use these besides, */
declare function GATHER(numbers: Int32Array, keep: (sum: number) => void): void;
declare function gather(end: number): number;
declare function fetch(kept: number): void;
/** and for those of `steps_again.ts`. */
declare function AGAIN(): void;
declare function recordAll(states: number): void;
declare function stepsAgain(noting: (isOn: boolean) => void): Again<Words>;

export function packedLoop(host: AloneHost & RecordingHost & TogetherHost): AloneLoop & TogetherLoop {
  const { taken, after } = host;
  let words: Int32Array, table: Int32Array, source: Int32Array;
  let mask = 0,
    tag = 0,
    far = 0,
    base = 0;
  // Of one thread: the states that are there, and those for which there is room.
  let [count, room] = [0, 0];
  // Of one of several: where the next new state goes, and where the chunk ends; how many this thread has found.
  let [free, chunkEnd, found] = [0, 0, 0];
  // States that steps led to, and how many numbers are there.
  const made = new Int32Array(BATCH * WORDS);
  let filled = 0;
  // Those that are to be looked up, each with its hash.
  const sought = new Int32Array(BATCH * (WORDS + 1));
  // States that were met a short while ago, each in the seat that its hash says. All words are 0 at first, which only in the seat
  // of the state 0 could be taken for somebody, so somebody sits there whose seat is another one.
  const seats = new Int32Array(LATELY * WORDS);
  {
    const seat = hash(only(0)) & (LATELY - 1);
    let other = 1;
    while ((hash(only(other)) & (LATELY - 1)) === seat) other++;
    seats[seat * WORDS] = other;
  }
  let current = 0,
    moved = false,
    stopped = false,
    transitions = 0,
    open = 0,
    onEntered = false,
    onStepped = false,
    touched = 0;
  // Of recorded targets: where they are, whether there are any, and whether there will be of what is expanded now; how many there are and
  // fit, of which states, and the steps taken before.
  let recorded: Uint32Array, offsets: Uint32Array;
  let [records, recording, recordedCount, recordedFrom, recordedEnd, recordedBase] = [false, false, 0, 0, 0, 0];
  // By state made, and by seat: its number, or `~` of its place among those sought; by place: the number found.
  const numbers = new Int32Array(RECORDS ? BATCH : 0),
    numbersFound = new Int32Array(RECORDS ? BATCH : 0),
    numbersSeated = new Int32Array(RECORDS ? LATELY : 0);
  let opening = false;
  // A state that becomes its representative.
  const renamed = new Int32Array(WORDS);
  const { note, noteFault, ...again } = stepsAgain((isOn) => {
    opening = isOn;
    moved = false;
  });

  // `hashOf`.
  function hash(w: Words): number {
    let hash = 0;
    for (const word of w) {
      hash = Math.imul(hash ^ word, 0x7feb352d);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x846ca68b);
    return hash ^ (hash >>> 16);
  }

  function enter(w: Words, action: number, flags: number): void {
    RESET(w);
    taken[action] = COUNTS ? taken[action]! + 1 : 1;
    moved = true;
    if (onStepped || flags !== 0) {
      if (!TOGETHER) {
        if (opening) {
          if (COUNTS) taken[action]! -= 1;
          RENAME(w, renamed);
          note(w, action);
          return;
        }
        flush();
        put(after, 0, w);
        RENAME(w, renamed);
        enterAlone(w, action, flags);
        return;
      }
      put(after, 0, w);
      host.took(action, flags);
    }
    RENAME(w, renamed);
    const at = filled;
    put(made, at, w);
    filled = at + WORDS;
    if (filled === BATCH * WORDS) flush();
  }

  function enterAlone(w: Words, action: number, flags: number): void {
    if (stopped) return;
    const index = insert(w, hash(w));
    if (stopped) return;
    transitions++;
    if (RECORDS && recording) record(index);
    if (onStepped) host.stepped(action);
    if (flags !== 0) host.flagged(action, flags);
  }

  function fault(action: number, property: number, flags: number): void {
    if (opening) {
      moved = true;
      noteFault(action);
      return;
    }
    if (stopped) return;
    moved = true;
    host.fault(action, property, flags);
  }

  function flush(): void {
    const end = filled;
    if (end === 0) return;
    filled = 0;
    if (stopped) return;
    const states = end / WORDS;
    if (!TOGETHER && room - count < states) {
      flushInto(end);
      return;
    }
    transitions += states;
    const kept = gather(end);
    fetch(kept);
    // Each in order; in the function itself, whose code is compiled as one that way.
    let t = table,
      ws = words,
      m = mask,
      first = TOGETHER ? free : count,
      judges = onEntered || open !== 0,
      next = first,
      place = 0;
    for (let from = 0; from < kept; from += WORDS + 1) {
      const w = take(sought, from);
      const h = sought[from + WORDS];
      let at = h & m,
        number = next;
      for (;;) {
        const entry = t[at];
        if (entry === 0) {
          if (TOGETHER && next === chunkEnd) {
            found += next - first;
            free = next;
            if (!host.nextChunk()) {
              stopped = true;
              return;
            }
            // Room may have been made, and then everything is elsewhere.
            [t, ws, m] = [table, words, mask];
            first = next = free;
            at = h & m;
            continue;
          }
          const offset = next * WORDS;
          put(ws, offset, w);
          if (!TOGETHER) t[at] = ENTRY(at, h, next, m, tag, far);
          else if (Atomics.compareExchange(t, at, 0, ENTRY(at, h, next, m, tag, far)) !== 0) continue;
          next++;
          if (judges && (onEntered || decides(w))) {
            if (!TOGETHER) count = next;
            host.entered(next - 1);
            judges = onEntered || open !== 0;
          }
          break;
        }
        if (((entry ^ h) & tag) === 0) {
          const known = (entry & m) - 1;
          const offset = known * WORDS;
          if (same(ws, offset, w)) {
            if (RECORDS) number = known;
            break;
          }
        }
        at = (at + 1) & m;
      }
      if (RECORDS) {
        numbersFound[place++] = number;
        numbersSeated[h & (LATELY - 1)] = number;
      }
    }
    if (TOGETHER) {
      found += next - first;
      free = next;
    } else count = next;
    if (RECORDS && recording) recordAll(states);
  }

  function keep(sum: number): void {
    touched = sum;
  }

  function record(number: number): void {
    if (recordedCount === recorded.length) host.moreTargets();
    if (recording) recorded[recordedCount++] = number;
  }

  // There may not be room for all.
  function flushInto(end: number): void {
    for (let at = 0; at < end; at += WORDS) {
      const w = take(made, at);
      const number = insert(w, hash(w));
      if (stopped) return;
      transitions++;
      if (RECORDS && recording) record(number);
    }
  }

  // A single state, with room made where there is none: its number, or -1 where there is no room.
  function insert(w: Words, h: number): number {
    for (let at = h & mask; ; at = (at + 1) & mask) {
      const entry = table[at];
      if (entry === 0) {
        if (count === room) {
          if (host.full()) return insert(w, h);
          stopped = true;
          return -1;
        }
        const next = count++;
        table[at] = ENTRY(at, h, next, mask, tag, far);
        const offset = next * WORDS;
        put(words, offset, w);
        if (onEntered || (open !== 0 && decides(w))) host.entered(next);
        return next;
      }
      if (((entry ^ h) & tag) !== 0) continue;
      const index = (entry & mask) - 1;
      const offset = index * WORDS;
      if (same(words, offset, w)) return index;
    }
  }

  function run(first: number, last: number): void {
    for (let index = first; index < last && !stopped; index++) {
      if (!TOGETHER && index % BLOCK_STATES === 0) {
        flush();
        host.mark(index, count);
        if (RECORDS && records) {
          recording = index < recordedEnd && recordedCount <= RECORDED_MAX * (index - recordedFrom);
          recordedBase = transitions - recordedCount;
        }
      }
      current = index;
      moved = false;
      const states = TOGETHER ? words : source;
      const offset = (TOGETHER ? index : index - base) * WORDS;
      const w = take(states, offset);
      if (RECORDS && records && index < recordedEnd) offsets[index - recordedFrom] = recording ? transitions + filled / WORDS - recordedBase : NOT_RECORDED;
      expand(w);
      if (!moved) host.stuck(index);
    }
    flush();
  }

  STEPS(enter, fault);
  GATHER(numbers, keep);
  AGAIN();

  return {
    attach(newWords, newTable, newTag, newFar) {
      words = newWords;
      table = newTable;
      mask = table.length - 1;
      tag = newTag;
      far = newFar;
    },
    run,
    current: () => current,
    transitions: () => transitions,
    wish(newOpen, judgedByHost, stepped) {
      open = newOpen;
      onEntered = judgedByHost;
      onStepped = stepped;
    },
    touched: () => touched,
    hold(newCount, newRoom) {
      count = newCount;
      room = newRoom;
    },
    count: () => count,
    read(states, first) {
      source = states;
      base = first;
    },
    fill(first, end) {
      free = first;
      chunkEnd = end;
    },
    free: () => free,
    found: () => found,
    record(newTargets, newOffsets, first) {
      recorded = newTargets;
      offsets = newOffsets;
      if (records) return;
      records = recording = true;
      recordedEnd = 2 ** 31;
      recordedFrom = first;
      recordedBase = transitions;
    },
    // What was recorded of the states that are expanded now is not whole.
    recordNoMore: () => void ((recording = false), (recordedEnd = current - (current % BLOCK_STATES))),
    ...again,
  };
}
