import { compile } from '@mmspec/compiler';
import { isFlag } from '@mmspec/system';
import type { TransitionSystem } from '@mmspec/system';
import type { Engine, EngineState, NamedEngine, Successor } from './engine.ts';

interface Emitted {
  readonly action: number;
  readonly flags: number;
  readonly next: Int32Array | null;
  readonly fault: string | null;
}

export const compiled: NamedEngine = {
  name: 'compiled',
  create: (model, settings) => {
    const { system, diagnostics } = compile(model, settings);
    if (system === null) throw new Error(diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
    return engineOf(system);
  },
};

function engineOf(system: TransitionSystem): Engine {
  const onFlags = system.properties.filter(({ kind }) => isFlag(kind));
  const stateOf = (inner: Int32Array): EngineState => ({ rows: system.describe(inner), inner });
  const innerOf = (state: EngineState): Int32Array => state.inner as Int32Array;
  const successorOf = (inner: Emitted): Successor => {
    const action = system.actions[inner.action];
    return {
      actor: system.actors[action?.actor ?? -1]?.name ?? null,
      environment: action?.environment ?? null,
      path: action?.path ?? [],
      flags: onFlags.filter((_, bit) => (inner.flags & (1 << bit)) !== 0).map(({ name }) => name),
      next: inner.next === null ? null : stateOf(inner.next),
      fault: inner.fault,
      inner,
    };
  };
  const judged = (property: string, kinds: readonly string[]): number =>
    system.properties.findIndex(({ name, kind }) => name === property && kinds.includes(kind));
  return {
    properties: system.properties
      .filter(({ kind }) => kind === 'state' || kind === 'step' || kind === 'lost_reference' || kind === 'reachable')
      .map(({ name }) => name),
    initial: () => collect(system, (next, emit, fault) => system.initial(next, emit, fault)).map(successorOf),
    successors: (state) => collect(system, (next, emit, fault) => system.successors(innerOf(state), next, emit, fault)).map(successorOf),
    key: (state) => innerOf(state).join(' '),
    isQuiescent: (state) => system.isQuiescent(innerOf(state)),
    isFalseIn: (property, state) => {
      const index = judged(property, ['state', 'lost_reference', 'reachable']);
      return index >= 0 && !system.holdsInState(index, innerOf(state));
    },
    isFalseOn: (property, before, successor) => {
      const index = judged(property, ['step']);
      const { action, next } = successor.inner as Emitted;
      return index >= 0 && next !== null && !system.holdsOnStep(index, innerOf(before), next, action);
    },
  };
}

type Producer = (next: Int32Array, emit: (action: number, flags: number) => void, fault: (action: number, property: number, flags?: number) => void) => void;

/** What the system says, with its buffer copied. */
function collect(system: TransitionSystem, produce: Producer): Emitted[] {
  const next = new Int32Array(system.slots.length);
  const found: Emitted[] = [];
  produce(
    next,
    (action, flags) => found.push({ action, flags, next: next.slice(), fault: null }),
    (action, property, flags = 0) => found.push({ action, flags, next: null, fault: system.properties[property]?.name ?? '' }),
  );
  return found;
}
