import type { Model } from '@mmspec/semantics';
import { isStatement, walk } from '@mmspec/syntax';
import { bodiesOf, fullName } from '../bodies.ts';
import type { AtomicStatement, Block, Module, OperationDeclaration } from '@mmspec/syntax';

/** Something that is one step and could be several. */
export type StepPlace =
  | { readonly kind: 'atomic'; readonly owner: string; readonly statement: AtomicStatement }
  /** All forms of an operation, in the file that declares it. */
  | { readonly kind: 'operation'; readonly owner: string; readonly file: number; readonly operation: OperationDeclaration };

/** Every `atomic` of the spec's own file, its operations of one step, and those of the library that it calls; in order of files and text. */
export function stepPlaces(model: Model): StepPlace[] {
  const called = calledNames(model.modules[0]!);
  return model.modules.flatMap((module, file) => [...(file === 0 ? atomicsIn(module) : []), ...operationsIn(module, file, called)]);
}

function atomicsIn(module: Module): StepPlace[] {
  return bodiesOf(module).flatMap((each) => (each.isAtomic ? [] : atomics(fullName(each), each.body)));
}

function atomics(owner: string, body: Block): StepPlace[] {
  const found: StepPlace[] = [];
  walk(body, (node) => {
    if (node.kind === 'atomic' && statementsIn(node.body) > 1) found.push({ kind: 'atomic', owner, statement: node });
  });
  return found;
}

function operationsIn({ items, name }: Module, file: number, called: ReadonlySet<string>): StepPlace[] {
  const seen = new Set<string>();
  return items.flatMap((item): StepPlace[] => {
    if (item.kind !== 'operation' || !item.atomic || statementsIn(item.body) < 2 || seen.has(item.name.text)) return [];
    if (file > 0 && !called.has(item.name.text)) return [];
    seen.add(item.name.text);
    return [{ kind: 'operation', owner: name.map(({ text }) => text).join('.'), file, operation: item }];
  });
}

function calledNames(module: Module): ReadonlySet<string> {
  const found = new Set<string>();
  walk(module, (node) => {
    if (node.kind === 'call') found.add(node.callee.text);
  });
  return found;
}

/** Statements of a block and of all blocks inside, without labels. */
function statementsIn(block: Block): number {
  let count = 0;
  walk(block, (node) => {
    if (isStatement(node) && node.kind !== 'label') count += 1;
  });
  return count;
}
