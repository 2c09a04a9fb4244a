import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { codecOf } from '../../packages/checker/src/codec.ts';
import { ownerMasks, ownerOf, ownerText } from '../../packages/checker/src/parallel/owner.ts';
import { analysed, enginesOf } from '../random/pipeline.ts';
import { successorsOf } from '../random/agreement.ts';

/** States of gmem in the order of discovery, packed. */
function packedStates(count: number): { readonly words: Uint32Array; readonly states: readonly Int32Array[]; readonly system: ReturnType<typeof enginesOf>['system'] } {
  const { model } = analysed(readFileSync(new URL('../bench/gmem/gmem.mmspec', import.meta.url), 'utf8'));
  const { system } = enginesOf(model, { V: 3, F: 2, W: 1, BUG: false });
  const found = new Map<string, Int32Array>();
  const next = new Int32Array(system.slots.length);
  system.initial(next, () => void found.set(next.join(), next.slice()), () => undefined);
  for (const state of found.values()) {
    if (found.size >= count) break;
    for (const { next: after } of successorsOf(system, state)) if (after !== null && !found.has(after.join())) found.set(after.join(), after);
  }
  const states = [...found.values()];
  const { layout, pack } = codecOf(system.slots);
  const words = new Uint32Array(states.length * layout.wordCount);
  states.forEach((state, index) => pack(state, words.subarray(index * layout.wordCount)));
  return { words, states, system };
}

test('few successors leave their thread, each thread has its share, and text and function agree', () => {
  const { words, states, system } = packedStates(6_000);
  const codec = codecOf(system.slots);
  const { wordCount } = codec.layout;
  const masks = ownerMasks(system, codec, words, 4_000, states.length);
  const owners = states.map((_, index) => ownerOf(words, index * wordCount, masks, 2));
  const share = owners.filter((owner) => owner === 0).length / owners.length;
  expect(Math.abs(share - 0.5)).toBeLessThan(0.1);
  const candidate = new Uint32Array(wordCount);
  let [steps, leaving] = [0, 0];
  for (const [index, state] of states.slice(0, 1_000).entries()) {
    for (const { next } of successorsOf(system, state)) {
      if (next === null) continue;
      codec.pack(next, candidate);
      steps++;
      if (ownerOf(candidate, 0, masks, 2) !== owners[index]) leaving++;
    }
  }
  // Half of them would leave, were every bit looked at.
  expect(leaving / steps).toBeLessThan(0.4);
  // oxlint-disable-next-line no-implied-eval -- the text is made of numbers alone
  const owner = (new Function(`${ownerText(masks, 2)} return owner;`) as () => (...state: number[]) => number)();
  expect(states.map((_, index) => owner(...words.subarray(index * wordCount, (index + 1) * wordCount)))).toEqual(owners);
});
