import { graph } from './graph.ts';

graph({
  name: '12, 14: who holds a reference follows from locations and from variables that own',
  spec: `
    object Folio { refcount: ref = 1 }
    shared folio: Folio
    shared owns cache: Folio? = folio
    actor user {
      get: if try_get(folio.refcount) { use: touch(folio)  put: put(folio.refcount) }
    }
    actor owner {
      clear: owns let old = xchg(cache, none)
      drop:  put(old.refcount)
    }
    invariant counted:  folio.refcount == refs(folio) + rest(folio)
    invariant user_has: user holds folio
    invariant by_owner: holders(folio) within owner
    invariant by_cache: refs(folio by cache) == 1
    invariant by_actor: refs(folio by owner) == 1
    invariant by_old:   owner.old == folio
    invariant no_new:   no new refs on folio`,
  initial: 'S',
  states: {
    S: 'folio.refcount=1 cache=folio user=get owner=clear',
    A: 'folio.refcount=2 cache=folio user=get.use owner=clear',
    A2: 'folio.refcount=2 cache=folio user=get.put owner=clear',
    A3: 'folio.refcount=1 cache=folio user=done owner=clear',
    B: 'folio.refcount=1 cache=none user=get owner=drop owner.old=folio',
    C: 'folio.refcount=2 cache=none user=get.use owner=drop owner.old=folio',
    C2: 'folio.refcount=2 cache=none user=get.put owner=drop owner.old=folio',
    C3: 'folio.refcount=1 cache=none user=done owner=drop owner.old=folio',
    D: 'folio.refcount=0 cache=none user=get owner=done owner.old=none',
    E: 'folio.refcount=1 cache=none user=get.use owner=done owner.old=none',
    E2: 'folio.refcount=1 cache=none user=get.put owner=done owner.old=none',
    F: 'folio.refcount=0 cache=none user=done owner=done owner.old=none',
  },
  edges: [
    'S --user.get--> A',
    'S --owner.clear--> B',
    'A --user.get.use--> A2',
    'A --owner.clear--> C',
    'A2 --user.get.put--> A3',
    'A2 --owner.clear--> C2',
    'A3 --owner.clear--> C3',
    'B --user.get--> C',
    'B --owner.drop--> D',
    'C --user.get.use--> C2',
    'C --owner.drop--> E',
    'C2 --user.get.put--> C3',
    'C2 --owner.drop--> E2',
    'C3 --owner.drop--> F',
    'D --user.get--> F',
    'E --user.get.use--> E2',
    'E2 --user.get.put--> F',
  ],
  violated: {
    user_has: 'S A3 B C3 D F',
    by_owner: 'A A2 C C2 E E2',
    by_cache: 'B C C2 C3 D E E2 F',
    by_actor: 'S A A2 A3 D E E2 F',
    by_old: 'S A A2 A3 D E E2 F',
    no_new: ['S --user.get--> A', 'B --user.get--> C'],
  },
});

graph({
  name: '15: unfreeze is a store; over a reference that exists it is a lost one',
  spec: `
    object Folio { refcount: ref = 1 }
    shared folio: Folio
    actor a {
      freeze: if not freeze(folio.refcount, 1) { return }
      thaw:   unfreeze(folio.refcount, 2)
    }
    actor b { get: if try_get(folio.refcount) { put: put(folio.refcount) } }
    invariant new_by_a: not (new refs on folio by a)
    invariant new_by_b: not (new refs on folio by b)`,
  initial: 'S',
  states: {
    S: 'folio.refcount=1 a=freeze b=get',
    A: 'folio.refcount=0 a=thaw b=get',
    B: 'folio.refcount=2 a=freeze b=get.put',
    A2: 'folio.refcount=2 a=done b=get',
    A3: 'folio.refcount=0 a=thaw b=done',
    A4: 'folio.refcount=2 a=done b=done',
    A5: 'folio.refcount=3 a=done b=get.put',
    B2: 'folio.refcount=2 a=done b=get.put',
    B3: 'folio.refcount=1 a=freeze b=done',
    B4: 'folio.refcount=1 a=done b=done',
  },
  edges: [
    'S --a.freeze--> A',
    'S --b.get--> B',
    'A --a.thaw--> A2',
    'A --b.get--> A3',
    'A3 --a.thaw--> A4',
    'A2 --b.get--> A5',
    'A5 --b.get.put--> A4',
    'B --a.freeze--> B2',
    'B --b.get.put--> B3',
    'B2 --b.get.put--> B4',
    'B3 --a.freeze--> A3',
  ],
  violated: {
    lost_reference: 'A2 A4 A5',
    new_by_a: ['A --a.thaw--> A2', 'A3 --a.thaw--> A4'],
    new_by_b: ['S --b.get--> B', 'A2 --b.get--> A5'],
  },
});

