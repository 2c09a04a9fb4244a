import type { Fault } from './mutant.ts';

const lower = 'packages/compiler/src/lower';
const interpreter = 'packages/interpreter/src';

/** Faults in who has a CPU, what masks whom, and what is counted. */
export const contextFaults: readonly Fault[] = [
  {
    name: 'a handler is preempted by its equal',
    file: `${lower}/cpus.ts`,
    find: '(begins && above === own)',
    replace: '(begins && above !== above)',
  },
  {
    name: 'a running handler is preempted by its equal in the definition',
    file: `${interpreter}/cpu.ts`,
    find: 'contextOf(declaration) === context)) return false;',
    replace: 'contextOf(declaration) === context && context === "nmi")) return false;',
  },
  {
    name: 'a higher context does not stop a lower one',
    file: `${lower}/cpus.ts`,
    find: 'isAbove(above, own) ||',
    replace: "(isAbove(above, own) && above !== 'hardirq') ||",
  },
  {
    name: 'interrupts off mask nothing',
    file: `${lower}/cpus.ts`,
    find: "return and(may, own === 'hardirq' ? on :",
    replace: "return and(may, own === 'hardirq' ? yes :",
  },
  {
    name: 'bottom halves off do not mask softirqs',
    file: `${lower}/cpus.ts`,
    find: "and(on, compare('===', cell('bh_off', countMax), zero))",
    replace: 'on',
  },
  {
    name: 'bottom halves off mask hardirqs',
    file: `${interpreter}/cpu.ts`,
    find: "    case 'hardirq':\n      return cpu.irq_off === 0;",
    replace: "    case 'hardirq':\n      return cpu.irq_off === 0 && cpu.bh_off === 0;",
  },
  {
    name: 'an NMI is masked',
    file: `${lower}/cpus.ts`,
    find: "if (!begins || own === 'nmi') return may;",
    replace: 'if (!begins) return may;',
  },
  {
    name: 'a running handler is masked',
    file: `${lower}/cpus.ts`,
    find: "if (!begins || own === 'nmi') return may;",
    replace: "if (own === 'nmi') return may;",
  },
  {
    name: 'any task runs while another one keeps the CPU',
    file: `${lower}/cpus.ts`,
    find: "or(compare('===', holder, zero), compare('===', holder, number(1 + tasks.indexOf(actor))))",
    replace: 'yes',
  },
  {
    name: 'a task that keeps the CPU may not go on',
    file: `${lower}/cpus.ts`,
    find: "or(compare('===', holder, zero), compare('===', holder, number(1 + tasks.indexOf(actor))))",
    replace: "compare('===', holder, zero)",
  },
  {
    name: 'interrupts off do not keep the CPU',
    file: `${lower}/cpus.ts`,
    find: "compare('>', load(inner, cpuCell(lowering, kind, 'irq_off'), countMax), zero),",
    replace: 'no,',
  },
  {
    name: 'a task that sleeps keeps the CPU',
    file: `${lower}/cpus.ts`,
    find: 'target === null || target.idle || target.sleeps',
    replace: 'target === null || target.idle',
  },
  {
    name: 'the preempt count is that of the CPU: it is lost where another task runs',
    file: `${interpreter}/cpu.ts`,
    find: 'return { ...state, cpus:',
    replace:
      'return { ...state, actors: state.actors.map((each, id) => (id === actor.id ? each : { ...each, counts: new Map([...each.counts].map(([name]) => [name, 0])) })), cpus:',
  },
  {
    name: 'counts do not nest',
    file: `${lower}/counts.ts`,
    find: "const value = numeric('+', old, number(by));",
    replace: 'const value = number(by > 0 ? 1 : 0);',
  },
  {
    name: 'a count stops at its end instead of ending the run',
    file: `${lower}/counts.ts`,
    find: "if (home !== 'own, asked') faultIf(",
    replace: "if (home === 'nowhere') faultIf(",
  },
  {
    name: 'a handler at its beginning counts as running',
    file: `${lower}/locations.ts`,
    find: '...(beginning === null ? [] : [beginning]), locations.length',
    replace: 'locations.length',
  },
  {
    name: 'a handler at an idle await counts as running',
    file: `${interpreter}/cpu.ts`,
    find: '!isAtBeginning(state, actor) && !standing.idle(state, actor);',
    replace: '!isAtBeginning(state, actor);',
  },
  {
    name: 'handlers may sleep',
    file: `${lower}/cpus.ts`,
    find: '  if (isHandler(kind.flow.actor)) {\n    context.out.push(flag);\n    return;\n  }\n',
    replace: '',
  },
  {
    name: 'the condition of an actor is asked of its first step only',
    file: 'packages/compiler/src/lower.ts',
    find: '  if (guard === null) return;',
    replace: '  if (guard === null || (way.from !== null && way.from.id > 0)) return;',
  },
  {
    name: 'a handler that waits for ever runs, for who asks',
    file: `${lower}/atoms.ts`,
    find: 'not(isAtAny(context, kind, index, quietLocations(kind)))',
    replace: 'not(isAtAny(context, kind, index, quietLocations(kind).slice(-1)))',
  },
];
