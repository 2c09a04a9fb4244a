import { check } from './diagnosed.ts';

/* What the ledger says about locks. */

const locks = `object Inode { lock: Lock }
shared inode: Inode
shared other: Inode
`;

check(
  'a lock that is not released',
  `
object Inode { lock: Lock }
shared inode: Inode
actor user {
  take: lock(inode.lock)
//      ^^^^^^^^^^^^^^^^ warning[MM0431]: user ends while it holds the lock \`inode.lock\`
  use:  if one.busy { return }
  free: unlock(inode.lock)
}
`,
);

check(
  'a lock that is tried',
  `
object Inode { lock: Lock }
shared inode: Inode
actor user {
  take: if not trylock(inode.lock) { return }
  use:  touch(inode)
  free: unlock(inode.lock)
}
`,
);

check(
  'a lock on one of two ways that meet',
  `
object Inode { lock: Lock }
shared inode: Inode
actor user {
  take: if one.busy { lock: lock(inode.lock) }
  use:  touch(inode)
  free: if inode.lock.held { unlock(inode.lock) }
}
`,
);

check(
  'a lock that another actor releases',
  `
object Inode { lock: Lock }
shared inode: Inode
actor user { take: lock(inode.lock) }
actor other { free: unlock(inode.lock) }
`,
);

check(
  'two locks in both orders',
  `${locks}
actor user {
  a: lock(inode.lock)
  b: lock(other.lock)
//   ^^^^^^^^^^^^^^^^ warning[MM0432]: possible circular locking: user holds \`inode.lock\` and waits for \`other.lock\`; truncate holds \`other.lock\` and waits for \`inode.lock\`
  c: unlock(other.lock)
  d: unlock(inode.lock)
}
actor truncate {
  b: lock(other.lock)
  a: lock(inode.lock)
  c: unlock(inode.lock)
  d: unlock(other.lock)
}
`,
);

check(
  'two locks in one order, both orders by one actor alone, and a lock that is only tried',
  `${locks}
shared third: Inode
actor user {
  a: lock(inode.lock)
  b: lock(other.lock)
  c: unlock(inode.lock)
  d: unlock(other.lock)
  e: lock(third.lock)
  f: lock(other.lock)
  g: unlock(third.lock)
  h: lock(third.lock)
  i: unlock(third.lock)
  j: unlock(other.lock)
}
actor truncate {
  b: lock(other.lock)
  a: if trylock(inode.lock) { unlock(inode.lock) }
  d: unlock(other.lock)
}
`,
);

check(
  'a gate keeps both orders apart',
  `${locks}
shared gate: Inode
actor user[2] {
  g: lock(gate.lock)
  a: if one.busy {
    a1: lock(inode.lock)
    b1: lock(other.lock)
    c1: unlock(inode.lock)
    d1: unlock(other.lock)
  } else {
    b2: lock(other.lock)
    a2: lock(inode.lock)
    c2: unlock(inode.lock)
    d2: unlock(other.lock)
  }
  e: unlock(gate.lock)
}
`,
);

check(
  'a circle of three',
  `${locks}
shared third: Inode
actor a { x: lock(inode.lock)  y: lock(other.lock)  z: unlock(other.lock)  u: unlock(inode.lock) }
//                                ^^^^^^^^^^^^^^^^ warning[MM0432]: possible circular locking: a holds \`inode.lock\` and waits for \`other.lock\`; b holds \`other.lock\` and waits for \`third.lock\`; c holds \`third.lock\` and waits for \`inode.lock\`
actor b { x: lock(other.lock)  y: lock(third.lock)  z: unlock(third.lock)  u: unlock(other.lock) }
actor c { x: lock(third.lock)  y: lock(inode.lock)  z: unlock(inode.lock)  u: unlock(third.lock) }
`,
);
