/*
 * Three specs that together use every construct of the language, to be typed character by character; `edits.test.ts` says that they do.
 */

const steps = `/// Steps: what actors do.
module steps

import kernel.lock

const ROUNDS: 1..3 | forever = 2
variant order: first | second = first

object Page {
  lock: Lock
  users: 0..3 = 0
}
shared page: Page[2]
shared x: 0..7 = 0 at "mm/x.c" x_of // a number
shared go: bool = false
shared list: 0..2[2] = [1, 2]
shared keyed: 0..2[2] = [k: k]
shared any: 0..2 in 0..2
shared some: 0..2 in list[0]..2 where some > 0

op both(to: 0..7): bool at "mm/x.c" both "x += 1" {
  one: x = to
  two: x += 1
       return x > to
}

atomic release op set_all(value: bool) {
  for p in page where p.users >= 0 { p.users = 1 if value else 0 }
  for p in page { }
  go = value
}

actor cpu[2] {
  var mine: 0..7 = 0
  op step() { here: x = max(x - 1, 0) }

  pick: choose p in page where p.users < 3
  lock: lock(p.lock)
  atomic {
    p.users += 1
    if order == first { mine = index(self) }
    else if x % 2 == 1 { mine = 1 }
    else { mine = min(x, 2) }
  }
  free: unlock(p.lock)
  repeat ROUNDS { flip: x = 1  step() }
  loop {
    look: if x != 0 or go { break }
    wait: skip
          continue
  }
  either { left: go = true }
  or { right: set_all(false) }
  while go and not (x == 7) { down: go = false }
  atomic when order == second { let old = x  x = old }
  if go { goto out }
  test: if both(2) { claim: assert sum(p in page: p.users) + sum(i in 0..1 where i > 0: i) >= 0 }
  out: await x >= 0
}

object Token { }

actor idler on cpu[0] as softirq when x >= 0 { sleep: idle await x == 7 }

actor other at "mm/x.c" other { mb: atomic full { }  any: at "mm/x.c" other_any choose q in page  use: q.users = 0 }

action tick(n in 0..1) when x == 5 { x = n }
action stop when x == 6 { x = 0 }

check as_written { } expect holds
check endless { ROUNDS = forever, ignore deadlock }
scenario late { cpu[0].pick ; cpu.lock ;; idler } is impossible
scenario soon { order = second  cpu[1].pick } is possible
scenario stands { cpu[0].pick ;; cpu[1] waits at lock ; deadlock } is impossible
scenario ends { cpu[0].pick ;; violates cpu.claim }
`;

const data = `module data

enum Kind { file, anon }
record Pte { kind: Kind  dirty: bool }

object Folio {
  refcount: ref to 4 = 2
  kind:     Kind = file
  owns slot: Folio? = none
  freed:    bool = false
  /// How often it was seen.
  ghost seen: 0..3 = 0
  invariant counted: refs <= 4
  live when not freed
}

shared folio: Folio
shared owns cache: Folio? = folio
shared owns 2 bulk: Folio? = none
shared pte:   Pte = Pte(kind: file, dirty: false)
shared hits:  0..2[cpu] = 0
shared grid:  bool[0..2][Kind] = false
shared line:  seq<0..3, 2> = {}
shared kinds: set<Kind> = {}
shared owner: cpu? = none
ghost taken:  0..4 = 0

define is_dirty = pte.dirty and pte.kind == anon
define small(n: 0..7) = n * 2 - 1 < 7 / 2

actor cpu[2] {
  owns var page: Folio? = none
  ghost count: 0..3 = 0

  get:  if not try_get(folio.refcount) { return }
        count = 1
        page = folio
  mark: grid[index(self)][anon] = true
  see:  kinds += {file}
  less: kinds -= {anon}
  push: append(line, index(self))
  own:  atomic { if owner == none { owner = self } }
  hit:  hits[self] = 1
  put:  atomic {
    put(page.refcount)
    page = none
  }
}

actor zap {
  take: owns let old = xchg(cache, none)
        if old == none { return }
        let kind = old.kind
  kind: pte = Pte(kind: kind, dirty: -1 < 0)
  drop: put(old.refcount)
}

invariant within_it: {n in 0..3 where n > 1 and small(n)} within {0, 1, 2, 3} and 7 not in {1}
invariant sizes: |kinds| <= 2 and |c in cpu: hits[c] == 1| <= 2 and |line| + 0 <= 2
invariant either_way: is_dirty iff pte.kind == anon and pte.dirty

check data { } expect holds
`;

const claims = `module claims

import kernel.lock

variant steal: bool = false
variant waits: bool = false

object Folio {
  refcount: ref = 1
  private:  bool = false
  lock:     Lock
  invariant known: holders within {walker[0], walker[1]}
  invariant never_shared_again: private implies private'
  invariant no_new_refs: private implies no new refs
    expect violated
}
shared folio: Folio
shared n: 0..2 = 0

actor walker[2] {
  get: if try_get(folio.refcount) { put: put(folio.refcount) }
}

actor converter {
  loop {
    take:    lock(folio.lock)
    convert: folio.private = true
    free:    unlock(folio.lock)
  }
}

actor crash {
  now: n = 1
  if waits { wait: await n == 0 }
  if steal { add: n += 2 }
}

invariant only_walkers: new refs on folio implies step is walker.get and mover in walker
invariant by_walkers: new refs on folio by walker or no new refs on folio
invariant places: converter at {take..convert, free} or n > 2
invariant counts: holders(folio) within {walker[0], walker[1]} and refs(folio by walker) <= 2
invariant held: (exists w in walker: w holds folio) implies folio.refcount > 1
invariant can_go: quiescent implies not enabled(crash.now)
reachable finished: forall w in walker: w at done when not steal

temporal comes: eventually n != 0 under fair crash
temporal stays: always (n == 0 implies n == 0) under strongly fair converter.take
temporal order: n == 0 until n == 1 under fair
temporal leads: converter at take leads to converter at free under fair, strongly fair converter except converter.convert
possible still: n == 0
  expect violated
possible again: converter at take

check on_x86 { memory tso, window 2 }
check all of only_walkers, by_walkers for steal in {false}, waits where not waits { } expect holds
check range_of { steal = true } expect violates range of n within 3
check waits_for_ever { waits = true } expect deadlocks when waits expect holds places when true
check near of places { bound n < 2 } expect holds
check weak { } expect violates stays within 4 under fair, leads under fair walker
`;

export const typed: readonly string[] = [steps, data, claims];
