import type { Machine, Outcome } from '@mmspec/interpreter';
import { isFlag } from '@mmspec/system';
import type { Described, Emit, Fault, TransitionSystem } from '@mmspec/system';

/*
 * The law: the emitted system and the interpreter are the same graph.
 * Both are walked together, breadth-first; at every state everything that either says about it is compared as text.
 */

type MachineState = NonNullable<Outcome['next']>;

/** What the walk found. */
export interface Agreement {
  /** The first few differences, each as a sentence with the state; empty: the law holds. */
  readonly differences: readonly string[];
  readonly states: number;
  readonly transitions: number;
  /** All states were compared. */
  readonly finished: boolean;
  /** Depth of the first violation by name of the property; `reachable` ones: of the first state that satisfies it. */
  readonly violations: ReadonlyMap<string, number>;
  readonly deadlocks: number;
  /** Steps that end in one. */
  readonly faults: number;
}

/** A described state as one text, rows sorted by name. */
export function textOf(rows: readonly Described[]): string {
  return rows
    .map((row) => `${row.name}=${String(row.value)}`)
    .sort()
    .join(' ');
}

interface SystemOutcome {
  readonly action: number;
  readonly flags: number;
  readonly next: Int32Array | null;
  /** Index of the property that is violated. */
  readonly fault: number;
  /** The instance of an action of the environment; null where there are no parameters. */
  readonly instance: number | null;
}

/** The outcomes of one state of the system, buffers copied. */
function outcomesOf(run: (next: Int32Array, emit: Emit, fault: Fault) => void, width: number): readonly SystemOutcome[] {
  const next = new Int32Array(width);
  const found: SystemOutcome[] = [];
  run(
    next,
    (action, flags, instance) => found.push({ action, flags, next: next.slice(), fault: -1, instance: instance ?? null }),
    (action, fault, flags = 0, instance) => found.push({ action, flags, next: null, fault, instance: instance ?? null }),
  );
  return found;
}

/** An action of the environment with the values of its parameters; equal values have equal texts. */
function instanceText(name: string, parameters: readonly Described[]): string {
  return `none ${name}(${parameters.map((row) => `${row.name} = ${String(row.value)}`).join(', ')})`;
}

/** The initial states and faults of a system. */
export function initialOf(system: TransitionSystem): readonly SystemOutcome[] {
  return outcomesOf((next, emit, fault) => system.initial(next, emit, fault), system.slots.length);
}

/** The successors and faults of a state of a system. */
export function successorsOf(system: TransitionSystem, state: Int32Array): readonly SystemOutcome[] {
  return outcomesOf((next, emit, fault) => system.successors(state, next, emit, fault), system.slots.length);
}

const paths = (executed: readonly (readonly string[])[]): string => [...new Set(executed.map((path) => path.join('.')))].sort().join(',');
const flagText = (flags: readonly string[]): string => [...flags].sort().join(',');

interface Pair {
  readonly state: Int32Array;
  readonly machine: MachineState;
  readonly text: string;
  readonly depth: number;
}

