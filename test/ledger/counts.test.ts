import { check } from './diagnosed.ts';

check(
  'as many as a local says, and less one by one',
  `
actor user {
  size: choose n in 1..3
  get:  get(one.refcount, 2 * n + 1)
  some: put(one.refcount, n)
  one:  put(one.refcount)
  rest: put(one.refcount, n)
}
`,
);

check(
  'fewer are left than are put',
  `
actor user {
  size: choose n in 1..3
  get:  get(one.refcount, 2)
  put:  put(one.refcount, n)
//      ^^^^^^^^^^^^^^^^^^^^ warning[MM0423]: user puts n references on \`one\`, but holds 2 here
}
`,
);

check(
  'paths that meet hold the same number',
  `
actor user {
  size: choose n in 1..3
  look: if one.busy { more: get(one.refcount, n) } else { few: get(one.refcount, 2) }
  put:  put(one.refcount, n)
//      ^^^^^^^^^^^^^^^^^^^^ error[MM0421]: user comes to \`put\` holding n references on \`one\` on one path and 2 references on \`one\` on another
}
actor same {
  size: choose n in 1..3
  look: if one.busy { more: get(one.refcount, n + 2) } else { few: get(one.refcount, n)  two: get(one.refcount, 2) }
  put:  put(one.refcount, n + 2)
}
`,
);

check(
  'the number goes out of scope, changes, or may be negative',
  `
shared size: 0..3 = 1
actor scope {
  look: if one.busy {
    load: let n = size
    get: get(one.refcount, n)
//       ^^^^^^^^^^^^^^^^^^^^ error[MM0422]: \`n\` says how many references on \`one\` are held, and goes out of scope
  }
}
actor changes {
  var n: 0..3 = 1
  get: get(one.refcount, n)
//     ^^^^^^^^^^^^^^^^^^^^ error[MM0428]: how many references this is, \`n\`, is no constant, and no local that keeps its value and is 0 or more
  n += 1
}
actor negative {
  load: let n = size
  get: get(one.refcount, n - 1)
//     ^^^^^^^^^^^^^^^^^^^^^^^^ error[MM0428]: how many references this is, \`n - 1\`, is no constant, and no local that keeps its value and is 0 or more
  put: put(one.refcount, n - 1)
//     ^^^^^^^^^^^^^^^^^^^^^^^^ error[MM0428]: how many references this is, \`n - 1\`, is no constant, and no local that keeps its value and is 0 or more
}
`,
);

check(
  'an owner of several',
  `
shared owns 3 bias: Folio? = none
actor fills {
  get:  get(one.refcount, 3)
  own:  bias = one
}
actor too_few {
  get:  get(one.refcount, 2)
  own:  bias = one
//      ^^^^^^^^^^ warning[MM0430]: too_few stores \`one\` into an \`owns\` variable, but holds no reference on it to move
}
actor empties {
  put: atomic { if bias != none { put(bias, 3) } }
}
actor puts_one {
  put:  atomic { await bias != none  assert bias == one  put(bias) }
  rest: put(one.refcount, 2)
}
actor keeps_the_rest {
  put:  atomic { await bias != none  assert bias == one  put(bias) }
//                                                       ^^^^^^^^^ warning[MM0424]: keeps_the_rest ends while it holds 2 references on \`one\`
}
actor puts_more {
  get:  get(one.refcount)
  put:  atomic { await bias != none  assert bias == one  put(bias, 4) }
}
`,
);

check(
  'a use of an owner after its put',
  `
shared owns slot: Folio? = one
actor frees {
  take: owns let old = xchg(slot, none)
        if old == none { return }
  put:  if drop_last(old) { free: old.busy = true }
//                                ^^^^^^^^^^^^^^^ warning[MM0437]: \`old\` is none here: what it owned was put or moved before
}
atomic op drop_last(f: Folio): bool { return sub_and_test(f.refcount, 1) }
actor reads {
  take: owns let old = xchg(slot, none)
        if old == none { return }
  let p = old
  put:  put(old)
  free: p.busy = true
  look: if old != none and old.busy { skip }
  more: if p.busy { put(old) }
//                  ^^^^^^^^ warning[MM0437]: \`old\` is none here: what it owned was put or moved before
}
`,
);
