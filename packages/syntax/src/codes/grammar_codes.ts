import type { CodeDescription } from '@mmspec/source';

const severity = 'error';

/** A spec around the text of one actor. */
const actor = (text: string): string => `module example\n\nshared x: 0..3 = 0\nshared y: 0..3 = 0\n\nactor cpu {\n${text}\n}\n`;

/** Codes about what stands where. */
export const grammarCodes: readonly CodeDescription[] = [
  {
    code: 'MM0101',
    severity,
    title: 'something else was expected',
    text: 'What stands here does not go on from what stands before it. The message says what may stand here; the mistake is often a word or a sign before the place. Reading goes on behind it, so that further mistakes are found in the same run; of several on one line the first is reported.',
    example: actor('  set: x = + 1'),
    fix: actor('  set: x = y + 1'),
  },
  {
    code: 'MM0102',
    severity,
    title: 'a reserved word as a name',
    text: 'Words such as `await`, `loop`, `check` mean something in every spec and cannot name anything; `check` alone may be a label. Words such as `refs`, `step`, `at`, `holders` mean something only in their place and are ordinary names elsewhere, and so are words that only other languages reserve, such as `class`.',
    example: 'module example\n\nshared await: bool = false\n',
    fix: 'module example\n\nshared awaited: bool = false\n',
  },
  {
    code: 'MM0110',
    severity,
    title: 'no `module` line',
    text: 'A file begins with `module NAME`. The name is what other files import and what reports print; dots in it follow the folders, as in `kernel.folio`.',
    example: 'shared x: 0..3 = 0\n',
    fix: 'module example\n\nshared x: 0..3 = 0\n',
  },
  {
    code: 'MM0111',
    severity,
    title: 'a comparison of a comparison',
    text: '`a < b < c` compares a truth with a number. Comparisons (`==`, `<`, `in`, `within`, `at`, `holds` and their like) therefore do not chain: write both comparisons, joined by `and`, or parentheses where the truth of one is really meant to be compared.',
    example: 'module example\n\nshared x: 0..3 = 0\n\ninvariant p: 0 <= x < 3\n',
    fix: 'module example\n\nshared x: 0..3 = 0\n\ninvariant p: 0 <= x and x < 3\n',
  },
  {
    code: 'MM0112',
    severity,
    title: 'a statement that does nothing',
    text: 'A statement assigns, calls an operation, or begins with a keyword. A name or a value alone has no effect; `touch(f)` is the step that accesses an object and changes nothing, `skip` the one that does nothing at all.',
    example: actor('  x'),
    fix: actor('  x = 1'),
  },
  {
    code: 'MM0115',
    severity,
    title: 'what cannot be assigned',
    text: 'On the left of `=`, `+=` and `-=`, and after `choose`, stands a variable, a field or an element of an array. A call, a number or `self` is a value, not a place.',
    example: actor('  min(x, y) = 2'),
    fix: actor('  x = min(2, y)'),
  },
  {
    code: 'MM0117',
    severity,
    title: '`=` in a condition',
    text: '`=` is an assignment, that is, a step; a comparison is `==`. In a condition, in a property and inside parentheses only comparisons make sense.',
    example: actor('  if x = 1 { y = 1 }'),
    fix: actor('  if x == 1 { y = 1 }'),
  },
  {
    code: 'MM0120',
    severity,
    title: '`module` or `import` out of place',
    text: 'A file has one `module` line, which comes first, then its imports, then its declarations: a reader sees at once what the file is and what it builds on.',
    example: 'module example\n\nshared x: 0..3 = 0\n\nimport kernel.folio\n',
    fix: 'module example\n\nimport kernel.folio\n\nshared x: 0..3 = 0\n',
  },
  {
    code: 'MM0121',
    severity,
    title: 'a label that is no plain name',
    text: 'A label is one name and `:`. Traces, properties and scenarios name steps by actor and label, so dots and brackets come from there.',
    example: actor('  cpu.set: x = 1'),
    fix: actor('  set: x = 1'),
  },
  {
    code: 'MM0122',
    severity,
    title: 'a local without a value or a type',
    text: 'A local has a value as long as it is in scope, so that no state depends on leftovers: `var x: T = e`, `let x = e`, or `choose x in S`. A variable that changes names its type; a `let` takes it from its value.',
    example: actor('  var old: 0..3\n  old = x'),
    fix: actor('  var old: 0..3 = 0\n  old = x'),
  },
  {
    code: 'MM0123',
    severity,
    title: 'what is no type',
    text: 'A type is `bool`, a range `a..b`, tags `a | b`, the name of an enum, record, object or actor, `T?`, `T[K]`, `set<T>`, `seq<T, N>` or `ref`. A single number is none: an integer says which values it can take.',
    example: 'module example\n\nshared x: 3 = 0\n',
    fix: 'module example\n\nshared x: 0..3 = 0\n',
  },
  {
    code: 'MM0124',
    severity,
    title: 'a selection without its variable',
    text: 'A set is listed, `{a, b}`, or selected from another one, `{x in S where p}`: one variable, `in`, a set, `where`, a condition. In the initial value of an array `[k: e]` has one variable too, the key, and one value.',
    example: 'module example\n\nshared x: 0..3 = 0\n\ninvariant p: {x where x > 1} == {}\n',
    fix: 'module example\n\nshared x: 0..3 = 0\n\ninvariant p: {n in 0..3 where n > x} == {}\n',
  },
  {
    code: 'MM0125',
    severity,
    title: 'an end in the middle of a scenario',
    text: '`violates p` and `deadlock` stand once, as the last words of a scenario: they say what the run comes to by its last step, or later. A label `deadlock` or `violates` is written with its actor.',
    example: `${actor('  one: x = 1\n  two: x = 2')}\ninvariant p: x == 0\n\nscenario s { cpu.one ; violates p ; cpu.two }\n`,
    fix: `${actor('  one: x = 1\n  two: x = 2')}\ninvariant p: x == 0\n\nscenario s { cpu.one ; cpu.two ; violates p }\n`,
  },
];
