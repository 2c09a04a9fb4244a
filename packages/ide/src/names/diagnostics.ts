import type { Diagnostic } from '@mmspec/source';
import type { Snapshot } from './snapshot.ts';

/** What is wrong with this file itself; mistakes of imported files are shown where they are, and named here once. */
export function diagnosticsOf({ analysed, module }: Snapshot): Diagnostic[] {
  const own = analysed.diagnostics.filter(({ span }) => span.file === 0);
  const foreign = analysed.diagnostics.filter(({ span, severity }) => span.file > 0 && severity === 'error');
  const [first] = foreign;
  const imported = module.imports[0];
  if (first === undefined || imported === undefined) return own;
  const path = analysed.model.files[first.span.file]?.path ?? '';
  const target = module.imports.find((each) => path.endsWith(`${each.path.map(({ text }) => text).join('/')}.mmspec`)) ?? imported;
  return [...own, { ...first, span: target.span, message: `${path}: ${first.message}`, related: [{ span: first.span, message: first.message }], fixes: [] }];
}
