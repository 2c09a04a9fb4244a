import type { Fault } from './mutant.ts';

const folder = 'packages/compiler/src';

/** Faults in the writing of steps as JavaScript. */
export const emitFaults: readonly Fault[] = [
  {
    name: 'the last alternative does not undo its stores',
    file: `${folder}/emit/print_body.ts`,
    find: 'const restored = [...undo, ...restoredLines(body, label)];',
    replace: 'const restored = [...undo.slice(1), ...restoredLines(body, label)];',
  },
  {
    name: 'what was stored before an alternative is undone with it',
    file: `${folder}/emit/print_body.ts`,
    find: 'if (cellsIn(cell, null).every((each) => !printing.stored.has(each))) {\n      undo.push',
    replace: 'if (target !== source) {\n      undo.push',
  },
  {
    name: 'marks of one alternative remain for the next',
    file: `${folder}/emit/print_body.ts`,
    find: 'restoredLines(body, label)];\n  if (loop',
    replace: 'restoredLines([], label)];\n  if (loop',
  },
  {
    name: 'a blocked way goes on',
    file: `${folder}/emit/print_body.ts`,
    find: 'return printing.outermost && style.blocked !== null ? [style.blocked] : exitLines(printing, tail);',
    replace: 'return printing.outermost && style.blocked !== null ? [style.blocked] : [];',
  },
  {
    name: 'the branches of an `if` without `then` are swapped',
    file: `${folder}/emit/print_body.ts`,
    find: 'return [`if (!(${condition})) {`',
    replace: 'return [`if (${condition}) {`',
  },
  {
    name: 'right operands lose their brackets',
    file: `${folder}/emit/print_expr.ts`,
    find: '${operator} ${printExpr(scope, right, own + 1)}`',
    replace: '${operator} ${printExpr(scope, right, 0)}`',
  },
  {
    name: 'values before the step are read after it',
    file: `${folder}/emit/print_expr.ts`,
    find: "return printLoad(scope, expr.from === 'before' ? scope.before : scope.after, expr.cell, around);",
    replace: 'return printLoad(scope, scope.after, expr.cell, around);',
  },
  {
    name: 'instances have the actions of the first',
    file: `${folder}/emit/emit.ts`,
    find: 'number(numbering.perInstance[at] ?? 0)',
    replace: 'number(0)',
  },
  {
    name: 'the last instance makes no steps',
    file: `${folder}/emit/emit.ts`,
    find: "else lines.push(`for (let me = 0; me < ${kind.count}; me++) {`, ...indent(calls('me')), '}');",
    replace: "else lines.push(`for (let me = 0; me < ${kind.count - 1}; me++) {`, ...indent(calls('me')), '}');",
  },
  {
    name: 'actors that wait idly are restless',
    file: `${folder}/emit/emit.ts`,
    find: 'const calm = [...kind.idle, kind.locationCount];',
    replace: 'const calm = [kind.locationCount];',
  },
  {
    name: 'quotients are rounded to zero',
    file: `${folder}/emit/runtime_source.ts`,
    find: "'function quotient(a, b) {',\n    '  return Math.floor(a / b);',",
    replace: "'function quotient(a, b) {',\n    '  return Math.trunc(a / b);',",
  },
];
