/*
 * Specs in which references move: between actors and variables, between names, through operations.
 */

export interface OwnerSpec {
  readonly name: string;
  readonly text: string;
  readonly settings?: Readonly<Record<string, number | boolean | string>>;
}

const pool = `object Folio {
  refcount: ref = 1
}
shared pool: Folio[2]
`;

function spec(name: string, text: string): OwnerSpec {
  return { name, text: `module ${name}\nimport kernel.folio\n\n${text}` };
}

export const ownerSpecs: readonly OwnerSpec[] = [
  spec(
    'chosen_from_a_pool',
    `${pool}
actor user[2] {
  loop {
    pick: choose f in pool
    get:  if not folio_try_get(f) { continue }
    use:  touch(f)
    put:  folio_put(f)
  }
}
`,
  ),
  spec(
    'two_names_for_one',
    `${pool}
actor user {
  var a: Folio? = none
  pick: choose f in pool
  get:  get(f.refcount)
  a = f
  more: get(a.refcount)
  use:  touch(f)
  put:  put(f.refcount)
  last: put(a.refcount)
}
`,
  ),
  spec(
    'handed_over_through_a_slot',
    `${pool}
shared owns slot: Folio? = none
actor giver {
  pick: choose f in pool
  get:  get(f.refcount)
  give: atomic { idle await slot == none  slot = f }
}
actor taker {
  take: owns let f = xchg(slot, none)
  use:  skip
  if f != none { put: put(f.refcount) }
}
`,
  ),
  spec(
    'taken_out_under_a_plain_name',
    `${pool}
shared owns slot: Folio? = pool[1]
actor taker[2] {
  loop {
    take: let old = xchg(slot, none)
          if old == none { break }
    use:  touch(old)
    put:  put(old.refcount)
  }
}
`,
  ),
  spec(
    'compared_and_exchanged',
    `${pool}
shared owns slot: Folio? = pool[0]
actor taker[2] {
  load: let f = slot
  if f == none { return }
  take: if cmpxchg(slot, f, none) {
    use: touch(f)
    put: put(f.refcount)
  }
}
`,
  ),
  spec(
    'exchanged_for_another',
    `${pool}
shared owns slot: Folio? = pool[0]
actor user {
  get:  get(pool[1].refcount)
  swap: let old = xchg(slot, pool[1])
  if old == none { return }
  use:  touch(old)
  put:  put(old.refcount)
}
`,
  ),
  spec(
    'allocated_by_a_store',
    `object Folio {
  refcount: ref = 0
}
shared folio: Folio
shared count: ref = 0
actor user {
  owns var page: Folio? = none
  loop {
    new:  atomic { await folio.refcount == 0  folio.refcount = 2 }
    page = folio
    use:  touch(page)
    put:  folio_put(page)
    last: folio_put(folio)
    more: atomic { count = 2 }
    less: count -= 2
  }
}
`,
  ),
  spec(
    'through_operations',
    `${pool}
object Cache { owns slot: Folio? = none }
shared cache: Cache
op take(f: Folio): bool {
  try:  if not folio_try_get(f) { return false }
  look: touch(f)
  return true
}
atomic op drop(f: object) { folio_put(f) }
actor user[2] {
  pick: choose f in pool
  get:  if not take(f) { return }
  keep: atomic { if cache.slot == none { cache.slot = f  return } }
  put:  drop(f)
}
actor shrinker {
  shrink: atomic { idle await cache.slot != none  drop(cache.slot) }
}
`,
  ),
  spec(
    'gathered_into_fields',
    `object Folio {
  refcount: ref = 1
  owns self_reference: Folio? = none
}
shared pool: Folio[2]
actor user {
  all:  atomic { for f in pool { get(f.refcount)  f.self_reference = f } }
  some: get(pool[0].refcount)
  less: put(pool[0].refcount)
  out:  atomic { for f in pool { put(f.self_reference.refcount) } }
}
`,
  ),
  spec(
    'pinned_at_the_end',
    `${pool}
actor user[2] {
  owns var pin: Folio? = none
  var f: Folio? = none
  pick: choose f in pool
  get:  if not folio_try_get(f) { return }
  pin = f
  use:  touch(pin)
  more: get(f.refcount)
  less: put(f.refcount)
}
`,
  ),
];
