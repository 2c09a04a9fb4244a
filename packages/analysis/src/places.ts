import type { Model } from '@mmspec/semantics';
import { positionAt } from '@mmspec/source';
import type { SourceSpan } from '@mmspec/system';

/** Where a statement stands, for people. */
export interface StepPlace {
  readonly path: string;
  /** From 1, as `column`. */
  readonly line: number;
  readonly column: number;
}

/** The place of a statement. */
export function placeOf(model: Model, { file: index, start }: SourceSpan): StepPlace {
  const file = model.files[index];
  return file === undefined ? { path: '', line: 1, column: 1 } : { path: file.path, ...positionAt(file, start) };
}
