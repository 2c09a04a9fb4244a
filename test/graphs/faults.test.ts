import { graph } from './graph.ts';

graph({
  name: '25: a failed assertion has no successor; a state with a fault step is no deadlock',
  spec: `
    shared x: 0..2 = 0
    actor a {
      set:  choose x in {1, 2}
      test: assert x == 1
      end:  skip
    }`,
  initial: 'A',
  states: { A: 'x=0 a=set', B: 'x=1 a=test', C: 'x=2 a=test', D: 'x=1 a=end', E: 'x=1 a=done' },
  edges: ['A --a.set--> B', 'A --a.set--> C', 'B --a.test--> D', 'C --a.test--> fault a.test', 'D --a.end--> E'],
});

graph({
  name: '2: an assertion on locals is part of the step before it, and one in an operation has the name of its path',
  spec: `
    shared x: 0..2 = 2
    atomic op check_it() { inner: assert x < 2 }
    actor a[2] {
      get: let n = x
           assert n == 1
    }
    actor b { call: check_it() }
    actor c { assert x == 0 }`,
  always: 'x=2',
  initial: 'A',
  states: { A: 'a[0]=get a[1]=get b=call c=-' },
  edges: ['A --a[0].get--> fault a.get', 'A --a[1].get--> fault a.get', 'A --b.call--> fault b.call.check_it.inner', 'A --c.---> fault c.line 10'],
});

graph({
  name: 'range: variables, fields, locals, and local work',
  spec: `
    object Box { n: 0..1 = 1 }
    shared x: 0..1 = 0
    shared box: Box
    actor a {
      inc: x += 1
      again: x += 1
    }
    actor b { field: box.n = 2 }
    actor c {
      var n: 0..1 = 0
      read: n = x
      n += 1
    }`,
  always: 'box.n=1 b=field',
  initial: 'A',
  states: {
    A: 'x=0 a=inc c=read c.n=0',
    B: 'x=1 a=again c=read c.n=0',
    C: 'x=0 a=inc c=done c.n=1',
    D: 'x=1 a=again c=done c.n=1',
  },
  edges: [
    'A --a.inc--> B',
    'A --b.field--> fault range of Box.n',
    'A --c.read--> C',
    'B --a.again--> fault range of x',
    'B --b.field--> fault range of Box.n',
    'B --c.read--> fault range of c.n',
    'C --a.inc--> D',
    'C --b.field--> fault range of Box.n',
    'D --a.again--> fault range of x',
    'D --b.field--> fault range of Box.n',
  ],
});

graph({
  name: 'an index out of range, and a division by zero',
  spec: `
    shared t: 0..1[2] = 0
    shared i: 0..2 = 2
    actor a { store: t[i] = 1 }
    actor b { load: let n = t[i] }
    actor c { div: let n = i / (i - 2) }
    actor d { lazy: if i == 1 and t[i] == 0 { never: skip } }`,
  always: 't[0]=0 t[1]=0 i=2 a=store b=load c=div',
  initial: 'A',
  states: { A: 'd=lazy', B: 'd=done' },
  edges: [
    'A --a.store--> fault range of t',
    'A --b.load--> fault range of t',
    'A --c.div--> fault range of division',
    'A --d.lazy--> B',
    'B --a.store--> fault range of t',
    'B --b.load--> fault range of t',
    'B --c.div--> fault range of division',
  ],
});

graph({
  name: 'reading and writing through none, and storing none where an object is wanted',
  spec: `
    object Box { n: 0..1 = 0 }
    shared box: Box
    shared p: Box? = none
    shared b: Box = box
    actor read { go: let v = p.n }
    actor write { go: p.n = 1 }
    actor store { go: b = p }
    actor test { go: if p != none and p.n == 0 { never: skip } }`,
  always: 'box.n=0 p=none b=box read=go write=go store=go',
  initial: 'A',
  states: { A: 'test=go', B: 'test=done' },
  edges: [
    'A --read.go--> fault null_reference',
    'A --write.go--> fault null_reference',
    'A --store.go--> fault null_reference',
    'A --test.go--> B',
    'B --read.go--> fault null_reference',
    'B --write.go--> fault null_reference',
    'B --store.go--> fault null_reference',
  ],
});

