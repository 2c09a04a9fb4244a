import { given, holds, open, violated } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Rows: the recheck of the PMD, and the IPI that waits for walkers with interrupts off. */
export const table: Table = {
  spec: 'specs/khugepaged_collapse.mmspec',
  means: {},
  rows: [
    given('before both fixes', 'before', violated('no_pte_table_uaf', 9), violated('no_pin_on_collapsed_page', 11)),
    given('recheck of the PMD only', 'recheck_only', violated('no_pte_table_uaf', 9), holds('no_pin_on_collapsed_page')),
    given('recheck and IPI (after)', ['after', 'any_number[WALKERS=1..,recheck=true]'], holds('no_pte_table_uaf'), holds('no_pin_on_collapsed_page')),
    open('IPI only', ['ipi_only', 'any_number[WALKERS=1..,recheck=false]'], holds('no_pte_table_uaf'), holds('no_pin_on_collapsed_page')),
  ],
};
