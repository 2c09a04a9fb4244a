import type { IToken } from 'chevrotain';

/*
 * What people write because C, C++ or the kernel has it, and herd7 does not.
 */

interface Hint {
  readonly message: string;
  readonly help: string;
}

const signs: Readonly<Record<string, Hint>> = {
  '&&': { message: '`&&` is no operator here', help: 'nest two `if`, or combine values of 0 and 1 with `&`; in conditions write `/\\`' },
  '||': { message: '`||` is no operator here', help: 'combine values of 0 and 1 with `|`; in conditions write `\\/`' },
  '!': { message: '`!` is no operator here', help: 'compare with 0: `r0 == 0`; in conditions write `~`' },
  '++': { message: '`++` is no operator here', help: 'write `r0 = r0 + 1`' },
  '--': { message: '`--` is no operator here', help: 'write `r0 = r0 - 1`' },
  '?': { message: '`? :` is no operator here', help: 'write `if` and `else`' },
  '%': { message: '`%` is no operator here', help: 'there are + - * / & | ^ and comparisons' },
  '<<': { message: '`<<` is no operator here', help: 'multiply by a power of two' },
  '>>': { message: '`>>` is no operator here', help: 'divide by a power of two' },
  '->': { message: 'there are no members', help: 'use one variable for each member' },
  '.': { message: 'there are no members', help: 'use one variable for each member' },
  '[': { message: 'there are no arrays', help: 'use one variable for each element' },
};

const words: Readonly<Record<string, Hint>> = {
  for: { message: '`for` is no statement here', help: 'write the steps out, or use `while`' },
  do: { message: '`do` is no statement here', help: 'write the steps out, or use `while`' },
  switch: { message: '`switch` is no statement here', help: 'use `if` and `else`' },
  goto: { message: '`goto` is no statement here', help: 'use `if` and `else`' },
  return: { message: '`return` is no statement here', help: 'put what follows into an `if`' },
  break: { message: '`break` is no statement here', help: 'let the condition of the loop end it' },
  continue: { message: '`continue` is no statement here', help: 'put what follows into an `if`' },
};

const types: ReadonlySet<string> = new Set([
  'bool',
  'unsigned',
  'signed',
  'short',
  'float',
  'double',
  'size_t',
  'atomic_long_t',
  'u8',
  'u16',
  'u32',
  'u64',
  's64',
  'mutex',
  'refcount_t',
  'pthread_mutex_t',
]);

/** What is wrong about a token, by what people mean by it. */
export function foreignHint(image: string, tokens: readonly IToken[], index: number): Hint {
  const before = tokens[index - 1]?.image ?? '';
  const foreign = words[image] ?? words[before] ?? words[tokens[index - 2]?.image ?? ''] ?? signs[image];
  if (foreign !== undefined) return foreign;
  if (/^(?:lock|unlock|atomic|regions|WCAS|SCAS|mtx_\w+)$/u.test(image))
    return { message: `\`${image}\` is a word of herd7, and no name`, help: 'give it another name, such as `s`' };
  if (before === ')' && /^[A-Za-z_*}]/u.test(image)) return { message: `a \`;\` is missing before \`${image}\``, help: 'end the statement before it with `;`' };
  if (types.has(image) || types.has(before)) {
    const type = types.has(image) ? image : before;
    return { message: `unknown type \`${type}\``, help: 'use int, long, intptr_t, atomic_t, spinlock_t or struct srcu_struct, and pointers to them' };
  }
  if (/^0[xX]/u.test(image)) return { message: `\`${image}\` is no number here`, help: `write ${Number(image)}` };
  if (/^[-+*/&|^%]=$/u.test(image)) return { message: `\`${image}\` is no operator here`, help: `write \`r0 = r0 ${image[0] ?? ''} …\`` };
  if (/^-\d/u.test(image))
    return { message: `\`${image}\` is a number here, as in herd7`, help: `put a blank behind the sign: \`${before} - ${image.slice(1)}\`` };
  if (image === '-') return { message: 'there is no sign before a name', help: 'write `0 - r0`' };
  if (image === '&') return { message: 'there is no address operator', help: 'variables of a test are pointers already: write `x`' };
  if (image === '}' && before === '{') return { message: 'a block is empty', help: 'write a statement into it, such as `r9 = 0;`, or leave it out' };
  if (image === ',') return { message: 'one name for each declaration', help: 'write `int r0; int r1;`' };
  if (image === '') return { message: 'the text ends too early', help: 'something is left open' };
  return { message: `\`${image}\` has no place here`, help: before === '' ? 'see what stands around it' : `look at what follows \`${before}\`` };
}
