import type { DeadSlots, Family, Interchange, Renaming, Slot } from '@mmspec/system';

/*
 * One state for all that differ by the names of interchangeable members (Clarke, Enders, Filkorn and Jha, "Exploiting
 * symmetry in temporal logic model checking", 1996; Ip and Dill, "Better verification through symmetry", 1996).
 *
 * The members of a family are sorted by their own slots, in which a reference to a member counts as one to anybody of its
 * family. Members that look alike are then sorted by whom they refer to, where those are in their places already. For
 * members that still look alike every order is tried and the least state is taken, unless interchanging them changes
 * nothing anyway: those of one family first, which may tell others apart. Each stage looks only at what no renaming changes, so all states of an orbit end as the same one;
 * where there are too many orders the state is left as it is: then an orbit has several representatives, which costs
 * states and nothing else.
 */

/** Makes a state the representative of its orbit, in place. */
export interface Canonical {
  readonly families: readonly Family[];
  /** What `reset` gives its minimum, in place; `reduce` begins with it. */
  readonly dead: readonly DeadSlots[];
  readonly reset: (state: Int32Array) => void;
  /** False where other states of the orbit may have another representative. */
  readonly reduce: (state: Int32Array) => boolean;
  /** The same, with the interchanges that were done, in order. */
  readonly reduceNoting: (state: Int32Array) => readonly Transposition[];
  readonly interchange: (state: Int32Array, step: Transposition) => void;
}

/** Two members of a family change places. */
export interface Transposition {
  readonly family: number;
  readonly one: number;
  readonly other: number;
}

/** Orders of members that look alike that are tried. */
const ordersMax = 720;

export function canonicalOf(slots: readonly Slot[], families: readonly Family[], ordersAtMost: number = ordersMax): Canonical {
  const { interchange, compare } = codeOf(slots, families);
  const slotCount = slots.length;
  const saved = new Int32Array(slotCount);
  const best = new Int32Array(slotCount);
  /** By depth of the orders that are tried inside of each other. */
  const arrangements = families.map(() => new Int32Array(slotCount));
  const attempts = families.map(() => new Int32Array(slotCount));
  let hasBest = false;
  let tried = 0;
  let log: Transposition[] | null = null;
  let bestLog: readonly Transposition[] = [];

  const swap = (state: Int32Array, family: number, one: number, other: number): void => {
    interchange(state, family, one < other ? one : other, one < other ? other : one);
    log?.push({ family, one, other });
  };

  /** Sorts members from `first` to `last` by insertion. */
  const sort = (state: Int32Array, family: number, first: number, last: number, settled: number): void => {
    for (let end = first + 1; end <= last; end++) {
      for (let at = end; at > first && compare(state, family, at - 1, at, settled) > 0; at--) swap(state, family, at - 1, at);
    }
  };

  /** True where two members can change places without a change. */
  const isSame = (state: Int32Array, family: number, one: number, other: number): boolean => {
    saved.set(state);
    interchange(state, family, one, other);
    let same = true;
    for (let slot = 0; slot < slotCount && same; slot++) same = state[slot] === saved[slot];
    if (!same) state.set(saved);
    return same;
  };

  const isUniform = (state: Int32Array, family: number, first: number, last: number): boolean => {
    for (let at = first; at < last; at++) if (!isSame(state, family, at, at + 1)) return false;
    return true;
  };

  /** Adds the runs of members that look alike and are not the same. */
  const addRuns = (runs: Run[], state: Int32Array, family: number, first: number, last: number, settled: number): void => {
    for (let start = first; start <= last;) {
      let end = start;
      while (end < last && compare(state, family, end, end + 1, settled) === 0) end++;
      if (end > start && !isUniform(state, family, start, end)) runs.push({ family, first: start, last: end });
      start = end + 1;
    }
  };

  const isLess = (a: Int32Array, b: Int32Array): boolean => {
    for (let slot = 0; slot < slotCount; slot++) if (a[slot] !== b[slot]) return a[slot]! < b[slot]!;
    return false;
  };

  /** Members are told by those whom they refer to, where these are in their places; that may put others in theirs. */
  const refine = (state: Int32Array, runs: Run[], before: number): number => {
    let settled = before;
    while (runs.length > 0 && settled !== 0) {
      const open = runs.splice(0);
      for (const { family, first, last } of open) {
        sort(state, family, first, last, settled);
        addRuns(runs, state, family, first, last, settled);
      }
      let now = settled;
      for (const { family } of open) if (!runs.some((run) => run.family === family)) now |= 1 << family;
      if (now === settled) break;
      settled = now;
    }
    return settled;
  };

  /** Tries all orders of the family that has the fewest, and then of what is not told by that; false where these are too many. */
  const tryOrders = (state: Int32Array, runs: readonly Run[], settled: number, depth: number): boolean => {
    if (runs.length === 0) {
      if (hasBest && !isLess(state, best)) return true;
      hasBest = true;
      best.set(state);
      bestLog = log?.slice() ?? [];
      return true;
    }
    const fewest = leastOrders(runs, families.length);
    const own = runs.filter(({ family }) => family === fewest);
    const others = runs.filter(({ family }) => family !== fewest);
    tried += ordersOf(own);
    if (tried > ordersAtMost) return false;
    const arranged = arrangements[depth]!;
    arranged.set(state);
    const arrangedLog = log?.slice() ?? [];
    /** All orders of a run, by Heap's algorithm, and of those after it. */
    const permute = (run: number, size: number): boolean => {
      const open = own[run];
      if (open === undefined) {
        const inner = attempts[depth]!;
        inner.set(arranged);
        const innerRuns = others.slice();
        const outer = log;
        if (log !== null) log = arrangedLog.slice();
        const done = tryOrders(inner, innerRuns, refine(inner, innerRuns, settled | (1 << fewest)), depth + 1);
        log = outer;
        return done;
      }
      if (size === 1) return permute(run + 1, sizeOf(own[run + 1]));
      for (let at = 0; at < size; at++) {
        if (!permute(run, size - 1)) return false;
        if (at === size - 1) continue;
        const [one, other] = [open.first + (size % 2 === 0 ? at : 0), open.first + size - 1];
        if (one === other) continue;
        interchange(arranged, fewest, one, other);
        if (log !== null) arrangedLog.push({ family: fewest, one, other });
      }
      return true;
    };
    return permute(0, sizeOf(own[0]));
  };

  const reduce = (state: Int32Array): boolean => {
    let settled = 0;
    const runs: Run[] = [];
    for (let family = 0; family < families.length; family++) sort(state, family, 0, families[family]!.size - 1, 0);
    for (let family = 0; family < families.length; family++) {
      const before = runs.length;
      addRuns(runs, state, family, 0, families[family]!.size - 1, 0);
      if (runs.length === before) settled |= 1 << family;
    }
    if (runs.length === 0) return true;
    settled = refine(state, runs, settled);
    if (runs.length === 0) return true;
    hasBest = false;
    tried = 0;
    if (!tryOrders(state, runs, settled, 0)) return false;
    state.set(best);
    if (log !== null) log.splice(0, log.length, ...bestLog);
    return true;
  };

  return {
    families,
    dead: [],
    reset: () => undefined,
    reduce,
    reduceNoting: (state) => {
      const steps: Transposition[] = [];
      log = steps;
      reduce(state);
      log = null;
      return steps;
    },
    interchange: (state, { family, one, other }) => interchange(state, family, Math.min(one, other), Math.max(one, other)),
  };
}

