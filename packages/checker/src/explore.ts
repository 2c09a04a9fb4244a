import type { PropertyKind, TransitionSystem } from '@mmspec/system';
import { codecOf } from './codec.ts';
import { pathTo, verdicts } from './findings.ts';
import type { Evidence } from './findings.ts';
import { now, turn } from './host.ts';
import type { ExploreOptions, Path, SearchResult } from './options.ts';
import { hashOf, noParent, StateStore, storeFull } from './state_store.ts';
import { realPath } from './symmetry/real_path.ts';
import type { Ending } from './symmetry/real_path.ts';
import { spreadTaken, usableFamilies } from './symmetry/usable.ts';
import { packedSearch } from './packed_search.ts';
import type { PackedSearch } from './packed_search.ts';
import { faulty, GraphRecorder } from './temporal/graph.ts';
import { livenessVerdicts } from './temporal/verdicts.ts';

/** States expanded between two looks at the clock. */
const sliceStates = 64;
const packedSliceStates = 4096;
/** States from which on the packed code is worth its making. */
const packedFromDefault = 20_000;
/** Milliseconds of work between two turns of the event loop. */
const sliceMilliseconds = 100;

/**
 * Explores all states breadth-first and judges every property in one search.
 * States and steps that violate something are explored like any other, so counts do not depend on properties;
 * each property keeps the first, and so shortest, path that decides it.
 * Throws where the system breaks its word, such as by a value outside the range of its slot.
 */
export async function explore(system: TransitionSystem, options: ExploreOptions = {}): Promise<SearchResult> {
  const start = now();
  const search = searchOf(system, options);
  search.begin();
  let lastTurn = start;
  const cancelled = (): string => (options.signal?.aborted === true ? 'it was cancelled' : '');
  const late = (time: number): string => (options.timeMax !== undefined && (time - start) / 1000 > options.timeMax ? `the limit of ${options.timeMax} s was reached` : '');
  let reason = search.stopped() || cancelled();
  while (reason === '' && search.expandSome(sliceStates)) {
    reason = search.stopped();
    const time = now();
    reason ||= late(time);
    if (time - lastTurn < sliceMilliseconds) continue;
    options.onProgress?.({ ...search.counts(), seconds: (time - start) / 1000 });
    await turn();
    lastTurn = now();
    reason ||= cancelled();
  }
  reason ||= search.stopped();
  const { states, transitions, depth, memoryBytes } = search.counts();
  const isOver = (): boolean => {
    const over = cancelled() || late(now());
    reason ||= over;
    return over !== '';
  };
  const results = await search.results(reason === '', isOver);
  return {
    states, transitions, depth, finished: reason === '', reason, results, taken: search.taken,
    reduction: search.reduction(), memoryBytes, seconds: (now() - start) / 1000,
  };
}

/** Properties by how they are judged, as indices. */
interface Judged {
  readonly all: readonly number[];
  readonly onStates: readonly number[];
  readonly onSteps: readonly number[];
  /** The k-th has bit k in the flags of a step; -1 where it is not judged. */
  readonly onFlags: readonly number[];
  readonly isJudged: Uint8Array;
  /** -1 where it is not judged. */
  readonly deadlock: number;
}

function judgedOf(system: TransitionSystem, wanted: readonly number[] | undefined): Judged {
  const isJudged = new Uint8Array(system.properties.length);
  for (const [index, { kind }] of system.properties.entries()) {
    if (isAboutGraph(kind)) continue;
    if (wanted === undefined || wanted.includes(index)) isJudged[index] = 1;
  }
  const all = [...system.properties.keys()].filter((index) => isJudged[index] === 1);
  const kindOf = (index: number): string | undefined => system.properties[index]?.kind;
  const live = [...system.properties.keys()].filter((index) => kindOf(index) === 'live');
  return {
    all,
    onStates: all.filter((index) => ['state', 'lost_reference', 'reachable'].includes(kindOf(index) ?? '')),
    onSteps: all.filter((index) => kindOf(index) === 'step'),
    onFlags: live.map((index) => (isJudged[index] === 1 ? index : -1)),
    isJudged,
    deadlock: all.find((index) => kindOf(index) === 'deadlock') ?? -1,
  };
}

/** Judged on the whole graph, after the search. */
function isAboutGraph(kind: PropertyKind): boolean {
  return kind === 'possible' || kind === 'temporal';
}

interface Search {
  /** By action: 1 where it was taken. */
  readonly taken: Uint8Array;
  /** Enters the initial states. */
  begin(): void;
  /** Expands up to `count` states; false when none is left. */
  expandSome(count: number): boolean;
  reduction(): SearchResult['reduction'];
  /** Why the search cannot go on, or the empty text. */
  stopped(): string;
  counts(): { states: number; transitions: number; depth: number; waiting: number; memoryBytes: number };
  /** `isOver` is asked before each property of the whole graph, which is left unfinished then. */
  results(finished: boolean, isOver: () => boolean): Promise<SearchResult['results']>;
}

