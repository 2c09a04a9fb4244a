import type { ShownEntry } from '@mmspec/language-server';

/** What the server tells with `mmspec/shown`: the checks and scenarios of a spec, and what is to be shown about each. */
export interface ShownChecks {
  readonly uri: string;
  readonly checks: readonly ShownEntry[];
}
