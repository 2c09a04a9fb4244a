import fc from 'fast-check';
import { expect, test } from 'vitest';
import { candidatesOf, suggest, suggestOf } from './suggest.ts';

test.each([
  ['refcuont', ['refcount', 'mapcount', 'safe'], ['refcount']],
  ['folio_lokc', ['folio_lock', 'folio_unlock', 'folio_put'], ['folio_lock', 'folio_unlock']],
  ['Folio', ['folio'], ['folio']],
  ['x', ['y', 'refcount'], []],
  ['mapped', ['private', 'safe'], []],
  ['safe', ['safe'], []],
  ['i', ['', 'j'], []],
  ['cout', ['bout', 'count'], ['count', 'bout']],
  ['folio_puts', ['folio_puta', 'folio_put', 'folio_gets'], ['folio_puta', 'folio_put', 'folio_gets']],
  ['xa', ['xc', 'xb'], ['xc', 'xb']],
  ['Kidn', ['kids', 'Kind'], ['kids', 'Kind']],
])('%s of %j: %j', (word, candidates, expected) => {
  expect(suggest(word, candidates)).toEqual(expected);
});

/** The definition: the edits of any two words, by what is left of them. */
function edits(a: string, b: string, from = 0, at = 0): number {
  if (from === a.length) return b.length - at;
  if (at === b.length) return a.length - from;
  if (a[from] === b[at]) return edits(a, b, from + 1, at + 1);
  const isSwapped = a[from] === b[at + 1] && a[from + 1] === b[at] && a[from + 1] !== undefined;
  return (
    1 + Math.min(edits(a, b, from + 1, at), edits(a, b, from, at + 1), edits(a, b, from + 1, at + 1), isSwapped ? edits(a, b, from + 2, at + 2) : Infinity)
  );
}

test('what is offered is what is near enough, nearest first, whoever else is asked', () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'B', 'b', 'c', 'x', '_', '0', '1', 'é'), maxLength: 7 });
  const law = fc.property(fc.array(words, { maxLength: 5 }), fc.array(words, { maxLength: 8 }), (asked, names) => {
    const candidates = candidatesOf(names);
    for (const word of asked) {
      const distance = (name: string): number => edits(word.toLowerCase(), name.toLowerCase());
      const longer = (name: string): number => Math.max(word.length, name.length);
      const isNear = (name: string): boolean => distance(name) <= Math.max(1, Math.floor(longer(name) / 3)) && distance(name) < longer(name);
      const offered = suggest(word, names);
      expect(new Set(offered)).toEqual(new Set(names.filter((name) => name !== '' && name !== word && isNear(name))));
      expect(offered.map(distance)).toEqual(offered.map(distance).toSorted((a, b) => a - b));
      expect(suggestOf(word, candidates)).toEqual(offered);
    }
  });
  fc.assert(law, { seed: 1, numRuns: 2_000 });
});
