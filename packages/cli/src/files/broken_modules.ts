import type { Model } from '@mmspec/semantics';
import type { Diagnostic } from '@mmspec/source';
import type { Broken } from './resolver.ts';

const missingModule = 'MM0201';

/** A module that is not found because its file cannot be read says so. */
export function withReason(diagnostic: Diagnostic, model: Model, broken: readonly Broken[]): Diagnostic {
  if (diagnostic.code !== missingModule) return diagnostic;
  const file = model.files[diagnostic.span.file];
  const found = broken.find(({ importer, module }) => importer === file?.path && diagnostic.message.includes(`\`${module}\``));
  if (found === undefined) return diagnostic;
  const { code, message, why, help } = found.problem.diagnostic;
  return { ...diagnostic, code, message: `${found.problem.file.path}: ${message}`, why, help };
}
