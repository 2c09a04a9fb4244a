import type { TransitionSystem } from '@mmspec/system';
import { codecOf } from '../codec.ts';
import { Judging } from '../judging.ts';
import { hashOf, StateStore, storeFull } from '../state_store.ts';
import { Control, goOn, noMemory, tooManyStates } from './control.ts';
import type { ControlBuffers } from './control.ts';
import { ownerOf } from './owner.ts';
import type { OwnerMasks } from './owner.ts';
import { batch, entrySize } from './partition_text.ts';
import { Ring } from './ring.ts';

/** What a partition of a search is told; plain data and shared memory. */
export interface PartitionTask {
  readonly me: number;
  readonly partitions: number;
  /** The system, as its own `source` says. */
  readonly source: string;
  /** The loop, and the properties over states that it judges. */
  readonly loop: string;
  readonly judged: readonly number[];
  readonly masks: OwnerMasks;
  /** The words of all states found so far, the first `expanded` of them expanded; a level begins. */
  readonly states: SharedArrayBuffer;
  readonly stateCount: number;
  readonly expanded: number;
  readonly level: number;
  /** Properties that still lack evidence. */
  readonly properties: readonly number[];
  readonly statesMax: number;
  readonly memoryMax: number;
  readonly control: ControlBuffers;
  /** By sender and receiver. */
  readonly rings: readonly (readonly SharedArrayBuffer[])[];
}

/** What a partition has to say at its end. */
export interface PartitionReport {
  readonly states: number;
  readonly transitions: number;
  readonly taken: Uint8Array;
  /** Steps to the farthest state found by anybody. */
  readonly depth: number;
  /** Depths of the shortest evidence found here, by property. */
  readonly found: readonly (readonly [property: number, depth: number])[];
  readonly memoryBytes: number;
}

interface Loop {
  attach(words: Int32Array, table: Int32Array, count: number, room: number, indexBits: number): void;
  refill(): void;
  run(first: number, last: number): void;
  receive(states: Int32Array, end: number): void;
  flush(): void;
  count(): number;
  current(): number;
  transitions(): number;
  wish(open: number, judgedByHost: boolean, stepped: boolean): void;
}

/** States expanded between two looks at what has arrived. */
const sliceStates = 1024;

