import { expect, test } from 'vitest';
import { analysed } from './fixture.ts';

/* Arguments as C has them: what is told to write instead, once. */

const told = (text: string): string[] => analysed(`module m\n${text}`).diagnostics.map(({ code, help }) => `${code} ${help}`);

test('flags of interrupts are left out', () => {
  expect(told('import kernel.spinlock\nshared l: Spinlock\nactor a { spin_lock_irqsave(l, flags)  spin_unlock_irqrestore(l) }\n')).toEqual([
    'MM0219 Write `spin_lock_irqsave(l)`, without flags: whether interrupts were on is known without them.',
  ]);
  expect(told('import kernel.irq\nactor a { local_irq_save(flags)  local_irq_restore() }\n')).toEqual([
    'MM0219 Write `local_irq_save()`, without flags: whether interrupts were on is known without them.',
  ]);
});

test('the object stands for its counter', () => {
  expect(told('import kernel.refs\nobject P { refcount: ref = 1 }\nshared p: P\nactor a { atomic_inc(p.refcount)  refcount_dec_and_test(p) }\n')).toContain(
    'MM0210 Name the object that has it: `p`.',
  );
});
