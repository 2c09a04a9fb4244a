import { graph } from './graph.ts';

graph({
  name: '9: at and step is: labels, groups, operations, instances, sets and ranges',
  spec: `
    shared x: 0..3 = 0
    op twice() { one: x = 1  two: x = 2 }
    actor p[1] {
      first: skip
             x = 0
      call:  twice()
      last:  skip
    }
    invariant at_first: not (p[0] at first)
    invariant at_call:  not (p[0] at call)
    invariant at_two:   not (p[0] at call.two)
    invariant at_set:   not (p[0] at {p[0].first, last, done})
    invariant at_range: not (p[0] at {call..last})
    invariant step_first: not (step is first)
    invariant step_call:  not (step is p.call)
    invariant step_op:    not (step is twice)
    invariant step_one:   not (step is p[0].twice.one)`,
  initial: 'A',
  states: {
    A: 'x=0 p[0]=first#1',
    B: 'x=0 p[0]=first#2',
    C: 'x=0 p[0]=call.twice.one',
    D: 'x=1 p[0]=call.twice.two',
    E: 'x=2 p[0]=last',
    F: 'x=2 p[0]=done',
  },
  edges: ['A --p[0].first--> B', 'B --p[0].first--> C', 'C --p[0].call.twice.one--> D', 'D --p[0].call.twice.two--> E', 'E --p[0].last--> F'],
  violated: {
    at_first: 'A B',
    at_call: 'C D',
    at_two: 'D',
    at_set: 'A B E F',
    at_range: 'C D E',
    step_first: ['A --p[0].first--> B', 'B --p[0].first--> C'],
    step_call: ['C --p[0].call.twice.one--> D', 'D --p[0].call.twice.two--> E'],
    step_op: ['C --p[0].call.twice.one--> D', 'D --p[0].call.twice.two--> E'],
    step_one: ['C --p[0].call.twice.one--> D'],
  },
});

graph({
  name: '29: primes are the state after, the rest is the state before, and mover is who moved',
  spec: `
    shared x: 0..2 = 0
    actor a {
      inc: atomic { x += 1 }
      let n = 2
      dec: atomic { x -= 1 }
    }
    actor b { idle_: skip }
    invariant grows:   x' >= x
    invariant by_a:    mover == a
    invariant a_moves: mover in a implies x' != x
    invariant its_n:   a.n' == 2
    invariant in_time: step is a.dec implies a.n == 2`,
  initial: 'A',
  states: {
    A: 'x=0 a=inc b=idle_',
    B: 'x=1 a=dec a.n=2 b=idle_',
    C: 'x=0 a=done a.n=2 b=idle_',
    D: 'x=0 a=inc b=done',
    E: 'x=1 a=dec a.n=2 b=done',
    F: 'x=0 a=done a.n=2 b=done',
  },
  edges: ['A --a.inc--> B', 'B --a.dec--> C', 'D --a.inc--> E', 'E --a.dec--> F', 'A --b.idle_--> D', 'B --b.idle_--> E', 'C --b.idle_--> F'],
  violated: {
    grows: ['B --a.dec--> C', 'E --a.dec--> F'],
    by_a: ['A --b.idle_--> D', 'B --b.idle_--> E', 'C --b.idle_--> F'],
    its_n: ['A --b.idle_--> D'],
  },
});

graph({
  name: 'what is undefined is false: variables before their declaration, none, and bad indices; unless it is not asked',
  spec: `
    object Box { n: 0..1 = 0 }
    shared box: Box
    shared p: Box? = none
    shared i: 0..2 = 2
    shared t: 0..1[2] = 0
    actor a {
      one: p = box
      var n: 0..1 = 0
      two: i = 1
    }
    invariant unset:     a.n == 0
    invariant not_unset: not (a.n == 1)
    invariant null:      p.n == 0
    invariant not_null:  not (p.n == 1)
    invariant index:     t[i] == 0
    invariant division:  1 / (i - 2) < 5
    invariant asked:     p != none implies p.n == 0`,
  always: 'box.n=0 t[0]=0 t[1]=0',
  initial: 'A',
  states: { A: 'p=none i=2 a=one', B: 'p=box i=2 a=two a.n=0', C: 'p=box i=1 a=done a.n=0' },
  edges: ['A --a.one--> B', 'B --a.two--> C'],
  violated: { unset: 'A', not_unset: 'A', null: 'A', not_null: 'A', index: 'A B', division: 'A B' },
});

