import type { Span } from './span.ts';

export type Severity = 'error' | 'warning' | 'information';

/** A replacement of the text under `span`; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** A change of the text after which the diagnostic is gone, named as an editor shows it. */
export interface Fix {
  readonly title: string;
  /** It makes one step of the statement. */
  readonly makesStep?: boolean;
  readonly edits: readonly Edit[];
}

/** Another place that belongs to a diagnostic. */
export interface Related {
  readonly span: Span;
  readonly message: string;
}

/**
 * What a stage says about a file.
 * `message` is what is wrong, `why` the rule behind it, `help` what to do.
 */
export interface Diagnostic {
  /** Stable, `MM` and four digits. */
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  readonly why: string;
  readonly help: string;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
}

/** The long text of a code, for `mmspec explain`. */
export interface CodeDescription {
  readonly code: string;
  readonly severity: Severity;
  /** A few words. */
  readonly title: string;
  /** The rule and its reason, in sentences. */
  readonly text: string;
  /** A whole spec that shows the diagnostic. */
  readonly example: string;
  /** The example again, without the mistake. */
  readonly fix: string;
}

/** True if any of the diagnostics forbids going on to a run. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
