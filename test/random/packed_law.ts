import type { PackedLayout, TransitionSystem } from '@mmspec/system';

/*
 * Law: the steps over packed states make the calls that `successors` makes, in any layout.
 */

/** A layout in which slots are scattered over words, with bits between them, drawn from a seed. */
function scattered({ slots }: TransitionSystem, seed: number): PackedLayout {
  let state = seed >>> 0;
  const below = (count: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
  const used: number[] = [0, 0];
  const places = slots.map(({ min, max }) => {
    const width = Math.ceil(Math.log2(max - min + 1));
    const gap = below(3);
    const first = below(used.length);
    let word = used.findIndex((bits, index) => index >= first && bits + gap + width <= 32);
    if (word < 0) word = used.push(0) - 1;
    const shift = Math.min((used[word] ?? 0) + gap, 32 - width);
    used[word] = shift + width;
    return { word, shift: shift & 31, width, min };
  });
  return { bitFields: places, wordCount: used.length };
}

function packed({ bitFields: places, wordCount }: PackedLayout, state: Int32Array): number[] {
  const words = Array.from({ length: wordCount }, () => 0);
  places.forEach(({ word, shift, width, min }, slot) => {
    if (width > 0) words[word] = (words[word] ?? 0) | (((state[slot] ?? 0) - min) << shift);
  });
  return words;
}

/** What differs over the first states of a system, or null. */
export function packedDifference(system: TransitionSystem, statesMax: number, seed: number): string | null {
  const layout = scattered(system, seed);
  const steps = system.packedSteps?.(layout);
  if (steps === undefined) return 'the system has no packed steps';
  let calls: string[] = [];
  const names = Array.from({ length: layout.wordCount }, (_, word) => `w${word}`).join(', ');
  // oxlint-disable-next-line no-implied-eval -- the text under test
  const make = new Function(
    'called',
    'failed',
    `'use strict';
function enter(${names}, action, flags) { called([${names}], action, flags); }
function fault(action, property, flags) { failed(action, property, flags); }
${steps.text}
return { expand, expandOne, stateAtom, stepAtom, holds: { ${steps.properties.map((index) => `${index}: holds_${index}`).join(', ')} } };`,
  ) as (
    called: (words: readonly number[], action: number, flags: number) => void,
    failed: (action: number, property: number, flags: number) => void,
  ) => {
    expand: (...words: number[]) => void;
    expandOne: (process: number, ...words: number[]) => void;
    stateAtom: (atom: number, ...words: number[]) => boolean;
    stepAtom: (atom: number, ...wordsAndAction: number[]) => boolean;
    holds: Readonly<Record<number, (...words: number[]) => boolean>>;
  };
  const { expand, expandOne, stateAtom, stepAtom, holds } = make(
    (words, action, flags) => calls.push(`${words.join()} by ${action} flags ${flags}`),
    (action, property, flags) => calls.push(`fault ${property} by ${action} flags ${flags}`),
  );
  const processes = system.dependencies?.().processes.length ?? 0;
  const queue: Int32Array[] = [];
  const seen = new Set<string>();
  const next = new Int32Array(system.slots.length);
  const enqueue = (): void => {
    if (seen.size >= statesMax || seen.has(next.join())) return;
    seen.add(next.join());
    queue.push(next.slice());
  };
  system.initial(next, enqueue, () => undefined);
  for (const state of queue) {
    const expected: string[] = [];
    system.successors(
      state,
      next,
      (action, flags) => {
        expected.push(`${packed(layout, next).join()} by ${action} flags ${flags}`);
        enqueue();
      },
      (action, property, flags = 0) => expected.push(`fault ${property} by ${action} flags ${flags}`),
    );
    calls = [];
    expand(...packed(layout, state));
    const at = expected.findIndex((call, index) => call !== calls[index]);
    if (at >= 0 || calls.length !== expected.length)
      return `packed steps of ${state.join()}: expected ${expected[at] ?? 'no more'}, got ${calls[at < 0 ? expected.length : at] ?? 'no more'}`;
    calls = [];
    for (let process = 0; process < processes; process++) expandOne(process, ...packed(layout, state));
    // Where nobody has looked at dependencies there are no numbers of processes.
    if (processes > 0 && calls.join() !== expected.join())
      return `packed steps of ${state.join()}, process by process: expected ${expected.join()}, got ${calls.join()}`;
    const [own, onSteps] = [packed(layout, state), steps.atoms.filter((atom) => system.atoms?.[atom]?.over === 'step')];
    for (const atom of steps.atoms) {
      if (!onSteps.includes(atom) && stateAtom(atom, ...own) !== system.atomHolds?.(atom, state, state, -1))
        return `packed atom ${atom} differs in ${state.join()}`;
    }
    let wrong: string | null = null;
    const compare = (action: number): void => {
      const after = packed(layout, next);
      const differs = onSteps.find((atom) => stepAtom(atom, ...own, ...after, action) !== system.atomHolds?.(atom, state, next, action));
      if (differs !== undefined) wrong ??= `packed atom ${differs} differs from ${state.join()} to ${next.join()}`;
    };
    if (onSteps.length > 0) system.successors(state, next, compare, () => undefined);
    if (wrong !== null) return wrong;
    for (const index of steps.properties) {
      if (holds[index]?.(...packed(layout, state)) !== system.holdsInState(index, state)) return `packed property ${index} differs in ${state.join()}`;
    }
  }
  return null;
}
