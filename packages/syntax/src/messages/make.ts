import type { Diagnostic, Fix, Related, Span } from '@mmspec/source';

/** What a diagnostic of this package says. */
export interface Said {
  readonly message: string;
  readonly why: string;
  readonly help: string;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

/** All diagnostics of this package are errors: a text that is not read right is not run. */
export function make(code: string, span: Span, { message, why, help, related = [], fixes = [] }: Said): Diagnostic {
  return { code, severity: 'error', span, message: sentence(message), why, help, related, fixes };
}

/** `expected a name` as a sentence; what begins with a quotation keeps its letter. */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/** A fix that replaces the text under the span. */
export function replaceBy(span: Span, text: string): Fix {
  return { title: `replace it by \`${text}\``, edits: [{ span, text }] };
}
