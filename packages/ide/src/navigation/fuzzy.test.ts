import { expect, test } from 'vitest';
import { fuzzyScore } from './fuzzy.ts';

const best = (query: string, names: readonly string[]): string[] =>
  names
    .flatMap((name) => {
      const score = fuzzyScore(name, query);
      return score === null ? [] : [{ name, score }];
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ name }) => name);

test.each([
  ['get', ['folio_get', 'folio_try_get', 'get', 'put', 'target'], ['get', 'folio_get', 'folio_try_get', 'target']],
  ['ftg', ['folio_put', 'folio_try_get', 'fatigue'], ['folio_try_get']],
  ['figet', ['folio_get', 'fi_get', 'figment_target'], ['fi_get']],
  ['mapc', ['mapcount', 'map_lock'], ['mapcount']],
  ['FLock', ['folio_lock', 'folio_unlock', 'flock'], ['flock', 'folio_lock']],
  ['Folio', ['folio', 'Folio'], ['Folio', 'folio']],
  ['', ['a', 'bb'], ['a', 'bb']],
  ['gf', ['fg'], []],
])('%s among %j: %j', (query, names, expected) => expect(best(query, names)).toEqual(expected));
