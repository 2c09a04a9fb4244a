import { graph, initialFault } from './graph.ts';

graph({
  name: '1: what follows a step costs nothing, so an endless loop of two steps has two states',
  spec: `
    shared x: bool = false
    actor a { loop { on: x = true  off: x = false } }`,
  initial: 'Off',
  states: { Off: 'x=false a=on', On: 'x=true a=off' },
  edges: ['Off --a.on--> On', 'On --a.off--> Off'],
  quiescent: '',
});

graph({
  name: '2: local work joins the step before it',
  spec: `
    shared x: 0..1 = 1
    shared y: 0..2 = 0
    actor a {
      var n: 0..2 = 0
      get: n = x
      n += 1
      put: y = n
    }`,
  initial: 'Get',
  states: { Get: 'x=1 y=0 a=get a.n=0', Put: 'x=1 y=0 a=put a.n=2', Done: 'x=1 y=2 a=done a.n=2' },
  edges: ['Get --a.get--> Put', 'Put --a.put--> Done'],
  quiescent: 'Done',
});

graph({
  name: '1, 2: local work before the first step joins the initial state',
  spec: `
    shared y: 0..2 = 0
    actor a {
      var n: 0..2 = 0
      n += 2
      put: y = n
    }
    actor b { var n: 0..1 = 1 }`,
  initial: 'Put',
  states: { Put: 'y=0 a=put a.n=2 b=done b.n=1', Done: 'y=2 a=done a.n=2 b=done b.n=1' },
  edges: ['Put --a.put--> Done'],
});

graph({
  name: '2: a condition on shared state is a step in both outcomes; one on locals is none',
  spec: `
    shared x: bool = false
    actor a {
      var n: 0..1 = 0
      test: if x { n = 1 }
      if n == 1 { yes: skip }
    }
    actor b { set: x = true }`,
  initial: 'A',
  states: {
    A: 'x=false a=test a.n=0 b=set',
    B: 'x=false a=done a.n=0 b=set',
    C: 'x=true a=test a.n=0 b=done',
    D: 'x=true a=done a.n=0 b=done',
    E: 'x=true a=test.yes a.n=1 b=done',
    F: 'x=true a=done a.n=1 b=done',
  },
  edges: ['A --a.test--> B', 'A --b.set--> C', 'B --b.set--> D', 'C --a.test--> E', 'E --a.test.yes--> F'],
  quiescent: 'D F',
});

graph({
  name: '40: whether a condition reads shared state is judged on its text',
  spec: `
    shared x: bool = false
    actor a { test: if x or true { yes: skip } }`,
  always: 'x=false',
  initial: 'A',
  states: { A: 'a=test', B: 'a=test.yes', C: 'a=done' },
  edges: ['A --a.test--> B', 'B --a.test.yes--> C'],
});

graph({
  name: '36: an atomic block is a step, whatever it contains',
  spec: `
    actor a {
      var n: 0..1 = 0
      one: atomic { n = 1 }
      two: atomic { }
    }`,
  initial: 'A',
  states: { A: 'a=one a.n=0', B: 'a=two a.n=1', C: 'a=done a.n=1' },
  edges: ['A --a.one--> B', 'B --a.two--> C'],
});

graph({
  name: '3: a local has a value from its declaration to the end of its block, and starts afresh in each round',
  spec: `
    shared x: 0..1 = 0
    actor a {
      repeat 2 {
        get:  let t = x
        put:  x = 1
        tail: skip
      }
      end: skip
    }`,
  initial: 'A',
  states: {
    A: 'x=0 a=get a.repeat=0',
    B: 'x=0 a=put a.repeat=0 a.t=0',
    C: 'x=1 a=tail a.repeat=0 a.t=0',
    D: 'x=1 a=get a.repeat=1',
    E: 'x=1 a=put a.repeat=1 a.t=1',
    F: 'x=1 a=tail a.repeat=1 a.t=1',
    G: 'x=1 a=end',
    H: 'x=1 a=done',
  },
  edges: ['A --a.get--> B', 'B --a.put--> C', 'C --a.tail--> D', 'D --a.get--> E', 'E --a.put--> F', 'F --a.tail--> G', 'G --a.end--> H'],
});