function searchOf(system: TransitionSystem, options: ExploreOptions): Search {
  const codec = codecOf(system.slots);
  const { wordCount } = codec.layout;
  const { pack, unpack } = codec;
  const statesMax = options.statesMax ?? Infinity;
  const memoryMax = options.memoryMax ?? Infinity;
  const store = new StateStore(wordCount, statesMax, memoryMax);
  const judged = judgedOf(system, options.properties);
  const wanted = (property: number): boolean => options.properties === undefined || options.properties.includes(property);
  const onGraph = [...system.properties.keys()].filter((index) => isAboutGraph(system.properties[index]?.kind ?? 'state') && wanted(index));
  const overrides = options.overrides ?? [];
  const recorder = onGraph.length + overrides.length === 0 ? null : new GraphRecorder();
  const wanting = options.symmetry === true && options.reduction !== false;
  const { canonical, interchangeable, reasons } = wanting
    ? usableFamilies(system, [...judged.all, ...onGraph, ...overrides.map(({ property }) => property)])
    : { canonical: null, interchangeable: [], reasons: [] };
  /** Steps to a state whose representative may not be the only one of its orbit. */
  let approximate = 0;
  const bytes = (): number => store.byteLength + (recorder?.byteLength ?? 0);
  const found: (Evidence | null)[] = system.properties.map(() => null);
  /** Properties that still lack evidence. */
  let openOnStates = judged.onStates;
  let openOnSteps = judged.onSteps;

  const state = new Int32Array(system.slots.length);
  const next = new Int32Array(system.slots.length);
  const candidate = new Uint32Array(wordCount);
  const representative = canonical === null ? next : new Int32Array(system.slots.length);

  const taken = new Uint8Array(system.actions.length);

  let stopped = '';
  let transitions = 0;
  /** The state being expanded; `noParent` for the initial states. */
  let current = noParent;
  let currentDepth = -1;
  /** Number of the first state of the next level. */
  let levelEnd = 0;
  let depth = 0;
  /** Steps and faults of the state being expanded. */
  let ways = 0;

  const emit = (action: number, flags: number): void => {
    if (stopped !== '') return;
    ways++;
    if (canonical !== null) {
      representative.set(next);
      if (!canonical.reduce(representative)) approximate++;
    }
    pack(representative, candidate);
    const before = store.count;
    const index = store.insert(candidate, hashOf(candidate, 0, wordCount));
    if (index === storeFull) {
      stopped = fullText();
      return;
    }
    if (index === before) {
      depth = currentDepth + 1;
      if (openOnStates.length > 0) judgeState(index);
    }
    if (current === noParent) {
      recorder?.initial.add(index);
      return;
    }
    transitions++;
    taken[action] = 1;
    recorder?.edge(action, index);
    if (openOnSteps.length > 0) judgeStep(action, index);
    if (flags !== 0) judgeFlags(action, flags, index);
  };

  const fullText = (): string => {
    if (store.count >= statesMax) return `the limit of ${statesMax} states was reached`;
    return memoryMax === Infinity ? 'there is no memory for more states' : `the limit of ${sizeText(memoryMax)} of memory was reached`;
  };

  const fault = (action: number, property: number): void => {
    if (stopped !== '') return;
    ways++;
    if (current !== noParent) {
      taken[action] = 1;
      recorder?.edge(action, faulty);
    }
    if (judged.isJudged[property] !== 1 || found[property] !== null) return;
    found[property] = current === noParent
      ? { depth: 0, state: noParent, step: null }
      : { depth: currentDepth + 1, state: current, step: { action, next: null, after: null } };
  };

  function judgeState(index: number): void {
    let decided = false;
    for (const property of openOnStates) {
      const wanted = system.properties[property]?.kind !== 'reachable';
      if (system.holdsInState(property, next) === wanted) continue;
      found[property] = { depth: currentDepth + 1, state: index, step: null };
      decided = true;
    }
    if (decided) openOnStates = openOnStates.filter((property) => found[property] === null);
  }

  function judgeStep(action: number, index: number): void {
    let decided = false;
    for (const property of openOnSteps) {
      if (system.holdsOnStep(property, state, next, action)) continue;
      found[property] = { depth: currentDepth + 1, state: current, step: { action, next: index, after: afterStep() } };
      decided = true;
    }
    if (decided) openOnSteps = openOnSteps.filter((property) => found[property] === null);
  }

  function judgeFlags(action: number, flags: number, index: number): void {
    for (const [bit, property] of judged.onFlags.entries()) {
      if (property < 0 || found[property] !== null || ((flags >>> bit) & 1) === 0) continue;
      found[property] = { depth: currentDepth + 1, state: current, step: { action, next: index, after: afterStep() } };
    }
  }

  /** The state after a step as it was found, where that is not what is kept. */
  function afterStep(): Int32Array | null {
    return canonical === null ? null : next.slice();
  }

  function pathOf(property: number, evidence: Evidence): Path {
    const path = pathTo(evidence, system, store, codec, canonical);
    return canonical === null ? path : realPath(system, canonical, path, endingOf(property, evidence));
  }

  let packed: PackedSearch | null | undefined;
  /** Steps taken before the packed code took over. */
  let earlier = 0;

  /** The packed code from some number of states on: making it takes longer than a small search. */
  function packedCode(): PackedSearch | null {
    if (packed !== undefined) return packed;
    // The packed code knows nothing of representatives.
    if (canonical !== null) return null;
    if (store.count < (options.packedFrom ?? packedFromDefault)) return null;
    earlier = transitions;
    const before = (): void => unpack(store.words, packed!.current() * wordCount, state);
    packed = packedSearch(system, codec.layout, store, {
      taken,
      full: () => {
        if (store.makeRoom()) return true;
        stopped = fullText();
        return false;
      },
      entered: (index) => {
        unpack(store.words, index * wordCount, next);
        judgeState(index);
        wish();
      },
      stepped: (index, action) => {
        current = packed!.current();
        recorder?.edge(action, index);
        if (openOnSteps.length === 0) return;
        before();
        unpack(store.words, index * wordCount, next);
        judgeStep(action, index);
        wish();
      },
      mark: (index, count) => {
        store.count = count;
        store.mark(index);
      },
      flagged: (index, action, flags) => {
        current = packed!.current();
        judgeFlags(action, flags, index);
      },
      fault: (action, property) => {
        current = packed!.current();
        fault(action, property);
      },
      stuck: (index) => {
        if (judged.deadlock < 0 || found[judged.deadlock] !== null) return;
        unpack(store.words, index * wordCount, state);
        if (!system.isQuiescent(state)) found[judged.deadlock] = { depth: currentDepth, state: index, step: null };
      },
    });
    wish();
    return packed;
  }

  function wish(): void {
    packed?.setWishes({ onStates: openOnStates, stepped: openOnSteps.length > 0 || recorder !== null });
  }

  /** Expands states with the packed code. */
  function expandPacked(code: PackedSearch, first: number, last: number): void {
    for (let index = first; index < last && stopped === ''; ) {
      if (index === levelEnd) {
        currentDepth++;
        levelEnd = store.count;
      }
      // One at a time where every edge is recorded by its state, else the rest of the level.
      const end = recorder === null ? Math.min(last, levelEnd) : index + 1;
      recorder?.begin();
      const known = store.count;
      code.expand(index, end);
      if (store.count > known) depth = currentDepth + 1;
      current = end - 1;
      index = end;
    }
    transitions = earlier + code.transitions();
  }

  /** The one loop: takes the next state of the queue, and all steps out of it. */
  function expandSome(count: number): boolean {
    const first = current === noParent ? 0 : current + 1;
    const code = packedCode();
    const last = Math.min(first + (code === null ? count : packedSliceStates), store.count);
    if (code !== null) {
      expandPacked(code, first, last);
      return last < store.count;
    }
    for (let index = first; index < last && stopped === ''; index++) {
      if (index === levelEnd) {
        currentDepth++;
        levelEnd = store.count;
      }
      current = index;
      store.mark(index);
      ways = 0;
      recorder?.begin();
      unpack(store.words, index * wordCount, state);
      system.successors(state, next, emit, fault);
      if (ways === 0 && judged.deadlock >= 0 && found[judged.deadlock] === null && !system.isQuiescent(state)) {
        found[judged.deadlock] = { depth: currentDepth, state: index, step: null };
      }
    }
    return last < store.count || current + 1 < store.count;
  }

  return {
    taken,
    reduction: () => ({
      symmetry: canonical?.families.reduce((orders, { size }) => orders * factorial(size), 1) ?? 1,
      partialOrder: false,
      ...(wanting ? { interchangeable, toldApart: reasons, approximate } : {}),
    }),
    begin: () => {
      system.initial(next, emit, fault);
      store.mark(0);
    },
    expandSome,
    stopped: () => stopped,
    counts: () => ({
      states: store.count, transitions, depth, memoryBytes: bytes(),
      waiting: store.count - (current === noParent ? 0 : current + 1),
    }),
    results: async (finished, isOver) => {
      if (canonical !== null) spreadTaken(system, canonical, taken);
      const plain = verdicts(system, judged.all, found, finished, pathOf);
      if (recorder === null) return plain;
      const graph = recorder.graph(store.count, stopped === '');
      const late = await livenessVerdicts(system, onGraph, overrides, graph, store, codec, finished, isOver, pathOf);
      return [...[...plain, ...late.own].sort((a, b) => a.property - b.property), ...late.overridden];
    },
  };
}

function endingOf(property: number, { step }: Evidence): Ending {
  if (step === null) return { kind: 'state' };
  return step.after === null ? { kind: 'fault', property } : { kind: 'step', property, after: step.after };
}

function factorial(size: number): number {
  return size < 2 ? 1 : size * factorial(size - 1);
}

function sizeText(bytes: number): string {
  const units: readonly (readonly [string, number])[] = [['GB', 2 ** 30], ['MB', 2 ** 20], ['kB', 2 ** 10]];
  const [unit, size] = units.find(([, least]) => bytes >= least) ?? ['bytes', 1];
  return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
}