graph({
  name: '12, 13: a put without a held reference, and a put through a parameter that names an owner',
  spec: `
    object Folio { refcount: ref = 2  owns next: Folio? = none }
    shared folio: Folio
    shared owns slot: Folio? = folio
    atomic op folio_put(f: Folio) { put(f.refcount) }
    actor a { put: folio_put(slot) }
    actor b { put: folio_put(folio) }`,
  always: 'folio.next=none',
  initial: 'S',
  states: {
    S: 'folio.refcount=2 slot=folio a=put b=put',
    A: 'folio.refcount=1 slot=none a=done b=put',
    B: 'folio.refcount=1 slot=folio a=put b=done',
    C: 'folio.refcount=0 slot=none a=done b=done',
  },
  edges: ['S --a.put--> A', 'S --b.put--> B', 'A --b.put--> C', 'B --a.put--> C'],
  violated: { lost_reference: 'B' },
});

graph({
  name: '12, 37: a stored count hands its references over, and a store into an owner moves one',
  spec: `
    object Folio { refcount: ref = 0 }
    shared folio: Folio
    shared owns slot: Folio? = none
    actor a {
      alloc: folio.refcount = 1
      give:  slot = folio
      end:   skip
    }
    invariant held: not (a holds folio)`,
  initial: 'A',
  states: {
    A: 'folio.refcount=0 slot=none a=alloc',
    B: 'folio.refcount=1 slot=none a=give',
    C: 'folio.refcount=1 slot=folio a=end',
    D: 'folio.refcount=1 slot=folio a=done',
  },
  edges: ['A --a.alloc--> B', 'B --a.give--> C', 'C --a.end--> D'],
  violated: { held: 'B' },
});

graph({
  name: '12, 3: a local that owns is lost with its scope',
  spec: `
    object Folio { refcount: ref = 1 }
    shared folio: Folio
    shared owns slot: Folio? = folio
    actor a {
      repeat 1 {
        take: owns let mine = xchg(slot, none)
        look: skip
      }
      end: skip
    }
    invariant its: a holds folio`,
  initial: 'A',
  states: {
    A: 'folio.refcount=1 slot=folio a=take a.repeat=0',
    B: 'folio.refcount=1 slot=none a=look a.repeat=0 a.mine=folio',
    C: 'folio.refcount=1 slot=none a=end',
    D: 'folio.refcount=1 slot=none a=done',
  },
  edges: ['A --a.take--> B', 'B --a.look--> C', 'C --a.end--> D'],
  violated: { its: 'A C D', lost_reference: 'C D' },
});

graph({
  name: 'references of a whole array of owners',
  spec: `
    object F { refcount: ref to 6 = 1 }
    shared f: F
    shared owns slots: F?[2] = none
    actor a { get: get(f.refcount)  first: slots[0] = f  more: get(f.refcount)  second: slots[1] = f }
    invariant few: refs(f by slots) <= 1`,
  initial: 'A',
  states: {
    A: 'f.refcount=1 slots[0]=none slots[1]=none a=get',
    B: 'f.refcount=2 slots[0]=none slots[1]=none a=first',
    C: 'f.refcount=2 slots[0]=f slots[1]=none a=more',
    D: 'f.refcount=3 slots[0]=f slots[1]=none a=second',
    E: 'f.refcount=3 slots[0]=f slots[1]=f a=done',
  },
  edges: ['A --a.get--> B', 'B --a.first--> C', 'C --a.more--> D', 'D --a.second--> E'],
  violated: { few: 'E' },
});
