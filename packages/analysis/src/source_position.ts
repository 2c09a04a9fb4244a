import type { Model } from '@mmspec/semantics';
import { pathAt, positionAt } from '@mmspec/source';
import type { SourceSpan } from '@mmspec/system';

/** Where a statement stands, for people. */
export interface SourcePosition {
  readonly path: string;
  /** From 1, as `column`. */
  readonly line: number;
  readonly column: number;
}

/** Where a span begins. */
export function sourcePosition(model: Model, { file: index, start }: SourceSpan): SourcePosition {
  const file = model.files[index];
  return file === undefined ? { path: '', line: 1, column: 1 } : { path: pathAt(file, start), ...positionAt(file, start) };
}
