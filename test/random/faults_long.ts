import type { Fault } from './mutant.ts';

const flow = 'packages/semantics/src/flow';
const compiler = 'packages/compiler/src';

/** Faults in rounds without a step, and in formulas over many numbers. */
export const longFaults: readonly Fault[] = [
  {
    name: 'rounds without a step end one too early',
    file: `${flow}/ranges.ts`,
    find: "case '<':\n      return truthWhen(a.high < b.low, a.low >= b.high);",
    replace: "case '<':\n      return truthWhen(a.high < b.low, a.low >= b.high - 1);",
  },
  {
    name: 'only one side of an `if` counts for what a number can be',
    file: `${flow}/ranges.ts`,
    find: '(then ?? otherwise) : joined(then, otherwise);',
    replace: '(then ?? otherwise) : otherwise;',
  },
  {
    name: 'a loop over many numbers leaves out the first',
    file: `${compiler}/emit/print_body.ts`,
    find: 'const head = `for (let ${name} = 0;',
    replace: 'const head = `for (let ${name} = 1;',
  },
  {
    name: 'a loop over many numbers forgets its `where`',
    file: `${compiler}/lower/loops.ts`,
    find: 'const is = chosen(inner, expression, member, expression.condition);',
    replace: 'const is = member.member;',
  },
];
