import { expect, test } from 'vitest';
import { analysed } from './fixture.ts';

test('`break` in a branch, as C ends those of a `switch`', () => {
  const asked = (body: string): readonly string[] => {
    const { diagnostics } = analysed(`module m\nshared n: 0..3 = 0\nactor a {\n${body}\n}\n`);
    return diagnostics.map(({ code, help }) => `${code} ${help}`);
  };
  const leaveOut = 'MM0309 Leave it out where it ends the branch, which ends by itself; to end the actor or operation write `return`.';
  expect(asked('if n == 0 { n = 1  break } else { break }')).toEqual([leaveOut, leaveOut]);
  expect(asked('if n == 0 { n = 1  break  n = 2 }')).toContain('MM0309 Write `return`, or put it into a loop.');
  expect(asked('if n == 0 { n = 1  continue }')).toContain('MM0309 Write `return`, or put it into a loop.');
  const written = 'MM0114 Write `if x == a { … } else if x == b { … }`. A branch ends by itself, without `break`.';
  expect(asked('switch (n) {\n  case 0:\n    n = 1;\n    break;\n  default:\n    break;\n}')).toEqual([written]);
  expect(asked('switch (n) {\n  case 0: n = 1; break;\n  default: break;\n}')).toEqual([written]);
  expect(asked('switch n {\n  case 0 { n = 1  break }\n  case 1 { break }\n}')).toEqual([written]);
});
