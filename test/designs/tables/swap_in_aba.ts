import { given, holds, violated } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Rows: whether a fault takes the entry before it reads the slot. */
export const table: Table = {
  spec: 'specs/swap_in_aba.mmspec',
  means: {},
  rows: [
    given('before', ['before', 'any_number[READERS=1..,prepare=false]'], violated('no_lost_write', 10)),
    given(
      'after: swapcache_prepare acts as a lock per entry, taken before the slot is read',
      ['after', 'any_number[READERS=1..,prepare=true]'],
      holds('no_lost_write'),
    ),
  ],
};
