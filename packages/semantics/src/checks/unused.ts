import type { Diagnostic } from '@mmspec/source';
import { children, walk } from '@mmspec/syntax';
import type { Expression, Name, Node } from '@mmspec/syntax';
import type { Facts, Lint } from '../facts.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** Every variable and constant is used. */
const unused: Rule = rule({
  code: 'MM0322',
  severity: 'warning',
  title: 'never used',
  why: 'A local that nothing reads, or a name that nothing mentions, is a mistake or a remainder; in the state it only costs.',
  text: 'For locals reading counts; for shared variables and constants any mention. A name that begins with `_` is never reported, nor is a variable that `owns` a reference.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { let x = n  set: n = 1 }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { let x = n  set: n = x }\n',
});

/** Judged where nothing is wrong: what seems unused may be misspelt elsewhere. */
export const lint: Lint = { rules: [unused], check: checkUnused, needsNoErrors: true };

function checkUnused({ model, tables, instances }: Facts): Diagnostic[] {
  const used = new Set<object>();
  for (const module of model.modules) for (const item of module.items) collect(item, used);
  for (const table of [tables, ...instances.map((instance) => instance.tables)]) {
    for (const field of table.fields.values()) if (field.kind !== 'record_field') used.add(field.declaration);
  }

  const diagnostics: Diagnostic[] = [];
  const judge = (declaration: object, name: Name, what: string): void => {
    if (used.has(declaration) || name.text === '' || name.text.startsWith('_') || name.span.file !== 0) return;
    diagnostics.push(violation(unused, name.span, `The ${what} \`${name.text}\` is never ${what === 'local' ? 'read' : 'used'}.`, 'Remove it, or use it.'));
  };
  for (const constant of model.constants) judge(constant, constant.name, constant.kind === 'const' ? 'constant' : 'variant');
  for (const variable of model.variables) if (!variable.owns) judge(variable, variable.name, variable.storage === 'ghost' ? 'ghost' : 'shared variable');
  for (const item of model.modules[0]?.items ?? []) {
    walk(item, (node) => {
      if (node.kind === 'local' && !node.owns) judge(node, node.name, 'local');
    });
  }
  return diagnostics;

  function collect(node: Node, into: Set<object>): void {
    walk(node, (inside) => {
      // A store to a local is no use of it.
      if (inside.kind === 'assign' && inside.target.kind === 'name_expression') {
        const meaning = model.meanings.get(inside.target.name);
        if (meaning?.kind === 'local') {
          collect(inside.value, into);
          return false;
        }
      }
      if (inside.kind === 'choose' && inside.target.kind === 'name_expression' && model.meanings.get(inside.target.name)?.kind === 'local') {
        for (const part of children(inside)) if (part !== (inside.target as Expression)) collect(part, into);
        return false;
      }
      const name = nameIn(inside);
      const meaning = name === null ? undefined : model.meanings.get(name);
      if (meaning !== undefined && 'declaration' in meaning) into.add(meaning.declaration);
      return true;
    });
  }
}

function nameIn(node: Node): Name | null {
  if (node.kind === 'name_expression' || node.kind === 'named_type') return node.name;
  return node.kind === 'call' ? node.callee : null;
}
