import type { Audit, SuggestionsOfCheck } from '@mmspec/system';
import type { RunTexts } from '../run_texts.ts';

/** An answer, and the texts that it is about. */
export interface About<T> {
  readonly texts: RunTexts;
  readonly answer: T;
}

/** The last answers about each spec. Guards that an answer is shown only beside the texts that it is about. */
export class KnownAnswers {
  private readonly audits: Map<string, About<Audit>> = new Map();
  private readonly suggestions: Map<string, Map<string, About<SuggestionsOfCheck>>> = new Map();

  keepAudit(texts: RunTexts, answer: Audit): void {
    this.audits.set(texts.main.path, { texts, answer });
  }

  keepSuggestions(texts: RunTexts, checks: readonly SuggestionsOfCheck[]): void {
    const { path } = texts.main;
    const own = this.suggestions.get(path) ?? new Map<string, About<SuggestionsOfCheck>>();
    for (const answer of checks) own.set(answer.check, { texts, answer });
    this.suggestions.set(path, own);
  }

  /** The audit of a spec; null: there is none of the present texts. */
  auditOf(path: string, isPresent: (texts: RunTexts) => boolean): Audit | null {
    const known = this.audits.get(path);
    return known !== undefined && isPresent(known.texts) ? known.answer : null;
  }

  /** What was suggested for the checks of a spec, as far as it is about the present texts. */
  suggestionsFor(path: string, isPresent: (texts: RunTexts) => boolean): SuggestionsOfCheck[] {
    return [...(this.suggestions.get(path)?.values() ?? [])].flatMap(({ texts, answer }) => (isPresent(texts) ? [answer] : []));
  }

  forget(path: string): void {
    this.audits.delete(path);
    this.suggestions.delete(path);
  }
}
