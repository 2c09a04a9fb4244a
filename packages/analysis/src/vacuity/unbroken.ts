import type { Model } from '@mmspec/semantics';
import type { Diagnostic } from '@mmspec/source';
import type { CheckResult } from '@mmspec/system';
import { runDiagnostic } from '../codes.ts';

/** Invariants, temporal properties and possibilities that no check violates, in a spec whose variants violate others. */
export function unbrokenProperties(model: Model, results: readonly CheckResult[]): readonly Diagnostic[] {
  const violated = new Set(results.flatMap((result) => result.results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property)));
  const judged = new Set(results.flatMap((result) => result.results.map(({ property }) => property)));
  const hasVariants = model.constants.some(({ kind }) => kind === 'variant');
  if (!hasVariants || violated.size === 0) return [];
  return model.properties.flatMap(({ name, declaration }) => {
    if (declaration.kind === 'reachable' || !judged.has(name) || violated.has(name)) return [];
    const isHeld = results.every((result) => result.results.every(({ property, verdict }) => property !== name || verdict === 'holds'));
    return [
      runDiagnostic(
        'MM0603',
        declaration.name.span,
        isHeld ? `\`${name}\` holds in every check.` : `\`${name}\` is violated in no check.`,
        'Add a variant with the mistake that it guards against, to see that it can fail.',
      ),
    ];
  });
}
