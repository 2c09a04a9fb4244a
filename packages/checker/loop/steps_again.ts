import type { Again, RecordingHost } from '../src/packed/loop_types.ts';

/*
 * The part of the loop over packed states that takes the steps out of a state again, and says which states they lead to.
 * `src/packed/loop_text.ts` writes it out inside of the loop, whose variables and functions it uses.
 */

type Words = readonly number[];

declare const WORDS: number;
declare const BATCH: number;
declare const LATELY: number;
/** In place of the number of a state: it is not known yet, */
declare const SOUGHT: number;
/** nobody wants to know it, */
declare const UNWANTED: number;
/** or the step ends in a fault. */
declare const FAULTY: number;
declare function take(array: Int32Array, at: number): Words;
declare function put(array: Int32Array, at: number, w: Words): void;
declare function same(array: Int32Array, at: number, w: Words): boolean;
/** Of the loop. */
declare let words: Int32Array, table: Int32Array, mask: number, tag: number, onStepped: boolean;
/** Of recorded targets. */
declare const RECORDS: boolean;
declare const NOT_RECORDED: number;
declare let records: boolean, recording: boolean, recordedFrom: number, recordedEnd: number, recordedCount: number, recorded: Uint32Array, offsets: Uint32Array;
declare const numbers: Int32Array, numbersFound: Int32Array;
declare const host: RecordingHost;
/** Keeps reads that only fetch memory. */
declare function keep(sum: number): void;
declare function hash(w: Words): number;
declare function expand(w: Words): void;
/** Whether an atom holds in a state, and on a step; */
declare function stateAtom(atom: number, w: Words): boolean;
declare function stepAtom(atom: number, v: Words, w: Words, action: number): boolean;
/** whether a property over states holds in a state. */
declare function holds(property: number, w: Words): boolean;

