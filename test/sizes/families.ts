/*
 * Specs that grow in one direction each: what a program writes, or somebody who means harm.
 */

/** A family of specs by size. `size` is the smallest that is measured. */
export interface Family {
  readonly name: string;
  readonly size: number;
  readonly text: (size: number) => string;
}

const times = (count: number, each: (index: number) => string, between: string = ' '): string =>
  Array.from({ length: count }, (_, index) => each(index)).join(between);
const lines = (count: number, each: (index: number) => string): string => times(count, each, '\n');

/** A spec with one counter `n`, and an actor with this text. */
const actor = (body: string, more: string = ''): string => `module m\nshared n: 0..3 = 0\nshared b: bool = false\nactor a { ${body} }\n${more}\ncheck c { }\n`;
const around = (count: number, before: string, inner: string, after: string): string => before.repeat(count) + inner + after.repeat(count);

export const families: readonly Family[] = [
  // Text of one actor.
  { name: 'locals', size: 1000, text: (size) => actor(`${times(size, (at) => `var v${at}: 0..3 = 0`)} set: n = 1`) },
  { name: 'locals of a block', size: 1000, text: (size) => actor(`if b { ${times(size, (at) => `var v${at}: 0..3 = 0`)} set: n = v0 }`) },
  { name: 'locals with steps between', size: 500, text: (size) => actor(times(size, (at) => `var v${at}: 0..3 = n`)) },
  { name: 'assignments to a local', size: 1000, text: (size) => actor(`var x: 0..3 = 0 ${times(size, () => 'x = 1 - x')} set: n = x`) },
  { name: 'assignments in one step', size: 1000, text: (size) => actor(`atomic { ${times(size, () => 'n = 3 - n')} }`) },
  { name: 'labels in one step', size: 500, text: (size) => actor(`atomic { ${times(size, (at) => `l${at}: n = 3 - n`)} }`) },
  { name: 'steps', size: 1000, text: (size) => actor(times(size, () => 'n = 1')) },
  { name: 'labelled steps', size: 1000, text: (size) => actor(times(size, (at) => `l${at}: n = 1`)) },
  { name: 'steps on lines', size: 1000, text: (size) => actor(`\n${lines(size, (at) => `  l${at}: n = 1`)}\n`) },
  { name: 'conditional steps', size: 1000, text: (size) => actor(times(size, () => 'if n == 2 { n = 1 }')) },
  { name: 'conditional gotos', size: 750, text: (size) => actor(times(size, (at) => `l${at}: n = 1 if n == 2 { goto l${(at * 7) % size} }`)) },
  { name: 'gotos', size: 500, text: (size) => actor(times(size, (at) => `l${at}: n = 1 goto l${at + 1}`) + ` l${size}: skip`) },
  {
    name: 'conditions that join',
    size: 500,
    text: (size) => actor(`var x: 0..3 = 0 ${times(size, (at) => `if x == ${at % 4} { x = ${(at + 1) % 4} }`)} set: n = x`),
  },
  { name: 'forks of one step', size: 50, text: (size) => actor(`var x: 0..3 = 0 l: n = 1 ${times(size, (at) => `if x == ${at % 4} { goto l }`)}`) },
  { name: 'eithers in one another', size: 8, text: (size) => actor(`either { ${around(size, 'either { ', 'n = 1', ' } or { n = 2 }')} } or { n = 3 }`) },
  {
    name: 'calls in a row',
    size: 250,
    text: (size) =>
      actor(
        times(size, () => 'up()'),
        'op up() { n = 1 }',
      ),
  },
  { name: 'calls of one step', size: 250, text: (size) => actor(`atomic { ${times(size, () => 'up()')} }`, 'atomic op up() { n = 1 }') },
  {
    name: 'operations that call each other',
    size: 50,
    text: (size) => actor('o0()', `${lines(size, (at) => `op o${at}() { n = 1 o${at + 1}() }`)}\nop o${size}() { n = 2 }`),
  },
  {
    name: 'operations',
    size: 1000,
    text: (size) =>
      actor(
        'o0()',
        lines(size, (at) => `op o${at}() { n = 1 }`),
      ),
  },
  { name: 'branches of either', size: 250, text: (size) => actor(`either { n = 1 } ${times(size, (at) => `or { n = ${at % 4} }`)}`) },
  { name: 'eithers in a row', size: 250, text: (size) => actor(times(size, () => 'either { n = 1 } or { n = 2 }')) },
  { name: 'else if', size: 20, text: (size) => actor(`if n == 0 { n = 1 } ${times(size, (at) => `else if n == ${at % 4} { n = 2 }`)}`) },
  { name: 'nested ifs', size: 20, text: (size) => actor(around(size, 'if n == 0 { ', 'n = 1', ' }')) },
  { name: 'nested loops', size: 20, text: (size) => actor(around(size, 'loop { ', 'n = 1 break', ' }')) },
  {
    name: 'results of one step',
    size: 4,
    text: (size) => actor(`atomic { ${times(size, () => 'if up() { n = 1 }')} }`, 'atomic op up(): bool { if b { return true } return false }'),
  },
  { name: 'labels of joined conditions', size: 3, text: (size) => actor(`atomic { ${times(size, (at) => `if b { l${at}: n = ${at % 4} }`)} n = 0 }`) },
  { name: 'eithers of one step', size: 3, text: (size) => actor(`atomic { ${times(size, () => 'either { n = 1 } or { n = 2 }')} }`) },
  { name: 'locals of truth', size: 500, text: (size) => actor(times(size, (at) => `var v${at}: bool = false n = 1`)) },
  {
    name: 'locals of objects',
    size: 250,
    text: (size) =>
      actor(
        times(size, (at) => `var v${at}: O? = none n = 1 v${at} = o`),
        'object O { r: ref = 1 }\nshared o: O',
      ),
  },
  { name: 'ghost locals', size: 500, text: (size) => actor(times(size, (at) => `ghost v${at}: bool = false n = 1`)) },
  { name: 'rounds', size: 1000, text: (size) => actor(`repeat ${size} { n = 1 }`) },
  { name: 'rounds without a step', size: 500, text: (size) => actor(`var x: 0..${size} = 0 while x < ${size} { x += 1 } set: n = 1`) },
  { name: 'for over numbers', size: 500, text: (size) => actor(`atomic { for x in 0..${size} { n = 3 - n } }`) },
  { name: 'asserts', size: 500, text: (size) => actor(times(size, () => 'assert n < 4')) },
  { name: 'choices', size: 250, text: (size) => actor(times(size, (at) => `choose c${at} in 0..0`)) },
  // Declarations.
  {
    name: 'variables',
    size: 1250,
    text: (size) => `module m\n${lines(size, (at) => `shared n${at}: 0..3 = 0`)}\nactor a { ${times(size, (at) => `n${at} = 1`)} }\ncheck c { }\n`,
  },
  {
    name: 'variables that nobody writes',
    size: 1250,
    text: (size) =>
      actor(
        'n = 1',
        lines(size, (at) => `shared v${at}: 0..3 = 0`),
      ),
  },
  { name: 'actors declared', size: 16, text: (size) => `module m\nshared n: 0..3 = 0\n${lines(size, (at) => `actor a${at} { await n == 1 }`)}\ncheck c { }\n` },
  {
    name: 'actor declarations of none',
    size: 250,
    text: (size) => `module m\nshared n: 0..3 = 0\nactor b { n = 1 }\n${lines(size, (at) => `actor a${at}[0] { n = 1 }`)}\ncheck c { }\n`,
  },
  { name: 'actions', size: 250, text: (size) => `module m\nshared n: 0..3 = 0\n${lines(size, (at) => `action a${at} when n == 0 { n = 1 }`)}\ncheck c { }\n` },
  {
    name: 'objects',
    size: 250,
    text: (size) =>
      actor(
        'n = 1',
        lines(size, (at) => `object O${at} { f: 0..3 = 0 }\nshared o${at}: O${at}`),
      ),
  },
  {
    name: 'fields',
    size: 1000,
    text: (size) =>
      `module m\nobject O { ${lines(size, (at) => `f${at}: 0..3 = 0`)} }\nshared o: O\nactor a { ${times(size, (at) => `o.f${at} = 1`)} }\ncheck c { }\n`,
  },
  {
    name: 'enum members',
    size: 500,
    text: (size) =>
      `module m\nenum E { ${times(size, (at) => `t${at}`, ', ')} }\nshared e: E = t0\nactor a { ${times(size, (at) => `e = t${at}`)} }\ncheck c { }\n`,
  },
  {
    name: 'constants',
    size: 1000,
    text: (size) =>
      actor(
        'n = 1',
        lines(size, (at) => `const C${at}: 0..3 = 1`),
      ),
  },
  {
    name: 'variants',
    size: 250,
    text: (size) =>
      actor(
        times(size, (at) => `if v${at} { n = 1 }`),
        lines(size, (at) => `variant v${at}: bool = true`),
      ),
  },
  { name: 'defines', size: 1000, text: (size) => actor('n = 1', `${lines(size, (at) => `define d${at} = n < 3`)}\ninvariant p: d0`) },
  {
    name: 'records',
    size: 250,
    text: (size) =>
      actor(
        'n = 1',
        lines(size, (at) => `record R${at} { f: 0..3 }\nshared r${at}: R${at} = R${at}(f: 0)`),
      ),
  },
  {
    name: 'fields of a record',
    size: 250,
    text: (size) => actor('r.f0 = 1', `record R { ${lines(size, (at) => `f${at}: 0..3`)} }\nshared r: R = R(${times(size, (at) => `f${at}: 0`, ', ')})`),
  },
  {
    name: 'elements of an array',
    size: 1000,
    text: (size) => `module m\nshared n: 0..3[${size}] = 0\nactor a { loop { choose x in 0..${size - 1} n[x] = 0 } }\ncheck c { }\n`,
  },
  {
    name: 'invariants',
    size: 500,
    text: (size) =>
      actor(
        'n = 1',
        lines(size, (at) => `invariant p${at}: n < 4`),
      ),
  },
  {
    name: 'invariants over steps',
    size: 500,
    text: (size) =>
      actor(
        'l: n = 1',
        lines(size, (at) => `invariant p${at}: step is a.l implies n == 0`),
      ),
  },
  {
    name: 'reachables',
    size: 250,
    text: (size) =>
      actor(
        'l: n = 1',
        lines(size, (at) => `reachable p${at}: n == 1`),
      ),
  },
  {
    name: 'temporals',
    size: 50,
    text: (size) =>
      actor(
        'l: n = 1',
        lines(size, (at) => `temporal p${at} under fair a: eventually (n == 1)`),
      ),
  },
  // Checks and scenarios.
  {
    name: 'elements of an array in a temporal property',
    size: 250,
    text: (size) => actor('n = 1', `shared on: bool[${size}] = false\ntemporal p: forall x in 0..${size - 1}: always eventually on[x]`),
  },
  { name: 'checks', size: 50, text: (size) => `${actor('n = 1')}${lines(size, (at) => `check c${at} { }`)}\n` },
  {
    name: 'settings of checks',
    size: 50,
    text: (size) =>
      `${actor('if v { n = C }', 'const C: 0..3 = 1\nvariant v: bool = true')}${lines(size, (at) => `check c${at} { C = ${at % 4} v = false }`)}\n`,
  },
  { name: 'matrix cells', size: 50, text: (size) => `${actor('if C > 3 { n = 1 }', 'const C: 0..9999 = 1')}check all for C in 1..${size} { }\n` },
  {
    name: 'expectations',
    size: 250,
    text: (size) =>
      `${actor(
        'n = 1',
        lines(size, (at) => `invariant p${at}: n < 1`),
      )}check e { } expect violates ${times(size, (at) => `p${at}`, ', ')}\n`,
  },
  {
    name: 'scenario events',
    size: 1250,
    text: (size) => `module m\nshared n: bool = false\nactor a { loop { s: n = not n } }\nscenario p { ${times(size, () => 'a.s', ' ; ')} }\ncheck c { }\n`,
  },
  {
    name: 'scenarios',
    size: 50,
    text: (size) => `module m\nshared n: bool = false\nactor a { loop { s: n = not n } }\n${lines(size, (at) => `scenario p${at} { a.s ; a.s }`)}\n`,
  },
  // Expressions.
  { name: 'parentheses', size: 24, text: (size) => actor('n = 1', `invariant p: ${around(size, '(', 'n < 4', ')')}`) },
  { name: 'nots', size: 24, text: (size) => actor('n = 1', `invariant p: ${'not '.repeat(size * 2)}n < 4`) },
  { name: 'operators', size: 50, text: (size) => actor('n = 1', `invariant p: ${times(size, () => '1', ' + ')} + n < 400`) },
  { name: 'conjunctions', size: 50, text: (size) => actor('n = 1', `invariant p: ${times(size, () => 'n < 4', ' and ')}`) },
  { name: 'elements of a set', size: 250, text: (size) => actor('n = 1', `invariant p: n in {${times(size, (at) => String(at), ', ')}}`) },
  {
    name: 'combinations of numbers',
    size: 100_000,
    text: (size) => actor('n = 1', `invariant p: forall x in 0..${Math.ceil(size / 100) - 1}: forall y in 0..99: x + y + n >= 0`),
  },
  {
    name: 'elements of an array in a formula',
    size: 1000,
    text: (size) => actor('n = 1', `shared arr: 0..3[${size}] = 0\ninvariant p: forall x in 0..${size - 1}: arr[x] <= n`),
  },
  {
    name: 'members of an array',
    size: 1000,
    text: (size) => actor('n = 1 choose x in 0..1 arr[x] = 1', `shared arr: 0..3[${size}] = 0\ninvariant p: forall x in arr: x <= 3`),
  },
  { name: 'numbers of a sum', size: 1000, text: (size) => actor('n = 1', `invariant p: |x in 0..${size - 1}: x >= n| > 3`) },
  { name: 'quantifiers', size: 3, text: (size) => actor('n = 1', `invariant p: ${times(size, (at) => `forall x${at} in 0..1:`)} n < 4`) },
  { name: 'types in one another', size: 20, text: (size) => actor('n = 1', `shared t: bool${'[1]'.repeat(size)} = false`) },
  // Text.
  { name: 'long names', size: 10_000, text: (size) => `module m\nshared ${'n'.repeat(size)}: 0..3 = 0\nactor a { ${'n'.repeat(size)} = 1 }\ncheck c { }\n` },
  { name: 'long comments', size: 100_000, text: (size) => `// ${'x'.repeat(size)}\n${actor('n = 1')}` },
  { name: 'comments', size: 2500, text: (size) => actor(lines(size, (at) => `// ${at}`) + '\nn = 1') },
  { name: 'doc comments', size: 2500, text: (size) => `module m\n${lines(size, (at) => `/// ${at}`)}\nshared n: 0..3 = 0\nactor a { n = 1 }\ncheck c { }\n` },
  { name: 'empty lines', size: 50_000, text: (size) => `module m\n${'\n'.repeat(size)}shared n: 0..3 = 0\nactor a { n = 1 }\ncheck c { }\n` },
  // Mistakes.
  { name: 'unknown names', size: 250, text: (size) => actor(times(size, (at) => `x${at} = 1`)) },
  { name: 'mistakes of grammar', size: 250, text: (size) => actor(times(size, () => 'n = = 1')) },
  {
    name: 'names declared twice',
    size: 250,
    text: (size) =>
      actor(
        'n = 1',
        lines(size, () => 'shared d: bool = false'),
      ),
  },
  { name: 'values out of range', size: 250, text: (size) => actor(times(size, () => 'n = 9')) },
  { name: 'open brackets', size: 250, text: (size) => actor('('.repeat(size)) },
  {
    name: 'unknown imports',
    size: 250,
    text: (size) => `module m\n${lines(size, (at) => `import x.y${at}`)}\nshared n: 0..3 = 0\nactor a { n = 1 }\ncheck c { }\n`,
  },
  {
    name: 'imports of one module',
    size: 250,
    text: (size) => `module m\n${lines(size, () => 'import kernel.folio')}\nshared n: 0..3 = 0\nactor a { n = 1 }\ncheck c { }\n`,
  },
];
