import { analyse, type Analysed, type Resolver } from '@mmspec/semantics';
import { withReason } from './files/broken_modules.ts';
import { fileResolver, type Hidden } from './files/resolver.ts';
import type { SpecText } from './files/spec_texts.ts';

/** Which file an import means: the path of the importing file, the dotted name, and the path of the file found. */
export type Resolved = readonly [importer: string, module: string, path: string];

export interface LoadedSpec extends Analysed {
  readonly path: string;
  /** Library modules that files of the user hide. */
  readonly hidden: readonly Hidden[];
  readonly resolved: readonly Resolved[];
  /** Finds its imports. */
  readonly resolve: Resolver;
}

/** Analyses a spec with its imports. `areCompiled`: each check is compiled after this, see `analyse`. */
export function loadSpec(spec: SpecText, areCompiled: boolean = false): LoadedSpec {
  const resolver = fileResolver(spec.root);
  const resolved: Resolved[] = [];
  const imports: Resolver = (path, importer) => {
    const found = resolver.resolve(path, importer);
    if (found !== null) resolved.push([importer.path, path.join('.'), found.path]);
    return found;
  };
  const analysed = analyse(spec.file, imports, undefined, areCompiled);
  const diagnostics = analysed.diagnostics.map((diagnostic) => withReason(diagnostic, analysed.model, resolver.broken));
  return { ...analysed, diagnostics, path: spec.file.path, hidden: resolver.hidden, resolved, resolve: resolver.resolve };
}
