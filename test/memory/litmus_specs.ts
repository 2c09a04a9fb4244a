import type { LitmusTest, Statement } from '@mmspec/litmus';

type Initial = LitmusTest['initial'][number];
type Fence = Extract<Statement, { kind: 'fence' }>['fence'];
type Expression = Extract<Statement, { kind: 'assign' }>['value'];
type UpdateOrder = Extract<Expression, { kind: 'exchange' }>['order'];

/*
 * Litmus tests in C as specs that use the kernel library: locks, RCU and SRCU, without pointers and loops.
 */

/** Thrown where a test has what is not translated. */
class Untranslated extends Error {}

/** The spec of a test: `x` is `v_x` there, `1:r0` is `r_r0` of `t1`. Null where the test has something else than these specs. */
export function specOfLitmus(test: LitmusTest): string | null {
  try {
    return translated(test);
  } catch (error) {
    if (error instanceof Untranslated) return null;
    throw error;
  }
}

interface Names {
  readonly plain: Set<string>;
  readonly locks: Set<string>;
  readonly domains: Set<string>;
  readonly registers: Set<string>;
}

function translated({ threads, initial }: LitmusTest): string {
  const names: Names = { plain: new Set(), locks: new Set(), domains: new Set(), registers: new Set() };
  const values = new Map(initial.map((each): [string, number] => [nameOf(each), numberOf(each)]));
  const actors = threads.map(({ body }, thread) => {
    names.registers.clear();
    const text = body.map((statement) => statementText(statement, names)).join('');
    const locals = [...names.registers].map((register) => `  var r_${register}: -20..20 = 0\n`).join('');
    return `actor t${thread} {\n${locals}${text}}\n`;
  });
  for (const name of values.keys()) if (!names.locks.has(name) && !names.domains.has(name)) names.plain.add(name);
  if ([...names.plain].some((name) => names.locks.has(name) || names.domains.has(name))) throw new Untranslated();
  return [
    'module litmus\nimport kernel.lock\nimport kernel.rcu\n',
    ...[...names.plain].map((name) => `shared v_${name}: -20..20 = ${values.get(name) ?? 0}\n`),
    ...[...names.locks].map((name) => `shared v_${name}: Lock\n`),
    ...[...names.domains].map((name) => `shared v_${name}: Section\n`),
    ...actors,
    'check c { }\n',
  ].join('');
}

function nameOf({ location }: Initial): string {
  if (location.kind !== 'variable') throw new Untranslated();
  return location.name;
}

function numberOf({ value }: Initial): number {
  if (value.kind !== 'number') throw new Untranslated();
  return value.value;
}

const fences: Readonly<Record<Fence, string>> = {
  mb: 'atomic full { }',
  rmb: 'atomic read { }',
  wmb: 'atomic write { }',
  barrier: '',
  'before-atomic': 'atomic full { }',
  'after-atomic': 'atomic full { }',
  'after-spinlock': 'atomic full { }',
  'after-unlock-lock': 'atomic full { }',
  'after-srcu-read-unlock': 'atomic full { }',
  'rcu-lock': 'rcu_read_lock()',
  'rcu-unlock': 'rcu_read_unlock()',
  'sync-rcu': 'synchronize_rcu()',
};

const updates: Readonly<Record<UpdateOrder, string>> = { full: 'full', once: 'relaxed', acquire: 'acquire', release: 'release', noreturn: 'relaxed' };

function statementText(statement: Statement, names: Names): string {
  switch (statement.kind) {
    case 'fence':
      return `  ${fences[statement.fence]}\n`;
    case 'lock':
    case 'unlock':
      return `  ${statement.kind}(${target(statement.address, names.locks)})\n`;
    case 'sync_srcu':
      return `  synchronize_srcu(${target(statement.address, names.domains)})\n`;
    case 'store':
      return storeText(statement, names);
    case 'assign':
      return assignText(statement, names);
    case 'if': {
      const inside = (body: readonly Statement[]): string => body.map((each) => statementText(each, names)).join('');
      return `  if ${truthText(statement.condition, names)} {\n${inside(statement.yes)}  } else {\n${inside(statement.no)}  }\n`;
    }
    case 'while':
      throw new Untranslated();
  }
}

