import type { Completion, DocumentSymbol as Outline, FileSpan, Snapshot } from '@mmspec/ide';
import type { Diagnostic as Said, SourceFile } from '@mmspec/source';
import {
  CompletionItemKind,
  DiagnosticSeverity,
  DiagnosticTag,
  InsertTextFormat,
  MarkupKind,
  SymbolKind,
  type CompletionItem,
  type Diagnostic,
  type DocumentSymbol,
  type Location,
} from 'vscode-languageserver';
import { rangeOf } from './positions.ts';
import type { Workspace } from './workspace.ts';

/** What nothing reads, and what is never reached: editors grey it out. */
const unnecessary: ReadonlySet<string> = new Set(['MM0311', 'MM0322']);

/** `main`: the text that the diagnostic is about. */
export function toDiagnostic(
  { paths }: Workspace,
  snapshot: Snapshot,
  { code, severity, span, message, why, help, related }: Said,
  main: SourceFile = snapshot.main,
): Diagnostic {
  const { files } = snapshot.analysed.model;
  const levels = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, information: DiagnosticSeverity.Information };
  return {
    range: rangeOf(main, span),
    severity: levels[severity],
    code,
    source: 'mmspec',
    ...(unnecessary.has(code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    message: [message, why, help].filter((text) => text !== '').join('\n'),
    relatedInformation: related.flatMap((each) => {
      const file = files[each.span.file];
      return file === undefined ? [] : [{ location: { uri: paths.uriOf(file.path), range: rangeOf(file, each.span) }, message: each.message }];
    }),
  };
}

export function toLocation(workspace: Workspace, { path, span }: FileSpan): Location[] {
  const file = workspace.file(path);
  return file === null ? [] : [{ uri: workspace.paths.uriOf(path), range: rangeOf(file, span) }];
}

const completionKinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  snippet: CompletionItemKind.Snippet,
  field: CompletionItemKind.Field,
  label: CompletionItemKind.Reference,
  operation: CompletionItemKind.Method,
  function: CompletionItemKind.Function,
  property: CompletionItemKind.Event,
  setting: CompletionItemKind.Property,
  module: CompletionItemKind.Module,
  type: CompletionItemKind.Class,
  variable: CompletionItemKind.Variable,
  tag: CompletionItemKind.EnumMember,
  actor: CompletionItemKind.Struct,
  value: CompletionItemKind.Value,
};

/** `index`: the place in the list, which clients would sort by name; `snippets`: the client fills holes; where it does not, they are left out. */
export function toCompletion(file: SourceFile, completion: Completion, index: number, snippets: boolean): CompletionItem {
  const { label, kind, detail, doc, insert, span, importing, besides } = completion;
  const isSnippet = /\$\{?\d/u.test(insert);
  const plain = insert
    .replaceAll(/\$\{\d+\|(\w+)[^}]*\}/gu, '$1')
    .replaceAll(/\$\{\d+:([^}]*)\}/gu, '$1')
    .replaceAll(/\$\d/gu, '');
  return {
    label,
    kind: completionKinds[kind],
    detail,
    sortText: String(index).padStart(5, '0'),
    ...(doc === '' ? {} : { documentation: { kind: MarkupKind.Markdown, value: doc } }),
    insertTextFormat: isSnippet && snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range: rangeOf(file, span), newText: isSnippet && !snippets ? plain : insert },
    ...(importing === undefined ? {} : { labelDetails: { description: importing } }),
    ...(besides.length === 0 ? {} : { additionalTextEdits: besides.map((edit) => ({ range: rangeOf(file, edit.span), newText: edit.text })) }),
  };
}

const symbolKinds: Readonly<Record<string, SymbolKind>> = {
  const: SymbolKind.Constant,
  variant: SymbolKind.Constant,
  define: SymbolKind.Function,
  enum: SymbolKind.Enum,
  tag: SymbolKind.EnumMember,
  record: SymbolKind.Struct,
  field: SymbolKind.Field,
  object: SymbolKind.Class,
  shared: SymbolKind.Variable,
  ghost: SymbolKind.Variable,
  local: SymbolKind.Variable,
  op: SymbolKind.Method,
  'atomic op': SymbolKind.Method,
  actor: SymbolKind.Module,
  label: SymbolKind.Key,
  action: SymbolKind.Event,
  check: SymbolKind.Event,
  scenario: SymbolKind.Event,
};

/** A property is whatever has no kind of its own. */
export function symbolKind(kind: string): SymbolKind {
  return symbolKinds[kind] ?? SymbolKind.Property;
}

export function toSymbol(file: SourceFile, { name, kind, detail, span, nameSpan, children }: Outline): DocumentSymbol {
  return {
    name,
    detail: detail === '' ? kind : detail,
    kind: symbolKind(kind),
    range: rangeOf(file, span),
    selectionRange: rangeOf(file, nameSpan),
    children: children.map((child) => toSymbol(file, child)),
  };
}
