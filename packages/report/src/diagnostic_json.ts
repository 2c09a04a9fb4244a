import { pathAt, positionAt, type Diagnostic, type Position, type SourceFile, type Span } from '@mmspec/source';

export interface JsonRange {
  readonly start: Position;
  readonly end: Position;
}

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly why: string;
  readonly help: string;
  readonly path: string;
  readonly range: JsonRange;
  readonly related: readonly { readonly message: string; readonly path: string; readonly range: JsonRange }[];
  readonly fixes: readonly { readonly title: string; readonly edits: readonly { readonly path: string; readonly range: JsonRange; readonly text: string }[] }[];
}

/** A diagnostic as the JSON of every command has it; lines and columns count from 1. */
export function diagnosticJson(files: readonly SourceFile[], diagnostic: Diagnostic): JsonDiagnostic {
  const { code, severity, message, why, help } = diagnostic;
  return {
    code,
    severity,
    message,
    why,
    help,
    ...place(files, diagnostic.span),
    related: diagnostic.related.map((related) => ({ message: related.message, ...place(files, related.span) })),
    fixes: diagnostic.fixes.map(({ title, edits }) => ({ title, edits: edits.map((edit) => ({ ...place(files, edit.span), text: edit.text })) })),
  };
}

function place(files: readonly SourceFile[], span: Span): { readonly path: string; readonly range: JsonRange } {
  const file = files[span.file] ?? files[0] ?? { path: '-', text: '' };
  return { path: pathAt(file, span.start), range: { start: positionAt(file, span.start), end: positionAt(file, span.end) } };
}
