import { choicesFrom, tapeMax, type Choices } from '../random/choices.ts';

/*
 * Random litmus tests: two or three threads of marked and plain accesses, barriers, read-modify-writes, dependencies, branches,
 * locks, RCU and SRCU.
 */

export interface Kinds {
  /** Plain accesses. */
  readonly plain: boolean;
  /** Locks, RCU and SRCU. */
  readonly sections: boolean;
}

const variables = ['x', 'y', 'z'] as const;
const suffixes = ['', '_relaxed', '_acquire', '_release'] as const;
const barriers = ['smp_mb', 'smp_rmb', 'smp_wmb', 'smp_mb__before_atomic', 'smp_mb__after_atomic'] as const;

/** A thread as it is written. */
interface Writing {
  readonly choices: Choices;
  readonly kinds: Kinds;
  readonly registers: string[];
  /** Accesses that may still be written. */
  left: number;
}

/** The same numbers every time. */
export function tapeOf(seed: number): number[] {
  let state = seed * 2_654_435_761 + 1;
  return Array.from({ length: 400 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % (tapeMax + 1);
  });
}

/** The text of the random test with this number. */
export function textOf(seed: number, kinds: Kinds): string {
  return randomTest(choicesFrom(tapeOf(seed)), kinds);
}

function randomTest(choices: Choices, kinds: Kinds): string {
  const count = 2 + choices.below(2);
  const threads = Array.from({ length: count }, (_, thread) => threadText(choices, kinds, thread, count === 2 ? 4 : 3));
  const shown = threads.flatMap(({ registers }, thread) => registers.map((register) => `${thread}:${register}`));
  const initial = choices.chance(30) ? `${choices.pick(variables)}=${1 + choices.below(2)};` : '';
  return `C random\n\n{${initial}}\n\n${threads.map(({ text }) => text).join('\n')}\nlocations [${[...shown, ...variables].join('; ')}]\nexists (x=1)\n`;
}

function threadText(choices: Choices, kinds: Kinds, thread: number, accesses: number): { readonly text: string; readonly registers: readonly string[] } {
  const writing: Writing = { choices, kinds, registers: [], left: 1 + choices.below(accesses) };
  const lines: string[] = [];
  while (writing.left > 0) lines.push(...item(writing, '\t'));
  const declared = writing.registers.map((register) => `\tint ${register};`);
  const parameters = 'int *x, int *y, int *z, spinlock_t *s, spinlock_t *t, struct srcu_struct *u';
  return { text: `P${thread}(${parameters})\n{\n${[...declared, ...lines].join('\n')}\n}\n`, registers: writing.registers };
}

/** One statement, or some that belong together. */
function item(writing: Writing, indent: string): string[] {
  const { choices, kinds } = writing;
  if (kinds.sections && choices.chance(22)) return section(writing, indent);
  if (choices.chance(18)) return [`${indent}${choices.pick(barriers)}();`];
  if (choices.chance(15) && writing.registers.length > 0) return branch(writing, indent);
  return [`${indent}${access(writing)}`];
}

function section(writing: Writing, indent: string): string[] {
  const { choices } = writing;
  const inner = (): string[] =>
    choices.chance(80) && writing.left > 0
      ? [`${indent}${access(writing)}`, ...(choices.chance(40) && writing.left > 0 ? [`${indent}${access(writing)}`] : [])]
      : [];
  switch (choices.below(6)) {
    case 0:
    case 1: {
      const lock = choices.pick(['s', 't']);
      const after = choices.chance(20) ? [`${indent}smp_mb__after_spinlock();`] : choices.chance(15) ? [`${indent}smp_mb__after_unlock_lock();`] : [];
      return [`${indent}spin_lock(${lock});`, ...after, ...inner(), `${indent}spin_unlock(${lock});`];
    }
    case 2:
      return [`${indent}rcu_read_lock();`, ...inner(), `${indent}rcu_read_unlock();`];
    case 3:
      return [`${indent}synchronize_rcu();`];
    case 4: {
      const register = newRegister(writing);
      return [`${indent}${register} = srcu_read_lock(u);`, ...inner(), `${indent}srcu_read_unlock(u, ${register});`];
    }
    default:
      return [`${indent}synchronize_srcu(u);`];
  }
}

function branch(writing: Writing, indent: string): string[] {
  const { choices } = writing;
  const register = choices.pick(writing.registers);
  const yes = [`${indent}\t${access(writing)}`];
  const no = choices.chance(40) && writing.left > 0 ? [`${indent}} else {`, `${indent}\t${access(writing)}`] : [];
  return [`${indent}if (${register}${choices.pick([' == 1', '', ' == 0'])}) {`, ...yes, ...no, `${indent}}`];
}

function access(writing: Writing): string {
  const { choices, kinds } = writing;
  writing.left--;
  const variable = choices.pick(variables);
  const isDependent = writing.registers.length > 0 && choices.chance(20);
  const place = isDependent ? `(${variable} + (${choices.pick(writing.registers)} & 0))` : variable;
  const suffix = choices.pick(suffixes);
  const kind = choices.below(kinds.plain ? 12 : 10);
  if (kind <= 2) return `WRITE_ONCE(*${place}, ${value(writing)});`;
  if (kind === 3) return `smp_store_release(${place}, ${value(writing)});`;
  if (kind <= 5) return assigned(writing, `READ_ONCE(*${place})`);
  if (kind === 6) return assigned(writing, `smp_load_acquire(${place})`);
  if (kind === 7) return assigned(writing, `xchg${suffix}(${place}, ${value(writing)})`);
  if (kind === 8 && choices.chance(20)) return assigned(writing, `atomic_add_unless(${place}, 1, ${choices.below(3)})`);
  if (kind === 8) return assigned(writing, `cmpxchg${suffix}(${place}, ${choices.below(2)}, ${1 + choices.below(3)})`);
  if (kind === 9) return choices.chance(50) ? `atomic_inc(${place});` : assigned(writing, `atomic_fetch_add${suffix}(1, ${place})`);
  return kind === 10 ? `*${place} = ${value(writing)};` : assigned(writing, `*${place}`);
}

/** A number, or one that depends on a register. */
function value({ choices, registers }: Writing): string {
  const number = 1 + choices.below(3);
  if (registers.length === 0 || choices.chance(70)) return String(number);
  return choices.chance(50) ? choices.pick(registers) : `(${choices.pick(registers)} & 0) + ${number}`;
}

function newRegister({ registers }: Writing): string {
  registers.push(`r${registers.length}`);
  return registers.at(-1)!;
}

/** The expression is written before there is the register. */
function assigned(writing: Writing, expression: string): string {
  return `${newRegister(writing)} = ${expression};`;
}