graph({
  name: '25: get at zero raises the count, and the run goes on',
  spec: `
    shared free: ref = 0
    actor a { go: get(free)  back: put(free)  twice: free += 2  same: free += 0 }
    check c { ignore lost_reference }`,
  initial: 'A',
  states: { A: 'free=0 a=go', B: 'free=1 a=back', C: 'free=0 a=twice', D: 'free=2 a=same', E: 'free=2 a=done' },
  edges: ['A --a.go--> B flags get_at_zero', 'B --a.back--> C', 'C --a.twice--> D flags get_at_zero', 'D --a.same--> E'],
});

graph({
  name: '25: get at zero in a step that ends in a fault: both are told, and nothing comes after the fault',
  spec: `
    shared free: ref to 2 = 0
    actor a { go: atomic { get(free)  assert free == 0 }  never: skip }
    actor b { go: free += 3 }
    actor c { go: if try_get(free) { never: put(free) } }`,
  always: 'free=0 a=go b=go',
  initial: 'A',
  states: { A: 'c=go', B: 'c=done' },
  edges: ['A', 'B'].flatMap((state) => [
    `${state} --a.go--> fault a.go flags get_at_zero`,
    `${state} --b.go--> fault overflow flags get_at_zero`,
    ...(state === 'A' ? ['A --c.go--> B'] : []),
  ]),
});

graph({
  name: '16: live when flags a step that touches a dead object, and the step goes on',
  spec: `
    object Inode { freed: bool = false  n: 0..1 = 0  ghost seen: bool = false  live when not freed }
    shared inode: Inode
    actor a {
      free: inode.freed = true
      use:  touch(inode)
      ask:  let dead = inode.freed
      read: let n = inode.n
            inode.seen = true
      set:  atomic { inode.n = 1 }
    }
    invariant reads_nothing: inode.n == 0`,
  initial: 'A',
  states: {
    A: 'inode.freed=false inode.n=0 inode.seen=false a=free',
    B: 'inode.freed=true inode.n=0 inode.seen=false a=use',
    C: 'inode.freed=true inode.n=0 inode.seen=false a=ask',
    D: 'inode.freed=true inode.n=0 inode.seen=false a=read a.dead=true',
    E: 'inode.freed=true inode.n=0 inode.seen=true a=set a.dead=true a.n=0',
    F: 'inode.freed=true inode.n=1 inode.seen=true a=done a.dead=true a.n=0',
  },
  edges: ['A --a.free--> B', 'B --a.use--> C flags Inode.live', 'C --a.ask--> D', 'D --a.read--> E flags Inode.live', 'E --a.set--> F flags Inode.live'],
  violated: { reads_nothing: 'F' },
});

graph({
  name: '17: overflow and underflow',
  spec: `
    object F { count: ref to 2 = 1 }
    shared f: F
    shared free: ref = 0
    actor up { one: get(f.count)  two: get(f.count) }
    actor down { go: put(free) }
    actor try { go: if try_get(free) { never: put(free) } }
    check c { ignore lost_reference }`,
  always: 'free=0 down=go',
  initial: 'A',
  states: {
    A: 'f.count=1 up=one try=go',
    B: 'f.count=2 up=two try=go',
    C: 'f.count=1 up=one try=done',
    D: 'f.count=2 up=two try=done',
  },
  edges: [
    'A --up.one--> B',
    'B --up.two--> fault overflow',
    'C --up.one--> D',
    'D --up.two--> fault overflow',
    'A --try.go--> C',
    'B --try.go--> D',
    ...['A', 'B', 'C', 'D'].map((state) => `${state} --down.go--> fault underflow`),
  ],
});
