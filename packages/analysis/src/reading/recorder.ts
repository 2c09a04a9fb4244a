import type { Path, ReadStep } from '@mmspec/checker';
import type { MachineState } from '@mmspec/interpreter';
import type { TransitionSystem } from '@mmspec/system';
import { initialLike, outcomeLike, stateText } from '../drawing/retrace.ts';
import { stepRecord, triedTexts } from '../drawing/step_record.ts';
import type { Tracing } from '../drawing/tracing.ts';
import { factsOfRecord } from './meaning/facts.ts';
import type { StepFacts } from './meaning/facts.ts';
import { tokensOf } from './meaning/normal.ts';

/** A step at which an actor stands. */
export interface Standing {
  readonly facts: StepFacts;
  /** It waits for nothing but its CPU. */
  readonly isInterrupted: boolean;
}

/** Tells what steps did, as the interpreter takes them. */
export interface Recorder {
  /** The facts of a step; the same object for steps that do the same. */
  readonly factsOf: (step: ReadStep) => StepFacts;
  /** The facts of the steps at which an actor stands and cannot move. */
  readonly waitsOf: (actor: number, state: Int32Array, pathTo: () => Path) => readonly Standing[];
  readonly machineState: (pathTo: () => Path) => MachineState;
  /** All facts that were asked for, with the action. */
  readonly known: () => Iterable<readonly [action: number, facts: StepFacts]>;
}

/** States of the interpreter that are kept. */
const statesMax = 20_000;

/** `names`: of each step; `isShared`: some CPU has several actors. */
export function recorderOf(system: TransitionSystem, { machine, wording }: Tracing, names: readonly ReadonlySet<string>[], isShared: boolean): Recorder {
  const facts = new Map<string, StepFacts>();
  const waits = new Map<string, readonly Standing[]>();
  const states = new Map<string, MachineState>();
  const rows = (state: Int32Array): string => stateText(machine, system, state);

  const machineState = (pathTo: () => Path): MachineState => {
    const path = pathTo();
    const last = path.states.length - 1;
    let at = last;
    while (at > 0 && !states.has(keyOf(path.states[at]!))) at--;
    let current = states.get(keyOf(path.states[at]!)) ?? initialLike(machine, system, rows(path.states[0]!));
    if (states.size > statesMax) states.clear();
    states.set(keyOf(path.states[at]!), current);
    for (; at < last; at++) {
      const after = path.states[at + 1]!;
      const { next } = outcomeLike(machine, system, current, system.actions[path.actions[at]!]!, rows(after), null);
      if (next === null) throw new Error('a path leads through a fault');
      current = next;
      states.set(keyOf(after), current);
    }
    return current;
  };

  return {
    machineState,
    known: () => [...facts].map(([key, found]) => [Number.parseInt(key, 10), found] as const),
    factsOf: ({ action: number, before, after, fault, path: way }) => {
      const action = system.actions[number]!;
      // What a step does depends on what it reads, and on what it chose; what is shown of it, also on what it overwrites.
      const key = `${number}|${action.reads.map((slot) => before[slot]).join()}|${action.writes.map((slot) => before[slot]).join()}|${after === null ? `fault ${fault}` : action.writes.map((slot) => after[slot]).join()}`;
      const known = facts.get(key);
      if (known !== undefined) return known;
      const state = machineState(way);
      const outcome = outcomeLike(
        machine,
        system,
        state,
        action,
        after === null ? null : rows(after),
        after === null ? (system.properties[fault]?.name ?? null) : null,
      );
      const found = factsOfRecord(names[number]!, stepRecord(wording, machine, outcome));
      facts.set(key, found);
      return found;
    },
    waitsOf: (actor, state, pathTo) => {
      const slot = system.slots.findIndex(({ name }) => name === system.actors[actor]?.name);
      // Whether it waits or was interrupted depends on who else is on its CPU.
      const key = `${actor}|${slot < 0 || isShared ? keyOf(state) : state[slot]}`;
      const known = waits.get(key);
      if (known !== undefined) return known;
      const found = machine.waitsOf(machineState(pathTo), system.actors[actor]?.name ?? '').map(({ path, done, isInterrupted }): Standing => {
        const tried = done.filter(({ statement, kind }) => statement !== null && kind === 'statement');
        const calls = (tried[0]?.stack ?? []).flatMap((entry) => (entry.kind === 'call' ? [entry.operation.name.text] : []));
        const facts: StepFacts = {
          names: new Set([...path, ...calls]),
          facts: tried.flatMap((each, part) =>
            triedTexts(each, wording).map((text) => ({
              kind: each.statement?.kind === 'await' ? ('await' as const) : ('call' as const),
              tokens: tokensOf(text),
              outcome: null,
              part,
              loads: allLoads(each).map(({ name }) => [name, ''] as const),
              stores: [],
            })),
          ),
          frames: [],
          libraryFrames: [],
          left: null,
          parameters: {},
          returned: [],
          mayReads: tried.flatMap((each) => allLoads(each).map(({ name }) => name)),
          mayWrites: [],
        };
        return { facts, isInterrupted };
      });
      waits.set(key, found);
      return found;
    },
  };
}

interface Loading {
  readonly loads: readonly { readonly name: string }[];
  readonly inside: readonly Loading[];
}

function allLoads({ loads, inside }: Loading): { readonly name: string }[] {
  return [...loads, ...inside.flatMap(allLoads)];
}

const keyOf = (state: Int32Array): string => state.join();