/** Searches one partition, level by level together with the others; returns when all are done or have to stop. */
export function searchPartition(task: PartitionTask): PartitionReport {
  const { me, partitions } = task;
  // oxlint-disable-next-line no-implied-eval -- the text is the compiler's, see `TransitionSystem.source`
  const system = (new Function(task.source) as () => TransitionSystem)();
  const codec = codecOf(system.slots);
  const { wordCount } = codec.layout;
  const control = new Control(task.control, partitions);
  const store = new StateStore(wordCount, Infinity, task.memoryMax);
  const judging = new Judging(system, task.properties);
  const size = entrySize(wordCount);
  const arriving = new Int32Array(batch * size);
  const others = Array.from({ length: partitions }, (_, other) => other).filter((other) => other !== me);
  const outgoing = Array.from({ length: partitions }, (_, to) => (to === me ? null : new Ring(task.rings[me]![to]!, control, me, to)));
  const incoming = others.map((from) => new Ring(task.rings[from]![me]!, control, from, me));
  const before = new Int32Array(system.slots.length);
  const next = new Int32Array(system.slots.length);
  const after = new Uint32Array(wordCount);
  const taken = new Uint8Array(system.actions.length);
  let depth = task.level;

  const stateAt = (index: number, values: Int32Array): Int32Array => {
    codec.unpack(store.words, index * wordCount, values);
    return values;
  };
  const host = {
    me, taken, after,
    full: (): boolean => {
      store.count = loop.count();
      if (!store.makeRoom()) {
        control.stop(noMemory);
        return false;
      }
      attach();
      return true;
    },
    entered: (index: number): void => {
      if (judging.state(stateAt(index, next), next, depth + 1)) wish();
    },
    stepped: (action: number, flags: number): void => {
      codec.unpack(after, 0, next);
      stateAt(loop.current(), before);
      if (judging.openOnSteps.length > 0 && judging.step(before, next, action, depth + 1)) wish();
      if (flags !== 0) judging.flags(before, next, action, flags, depth + 1);
    },
    fault: (action: number, property: number): void => {
      taken[action] = 1;
      judging.fault(property, stateAt(loop.current(), before), action, depth + 1);
    },
    stuck: (index: number): void => {
      if (judging.wantsDeadlock) judging.stuck(stateAt(index, before), depth);
    },
    send: (to: number, states: Int32Array): void => {
      while (!outgoing[to]!.write(states) && control.stopped === goOn) if (!receive()) control.rest();
    },
  };
  // oxlint-disable-next-line no-implied-eval -- the text of the steps is made by the compiler from a closed set of shapes
  const loop = (new Function('host', task.loop) as (own: unknown) => Loop)(host);
  const attach = (): void => {
    const { words, table, count, room, indexBits } = store;
    loop.attach(new Int32Array(words.buffer), new Int32Array(table.buffer), count, room, indexBits);
  };
  const wish = (): void => {
    const open = task.judged.reduce((bits, property, bit) => (judging.openOnStates.includes(property) ? bits | (1 << bit) : bits), 0);
    loop.wish(open, judging.openOnStates.some((property) => !task.judged.includes(property)), judging.openOnSteps.length > 0);
  };
  /** Looks up what others have sent; false where there was nothing. */
  const receive = (): boolean => {
    let any = false;
    for (const ring of incoming) {
      for (let count = ring.read(arriving); count > 0 && control.stopped === goOn; count = ring.read(arriving)) {
        any = true;
        loop.receive(arriving, count);
      }
    }
    return any;
  };
  const note = (expanded: number): void => {
    const states = loop.count();
    control.note(me, { states, waiting: states - expanded, transitions: loop.transitions(), memoryBytes: store.byteLength });
    if (control.done.states > task.statesMax) control.stop(tooManyStates);
  };

  const first = loadOwn(task, store, wordCount);
  attach();
  store.refill = () => {
    attach();
    loop.refill();
  };
  wish();
  let begin = first;
  let end = store.count;
  let going = control.meet(0) >= 0;
  while (going) {
    for (let at = begin; at < end && control.stopped === goOn; at += sliceStates) {
      loop.run(at, Math.min(at + sliceStates, end));
      receive();
      note(Math.min(at + sliceStates, end));
    }
    loop.flush();
    control.hasSent();
    while (control.stopped === goOn && !(control.allHaveSent && incoming.every((ring) => ring.isEmpty))) if (!receive()) control.rest();
    store.count = loop.count();
    const found = control.meet(store.count - end);
    begin = end;
    end = store.count;
    going = found > 0;
    if (going) control.level = ++depth;
  }
  store.count = loop.count();
  return {
    states: store.count, transitions: loop.transitions(), taken, depth, memoryBytes: store.byteLength,
    found: judging.found.flatMap((evidence, property) => (evidence === null ? [] : [[property, evidence.depth] as const])),
  };
}

/** Takes the states of this partition; the number of those that are expanded. */
function loadOwn({ me, partitions, masks, states, stateCount, expanded }: PartitionTask, store: StateStore, wordCount: number): number {
  // A copy: code that has seen shared memory once is slower from then on.
  const words = new Uint32Array(states).slice();
  let first = 0;
  for (let index = 0; index < stateCount; index++) {
    if (index === expanded) first = store.count;
    const offset = index * wordCount;
    if (ownerOf(words, offset, masks, partitions) !== me) continue;
    const state = words.subarray(offset, offset + wordCount);
    if (store.insert(state, hashOf(state, 0, wordCount)) === storeFull) throw new Error('there is no memory for the states found so far');
  }
  return first;
}
