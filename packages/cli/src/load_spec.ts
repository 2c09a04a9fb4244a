import { analyse, type Analysed } from '@mmspec/semantics';
import type { Diagnostic } from '@mmspec/source';
import { fileResolver, type Broken, type Hidden } from './files/resolver.ts';
import type { SpecText } from './files/spec_texts.ts';

/** Which file an import means: the path of the importing file, the dotted name, and the path of the file found. */
export type Resolved = readonly [importer: string, module: string, path: string];

export interface LoadedSpec extends Analysed {
  readonly path: string;
  /** Library modules that files of the user hide. */
  readonly hidden: readonly Hidden[];
  readonly resolved: readonly Resolved[];
}

/** Analyses a spec with its imports. */
export function loadSpec(spec: SpecText): LoadedSpec {
  const resolver = fileResolver(spec.root);
  const resolved: Resolved[] = [];
  const analysed = analyse(spec.file, (path, importer) => {
    const found = resolver.resolve(path, importer);
    if (found !== null) resolved.push([importer.path, path.join('.'), found.path]);
    return found;
  });
  const diagnostics = analysed.diagnostics.map((diagnostic) => withReason(diagnostic, analysed, resolver.broken));
  return { ...analysed, diagnostics, path: spec.file.path, hidden: resolver.hidden, resolved };
}

const missingModule = 'MM0201';

/** A module that is not found because its file cannot be read says so. */
function withReason(diagnostic: Diagnostic, { model }: Analysed, broken: readonly Broken[]): Diagnostic {
  if (diagnostic.code !== missingModule) return diagnostic;
  const file = model.files[diagnostic.span.file];
  const found = broken.find(({ importer, module }) => importer === file?.path && diagnostic.message.includes(`\`${module}\``));
  if (found === undefined) return diagnostic;
  const { code, message, why, help } = found.problem.diagnostic;
  return { ...diagnostic, code, message: `${found.problem.file.path}: ${message}`, why, help };
}
