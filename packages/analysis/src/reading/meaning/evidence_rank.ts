import type { Basis } from '@mmspec/system';

/** What a reading of a line may rest on, best first. */
export const bases: readonly Basis[] = ['text', 'name', 'access', 'words'];

export interface Evidence {
  /** Index into `bases`. */
  readonly rank: number;
  /** The statements of the step that it speaks of; empty where it names what the step lies in. */
  readonly parts: readonly number[];
  /** Of one statement: which of the facts it is. What an operation does inside stands behind its call. */
  readonly fact?: number;
  /** The text of the spec stands for several: whether it is the same is known where the step is taken. */
  readonly isOpen?: boolean;
}
