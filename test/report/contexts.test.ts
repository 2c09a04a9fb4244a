import { columnLines } from '../../packages/report/src/race/columns.ts';
import { raceEvents, waitingEvents } from '../../packages/report/src/race/event.ts';
import type { CpuContext, TraceStep, Waiting } from '@mmspec/system';
import { describe, expect, test } from 'vitest';
import { step } from './trace.ts';

/*
 * How actors are drawn that share a CPU: one column, in which handlers stand between marks.
 */

interface Drawn {
  readonly steps: readonly TraceStep[];
  readonly waiting?: readonly Waiting[];
  readonly numbered?: boolean;
}

function drawing({ steps, waiting = [], numbered = false }: Drawn): string {
  const events = raceEvents({ steps, loop: null }, { isBroken: false, property: '', formula: '' }, { full: false, marked: [], only: null });
  return `\n${columnLines([...events, ...waitingEvents(waiting, steps)], steps, 72, numbered).join('\n')}\n`;
}

/** A step on a CPU: `>` in front of the text begins an activation, `<` behind it ends one. */
function on(cpu: number, context: CpuContext, actor: string, text: string): TraceStep {
  const taken = step(actor, text.replace(/^>|<$/gu, ''));
  return { ...taken, cpu, context, ...(text.startsWith('>') ? { enters: true } : {}), ...(text.endsWith('<') ? { leaves: true } : {}) };
}

const waits = (cpu: number, context: CpuContext, actor: string, text: string): Waiting => ({
  actor,
  text,
  cpu,
  context,
  label: null,
  operation: [],
  path: 'spec.mmspec',
  line: 1,
  column: 1,
  since: [],
});

describe('a handler', () => {
  test('stands between marks, deeper than the task', () => {
    const steps = [
      on(0, 'task', 'charge', 'spin_lock(l)'),
      on(0, 'hardirq', 'timer', '>pending = true'),
      on(0, 'hardirq', 'timer', 'stock = 2<'),
      on(0, 'task', 'charge', 'spin_unlock(l)'),
    ];
    expect(drawing({ steps })).toBe(`
 CPU0 (charge)
 -------------
 spin_lock(l)
 <IRQ>  // timer
   pending = true
   stock = 2
 </IRQ>
 spin_unlock(l)
`);
  });

  test('that has not ended has no mark of its end; where it waits, the task is not said to', () => {
    const steps = [on(0, 'task', 'charge', 'spin_lock(l)'), on(0, 'hardirq', 'timer', '>pending = true')];
    expect(drawing({ steps, waiting: [waits(0, 'task', 'charge', 'spin_unlock(l)'), waits(0, 'hardirq', 'timer', 'spin_lock(l)')] })).toBe(`
 CPU0 (charge)
 -------------
 spin_lock(l)
 <IRQ>  // timer
   pending = true
   spin_lock(l)  // waits
`);
  });

  test('comes into another one', () => {
    const steps = [
      on(0, 'task', 'task', 'a = 1'),
      on(0, 'softirq', 'soft', '>b = 1'),
      on(0, 'hardirq', 'hard', '>c = 1'),
      on(0, 'nmi', 'watch', '>d = 1<'),
      on(0, 'hardirq', 'hard', 'c = 2<'),
      on(0, 'softirq', 'soft', 'b = 2<'),
    ];
    expect(drawing({ steps })).toBe(`
 CPU0 (task)
 -----------
 a = 1
 <SOFTIRQ>  // soft
   b = 1
   <IRQ>  // hard
     c = 1
     <NMI>  // watch
       d = 1
     </NMI>
     c = 2
   </IRQ>
   b = 2
 </SOFTIRQ>
`);
  });

  test('has marks for each activation, and events of other CPUs come between them', () => {
    const steps = [on(0, 'hardirq', 'tick', '>n = 1'), step('reader', 'x = n'), on(0, 'hardirq', 'tick', 'n = 2<'), on(0, 'hardirq', 'tick', '>n = 3<')];
    expect(drawing({ steps, numbered: true })).toBe(`
 CPU0 (tick)                     CPU1 (reader)
 -----------                     -------------
 <IRQ>  // tick
   1.1 n = 1
                                 2.1 x = n
   1.2 n = 2
 </IRQ>
 <IRQ>  // tick
   1.3 n = 3
 </IRQ>
`);
  });

  test('ends although its last step is not drawn', () => {
    const steps = [on(0, 'hardirq', 'tick', '>n = 1'), on(0, 'hardirq', 'tick', 'skip<'), on(0, 'task', 'task', 'n = 2')];
    expect(drawing({ steps })).toContain('   n = 1\n </IRQ>\n n = 2');
  });

  test('has marks around the calls that it is in', () => {
    const taken = step('tick', 'n = 1', {}, { frames: ['update'], left: 1 });
    const steps = [on(0, 'task', 'task', 'n = 0'), { ...taken, cpu: 0, context: 'softirq', enters: true, leaves: true } as const];
    expect(drawing({ steps })).toContain(' n = 0\n <SOFTIRQ>  // tick\n   update()\n     n = 1\n </SOFTIRQ>\n');
  });
});

describe('CPUs', () => {
  test('have the numbers of the spec, and others those that it does not give', () => {
    const steps = [step('other', 'x = 1'), on(0, 'task', 'task', 'x = 2'), on(2, 'task', 'far', 'x = 3')];
    expect(drawing({ steps })).toMatch(/^\n CPU0 \(task\) +CPU1 \(other\) +CPU2 \(far\)\n/u);
  });

  test('on which tasks take turns say whose turn it is', () => {
    const steps = [on(0, 'task', 'a', 'x = 1'), on(0, 'task', 'b', 'x = 2'), on(0, 'task', 'b', 'x = 3'), on(0, 'task', 'a', 'x = 4')];
    expect(drawing({ steps })).toBe(`
 CPU0 (a, b)
 -----------
 <a>
 x = 1
 <b>
 x = 2
 x = 3
 <a>
 x = 4
`);
  });

  test('that a task keeps are said to be waited for', () => {
    const steps = [on(0, 'task', 'a', 'spin_lock(l)'), on(0, 'task', 'b', 'spin_lock(m)')];
    expect(drawing({ steps, waiting: [{ ...waits(0, 'task', 'a', 'x = 1'), keptBy: 'b' }] })).toContain(
      '\n <a>\n x = 1  // waits for the CPU, which b keeps\n',
    );
  });

  test('that are too many stand below each other, with the names of actors in front', () => {
    const steps = [on(0, 'task', 'a', 'x = 1'), on(0, 'hardirq', 'tick', '>x = 2<'), ...['b', 'c', 'd'].map((name) => step(name, 'x = 0'))];
    expect(drawing({ steps })).toBe(`
 CPU0 (a), CPU1 (b), CPU2 (c), CPU3 (d)
 --------------------------------------
 a      x = 1
 tick   <IRQ>  // tick
 tick     x = 2
 tick   </IRQ>
 b      x = 0
 c      x = 0
 d      x = 0
`);
  });
});
