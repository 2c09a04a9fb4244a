import type { CodeDescription, Diagnostic, Fix, Related, Severity, Span } from '@mmspec/source';

/** A law with a code. Each stands beside the code that finds where it is broken. */
export interface Rule extends CodeDescription {
  /** The law and its reason in one sentence, repeated in every diagnostic. */
  readonly why: string;
}

/** What a diagnostic may carry beside its texts. */
export interface Extra {
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  /** Instead of the rule's own sentence. */
  readonly why?: string;
}

/** A diagnostic of a rule. */
export function violation(rule: Rule, span: Span, message: string, help: string, extra: Extra = {}): Diagnostic {
  const { code, severity } = rule;
  return { code, severity, span, message, why: extra.why ?? rule.why, help, related: extra.related ?? [], fixes: extra.fixes ?? [] };
}

/** The quick fix that writes one word for another. */
export function replacement(span: Span, text: string): Fix {
  return { title: `Change to \`${text}\``, edits: [{ span, text }] };
}

/** ` Did you mean …?`, or nothing. */
export function didYouMean(suggestions: readonly string[]): string {
  const some = suggestions.slice(0, 3).map((name) => `\`${name}\``);
  return some.length === 0 ? '' : `Did you mean ${some.join(' or ')}?`;
}

/** A rule as its file writes it; `severity` is `error` unless it says otherwise. */
export function rule(texts: Omit<Rule, 'severity'> & { readonly severity?: Severity }): Rule {
  return { severity: 'error', ...texts };
}