graph({
  name: '3, 25: two load and add, and a violated invariant stops nothing',
  spec: `
    shared x: 0..2 = 0
    actor a { get: let t = x  put: x = t + 1 }
    actor b { get: let t = x  put: x = t + 1 }
    invariant none_lost: a at done and b at done implies x == 2`,
  initial: 'S',
  states: {
    S: 'x=0 a=get b=get',
    A1: 'x=0 a=put a.t=0 b=get',
    A2: 'x=1 a=done a.t=0 b=get',
    A3: 'x=1 a=done a.t=0 b=put b.t=1',
    A4: 'x=2 a=done a.t=0 b=done b.t=1',
    B1: 'x=0 a=get b=put b.t=0',
    B2: 'x=1 a=get b=done b.t=0',
    B3: 'x=1 a=put a.t=1 b=done b.t=0',
    B4: 'x=2 a=done a.t=1 b=done b.t=0',
    C: 'x=0 a=put a.t=0 b=put b.t=0',
    CA: 'x=1 a=done a.t=0 b=put b.t=0',
    CB: 'x=1 a=put a.t=0 b=done b.t=0',
    L: 'x=1 a=done a.t=0 b=done b.t=0',
  },
  edges: [
    'S --a.get--> A1',
    'A1 --a.put--> A2',
    'A2 --b.get--> A3',
    'A3 --b.put--> A4',
    'S --b.get--> B1',
    'B1 --b.put--> B2',
    'B2 --a.get--> B3',
    'B3 --a.put--> B4',
    'A1 --b.get--> C',
    'B1 --a.get--> C',
    'C --a.put--> CA',
    'C --b.put--> CB',
    'CA --b.put--> L',
    'CB --a.put--> L',
  ],
  quiescent: 'A4 B4 L',
  violated: { none_lost: 'L' },
});

graph({
  name: '10: ghost code joins the step before it and sees the state after it',
  spec: `
    shared x: 0..1 = 0
    ghost last: 0..1 = 0
    actor a {
      ghost count: 0..2 = 0
      set: x = 1
           last = x
           count += 1
      end: skip
           count += x
    }`,
  initial: 'A',
  states: { A: 'x=0 last=0 a=set a.count=0', B: 'x=1 last=1 a=end a.count=1', C: 'x=1 last=1 a=done a.count=2' },
  edges: ['A --a.set--> B', 'B --a.end--> C'],
});

graph({
  name: '2, 19: addresses, self and the index of an actor read nothing',
  spec: `
    object Box { n: 0..1 = 0 }
    shared pool: Box[0..1]
    shared turn: p = p[0]
    actor p[2] {
      let mine = pool[index(self)]
      set: mine.n = 1
    }`,
  always: 'turn=p[0] p[0].mine=pool[0] p[1].mine=pool[1]',
  initial: 'A',
  states: {
    A: 'pool[0].n=0 pool[1].n=0 p[0]=set p[1]=set',
    B: 'pool[0].n=1 pool[1].n=0 p[0]=done p[1]=set',
    C: 'pool[0].n=0 pool[1].n=1 p[0]=set p[1]=done',
    D: 'pool[0].n=1 pool[1].n=1 p[0]=done p[1]=done',
  },
  edges: ['A --p[0].set--> B', 'A --p[1].set--> C', 'B --p[1].set--> D', 'C --p[0].set--> D'],
});

initialFault({
  name: '1: a fault before the first step leaves no initial state',
  spec: `
    actor a {
      var n: 0..1 = 0
      n += 1
      n += 1
      end: skip
    }`,
  fault: 'range of a.n',
});
