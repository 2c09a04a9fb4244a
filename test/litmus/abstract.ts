/*
 * Abstract programs, as `hw.tsv` has them, written as litmus tests that show all registers and variables.
 *   `[init ;] T0 || T1 ; exists COND`; operations `W x=1`, `Racq x>r0`, `Xfull x=1>r0`, `Crlx x:0->1>r0`, `mb`, `if r0=1`;
 *   `@a(r0)` and `@d(r0)`: an address or data dependency that changes nothing.
 */

const suffixes: Readonly<Record<string, string>> = { full: '', acq: '_acquire', rel: '_release', rlx: '_relaxed' };

/** The litmus test of an abstract program. */
export function litmusOf(name: string, program: string): string {
  const [, initial = '', rest = ''] = /^((?:[a-z]=-?\d+[,;] ?)*)(.*)$/u.exec(program) ?? [];
  const [running = '', condition = ''] = rest.split(' ; ');
  const threads = running.split(' || ').map((thread) => thread.split(', ').map((operation) => operation.trim()));
  const variables = [...new Set([...program.matchAll(/\b[WRXC][a-z]* ([a-z])\b/gu)].map((match) => match[1] ?? ''))].sort((a, b) => (a < b ? -1 : 1));
  const parameters = variables.map((variable) => `int *${variable}`).join(', ');
  const bodies = threads.map((operations, thread) => `P${thread}(${parameters})\n{\n${declarations(operations)}${body(operations)}}\n`);
  const registers = threads.flatMap((operations, thread) => registersOf(operations).map((register) => `${thread}:${register}`));
  const shown = [...registers, ...variables].join('; ');
  return `C ${name}\n\n{${initial.replaceAll(',', ';')}}\n\n${bodies.join('\n')}\nlocations [${shown}]\n${question(condition)}\n`;
}

function question(condition: string): string {
  const [, quantifier = '', rest = ''] = /^(~?exists|forall) (.*)$/u.exec(condition) ?? [];
  const negated = rest.startsWith('not ');
  const all = (negated ? rest.slice(4) : rest).replaceAll(' & ', ' /\\ ');
  return `${quantifier} ${negated ? '~' : ''}(${all})`;
}

const registersOf = (operations: readonly string[]): string[] => [
  ...new Set(operations.flatMap((operation) => (/>(r\d+)/u.exec(operation.replace('->', ' ')) ?? []).slice(1))),
];

const declarations = (operations: readonly string[]): string =>
  registersOf(operations)
    .map((register) => `\tint ${register};\n`)
    .join('');

/** What follows an `if` stands inside of it. */
function body(operations: readonly string[]): string {
  const [first, ...rest] = operations;
  if (first === undefined) return '';
  const branch = /^if (r\d+)=(-?\d+)$/u.exec(first);
  if (branch !== null) return `\tif (${branch[1]} == ${branch[2]}) {\n${rest.length === 0 ? '\tbarrier();\n' : body(rest)}\t}\n`;
  return `\t${statement(first)}\n${body(rest)}`;
}

function statement(operation: string): string {
  if (/^[rw]?mb$/u.test(operation)) return `smp_${operation}();`;
  const [, kind = '', rest = ''] = /^([A-Z][a-z]*) (.*)$/u.exec(operation) ?? [];
  const address = /@a\((r\d+)\)/u.exec(rest)?.[1];
  const data = /@d\((r\d+)\)/u.exec(rest)?.[1];
  const plain = rest.replaceAll(/@[ad]\(r\d+\)/gu, '');
  const [, variable = '', tail = ''] = /^([a-z])(.*)$/u.exec(plain) ?? [];
  const place = address === undefined ? variable : `(${variable} + (${address} & 0))`;
  const [, value = '', register = ''] = /^=([^>]*)(?:>(r\d+))?$/u.exec(tail) ?? [];
  const stored = data === undefined ? value : `(${data} & 0) + ${value}`;
  const suffix = suffixes[kind.slice(1)] ?? '';
  if (kind === 'W') return `WRITE_ONCE(*${place}, ${stored});`;
  if (kind === 'Wrel') return `smp_store_release(${place}, ${stored});`;
  if (kind === 'R') return `${tail.slice(1)} = READ_ONCE(*${place});`;
  if (kind === 'Racq') return `${tail.slice(1)} = smp_load_acquire(${place});`;
  if (kind.startsWith('X')) return `${register} = xchg${suffix}(${place}, ${stored});`;
  const [, old = '', next = '', result = ''] = /^:(-?\d+)->(-?\d+)>(r\d+)$/u.exec(tail) ?? [];
  return `${result} = cmpxchg${suffix}(${place}, ${old}, ${next});`;
}
