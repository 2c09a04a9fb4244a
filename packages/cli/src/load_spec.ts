import { analyse, type Analysed, type Resolver } from '@mmspec/semantics';
import { withReason } from './files/broken_modules.ts';
import { fileResolver, type Hidden } from './files/resolver.ts';
import type { SpecText } from './files/spec_texts.ts';

export interface LoadedSpec extends Analysed {
  readonly path: string;
  /** Library modules that files of the user hide. */
  readonly hidden: readonly Hidden[];
  /** Finds its imports. */
  readonly resolve: Resolver;
}

/** Analyses a spec with its imports. `areCompiled`: each check is compiled after this, see `analyse`. */
export function loadSpec(spec: SpecText, areCompiled: boolean = false): LoadedSpec {
  const resolver = fileResolver(spec.root);
  const analysed = analyse(spec.file, resolver.resolve, undefined, areCompiled);
  const diagnostics = analysed.diagnostics.map((diagnostic) => withReason(diagnostic, analysed.model, resolver.broken));
  return { ...analysed, diagnostics, path: spec.file.path, hidden: resolver.hidden, resolve: resolver.resolve };
}