function storeText(statement: Statement & { kind: 'store' }, names: Names): string {
  if (statement.order === 'srcu_unlock') return `  srcu_read_unlock(${target(statement.address, names.domains)})\n`;
  const stored = `${target(statement.address, names.plain)} = ${valueText(statement.value, names)}`;
  return statement.order === 'release' ? `  atomic release { ${stored} }\n` : `  ${stored}\n`;
}

function assignText({ register, value }: Statement & { kind: 'assign' }, names: Names): string {
  const to = register === null ? 'unused' : register;
  if (register !== null || value.kind !== 'update') names.registers.add(to);
  const local = `r_${to}`;
  switch (value.kind) {
    case 'load': {
      if (value.order === 'srcu_lock') return `  srcu_read_lock(${target(value.address, names.domains)})\n  ${local} = 0\n`;
      const load = `${local} = ${target(value.address, names.plain)}`;
      return value.order === 'acquire' ? `  atomic acquire { ${load} }\n` : `  ${load}\n`;
    }
    case 'exchange': {
      const cell = target(value.address, names.plain);
      const stored = valueText(value.value, names);
      return `  atomic ${updates[value.order]} { let old = ${cell}  ${cell} = ${stored}  ${local} = old }\n`;
    }
    case 'compare_exchange': {
      const cell = target(value.address, names.plain);
      const [old, stored] = [valueText(value.old, names), valueText(value.value, names)];
      return `  atomic ${updates[value.order]} { let was = ${cell}  if was == ${old} { ${cell} = ${stored} }  ${local} = was }\n`;
    }
    case 'add_unless': {
      const cell = target(value.address, names.plain);
      const [added, unless] = [valueText(value.value, names), valueText(value.unless, names)];
      return `  atomic full { let was = ${cell}  if was != ${unless} { ${cell} = was + ${added}  ${local} = 1 } else { ${local} = 0 } }\n`;
    }
    case 'number':
    case 'name':
    case 'operation':
      return `  ${local} = ${valueText(value, names)}\n`;
    case 'update': {
      if (value.operator !== '+' && value.operator !== '-') throw new Untranslated();
      const cell = target(value.address, names.plain);
      const stored = `was ${value.operator} ${valueText(value.value, names)}`;
      const given = register === null ? '' : `  ${local} = ${value.gives === 'old' ? 'was' : stored}`;
      return `  atomic ${updates[value.order]} { let was = ${cell}  ${cell} = ${stored}${given} }\n`;
    }
    case 'trylock':
    case 'is_locked':
      throw new Untranslated();
  }
}

function target(address: Expression, among: Set<string>): string {
  if (address.kind !== 'name') throw new Untranslated();
  among.add(address.name);
  return `v_${address.name}`;
}

function valueText(value: Expression, names: Names): string {
  if (value.kind === 'number') return value.value < 0 ? `(0 - ${-value.value})` : String(value.value);
  if (value.kind === 'name') {
    if (!names.registers.has(value.name)) throw new Untranslated();
    return `r_${value.name}`;
  }
  if (value.kind === 'operation' && isNothing(value)) return `(0 * ${valueText(value.left, names)})`;
  if (value.kind !== 'operation' || !['+', '-', '*'].includes(value.operator)) throw new Untranslated();
  return `(${valueText(value.left, names)} ${value.operator} ${valueText(value.right, names)})`;
}

/** `r & 0` and `r ^ r`: zero, and a dependency all the same. */
function isNothing({ operator, left, right }: Expression & { kind: 'operation' }): boolean {
  if (operator === '&') return right.kind === 'number' && right.value === 0;
  return operator === '^' && left.kind === 'name' && right.kind === 'name' && left.name === right.name;
}

function truthText(condition: Expression, names: Names): string {
  if (condition.kind === 'operation' && ['==', '!=', '<', '>', '<=', '>='].includes(condition.operator))
    return `${valueText(condition.left, names)} ${condition.operator} ${valueText(condition.right, names)}`;
  return `${valueText(condition, names)} != 0`;
}