/** Walks both at once, at most `statesMax` states. */
export function agree(system: TransitionSystem, machine: Machine, statesMax: number): Agreement {
  const differences: string[] = [];
  const violations = new Map<string, number>();
  const violate = (name: string, depth: number): void => {
    if (!violations.has(name)) violations.set(name, depth);
  };
  const onFlags = system.properties.filter(({ kind }) => isFlag(kind));
  const judged = (kinds: readonly string[]): readonly { name: string; system: number; machine: number }[] =>
    system.properties.flatMap((property, index) => {
      if (!kinds.includes(property.kind)) return [];
      const other = machine.properties.findIndex((candidate) => candidate.name === property.name && candidate.kind === property.kind);
      if (other < 0) differences.push(`the interpreter has no ${property.kind} property ${property.name}`);
      return other < 0 ? [] : [{ name: property.name, system: index, machine: other }];
    });
  const stateProperties = judged(['state', 'lost_reference', 'reachable']);
  const stepProperties = judged(['step']);
  for (const property of machine.properties) {
    if (['state', 'step', 'lost_reference', 'reachable'].includes(property.kind) && !system.properties.some((other) => other.name === property.name))
      differences.push(`the system has no ${property.kind} property ${property.name}`);
  }

  const seen = new Map<string, { readonly slots: string; readonly key: string }>();
  const byKey = new Map<string, string>();
  const bySlots = new Map<string, string>();
  const queue: Pair[] = [];
  let transitions = 0;
  let deadlocks = 0;
  let faults = 0;
  let dropped = false;

  const describeSystem = (state: Int32Array): string => {
    state.forEach((value, slot) => {
      const range = system.slots[slot];
      if (range !== undefined && (value < range.min || value > range.max))
        differences.push(`slot ${range.name} = ${value} is outside ${range.min}..${range.max}`);
    });
    return textOf(system.describe(state));
  };

  const visit = (state: Int32Array, other: MachineState, text: string, depth: number): void => {
    const slots = state.join(' ');
    const key = machine.key(other);
    const known = seen.get(text);
    if (known !== undefined) {
      if (known.slots !== slots) differences.push(`two states of the system have one description: [${known.slots}] and [${slots}] are ${text}`);
      if (known.key !== key) differences.push(`two states of the interpreter have one description: ${known.key} and ${key} are ${text}`);
      return;
    }
    if (seen.size >= statesMax) {
      dropped = true;
      return;
    }
    if (byKey.has(key)) differences.push(`one key of the interpreter has two descriptions: ${text} and ${byKey.get(key)}`);
    if (bySlots.has(slots)) differences.push(`one state of the system has two descriptions: ${text} and ${bySlots.get(slots)}`);
    byKey.set(key, text);
    bySlots.set(slots, text);
    seen.set(text, { slots, key });
    queue.push({ state, machine: other, text, depth });
  };

  /** Compares the outcomes of one state; returns whether they are the same. */
  const compare = (from: Pair | null, ours: readonly SystemOutcome[], theirs: readonly Outcome[]): boolean => {
    const depth = from === null ? 0 : from.depth + 1;
    const left = ours.map((outcome) => {
      const action = system.actions[outcome.action];
      if (outcome.action >= 0 && action === undefined) differences.push(`there is no action ${outcome.action}`);
      const who =
        action === undefined
          ? 'initial'
          : action.environment !== null
            ? instanceText(action.environment, outcome.instance === null ? [] : (system.parametersOf?.(outcome.action, outcome.instance) ?? []))
            : `${system.actors[action.actor]?.name} ${action.path.join('.')} [${paths(action.executed)}]`;
      const flags = onFlags.filter((_, bit) => (outcome.flags & (1 << bit)) !== 0).map((property) => property.name);
      if (outcome.next === null) return { text: `${who} flags(${flagText(flags)}) fault ${system.properties[outcome.fault]?.name}`, outcome, next: '' };
      const next = describeSystem(outcome.next);
      if (from !== null) {
        const changed = outcome.next.findIndex((value, slot) => value !== from.state[slot] && !(action?.writes.includes(slot) ?? false));
        if (changed >= 0) differences.push(`action ${outcome.action} (${who}) changes slot ${system.slots[changed]?.name}, which is not among its writes`);
      }
      const steps =
        from === null || outcome.next === null
          ? []
          : stepProperties
              .filter((property) => !system.holdsOnStep(property.system, from.state, outcome.next ?? from.state, outcome.action))
              .map((property) => property.name);
      return { text: `${who} flags(${flagText(flags)}) breaks(${flagText(steps)}) -> ${next}`, outcome, next };
    });
    const right = theirs.map((outcome) => {
      const who =
        from === null
          ? 'initial'
          : outcome.environment !== null
            ? instanceText(outcome.environment, outcome.parameters)
            : `${outcome.actor ?? 'none'} ${outcome.path.join('.')} [${paths(outcome.executed)}]`;
      if (outcome.next === null) {
        // One where it begins is no step.
        if (from !== null) faults++;
        for (const name of [outcome.fault ?? '', ...outcome.flags]) violate(name, depth);
        return { text: `${who} flags(${flagText(outcome.flags)}) fault ${outcome.fault}`, outcome, next: '' };
      }
      const next = textOf(machine.describe(outcome.next));
      const steps =
        from === null
          ? []
          : stepProperties.filter((property) => !machine.holdsOnStep(property.machine, from.machine, outcome)).map((property) => property.name);
      for (const name of [...steps, ...outcome.flags]) violate(name, depth);
      if (from !== null) transitions++;
      return { text: `${who} flags(${flagText(outcome.flags)}) breaks(${flagText(steps)}) -> ${next}`, outcome, next };
    });
    const [ourTexts, theirTexts] = [left.map((one) => one.text).sort(), right.map((one) => one.text).sort()];
    if (ourTexts.join('\n') !== theirTexts.join('\n')) {
      const [only, missing] = [withoutAll(ourTexts, theirTexts), withoutAll(theirTexts, ourTexts)];
      differences.push(
        `in ${from?.text ?? 'the beginning'}\n  only the system: ${only.join('\n    ') || '-'}\n  only the interpreter: ${missing.join('\n    ') || '-'}`,
      );
      return false;
    }
    const others = new Map(right.map((one) => [one.next, one.outcome.next]));
    for (const one of left) {
      const other = others.get(one.next);
      if (one.outcome.next !== null && other !== undefined && other !== null) visit(one.outcome.next, other, one.next, depth);
    }
    for (const one of right) if (one.outcome.next !== null) checkKey(one.outcome.next, one.next);
    return true;
  };

  const checkKey = (state: MachineState, text: string): void => {
    const key = machine.key(state);
    const known = seen.get(text);
    if (known !== undefined && known.key !== key) differences.push(`two states of the interpreter have one description: ${known.key} and ${key} are ${text}`);
  };

  compare(null, initialOf(system), machine.initial());
  for (let position = 0; position < queue.length && differences.length === 0; position++) {
    const pair = queue[position];
    if (pair === undefined) break;
    for (const property of stateProperties) {
      const ours = system.holdsInState(property.system, pair.state);
      const theirs = machine.holdsInState(property.machine, pair.machine);
      if (ours !== theirs) differences.push(`in ${pair.text}\n  ${property.name} is ${ours} in the system and ${theirs} in the interpreter`);
      const wanted = machine.properties[property.machine]?.kind === 'reachable';
      if (theirs === wanted) violate(property.name, pair.depth);
    }
    const quiescent = machine.isQuiescent(pair.machine);
    if (system.isQuiescent(pair.state) !== quiescent)
      differences.push(`in ${pair.text}\n  quiescent is ${!quiescent} in the system and ${quiescent} in the interpreter`);
    const before = pair.state.join(' ');
    const ours = successorsOf(system, pair.state);
    if (pair.state.join(' ') !== before) differences.push(`in ${pair.text}\n  successors() changed the state`);
    const theirs = machine.successors(pair.machine);
    if (theirs.length === 0 && !quiescent) {
      deadlocks++;
      violate('deadlock', pair.depth);
    }
    compare(pair, ours, theirs);
  }
  return {
    differences: differences.slice(0, 5),
    states: seen.size,
    transitions,
    finished: !dropped && differences.length === 0,
    violations,
    deadlocks,
    faults,
  };
}

/** The texts of the first list that the second lacks, counted. */
function withoutAll(from: readonly string[], take: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const text of take) left.set(text, (left.get(text) ?? 0) + 1);
  return from.filter((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}