/** `noting` says whether `note` and `noteFault` are called with each step from now on, of a state of which nobody has moved yet. */
export function stepsAgain(noting: (isOn: boolean) => void): Again<Words> {
  // Of the state that is opened: the states that its steps lead to, their hashes, and what `OpenedSteps` says.
  let recordedTo = 0,
    opened = 0,
    openedMax = BATCH;
  let openedWords = new Int32Array(BATCH * WORDS),
    openedHashes = new Int32Array(BATCH),
    // States that were found lately, each in the seat that its hash says: its words, and its number plus one.
    openedSeats = new Int32Array(0);
  let steps = { targets: new Uint32Array(BATCH), actions: new Uint32Array(BATCH), atoms: new Uint32Array(BATCH) };
  // Atoms that are asked for, and by their bits: 1 where nobody wants to know the number of such a state.
  let stateAtoms: Int32Array = new Int32Array(0),
    stepAtoms: Int32Array = new Int32Array(0),
    unwanted: Uint8Array = new Uint8Array(0);

  // A step out of the state that is opened.
  function note(w: Words, action: number): void {
    if (opened === openedMax) enlarge();
    const at = opened * WORDS;
    put(openedWords, at, w);
    steps.targets[opened] = SOUGHT;
    steps.actions[opened++] = action;
  }

  function noteFault(action: number): void {
    if (opened === openedMax) enlarge();
    steps.targets[opened] = FAULTY;
    steps.actions[opened++] = action;
  }

  function enlarge(): void {
    openedMax *= 2;
    const more = new Int32Array(openedMax * WORDS);
    more.set(openedWords);
    openedWords = more;
    openedHashes = new Int32Array(openedMax);
    const [targets, actions] = [new Uint32Array(openedMax), new Uint32Array(openedMax)];
    targets.set(steps.targets);
    actions.set(steps.actions);
    steps = { targets, actions, atoms: new Uint32Array(openedMax) };
  }

  // The atoms asked for that hold, as bits.
  function atomsOfState(w: Words): number {
    let bits = 0;
    for (let at = 0; at < stateAtoms.length; at++) if (stateAtom(stateAtoms[at], w)) bits |= 1 << at;
    return bits;
  }

  function atomsOfSteps(index: number): void {
    const at = index * WORDS;
    const v = take(words, at);
    for (let step = 0; step < opened; step++) {
      const from = step * WORDS;
      const w = take(openedWords, from);
      let bits = 0;
      for (let atom = 0; atom < stepAtoms.length; atom++) if (stepAtom(stepAtoms[atom], v, w, steps.actions[step])) bits |= 1 << atom;
      steps.atoms[step] = bits;
    }
  }

  // Takes all steps out of a state, and finds the numbers of the states that they lead to; how many there are.
  function open(index: number): number {
    const offset = index * WORDS;
    const w = take(words, offset);
    opened = 0;
    if (openedSeats.length === 0) openedSeats = new Int32Array(LATELY * (WORDS + 1));
    const wasStepped = onStepped;
    onStepped = true;
    noting(true);
    expand(w);
    noting(false);
    onStepped = wasStepped;
    if (RECORDS && records && index >= recordedFrom && index < recordedTo && index < recordedEnd && offsets[index - recordedFrom] !== NOT_RECORDED)
      remember(index - recordedFrom);
    else find();
    if (stepAtoms.length > 0) atomsOfSteps(index);
    return opened;
  }

  // The targets of a state, by its place among those recorded.
  function remember(place: number): void {
    const targets = steps.targets,
      prunes = unwanted.length > 0;
    let from = offsets[place];
    for (let step = 0; step < opened; step++) {
      if (targets[step] !== SOUGHT) continue;
      const at = step * WORDS;
      const w = take(openedWords, at);
      const target = recorded[from++];
      targets[step] = prunes && unwanted[atomsOfState(w)] === 1 ? UNWANTED : target;
    }
  }

  // Those found lately are known; of the others the entries of the table are read first for all, as in `fetch`.
  function find(): void {
    const t = table,
      m = mask,
      targets = steps.targets,
      seated = openedSeats,
      prunes = unwanted.length > 0;
    let sum = 0;
    for (let step = 0; step < opened; step++) {
      if (targets[step] !== SOUGHT) continue;
      const at = step * WORDS;
      const w = take(openedWords, at);
      if (prunes && unwanted[atomsOfState(w)] === 1) {
        targets[step] = UNWANTED;
        continue;
      }
      const h = hash(w);
      const seat = (h & (LATELY - 1)) * (WORDS + 1);
      if (seated[seat + WORDS] !== 0 && same(seated, seat, w)) {
        targets[step] = seated[seat + WORDS] - 1;
        continue;
      }
      openedHashes[step] = h;
      sum ^= t[h & m];
    }
    keep(sum);
    for (let step = 0; step < opened; step++) {
      if (targets[step] !== SOUGHT) continue;
      const at = step * WORDS;
      const w = take(openedWords, at);
      const h = openedHashes[step],
        index = numberOf(w, h);
      const seat = (h & (LATELY - 1)) * (WORDS + 1);
      put(seated, seat, w);
      seated[seat + WORDS] = index + 1;
      targets[step] = index;
    }
  }

  // Of a state that is there; `SOUGHT` where it is not.
  function numberOf(w: Words, h: number): number {
    for (let at = h & mask; ; at = (at + 1) & mask) {
      const entry = table[at];
      if (entry === 0) return SOUGHT;
      if (((entry ^ h) & tag) !== 0) continue;
      const index = (entry & mask) - 1;
      const offset = index * WORDS;
      if (same(words, offset, w)) return index;
    }
  }

  return {
    note,
    noteFault,
    look(newStateAtoms, newStepAtoms, newUnwanted) {
      stateAtoms = newStateAtoms;
      stepAtoms = newStepAtoms;
      unwanted = newUnwanted;
    },
    open,
    recall: (last) => void (recordedTo = last),
    steps: () => steps,
    atoms(first, last, bits) {
      for (let index = first; index < last; index++) {
        const offset = index * WORDS;
        const w = take(words, offset);
        bits[index - first] = atomsOfState(w);
      }
    },
    holding(property, first, last, flags) {
      for (let index = first; index < last; index++) {
        const offset = index * WORDS;
        const w = take(words, offset);
        flags[index - first] = holds(property, w) ? 1 : 0;
      }
    },
  };
}

// Those of the states that were made, so many; without a branch, as in `gather`.
export function recordAll(states: number): void {
  if (recordedCount + states > recorded.length) host.moreTargets();
  if (!recording) return;
  const r = recorded,
    end = recordedCount + states;
  for (let at = 0, to = recordedCount; to < end; at++, to++) {
    const number = numbers[at],
      isPlace = number >> 31;
    r[to] = (numbersFound[~number & isPlace] & isPlace) | (number & ~isPlace);
  }
  recordedCount = end;
}