graph({
  name: 'an invariant inside an object is about each object of the type',
  spec: `
    object Folio {
      refcount: ref = 1
      private: bool = false
      invariant alone:   private implies holders within owner
      invariant quiet:   private implies no new refs
      invariant one_ref: refs <= 1
      invariant counted: refcount == refs + rest(self_folio)
    }
    shared pool: Folio[2]
    shared self_folio: Folio
    actor owner { hide: pool[1].private = true }
    actor user {
      get: get(pool[1].refcount)
      put: put(pool[1].refcount)
    }`,
  always: 'pool[0].refcount=1 pool[0].private=false self_folio.refcount=1 self_folio.private=false',
  initial: 'A',
  states: {
    A: 'pool[1].refcount=1 pool[1].private=false owner=hide user=get',
    B: 'pool[1].refcount=2 pool[1].private=false owner=hide user=put',
    C: 'pool[1].refcount=1 pool[1].private=false owner=hide user=done',
    D: 'pool[1].refcount=1 pool[1].private=true owner=done user=get',
    E: 'pool[1].refcount=2 pool[1].private=true owner=done user=put',
    F: 'pool[1].refcount=1 pool[1].private=true owner=done user=done',
  },
  edges: [
    'A --user.get--> B',
    'B --user.put--> C',
    'D --user.get--> E',
    'E --user.put--> F',
    'A --owner.hide--> D',
    'B --owner.hide--> E',
    'C --owner.hide--> F',
  ],
  violated: { alone: 'E', quiet: ['D --user.get--> E'] },
});

graph({
  name: '38: enabled is about what an actor can do now',
  spec: `
    shared x: bool = false
    actor a { wait: await x  end: skip }
    actor b { set: x = true }
    invariant a_can: enabled(a)
    invariant wait_can: enabled(a.wait)
    invariant b_can: enabled(b.set)`,
  initial: 'A',
  states: { A: 'x=false a=wait b=set', B: 'x=true a=wait b=done', C: 'x=true a=end b=done', D: 'x=true a=done b=done' },
  edges: ['A --b.set--> B', 'B --a.wait--> C', 'C --a.end--> D'],
  violated: { a_can: 'A D', wait_can: 'A C D', b_can: 'B C D' },
});

graph({
  name: '`step is` of an actor, also where a label is called as it is',
  spec: `
    shared x: 0..1 = 0
    actor a { get: x = 1  b: skip }
    actor b { skip }
    invariant not_b: not step is b
    invariant not_a: not step is a
    invariant label_b: not step is a.b`,
  initial: 'A',
  states: { A: 'x=0 a=get b=-', B: 'x=1 a=b b=-', C: 'x=1 a=done b=-', D: 'x=0 a=get b=done', E: 'x=1 a=b b=done', F: 'x=1 a=done b=done' },
  edges: ['A --a.get--> B', 'B --a.b--> C', 'D --a.get--> E', 'E --a.b--> F', 'A --b.---> D', 'B --b.---> E', 'C --b.---> F'],
  violated: {
    not_b: ['A --b.---> D', 'B --b.---> E', 'C --b.---> F'],
    not_a: ['A --a.get--> B', 'B --a.b--> C', 'D --a.get--> E', 'E --a.b--> F'],
    label_b: ['B --a.b--> C', 'E --a.b--> F'],
  },
});

graph({
  name: 'none stands nowhere, holds nothing and takes nothing; a variable of an actor that may be none',
  spec: `
    object Folio { refcount: ref to 3 = 1 }
    shared f: Folio
    shared own: a? = none
    actor a { var top: 0..1 = 0  take: own = self  top = 1  get: get(f.refcount)  put: put(f.refcount) }
    action lose when own != none { own = none }
    invariant at_take: not own at take
    invariant at_put: own at put
    invariant holds_one: not own holds f
    invariant not_by_own: not (new refs on f by own)
    invariant not_own: own != none implies own.top == 0
    invariant mover_there: not mover at get`,
  always: '',
  initial: 'A',
  states: {
    A: 'f.refcount=1 own=none a=take a.top=0',
    B: 'f.refcount=1 own=a a=get a.top=1',
    C: 'f.refcount=1 own=none a=get a.top=1',
    D: 'f.refcount=2 own=a a=put a.top=1',
    E: 'f.refcount=2 own=none a=put a.top=1',
    F: 'f.refcount=1 own=a a=done a.top=1',
    G: 'f.refcount=1 own=none a=done a.top=1',
  },
  edges: ['A --a.take--> B', 'B --lose--> C', 'B --a.get--> D', 'C --a.get--> E', 'D --lose--> E', 'D --a.put--> F', 'E --a.put--> G', 'F --lose--> G'],
  violated: {
    at_put: 'A B C E F G',
    holds_one: 'D',
    not_by_own: ['B --a.get--> D'],
    not_own: 'B D F',
    mover_there: ['B --a.get--> D', 'C --a.get--> E'],
  },
});
