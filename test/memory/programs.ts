/*
 * Abstract programs, as `test/litmus/hw.tsv` has them, written as specs; `test/litmus/abstract.ts` says what they consist of.
 * Variables are elements of one array, so that an index can depend on a load.
 */

/** A program as a spec, and what is asked of its final states. */
export interface Program {
  readonly spec: string;
  /** Variables in order of their indices. */
  readonly variables: readonly string[];
  readonly registers: readonly { readonly actor: string; readonly register: string }[];
  readonly verdict: (values: ReadonlyMap<string, number>) => boolean;
}

const orders: Readonly<Record<string, string>> = { full: 'full', acq: 'acquire', rel: 'release', rlx: 'relaxed' };
const barriers: Readonly<Record<string, string>> = { mb: 'full', rmb: 'read', wmb: 'write' };

export function programOf(program: string): Program {
  const [, initial = '', rest = ''] = /^((?:[a-z]=-?\d+[,;] ?)*)(.*)$/u.exec(program) ?? [];
  const [running = '', condition = ''] = rest.split(' ; ');
  const threads = running.split(' || ').map((thread) => thread.split(', ').map((operation) => operation.trim()));
  const variables = [...new Set([...program.matchAll(/\b[WRXC][a-z]* ([a-z])\b/gu)].map((match) => match[1] ?? ''))].sort((a, b) => (a < b ? -1 : 1));
  const values = variables.map((variable) => new RegExp(`\\b${variable}=(-?\\d+)`, 'u').exec(initial)?.[1] ?? '0');
  const actors = threads.map((operations, thread) => {
    const locals = registersOf(operations).map((register) => `  var ${register}: 0..9 = 0\n`);
    return `actor t${thread} {\n${locals.join('')}${body(operations, variables)}}\n`;
  });
  return {
    spec: `module program\nshared m: 0..9[0..${variables.length - 1}] = [${values.join(', ')}]\n${actors.join('')}check c { }\n`,
    variables,
    registers: threads.flatMap((operations, thread) => registersOf(operations).map((register) => ({ actor: `t${thread}`, register }))),
    verdict: question(condition),
  };
}

function question(condition: string): Program['verdict'] {
  const [, rest = ''] = /^(?:~?exists|forall) (.*)$/u.exec(condition) ?? [];
  const negated = rest.startsWith('not ');
  const parts = (negated ? rest.slice(4) : rest)
    .replace(/^\((.*)\)$/u, '$1')
    .split(' & ')
    .map((part) => part.split('='));
  const holds = (values: ReadonlyMap<string, number>): boolean => parts.every(([left = '', right]) => values.get(left.trim()) === Number(right));
  return (values) => holds(values) !== negated;
}

const registersOf = (operations: readonly string[]): string[] => [
  ...new Set(operations.flatMap((operation) => (/>(r\d+)/u.exec(operation.replace('->', ' ')) ?? []).slice(1))),
];

/** What follows an `if` stands inside of it. */
function body([first, ...rest]: readonly string[], variables: readonly string[]): string {
  if (first === undefined) return '';
  const branch = /^if (r\d+)=(-?\d+)$/u.exec(first);
  if (branch !== null) return `  if ${branch[1]} == ${branch[2]} {\n${body(rest, variables)}  }\n`;
  return `  ${statement(first, variables)}\n${body(rest, variables)}`;
}

function statement(operation: string, variables: readonly string[]): string {
  const barrier = barriers[operation];
  if (barrier !== undefined) return `atomic ${barrier} { }`;
  const [, kind = '', rest = ''] = /^([A-Z][a-z]*) (.*)$/u.exec(operation) ?? [];
  const address = /@a\((r\d+)\)/u.exec(rest)?.[1];
  const data = /@d\((r\d+)\)/u.exec(rest)?.[1];
  const plain = rest.replaceAll(/@[ad]\(r\d+\)/gu, '');
  const [, variable = '', tail = ''] = /^([a-z])(.*)$/u.exec(plain) ?? [];
  const index = variables.indexOf(variable);
  const cell = `m[${index}${address === undefined ? '' : ` + 0 * ${address}`}]`;
  const [, value = '', register = ''] = /^=([^>]*)(?:>(r\d+))?$/u.exec(tail) ?? [];
  const stored = data === undefined ? value : `${value} + 0 * ${data}`;
  const order = orders[kind.slice(1)];
  const ordered = (inside: string): string => (order === undefined ? inside : `atomic ${order} { ${inside} }`);
  if (kind.startsWith('W')) return ordered(`${cell} = ${stored}`);
  if (kind.startsWith('R')) return ordered(`${tail.slice(1)} = ${cell}`);
  if (kind.startsWith('X')) return ordered(`${register} = ${cell}  ${cell} = ${stored}`);
  const [, old = '', next = '', result = ''] = /^:(-?\d+)->(-?\d+)>(r\d+)$/u.exec(tail) ?? [];
  return ordered(`${result} = ${cell}  if ${result} == ${old} { ${cell} = ${next} }`);
}
