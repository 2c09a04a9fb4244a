import { lost, sought } from '../temporal/steps.ts';
import type { OpenSteps, Steps } from '../temporal/steps.ts';
import { plainStep } from '../temporal/valuations.ts';
import type { NumberedValuations, Valuations } from '../temporal/valuations.ts';
import type { PackedSearch } from './packed_search.ts';

/** States that are opened between two looks at the clock. */
const packedPerPause = 1 << 12;
/** Atoms of which all valuations are tried beforehand. */
const triedAtoms = 8;

/** The steps of a search over packed states, as its loop takes them again; what the loop does not judge is read by the plain ones. */
export function packedSteps(code: PackedSearch, plain: Steps): Steps {
  const { loop, atoms, properties } = code;
  /** Who has asked for atoms last. */
  let reader: Valuations | null = null;
  const isJudged = ({ states, steps }: Valuations): boolean =>
    [states, steps].every((each) => each.isOneWord && each.atoms.every((atom) => atoms.includes(atom)));
  return {
    ...plain,
    perPause: packedPerPause,
    read: (valuations, isUnwanted) => {
      if (!isJudged(valuations)) return plain.read(valuations, isUnwanted);
      const { states, steps } = valuations;
      const [stateAtoms, stepAtoms] = [Int32Array.from(states.atoms), Int32Array.from(steps.atoms)];
      const unwanted = isUnwanted === null || states.atoms.length > triedAtoms ? new Uint8Array(0) : unwantedWords(states, isUnwanted);
      return openSteps(code, valuations, () => {
        if (reader === valuations) return;
        reader = valuations;
        loop.look(stateAtoms, stepAtoms, unwanted);
      });
    },
    holding: (property, first, last, flags) => {
      if (properties.includes(property)) loop.holding(property, first, last, flags);
      else plain.holding(property, first, last, flags);
    },
  };
}

/** By word of atoms: 1 where a state with these is not needed. */
function unwantedWords(states: NumberedValuations, isUnwanted: (valuation: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 2 ** states.atoms.length }, (_, word) => Number(isUnwanted(states.ofWord(word))));
}

/** `look` asks the loop for these atoms. */
function openSteps({ loop }: PackedSearch, { states, steps }: Valuations, look: () => void): OpenSteps {
  const own = new Uint32Array(1);
  const opened: OpenSteps = {
    valuation: 0,
    count: 0,
    targets: own,
    moves: own,
    valuations: new Uint32Array(16).fill(plainStep),
    open: (state) => {
      look();
      const count = loop.open(state);
      const { targets, actions, atoms } = loop.steps();
      loop.atoms(state, state + 1, own);
      opened.count = count;
      opened.targets = targets;
      opened.moves = actions;
      opened.valuation = states.ofWord(own[0]!);
      if (count > opened.valuations.length) opened.valuations = new Uint32Array(2 * count).fill(plainStep);
      for (let step = 0; step < count; step++) if (targets[step] === sought) lost();
      if (steps.atoms.length > 0) for (let step = 0; step < count; step++) opened.valuations[step] = 1 + steps.ofWord(atoms[step]!);
    },
    valuationsOf: (first, last, into) => {
      look();
      loop.atoms(first, last, into);
      for (let at = 0; at < last - first; at++) into[at] = states.ofWord(into[at]!);
    },
  };
  return opened;
}