/** Members of a family from `first` to `last`. */
interface Run {
  readonly family: number;
  readonly first: number;
  readonly last: number;
}

function sizeOf(run: Run | undefined): number {
  return run === undefined ? 1 : run.last - run.first + 1;
}

function ordersOf(runs: readonly Run[]): number {
  let orders = 1;
  for (const run of runs) for (let size = 2; size <= sizeOf(run); size++) orders *= size;
  return orders;
}

/** The family whose runs have the fewest orders. */
function leastOrders(runs: readonly Run[], families: number): number {
  let [least, found] = [Infinity, 0];
  for (let family = 0; family < families; family++) {
    const own = runs.filter((run) => run.family === family);
    const orders = ordersOf(own);
    if (own.length > 0 && orders < least) [least, found] = [orders, family];
  }
  return found;
}

interface Code {
  readonly interchange: (state: Int32Array, family: number, one: number, other: number) => void;
  /** Which of two members comes first. Families in `settled`, a bit each, may be told apart by their members. */
  readonly compare: (state: Int32Array, family: number, one: number, other: number, settled: number) => number;
}

/** Straight-line code, made of numbers alone. */
function codeOf(slots: readonly Slot[], families: readonly Family[]): Code {
  const lines = ["'use strict';", 'function ones(mask) { let count = 0; for (let m = mask; m !== 0; m &= m - 1) count++; return count; }'];
  const tables: Int32Array[] = [];
  families.forEach(({ size, interchanges }, family) => {
    for (const each of interchanges) lines.push(`function swap_${family}_${each.members[0]}_${each.members[1]}(s) {`, ...interchangeLines(each), '}');
    lines.push(`function swap_${family}(s, one, other) {`, `  switch (one * ${size} + other) {`);
    for (const {
      members: [one, other],
    } of interchanges)
      lines.push(`    case ${one * size + other}: swap_${family}_${one}_${other}(s); return;`);
    lines.push('  }', '}');
  });
  families.forEach(({ own }, family) => {
    const first = own[0] ?? [];
    tables.push(Int32Array.from(own.flat()));
    const table = tables.length - 1;
    lines.push(
      `function compare_${family}(s, one, other, settled) {`,
      `  const a = one * ${first.length}, b = other * ${first.length};`,
      '  let x = 0, y = 0;',
    );
    first.forEach((slot, at) => {
      lines.push(`  x = s[tables[${table}][a + ${at}]]; y = s[tables[${table}][b + ${at}]];`);
      lines.push(...blurLines(slots, families, slot, tables));
      lines.push('  if (x !== y) return x < y ? -1 : 1;');
    });
    lines.push('  return 0;', '}');
  });
  const choice = (name: string, parameters: string): string =>
    `switch (family) {\n${families.map((_, family) => `    case ${family}: return ${name}_${family}(${parameters});`).join('\n')}\n  }\n  return 0;`;
  lines.push(
    `return { interchange(s, family, one, other) {\n  ${choice('swap', 's, one, other')} },\n compare(s, family, one, other, settled) {\n  ${choice('compare', 's, one, other, settled')} } };`,
  );
  // oxlint-disable-next-line no-implied-eval -- the text is made of numbers alone
  return (new Function('tables', lines.join('\n')) as (tables: readonly Int32Array[]) => Code)(tables);
}

