import { given, holds, open, violated } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Rows: the freeze, and the two second looks of the walker. */
export const table: Table = {
  spec: 'specs/thp_split.mmspec',
  means: { all: ['no_pin_after_split_unless_remapped', 'no_premature_free', 'ref_non_negative'] },
  rows: [
    given('full: freeze, recheck of page_folio, recheck of the PMD (after)', ['after', 'any_number[WALKERS=1..,recheck_folio=true]'], holds('all')),
    given('no recheck of the PMD (before)', 'before', violated('no_pin_after_split_unless_remapped', 9)),
    given('count check without a freeze (before)', 'counted', violated('no_premature_free', 8)),
    open('no recheck of page_folio, in this model with two pages', ['no_folio_recheck', 'any_number[WALKERS=1..,recheck_folio=false]'], holds('all')),
  ],
};
