import { check } from './diagnosed.ts';

check(
  'a forgotten put on one of two ways',
  `
actor user {
  loop {
    pick:  choose f in pool
    get:   if not try_get(f.refcount) { continue }
    check: if f.busy { continue }
//                     ^^^^^^^^ error[MM0422]: \`f\` goes out of scope while a reference on \`f\` is held under this name
    use:   touch(f)
    put:   put(f.refcount)
  }
}
`,
);

check(
  'two ways that meet',
  `
actor user {
  let f = one
  check: if one.busy { get: get(f.refcount) }
  use:   touch(f)
//       ^^^^^^^^ error[MM0421]: user comes to \`use\` holding no reference on \`one\` on one path and a reference on \`one\` on another
  put:   put(f.refcount)
}
`,
);

check(
  'undo and out',
  `
actor user {
  get:   if not try_get(one.refcount) { goto out }
  check: if one.busy { goto undo }
  use:   touch(one)
  undo:  put(one.refcount)
  out:   skip
}
`,
);

check(
  'a put too many',
  `
actor user {
  get:  get(one.refcount)
  put:  put(one.refcount)
  more: put(one.refcount)
//      ^^^^^^^^^^^^^^^^^ warning[MM0423]: user puts a reference on \`one\` that it does not hold here
}
`,
);

check(
  'an end with two',
  `
actor user {
  get:  get(one.refcount)
//      ^^^^^^^^^^^^^^^^^ warning[MM0424]: user ends while it holds a reference on \`one\`
  more: get(one.refcount)
  put:  put(one.refcount)
}
`,
);

check(
  'an end on one way',
  `
actor user {
  get:   if not try_get(one.refcount) { return }
  check: if one.busy { return }
//                     ^^^^^^ error[MM0421]: user comes to its end holding no reference on \`one\` on one path and a reference on \`one\` on another
  put:   put(one.refcount)
}
`,
);

check(
  'a name that is assigned',
  `
actor user {
  var f: Folio = pool[0]
  get:  get(f.refcount)
//      ^^^^^^^^^^^^^^^ warning[MM0424]: user ends while it holds a reference on \`pool[0]\`
  f = pool[1]
  put:  put(f.refcount)
//      ^^^^^^^^^^^^^^^ warning[MM0423]: user puts a reference on \`pool[1]\` that it does not hold here
}
`,
);

check(
  'a copy keeps the reference',
  `
actor user {
  var f: Folio? = none
  pick: choose g in pool
  get:  get(g.refcount)
  f = g
  g = pool[0]
  put:  put(f.refcount)
}
`,
);

check(
  'through an operation of the library',
  `
actor user {
  loop {
    pick: choose f in pool
    get:  if not folio_try_get(f) { continue }
    put:  folio_put(f)
    more: folio_put(f)
//        ^^^^^^^^^^^^ warning[MM0423]: user puts a reference on \`f\` that it does not hold here
  }
}
`,
);

check(
  'what the caller passes to an operation',
  `
shared slot: Folio? = one
actor other { clear: slot = none }
atomic op drop_folio(f: Folio) { put(f.refcount) }
//                               ^^^^^^^^^^^^^^^ warning[MM0423]: user puts a reference on \`slot\` (\`f\` in drop_folio()) that it does not hold here
atomic op drop_it(g: Folio) { drop_folio(g) }
actor user {
  drop: atomic { await slot != none  drop_it(slot) }
}
`,
);

check(
  'a result that tells',
  `
actor user {
  var ok: bool = false
  get:  ok = try_get(one.refcount)
  use:  if one.busy { skip }
//         ^^^^^^^^ error[MM0421]: user comes to \`use\` holding a reference on \`one\` on one path and no reference on \`one\` on another
  put:  if ok { put(one.refcount) }
}
`,
);

check(
  'a result that tells in one step',
  `
actor user {
  both: atomic {
    var ok: bool = false
    ok = try_get(one.refcount)
    if ok { put(one.refcount) }
  }
}
`,
);

