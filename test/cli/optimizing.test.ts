import { expect, test } from 'vitest';
import { allowedIn, hasBeenTold } from '../../packages/cli/src/optimizing.ts';

test.each([
  ['22.12.0', ['opt']],
  ['22.99.1', ['opt']],
  ['23.0.0', ['maglev', 'opt']],
  ['24.21.0', ['maglev', 'opt']],
  ['220.0.0', ['maglev', 'opt']],
])('what searches of Node %s are compiled by: what Node has switched off stays so', (version, compilers) => {
  expect(allowedIn(version)).toEqual(compilers);
});

test.each<[boolean, readonly string[]]>([
  [false, []],
  [false, ['']],
  [false, ['--invocation-count-for-maglev=4000', '--disable-sigusr1']],
  [false, ['--optimize-for-size']],
  [true, ['--jitless']],
  [true, ['--no-maglev']],
  [true, ['--no_opt']],
  [true, ['--max-old-space-size=100 --nomaglev']],
  [true, ['--maglev']],
])('whoever has told Node about its compilers has the last word: %s, %j', (has, options) => {
  expect(hasBeenTold(options)).toBe(has);
});
