import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decideForAny } from '@mmspec/parametric';
import { plan, withStandIns } from '@mmspec/semantics';
import { expect, test } from 'vitest';
import { analysed } from '../random/pipeline.ts';
import { root } from '../syntax/corpus.ts';

/*
 * What is proved of the designs for any number: every invariant that holds for small numbers, in as many views.
 */

const rows: readonly (readonly [spec: string, constant: string, check: string, views: number, sharedStates: number, invariants: string])[] = [
  ['safe_refcount', 'VCPUS', 'row1', 368, 44, 'no_unsafe_holder counter_invariant no_unsafe_access'],
  ['safe_refcount', 'VCPUS', 'row5', 207, 19, 'no_unsafe_holder counter_invariant no_unsafe_access'],
  ['safe_refcount', 'VCPUS', 'row9', 787, 29, 'counter_invariant'],
  ['punch_hole', 'VCPUS', 'a', 409, 34, 'no_use_after_free no_spte_to_freed_or_reused_folio ref_non_negative'],
  ['punch_hole', 'VCPUS', 'd', 65, 15, 'no_use_after_free no_spte_to_freed_or_reused_folio ref_non_negative'],
  ['punch_hole', 'VCPUS', 'h', 72, 16, 'no_use_after_free no_spte_to_freed_or_reused_folio ref_non_negative'],
  ['punch_hole', 'VCPUS', 'i', 406, 34, 'no_use_after_free no_spte_to_freed_or_reused_folio ref_non_negative'],
  ['rcu_refcount', 'READERS', 'after', 269, 8, 'no_uaf'],
  ['rcu_refcount', 'READERS', 'plain_with_rcu', 745, 11, 'sleeps_in_atomic'],
  ['vma_lock', 'READERS', 'after', 80, 12, 'no_mm_uaf locked_vma_is_mine'],
  ['khugepaged_collapse', 'WALKERS', 'after', 70, 12, 'no_pte_table_uaf no_pin_on_collapsed_page'],
  ['khugepaged_collapse', 'WALKERS', 'ipi_only', 70, 12, 'no_pte_table_uaf no_pin_on_collapsed_page'],
  ['mremap_race', 'RETRACTORS', 'after', 36, 16, 'no_bogus_pmd'],
  ['swap_in_aba', 'READERS', 'after', 83, 23, 'no_lost_write'],
  ['thp_split', 'WALKERS', 'after', 61, 8, 'no_pin_after_split_unless_remapped no_premature_free ref_non_negative'],
  ['hot_remove', 'GUPS', 'late', 62, 9, 'no_struct_page_uaf no_pfn_valid_bug ref_stays_zero_after_offline'],
  ['hot_remove', 'GUPS', 'late_loops', 53, 9, 'no_struct_page_uaf no_pfn_valid_bug ref_stays_zero_after_offline'],
];

test.each(rows)('%s: for any %s, %s', (spec, constant, check, views, sharedStates, invariants) => {
  const path = join(root, 'specs', `${spec}.mmspec`);
  const { model } = analysed(readFileSync(path, 'utf8'), undefined, path);
  const planned = withStandIns(model, plan(model).checks).find(({ name, matrix }) => (matrix ?? name) === check);
  const judged = [...invariants.split(' '), 'lost_reference', 'underflow', 'get_at_zero', 'null_reference'];
  const {
    properties,
    proofs: [proof],
  } = decideForAny(model, planned!.settings, [constant], { judged });
  expect(properties.filter(({ answer }) => answer === 'proved').map(({ property }) => property)).toEqual(expect.arrayContaining(judged));
  expect([proof?.closure.views.count, proof?.closure.views.corners.length]).toEqual([views, sharedStates]);
});
