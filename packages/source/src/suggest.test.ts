import { expect, test } from 'vitest';
import { suggest } from './suggest.ts';

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
