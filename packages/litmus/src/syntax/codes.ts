import type { CodeDescription } from '@mmspec/source';

const severity = 'error';

const test = (body: string, condition = 'exists (0:r0=1)'): string => `C test\n\n{}\n\nP0(int *x)\n{\n\tint r0;\n\n${body}}\n\n${condition}\n`;

/** What can be wrong with a litmus test. */
export const litmusCodes: readonly CodeDescription[] = [
  {
    code: 'MM0901',
    severity,
    title: 'not a litmus test',
    text: 'A litmus test in C is a title (`C NAME`), initial values in braces, threads P0, P1, … and a condition. Comments in `(* … *)` may stand before the initial values and in conditions, those of C in threads.',
    example: 'P0(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n}\n',
    fix: 'C one-store\n\n{}\n\nP0(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n}\n\nexists (x=1)\n',
  },
  {
    code: 'MM0902',
    severity,
    title: 'not in the C of litmus tests',
    text: 'herd7 knows a small part of C: declarations of one name, assignments, `*p`, `if`, `else`, `while`, calls of the operations of the kernel, and expressions with + - * / & | ^ and comparisons. There are no structures, arrays, `for`, `&&` or `!`, and `-1` behind a name is a number.',
    example: test('\tr0 = READ_ONCE(*x);\n\tr0++;\n'),
    fix: test('\tr0 = READ_ONCE(*x);\n\tr0 = r0 + 1;\n'),
  },
  {
    code: 'MM0903',
    severity,
    title: 'an operation that the model does not know',
    text: 'The memory model of Linux 6.12 defines READ_ONCE(), WRITE_ONCE(), barriers, acquires and releases, xchg(), cmpxchg(), atomic_*() on `atomic_t`, spin locks, RCU and SRCU. It has no bit operations, no `atomic_inc_not_zero()` and no `atomic_long_*()`.',
    example: test('\tr0 = test_and_set_bit(0, x);\n'),
    fix: test('\tr0 = atomic_fetch_or(1, x);\n'),
  },
  {
    code: 'MM0904',
    severity,
    title: 'a call that does not fit its operation',
    text: 'READ_ONCE(), WRITE_ONCE() and their kin take a place, `*x`; smp_load_acquire(), xchg() and atomic_*() an address, `x`. Operations without a value are statements.',
    example: test('\tr0 = READ_ONCE(x);\n'),
    fix: test('\tr0 = READ_ONCE(*x);\n'),
  },
  {
    code: 'MM0905',
    severity,
    title: 'a name that stands for nothing',
    text: 'Threads are P0, P1, … without gaps, each once; conditions, locations and initial values name registers of threads that are there. What a thread uses of memory are its parameters.',
    example: test('\tr0 = READ_ONCE(*x);\n', 'exists (1:r0=1)'),
    fix: test('\tr0 = READ_ONCE(*x);\n'),
  },
  {
    code: 'MM0906',
    severity,
    title: 'not for this memory model',
    text: 'The window machine of `--memory sc`, `tso` and `weak` knows sections of SRCU that one thread enters and leaves. One that another thread leaves (`srcu_up_read`) is a question for the axioms: `--memory lkmm`.',
    example: 'mmspec litmus hand-over.litmus --memory weak\n',
    fix: 'mmspec litmus hand-over.litmus\n',
  },
  {
    code: 'MM0907',
    severity: 'warning',
    title: 'a loop that is followed for two rounds',
    text: 'As in herd7 a loop is written out twice; executions in which its condition still holds then are left out, so outcomes may be missing. Where the loop waits for something, a filter on one round says the same and leaves nothing out.',
    example: test('\tr0 = READ_ONCE(*x);\n\twhile (r0 == 0) {\n\t\tr0 = READ_ONCE(*x);\n\t}\n'),
    fix: test('\tr0 = READ_ONCE(*x);\n', 'filter (0:r0=1)\nexists (x=1)'),
  },
  {
    code: 'MM0908',
    severity,
    title: 'an access of something that is no variable',
    text: 'In an execution that the model allows an address is a number, mostly 0: a pointer that was not set, or a name that its thread has no parameter for. herd7 rejects such a test too.',
    example: test('\tr0 = READ_ONCE(*y);\n'),
    fix: test('\tr0 = READ_ONCE(*x);\n'),
  },
];
