import { given, holds, violated } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Rows: whether the PMD is looked at again under the PTL. */
export const table: Table = {
  spec: 'specs/mremap_race.mmspec',
  means: {},
  rows: [
    given('before', ['before', 'any_number[RETRACTORS=1..,check_again=false]'], violated('no_bogus_pmd', 6)),
    given('after: check again under the PTL', ['after', 'any_number[RETRACTORS=1..,check_again=true]'], holds('no_bogus_pmd')),
  ],
};
