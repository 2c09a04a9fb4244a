import type { Diagnostic } from '@mmspec/source';
import type { Expression, Item, LocalDeclaration, Name } from '@mmspec/syntax';
import { itemsOf, kindSet, nodesIn, type Facts, type Lint } from '../facts.ts';
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

function checkUnused(facts: Facts): Diagnostic[] {
  const { model, instances, memory } = facts;
  const used = new Set<object>();
  const seen = itemsOf(model).map((item) => memory.value(item, 'used', () => usedIn(facts, item)));
  for (const { names } of seen) for (const each of names) used.add(each);
  for (const { tables } of instances) for (const field of tables.fields.values()) if (field.kind !== 'record_field') used.add(field.declaration);

  const diagnostics: Diagnostic[] = [];
  const judge = (declaration: object, name: Name, what: string): void => {
    if (used.has(declaration) || name.text === '' || name.text.startsWith('_') || name.span.file !== 0) return;
    diagnostics.push(violation(unused, name.span, `The ${what} \`${name.text}\` is never ${what === 'local' ? 'read' : 'used'}.`, 'Remove it, or use it.'));
  };
  for (const constant of model.constants) judge(constant, constant.name, constant.kind === 'const' ? 'constant' : 'variant');
  for (const variable of model.variables) if (!variable.owns) judge(variable, variable.name, variable.storage === 'ghost' ? 'ghost' : 'shared variable');
  for (const { locals } of seen) for (const local of locals) judge(local, local.name, 'local');
  return diagnostics;
}

interface Used {
  /** What the text names; a store to a local is no use of it. */
  readonly names: ReadonlySet<object>;
  /** Locals that it does not name itself. */
  readonly locals: readonly LocalDeclaration[];
}

const storing = kindSet('assign', 'choose');
const naming = kindSet('name_expression', 'named_type', 'call');

function usedIn(facts: Facts, item: Item): Used {
  const { model, tables } = facts;
  const nodes = nodesIn(item);
  const stored = new Set<Expression>(nodes.ofAll(storing).map(({ target }) => target));
  const names = new Set<object>();
  for (const node of nodes.ofAll(naming)) {
    const meaning = model.meanings.get(node.kind === 'call' ? node.callee : node.name);
    if (meaning === undefined || !('declaration' in meaning)) continue;
    if (meaning.kind === 'local' && node.kind === 'name_expression' && stored.has(node)) continue;
    names.add(meaning.declaration);
  }
  for (const node of nodes.of('field')) {
    const field = tables.fields.get(node);
    if (field !== undefined && field.kind !== 'record_field') names.add(field.declaration);
  }
  return { names, locals: nodes.of('local').filter((local) => !local.owns && !names.has(local)) };
}
