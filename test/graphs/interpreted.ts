import { interpret } from '@mmspec/interpreter';
import type { MachineState, Outcome } from '@mmspec/interpreter';
import type { EngineState, NamedEngine, Successor } from './engine.ts';

export const interpreted: NamedEngine = {
  name: 'interpreted',
  create: (model, settings) => {
    const machine = interpret(model, settings);
    const stateOf = (inner: MachineState): EngineState => ({ rows: machine.describe(inner), inner });
    const successorOf = (outcome: Outcome): Successor => ({ ...outcome, next: outcome.next === null ? null : stateOf(outcome.next), inner: outcome });
    const innerOf = (state: EngineState): MachineState => state.inner as MachineState;
    const judged = (property: string, kinds: readonly string[]): number =>
      machine.properties.findIndex((candidate) => candidate.name === property && kinds.includes(candidate.kind));
    return {
      properties: machine.properties
        .filter(({ kind }) => kind === 'state' || kind === 'step' || kind === 'lost_reference' || kind === 'reachable')
        .map(({ name }) => name),
      initial: () => machine.initial().map(successorOf),
      successors: (state) => machine.successors(innerOf(state)).map(successorOf),
      key: (state) => machine.key(innerOf(state)),
      isQuiescent: (state) => machine.isQuiescent(innerOf(state)),
      isFalseIn: (property, state) => {
        const index = judged(property, ['state', 'lost_reference', 'reachable']);
        return index >= 0 && !machine.holdsInState(index, innerOf(state));
      },
      isFalseOn: (property, before, successor) => {
        const index = judged(property, ['step']);
        return index >= 0 && successor.next !== null && !machine.holdsOnStep(index, innerOf(before), successor.inner as Outcome);
      },
    };
  },
};
