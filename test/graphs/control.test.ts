import { graph } from './graph.ts';

graph({
  name: 'while: the condition on shared state is a step of each round',
  spec: `
    shared x: bool = false
    actor a {
      spin:  while not x { body: skip }
      after: skip
    }
    actor b { set: x = true }`,
  initial: 'A',
  states: {
    A: 'x=false a=spin b=set',
    B: 'x=false a=spin.body b=set',
    C: 'x=true a=spin b=done',
    D: 'x=true a=spin.body b=done',
    E: 'x=true a=after b=done',
    F: 'x=true a=done b=done',
  },
  edges: ['A --a.spin--> B', 'A --b.set--> C', 'B --a.spin.body--> A', 'B --b.set--> D', 'C --a.spin--> E', 'D --a.spin.body--> C', 'E --a.after--> F'],
});

graph({
  name: 'while: a condition on locals is no step',
  spec: `
    shared x: 0..2 = 0
    actor a {
      var n: 0..2 = 2
      down: while n > 0 {
        set: x = n
        n -= 1
      }
    }`,
  initial: 'A',
  states: { A: 'x=0 a=down.set a.n=2', B: 'x=2 a=down.set a.n=1', C: 'x=1 a=done a.n=0' },
  edges: ['A --a.down.set--> B', 'B --a.down.set--> C'],
});

const rounds = `
    const ROUNDS: 0..2 | forever = 2
    shared x: bool = false
    actor a { repeat ROUNDS { flip: x = not x } }
    check twice { }
    check never { ROUNDS = 0 }
    check endless { ROUNDS = forever }`;

graph({
  name: '11: the counter of a repeat is a local of the loop',
  spec: rounds,
  check: 'twice',
  initial: 'A',
  states: { A: 'x=false a=flip a.repeat=0', B: 'x=true a=flip a.repeat=1', C: 'x=false a=done' },
  edges: ['A --a.flip--> B', 'B --a.flip--> C'],
});

graph({
  name: '11: repeat 0 does nothing',
  spec: rounds,
  check: 'never',
  initial: 'A',
  states: { A: 'x=false a=done' },
  edges: [],
  quiescent: 'A',
});

graph({
  name: '11: repeat forever has no counter',
  spec: rounds,
  check: 'endless',
  initial: 'A',
  states: { A: 'x=false a=flip', B: 'x=true a=flip' },
  edges: ['A --a.flip--> B', 'B --a.flip--> A'],
  quiescent: '',
});

graph({
  name: '11: inner rounds begin afresh in each outer round',
  spec: `
    shared x: bool = false
    actor a {
      outer: repeat 2 {
        inner: repeat 2 { one: x = not x }
      }
      end: skip
    }`,
  initial: 'A',
  states: {
    A: 'x=false a=outer.inner.one a.repeat#1=0 a.repeat#2=0',
    B: 'x=true a=outer.inner.one a.repeat#1=0 a.repeat#2=1',
    C: 'x=false a=outer.inner.one a.repeat#1=1 a.repeat#2=0',
    D: 'x=true a=outer.inner.one a.repeat#1=1 a.repeat#2=1',
    E: 'x=false a=end',
    F: 'x=false a=done',
  },
  edges: ['A --a.outer.inner.one--> B', 'B --a.outer.inner.one--> C', 'C --a.outer.inner.one--> D', 'D --a.outer.inner.one--> E', 'E --a.end--> F'],
});

graph({
  name: 'break and continue cost nothing and leave the innermost loop',
  spec: `
    shared x: bool = false
    actor a {
      loop {
        loop {
          look: if x { break }
                continue
        }
        break
      }
      end: skip
    }
    actor b { set: x = true }`,
  initial: 'A',
  states: {
    A: 'x=false a=look b=set',
    B: 'x=true a=look b=done',
    C: 'x=true a=end b=done',
    D: 'x=true a=done b=done',
  },
  edges: ['A --a.look--> A', 'A --b.set--> B', 'B --a.look--> C', 'C --a.end--> D'],
});

graph({
  name: 'goto goes forward to a common end, and backward; a jump back ends the scopes of what follows',
  spec: `
    shared x: 0..2 = 0
    actor a {
      loop {
        again: let t = x
               if t == 2 { goto out }
        put:   x = t + 1
               goto again
        out:   skip
               break
      }
    }`,
  initial: 'A',
  states: {
    A: 'x=0 a=again',
    B: 'x=0 a=put a.t=0',
    C: 'x=1 a=again',
    D: 'x=1 a=put a.t=1',
    E: 'x=2 a=again',
    F: 'x=2 a=out a.t=2',
    G: 'x=2 a=done',
  },
  edges: ['A --a.again--> B', 'B --a.put--> C', 'C --a.again--> D', 'D --a.put--> E', 'E --a.again--> F', 'F --a.out--> G'],
});

graph({
  name: 'return ends an actor anywhere; its variables of the top level stay',
  spec: `
    shared x: bool = true
    actor a {
      let n = 1
      loop { test: if x { return }  never: skip }
    }`,
  always: 'x=true a.n=1',
  initial: 'A',
  states: { A: 'a=test', B: 'a=done' },
  edges: ['A --a.test--> B'],
});

graph({
  name: 'else if is decided by one step for each condition on shared state',
  spec: `
    shared x: 0..2 = 2
    actor a {
      one: if x == 0 { zero: skip }
           else if x == 1 { first: skip }
           else { other: skip }
    }`,
  always: 'x=2',
  initial: 'A',
  states: { A: 'a=one#1', B: 'a=one#2', C: 'a=one.other', D: 'a=done' },
  edges: ['A --a.one--> B', 'B --a.one--> C', 'C --a.one.other--> D'],
});

const order = `
    variant v: bool = true
    shared x: 0..2 = 0
    shared y: 0..1 = 0
    actor a {
      if v { set: x = 1 } else { let t = 2  set: x = t }
      both: atomic when v { one: y = 1  two: x = 0 }
    }
    invariant never_two: not (step is a.two)
    invariant not_at_one: not (a at one)
    check on { }
    check off { v = false }`;

graph({
  name: '5, 6: a condition on variants leaves no trace, and atomic when it is true',
  spec: order,
  check: 'on',
  initial: 'A',
  states: { A: 'x=0 y=0 a=set', B: 'x=1 y=0 a=both', C: 'x=0 y=1 a=done' },
  edges: ['A --a.set--> B', 'B --a.both--> C'],
  violated: { never_two: ['B --a.both--> C'] },
});

graph({
  name: '5, 6: the other branch, and a plain block',
  spec: order,
  check: 'off',
  initial: 'A',
  states: { A: 'x=0 y=0 a=set a.t=2', B: 'x=2 y=0 a=both.one', C: 'x=2 y=1 a=both.two', D: 'x=0 y=1 a=done' },
  edges: ['A --a.set--> B', 'B --a.both.one--> C', 'C --a.both.two--> D'],
  violated: { never_two: ['C --a.both.two--> D'], not_at_one: 'B' },
});
