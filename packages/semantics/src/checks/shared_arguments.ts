import { walk } from '@mmspec/syntax';
import type { Diagnostic } from '@mmspec/source';
import { ofEachBody, type Facts, type Lint } from '../facts.ts';
import { sharedLoads } from '../locations.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** The arguments of an operation with steps are local. */
const sharedArguments: Rule = rule({
  code: 'MM0318',
  title: 'argument reads shared state',
  why: 'Reading shared state is a step, and a call of an `op` with steps of its own has no step for its arguments.',
  text: 'Objects are passed as they are. Values are loaded into a `let` before the call. An `atomic op` reads its arguments in its own step.',
  example: 'module m\nshared n: 0..3 = 0\nop twice(k: 0..3) { one: n = k  two: n = k }\nactor a { call: twice(n) }\n',
  fix: 'module m\nshared n: 0..3 = 0\nop twice(k: 0..3) { one: n = k  two: n = k }\nactor a { let k = n  call: twice(k) }\n',
});

export const lint: Lint = { rules: [sharedArguments], check: checkSharedArguments };

function checkSharedArguments(facts: Facts): Diagnostic[] {
  const { model, tables } = facts;
  return ofEachBody(facts, 'arguments', ({ block }, diagnostics) => {
    walk(block, (node) => {
      if (node.kind !== 'call') return;
      const meaning = model.meanings.get(node.callee);
      if (meaning?.kind !== 'operation' || meaning.declaration.atomic) return;
      node.arguments.forEach(({ value }, index) => {
        // Where an object is wanted its place is passed; whether a field of any object is a place only the call knows.
        const parameter = meaning.declaration.parameters[index];
        const takesAny = parameter?.type.kind === 'named_type' && parameter.type.name.text === 'object';
        const loads = sharedLoads(tables, value).filter(({ span }) => !(takesAny && span === value.span && !tables.fields.has(value as never)));
        const first = loads[0];
        if (first === undefined) return;
        diagnostics.push(
          violation(
            sharedArguments,
            value.span,
            `The argument reads \`${first.text}\`, but \`${node.callee.text}\` has steps of its own.`,
            'Load it first: `let x = …`, then call.',
          ),
        );
      });
    });
  });
}
