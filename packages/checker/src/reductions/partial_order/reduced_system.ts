import type { Emit, Fault, PackedLayout, PackedSteps, Process, TransitionSystem } from '@mmspec/system';
import { persistentSetsOf } from './persistent_sets.ts';

/** The persistent sets of a system, by where the processes stand. */
export interface PartialOrder {
  readonly processes: readonly Process[];
  /** See `persistentSetsText`. */
  readonly persistentSets: string;
}

/**
 * The system with the steps of persistent sets only: the first set of which somebody can move counts. Where
 * a step of it ends in a fault all others are taken too, after those: nothing comes after a fault.
 */
export function reducedSystem(system: TransitionSystem, order: PartialOrder): TransitionSystem {
  return {
    ...system,
    successors: reducedSuccessors(system, order),
    ...(system.packedSteps === undefined ? {} : { packedSteps: (layout) => reducedSteps(system.packedSteps!(layout), layout, order) }),
  };
}

/** One step of the state being expanded. */
interface Successor {
  readonly process: number;
  readonly action: number;
  readonly flags: number;
  /** The property of a fault; -1: none. */
  readonly fault: number;
  readonly next: Int32Array;
}

function reducedSuccessors(system: TransitionSystem, { processes, persistentSets: text }: PartialOrder): TransitionSystem['successors'] {
  const persistentSets = persistentSetsOf(text);
  const processOf = new Int32Array(system.actions.length);
  processes.forEach(({ locations }, process) => locations.forEach(({ actions }) => actions.forEach((action) => (processOf[action] = process))));
  return (state, next, emit, fault) => {
    processes.forEach(({ slot }, process) => (persistentSets.at[process] = slot === null ? 0 : state[slot]!));
    persistentSets.begin();
    let members = persistentSets.next();
    if (members === 0) {
      system.successors(state, next, emit, fault);
      return;
    }
    const successors: Successor[] = [];
    system.successors(
      state,
      next,
      (action, flags) => successors.push({ process: processOf[action]!, action, flags, fault: -1, next: next.slice() }),
      (action, property, flags = 0) => successors.push({ process: processOf[action]!, action, flags, fault: property, next }),
    );
    const isMember = ({ process }: Successor): boolean => ((members >>> process) & 1) === 1;
    while (members !== 0 && !successors.some(isMember)) members = persistentSets.next();
    const chosen = members === 0 ? successors : successors.filter(isMember);
    const others = chosen.some((successor) => successor.fault >= 0) ? successors.filter((successor) => !chosen.includes(successor)) : [];
    for (const successor of [...chosen, ...others]) report(successor, next, emit, fault);
  };
}

function report(successor: Successor, next: Int32Array, emit: Emit, fault: Fault): void {
  if (successor.fault >= 0) {
    fault(successor.action, successor.fault, successor.flags);
    return;
  }
  next.set(successor.next);
  emit(successor.action, successor.flags);
}

/**
 * The same over packed states: `expand` makes the same calls in the same order. Of the loop around it it uses `enter`,
 * `fault`, and `moved`, which both set.
 */
function reducedSteps(
  { text, properties, atoms }: PackedSteps,
  { bitFields, wordCount }: PackedLayout,
  { processes, persistentSets }: PartialOrder,
): PackedSteps {
  const words = Array.from({ length: wordCount }, (_, word) => `v${word}`).join(', ');
  const standing = processes.flatMap(({ slot }, process) => {
    const bitField = slot === null ? undefined : bitFields[slot];
    if (bitField === undefined) return [];
    const taken = bitField.width === 0 ? '0' : `(v${bitField.word} >>> ${bitField.shift} & ${bitField.width === 32 ? -1 : 2 ** bitField.width - 1})`;
    return [`  at[${process}] = ${taken} + ${bitField.min};`];
  });
  const holds = [...properties.map((property) => `holds_${property}`), 'stateAtom', 'stepAtom'];
  const reduced = `
const { ${['expand', ...holds].join(', ')} } = (function (report) {
let failed = false;
function fault(action, property, flags) {
  failed = true;
  report(action, property, flags);
}
${text}
${persistentSets}
function expandChosen(${words}) {
${standing.join('\n')}
  begin();
  failed = false;
  for (let members = next(); members !== 0; members = next()) {
    expandSome(members, ${words});
    if (!moved) continue;
    if (failed) expandSome(${2 ** processes.length - 1} & ~members, ${words});
    return;
  }
  expand(${words});
}
function expandSome(members, ${words}) {
  for (let rest = members; rest !== 0; rest &= rest - 1) expandOne(31 - Math.clz32(rest & -rest), ${words});
}
return { ${['expand: expandChosen', ...holds].join(', ')} };
})(fault);`;
  return { text: reduced, properties, atoms };
}
