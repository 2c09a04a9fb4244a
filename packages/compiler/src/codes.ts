import type { CodeDescription } from '@mmspec/source';

/** What the compiler may answer, for `mmspec explain`. */
export const compilerCodes: readonly CodeDescription[] = [
  {
    code: 'MM0501',
    severity: 'error',
    title: 'this cannot be compiled',
    text: 'A step becomes straight-line code over a few small numbers. Very few texts that mean something have no such code; a `for` whose rounds fork into more than 4,096 paths is one, a step with more than 12 labels that only some of its paths pass another. Numbers are exact up to 2^53, and those of a state have 32 bits: what may be beyond by the ranges that it is made of is refused, too, and never rounded.',
    example: 'module m\nshared x: bool[13] = false\nactor a { mix: atomic { for n in 0..12 { either { x[n] = true } or { x[n] = false } } } }\ncheck c { }\n',
    fix: 'module m\nshared x: bool[13] = false\nactor a { mix: atomic { for n in 0..12 { x[n] = true } } }\ncheck c { }\n',
  },
  {
    code: 'MM0502',
    severity: 'error',
    title: 'there is no initial state',
    text: 'A variable that begins with any of several values, `in S where p`, has none to begin with under the setting of a check: the set is empty, or its condition is false for every value.',
    example: 'module m\nconst N: 0..3 = 0\nshared x: 0..3 in 1..N\nactor a { set: x = 0 }\ncheck c { }\n',
    fix: 'module m\nconst N: 0..3 = 2\nshared x: 0..3 in 1..N\nactor a { set: x = 0 }\ncheck c { }\n',
  },
];
