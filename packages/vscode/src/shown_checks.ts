import type { ShownEntry, Summary } from '@mmspec/language-server';

/** What the server tells with `mmspec/shown`: the checks and scenarios of a spec, and what is to be shown about each. */
export interface ShownChecks {
  readonly uri: string;
  readonly checks: readonly ShownEntry[];
  /** All of them in a line. */
  readonly summary: Summary;
}

/** The checks of a spec alone. */
export type ListedChecks = Pick<ShownChecks, 'uri' | 'checks'>;