check(
  'a loop that gathers',
  `
actor user {
  all: atomic { for f in pool { get(f.refcount) } }
//              ^^^ error[MM0425]: the loop takes or gives up references on \`f\` in every round
}
`,
);

check(
  'an owner that is full',
  `
actor user {
  owns var page: Folio? = none
  get:  get(one.refcount)
  page = one
  more: get(one.refcount)
  page = one
//^^^^^^^^^^ warning[MM0429]: \`page\` owns a reference already, which is lost here
  put:  put(page.refcount)
}
`,
);

check(
  'an owner goes out of scope',
  `
actor user {
  loop {
    owns var page: Folio? = none
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[MM0429]: \`page\` goes out of scope while it owns a reference, which is lost here
    get:  get(one.refcount)
    page = one
    use:  touch(page)
  }
}
`,
);

check(
  'an exchange that nobody keeps',
  `
shared owns slot: Folio? = pool[1]
actor user {
  take: xchg(slot, none)
//      ^^^^^^^^^^^^^^^^ error[MM0426]: the reference that \`xchg\` takes out of the \`owns\` variable gets no name
  use:  skip
}
`,
);

check(
  'an exchange with a known value',
  `
shared owns slot: Folio? = pool[1]
actor user {
  take: atomic { assert slot == pool[1]  xchg(slot, none) }
  use:  skip
  put:  put(pool[1].refcount)
}
`,
);

check(
  'an exchange tested for none',
  `
shared owns slot: Folio? = pool[1]
actor user {
  take: let old = xchg(slot, none)
  if old == none { return }
  use:  touch(old)
  put:  put(old.refcount)
}
`,
);

check(
  'an exchange whose reference is forgotten',
  `
shared owns slot: Folio? = pool[1]
actor user {
  take: let old = xchg(slot, none)
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[MM0424]: user ends while it holds a reference on \`old\`
  use:  skip
}
`,
);

check(
  'through a shared variable',
  `
shared slot: Folio? = pool[1]
actor other { clear: slot = none }
actor user {
  get: atomic { await slot != none  get(slot.refcount) }
//                                  ^^^^^^^^^^^^^^^^^^ error[MM0426]: the reference is taken through \`slot\`, which another step may change
  put: put(pool[1].refcount)
//     ^^^^^^^^^^^^^^^^^^^^^ warning[MM0423]: user puts a reference on \`pool[1]\` that it does not hold here
}
`,
);

check(
  'one of two names',
  `
actor user {
  a:    choose f in pool
  b:    choose g in pool
  get:  get(f.refcount)
//      ^^^^^^^^^^^^^^^ warning[MM0424]: user ends while it holds a reference on \`f\`
  more: get(g.refcount)
  put:  put(g.refcount)
  last: put(g.refcount)
//      ^^^^^^^^^^^^^^^ error[MM0427]: whether the reference held on \`f\` is put here depends on whether \`g\` is the same object
}
`,
);

check(
  'an owner that nobody gave to',
  `
shared owns slot: Folio? = none
actor user {
  set: slot = one
//     ^^^^^^^^^^ warning[MM0430]: user stores \`one\` into an \`owns\` variable, but holds no reference on it to move
}
`,
);

check(
  'numbers',
  `
shared count: ref = 1
actor user {
  var n: 0..2 = 0
  add:  count += 2
  less: count -= 1
  some: count += n
//      ^^^^^^^^^^ error[MM0428]: how many references this is, \`n\`, is no constant, and no local that keeps its value and is 0 or more
  n = 1
  end:  count -= 1
}
`,
);

check(
  'an action',
  `
shared owns slot: Folio? = one
action reclaim() when slot != none { put(slot.refcount) }
action leak() when one.refcount > 0 { get(one.refcount) }
//                                    ^^^^^^^^^^^^^^^^^ warning[MM0424]: the action leak leaves a reference on \`one\` that nobody holds
actor user { use: touch(one) }
`,
);