function interchangeLines({ renamings, slots }: Interchange): readonly string[] {
  return [
    ...renamings.map(({ slot, when, kind, pairs }) => {
      const scope =
        when === null ? '' : `if (${when.values.length === 0 ? 'false' : when.values.map((value) => `s[${when.slot}] === ${value}`).join(' || ')}) `;
      return `  ${scope}{ ${kind === 'bits' ? bitsText(slot, pairs) : valueText(slot, pairs)} }`;
    }),
    ...slots.map(([one, other]) => `  { const v = s[${one}]; s[${one}] = s[${other}]; s[${other}] = v; }`),
  ];
}

function valueText(slot: number, pairs: Renaming['pairs']): string {
  const cases = pairs.flatMap(([one, other]) => [`case ${one}: s[${slot}] = ${other}; break;`, `case ${other}: s[${slot}] = ${one}; break;`]);
  return `switch (s[${slot}]) { ${cases.join(' ')} }`;
}

function bitsText(slot: number, pairs: Renaming['pairs']): string {
  return `let v = s[${slot}]; ${pairs.map(([one, other]) => `if (((v >> ${one}) ^ (v >> ${other})) & 1) v ^= ${(1 << one) | (1 << other)};`).join(' ')} s[${slot}] = v;`;
}

/** References to members of families that are not settled become references to anybody there. */
function blurLines(slots: readonly Slot[], families: readonly Family[], slot: number, tables: Int32Array[]): readonly string[] {
  const here = families.map(({ interchanges }) => interchanges.flatMap(({ renamings }) => renamings).filter((renaming) => renaming.slot === slot));
  const moving = here.reduce((mask, renamings, family) => (renamings.length > 0 ? mask | (1 << family) : mask), 0);
  const pairs = here.flat().flatMap((renaming) => renaming.pairs);
  const kind = here.flat()[0]?.kind ?? 'value';
  if (moving === 0) return [];
  const { min, max } = slots[slot] ?? { min: 0, max: 0 };
  const [low, high] = kind === 'bits' ? [0, 31] : [min, max];
  const classes = classesOf(low, high, pairs);
  if (kind === 'value') {
    tables.push(Int32Array.from(classes));
    const table = tables.length - 1;
    return [`  if ((${moving} & ~settled) !== 0) { x = tables[${table}][x - (${min})]; y = tables[${table}][y - (${min})]; }`];
  }
  // Of each class of bits only the number counts.
  const masks = [...new Set(classes)].map((least) => classes.reduce((mask, each, bit) => (each === least ? mask | (1 << bit) : mask), 0));
  const single = masks.filter((mask) => (mask & (mask - 1)) === 0).reduce((all, mask) => all | mask, 0);
  const many = masks.filter((mask) => (mask & (mask - 1)) !== 0);
  const blurred = (value: string): string =>
    [`(${value} & ${single})`, ...many.map((mask) => `(ones(${value} & ${mask}) << ${Math.log2((mask & -mask) >>> 0)})`)].join(' + ');
  return [`  if ((${moving} & ~settled) !== 0) { x = ${blurred('x')}; y = ${blurred('y')}; }`];
}

/** The least of those that each number from `low` to `high` may become. */
function classesOf(low: number, high: number, pairs: readonly (readonly [number, number])[]): readonly number[] {
  const classes = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  for (let changed = true; changed;) {
    changed = false;
    for (const [one, other] of pairs) {
      const least = Math.min(classes[one - low] ?? one, classes[other - low] ?? other);
      if (classes[one - low] !== least || classes[other - low] !== least) changed = true;
      classes[one - low] = least;
      classes[other - low] = least;
    }
  }
  return classes;
}
