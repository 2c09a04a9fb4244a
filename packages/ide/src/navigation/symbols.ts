import type { Span } from '@mmspec/source';
import type { Block, Item, Module, ObjectMember, Statement } from '@mmspec/syntax';
import { labelsOf } from '../names/owners.ts';

export interface DocumentSymbol {
  readonly name: string;
  /** What kind of thing it is, in a word of the language. */
  readonly kind: string;
  readonly detail: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

/** The outline of a file: its declarations, the fields of objects, the labels and variables of actors and operations. */
export function documentSymbols(module: Module): DocumentSymbol[] {
  return module.items.filter(({ name }) => name.text !== '').map(ofItem);
}

function symbol(
  each: { readonly name: { readonly text: string; readonly span: Span }; readonly span: Span },
  kind: string,
  children: readonly DocumentSymbol[] = [],
  detail: string = '',
): DocumentSymbol {
  const { name, span } = each;
  return {
    name: name.text,
    kind,
    detail,
    span: { file: span.file, start: Math.min(span.start, name.span.start), end: Math.max(span.end, name.span.end) },
    nameSpan: name.span,
    children,
  };
}

function ofItem(item: Item): DocumentSymbol {
  switch (item.kind) {
    case 'enum':
      return symbol(
        item,
        'enum',
        item.members.map((name) => symbol({ name, span: name.span }, 'tag')),
      );
    case 'record':
      return symbol(
        item,
        'record',
        item.fields.map((field) => symbol(field, 'field')),
      );
    case 'object':
      return symbol(item, 'object', item.members.flatMap(ofMember));
    case 'variable':
      return symbol(item, item.storage);
    case 'operation':
      return symbol(item, item.atomic ? 'atomic op' : 'op', ofBody(item.body, labelsOf(item)));
    case 'actor':
      return symbol(item, 'actor', inOrder([...item.operations.map((operation) => ofItem(operation)), ...ofBody(item.body, labelsOf(item))]));
    case 'action':
    case 'check':
    case 'const':
    case 'define':
    case 'invariant':
    case 'possible':
    case 'reachable':
    case 'scenario':
    case 'temporal':
    case 'variant':
      return symbol(item, item.kind);
  }
}

function ofMember(member: ObjectMember): DocumentSymbol[] {
  if (member.kind === 'live') return [];
  return member.name.text === '' ? [] : [symbol(member, member.kind === 'variable' ? 'field' : member.kind)];
}

function ofBody(body: Block, labels: readonly { readonly name: { readonly text: string; readonly span: Span }; readonly span: Span }[]): DocumentSymbol[] {
  const isLocal = (statement: Statement): statement is Extract<Statement, { readonly kind: 'local' }> =>
    statement.kind === 'local' && statement.name.text !== '';
  return inOrder([
    ...body.statements.filter(isLocal).map((local) => symbol(local, 'local')),
    ...labels.filter(({ name }) => name.text !== '').map((label) => symbol(label, 'label')),
  ]);
}

function inOrder(symbols: readonly DocumentSymbol[]): DocumentSymbol[] {
  return symbols.toSorted((a, b) => a.span.start - b.span.start);
}
