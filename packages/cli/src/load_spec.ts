import { analyse, type Analysed } from '@mmspec/semantics';
import { fileResolver, type Hidden } from './files/resolver.ts';
import type { SpecText } from './files/spec_texts.ts';

export interface LoadedSpec extends Analysed {
  readonly path: string;
  /** Library modules that files of the user hide. */
  readonly hidden: readonly Hidden[];
}

/** Analyses a spec with its imports. */
export function loadSpec(spec: SpecText): LoadedSpec {
  const resolver = fileResolver(spec.root);
  const analysed = analyse(spec.file, resolver.resolve);
  return { ...analysed, path: spec.file.path, hidden: resolver.hidden };
}
