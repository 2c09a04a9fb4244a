import { suggest } from '@mmspec/source';
import { expect, test } from 'vitest';
import { choicesFrom, tapeMax } from '../random/choices.ts';

/*
 * Law: what is suggested for a word are the names that are near by the distance as it is defined, whatever is spared on the way to it.
 */

/** Damerau and Levenshtein, adjacent swaps count one, by its recursion. */
function distance(a: string, b: string): number {
  const known = new Map<string, number>();
  const of = (m: number, n: number): number => {
    if (m === 0 || n === 0) return m + n;
    const key = `${m} ${n}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const options = [of(m - 1, n) + 1, of(m, n - 1) + 1, of(m - 1, n - 1) + (a[m - 1] === b[n - 1] ? 0 : 1)];
    if (m > 1 && n > 1 && a[m - 1] === b[n - 2] && a[m - 2] === b[n - 1]) options.push(of(m - 2, n - 2) + 1);
    known.set(key, Math.min(...options));
    return known.get(key)!;
  };
  return of(a.length, b.length);
}

const letters = ['a', 'b', 'c', 'D', '_', '1'];

/** The same numbers each time (a linear congruential generator). */
function tape(length: number): number[] {
  let state = 7;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 16) & tapeMax;
  });
}

test('what is suggested is what is near', () => {
  const random = choicesFrom(tape(100_000));
  const word = (): string => Array.from({ length: random.below(10) }, () => random.pick(letters)).join('');
  const edited = (text: string): string => {
    const at = random.below(text.length + 1);
    const [left, right] = [text.slice(0, at), text.slice(at)];
    return random.pick([
      left + random.pick(letters) + right,
      left + right.slice(1),
      left + random.pick(letters) + right.slice(1),
      left + (right[1] ?? '') + (right[0] ?? '') + right.slice(2),
    ]);
  };
  let near = 0;
  for (let round = 0; round < 300; round++) {
    const [asked, names] = [word(), Array.from({ length: 12 }, word)];
    for (const times of [1, 2, 3]) names.push(Array.from({ length: times }).reduce<string>(edited, asked));
    const wanted = [...new Set(names)].filter((name) => {
      const [edits, longer] = [distance(asked.toLowerCase(), name.toLowerCase()), Math.max(asked.length, name.length)];
      return edits <= Math.max(1, Math.floor(longer / 3)) && edits < longer && name !== asked && name !== '';
    });
    const found = suggest(asked, names);
    expect([...found].sort()).toEqual([...wanted].sort());
    const edits = found.map((name) => distance(asked.toLowerCase(), name.toLowerCase()));
    expect(edits).toEqual([...edits].sort((a, b) => a - b));
    near += found.length;
  }
  expect(near).toBeGreaterThan(300);
});
