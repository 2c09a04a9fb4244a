import { audit, compare, suggest, type SearchLimits } from '@mmspec/analysis';
import { formatSpec } from '@mmspec/format';
import { comparisonText } from '@mmspec/report';
import { analyse } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import type { Audit, SuggestionsOfCheck } from '@mmspec/system';
import type { CheckListener } from '../check_work.ts';
import { resolverOfTexts, type RunTexts } from '../run_texts.ts';

/*
 * Questions about a whole spec, which take longer than a check: they are answered where checks run.
 */

/** What is asked: what each part is good for, what is missing where a check is violated, what is different in another spec. */
export type Question = { readonly kind: 'audit' } | { readonly kind: 'suggest' } | { readonly kind: 'diff'; readonly now: RunTexts };

export type Answered =
  | { readonly kind: 'audit'; readonly audit: Audit }
  | { readonly kind: 'suggest'; readonly checks: readonly SuggestionsOfCheck[] }
  /** As people read it. */
  | { readonly kind: 'diff'; readonly text: string };

/** Answers a question about a spec without errors, of all its checks or of these. Throws a `CompileError`. */
export async function answerTo(
  question: Question,
  texts: RunTexts,
  names: readonly string[] | null,
  limits: SearchLimits,
  { onProgress }: Pick<CheckListener, 'onProgress'>,
): Promise<Answered> {
  const resolve = resolverOfTexts(texts);
  const given = { ...limits, ...(names === null ? {} : { checks: names }) };
  switch (question.kind) {
    case 'audit': {
      const found = await audit(texts.main, resolve, { ...given, onPart: (done, count, text) => onProgress(`without ${done + 1} of ${count}: ${text}`, done) });
      return { kind: 'audit', audit: found.audit };
    }
    case 'suggest': {
      const { checks } = await suggest(texts.main, resolve, { ...given, format: formatSpec, onTry: (done, text) => onProgress(`with ${text}`, done) });
      return { kind: 'suggest', checks };
    }
    case 'diff':
      return { kind: 'diff', text: await differences(texts, question.now, given, onProgress) };
  }
}

async function differences(before: RunTexts, after: RunTexts, given: SearchLimits, onProgress: CheckListener['onProgress']): Promise<string> {
  const [old, now] = [before, after].map((texts) => analyse(texts.main, resolverOfTexts(texts)));
  if (old === undefined || now === undefined) throw new Error('two specs are compared');
  if (hasErrors(now.diagnostics)) return `${after.main.path} has errors, so nothing was compared.`;
  const found = await compare(old.model, now.model, {
    ...given,
    onCheck: (done, count, check) => onProgress(`behaviours of ${check}, ${done + 1} of ${count}`, done),
  });
  return comparisonText(found, `mmspec diff ${before.main.path} ${after.main.path}`, { form: 'changelog', numbered: false });
}
