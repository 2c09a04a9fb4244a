import { graph } from './graph.ts';

graph({
  name: '4: an atomic operation in a condition is one step with two outcomes',
  spec: `
    shared held: bool = false
    atomic op trylock(): bool { if held { return false }  held = true  return true }
    actor a {
      try:  if not trylock() { fail: skip  return }
      crit: skip
      un:   held = false
    }
    actor b { take: held = true }
    invariant by_name: not (step is trylock)
    invariant inside: not (step is try.trylock)`,
  initial: 'S',
  states: {
    S: 'held=false a=try b=take',
    A: 'held=true a=crit b=take',
    B: 'held=true a=try b=done',
    C: 'held=true a=un b=take',
    D: 'held=true a=crit b=done',
    E: 'held=true a=try.fail b=done',
    F: 'held=true a=done b=done',
    G: 'held=false a=done b=take',
    H: 'held=true a=un b=done',
    I: 'held=false a=done b=done',
  },
  edges: [
    'S --a.try--> A',
    'S --b.take--> B',
    'A --a.crit--> C',
    'A --b.take--> D',
    'B --a.try--> E',
    'E --a.try.fail--> F',
    'C --a.un--> G',
    'C --b.take--> H',
    'D --a.crit--> H',
    'G --b.take--> F',
    'H --a.un--> I',
  ],
  violated: { by_name: ['S --a.try--> A', 'B --a.try--> E'], inside: ['S --a.try--> A', 'B --a.try--> E'] },
});

graph({
  name: '4: an operation with steps in a condition; the branch is taken in its last step',
  spec: `
    shared x: 0..1 = 0
    op first(): bool { one: let t = x  two: x = 1  return t == 0 }
    actor a { call: if first() { yes: skip } else { no: skip } }
    invariant at_label: not (a at call.two)
    invariant at_operation: not (a at first)`,
  initial: 'A',
  states: {
    A: 'x=0 a=call.first.one',
    B: 'x=0 a=call.first.two a.first.t=0',
    C: 'x=1 a=call.yes',
    D: 'x=1 a=done',
  },
  edges: ['A --a.call.first.one--> B', 'B --a.call.first.two--> C', 'C --a.call.yes--> D'],
  violated: { at_label: 'B', at_operation: 'A B' },
});

graph({
  name: 'a returned value that reads shared state is a step; a returned local is none',
  spec: `
    shared x: 0..2 = 1
    op load(): 0..2 { value: return x }
    op more(): 0..2 { first: let t = x  return t + 1 }
    op both(): 0..2 { return more() }
    actor a {
      var n: 0..2 = 0
      call: n = load()
      next: n = both()
    }`,
  always: 'x=1',
  initial: 'A',
  states: {
    A: 'a=call.load.value a.n=0',
    B: 'a=next.both.more.first a.n=1',
    C: 'a=done a.n=2',
  },
  edges: ['A --a.call.load.value--> B', 'B --a.next.both.more.first--> C'],
});

graph({
  name: 'parameters are locals of the call, named after all operations on the way',
  spec: `
    shared x: 0..2 = 0
    op inner(v: 0..2) { put: x = v }
    op outer(v: 0..2) {
      inner(v)
      again: inner(v - 1)
    }
    actor a { go: outer(2) }
    invariant by_operation: not (step is inner)
    invariant second: not (step is a.again.put)`,
  initial: 'A',
  states: {
    A: 'x=0 a=go.outer.inner.put a.outer.v=2 a.outer.inner.v=2',
    B: 'x=2 a=go.outer.again.inner.put a.outer.v=2 a.outer.inner.v=1',
    C: 'x=1 a=done',
  },
  edges: ['A --a.go.outer.inner.put--> B', 'B --a.go.outer.again.inner.put--> C'],
  violated: {
    by_operation: ['A --a.go.outer.inner.put--> B', 'B --a.go.outer.again.inner.put--> C'],
    second: ['B --a.go.outer.again.inner.put--> C'],
  },
});

graph({
  name: '35: an operation of an actor sees the variables of the actor',
  spec: `
    shared x: 0..2 = 0
    actor a {
      var n: 0..2 = 0
      op bump() { put: x = n  n += 1 }
      one: bump()
      two: bump()
    }`,
  initial: 'A',
  states: { A: 'x=0 a=one.bump.put a.n=0', B: 'x=0 a=two.bump.put a.n=1', C: 'x=1 a=done a.n=2' },
  edges: ['A --a.one.bump.put--> B', 'B --a.two.bump.put--> C'],
});

graph({
  name: '18: an operation on any object, and an operation that blocks',
  spec: `
    object Lock { held: bool = false }
    object Box { n: 0..2 = 0  lock: Lock }
    shared box: Box
    atomic op lock(l: object) { await not l.held  l.held = true }
    atomic op unlock(l: object) { assert l.held  l.held = false }
    atomic op box_lock(b: object) { lock(b.lock) }
    actor p[2] {
      take: box_lock(box)
      inc:  atomic { box.n += 1 }
      drop: unlock(box.lock)
    }
    invariant one: |i in p: i at {inc..drop}| <= 1
    reachable both: box.n == 2`,
  initial: 'S',
  states: {
    S: 'box.n=0 box.lock.held=false p[0]=take p[1]=take',
    A1: 'box.n=0 box.lock.held=true p[0]=inc p[1]=take',
    A2: 'box.n=1 box.lock.held=true p[0]=drop p[1]=take',
    A3: 'box.n=1 box.lock.held=false p[0]=done p[1]=take',
    A4: 'box.n=1 box.lock.held=true p[0]=done p[1]=inc',
    A5: 'box.n=2 box.lock.held=true p[0]=done p[1]=drop',
    B1: 'box.n=0 box.lock.held=true p[0]=take p[1]=inc',
    B2: 'box.n=1 box.lock.held=true p[0]=take p[1]=drop',
    B3: 'box.n=1 box.lock.held=false p[0]=take p[1]=done',
    B4: 'box.n=1 box.lock.held=true p[0]=inc p[1]=done',
    B5: 'box.n=2 box.lock.held=true p[0]=drop p[1]=done',
    Z: 'box.n=2 box.lock.held=false p[0]=done p[1]=done',
  },
  edges: [
    'S --p[0].take--> A1',
    'A1 --p[0].inc--> A2',
    'A2 --p[0].drop--> A3',
    'A3 --p[1].take--> A4',
    'A4 --p[1].inc--> A5',
    'A5 --p[1].drop--> Z',
    'S --p[1].take--> B1',
    'B1 --p[1].inc--> B2',
    'B2 --p[1].drop--> B3',
    'B3 --p[0].take--> B4',
    'B4 --p[0].inc--> B5',
    'B5 --p[0].drop--> Z',
  ],
  quiescent: 'Z',
  violated: { both: 'S A1 A2 A3 A4 B1 B2 B3 B4' },
});

graph({
  name: '4: a call in the condition of a while, in each round',
  spec: `
    shared n: 0..2 = 2
    op more(): bool { look: let t = n  return t > 0 }
    actor a {
      go: while more() { dec: atomic { n -= 1 } }
    }`,
  initial: 'A',
  states: {
    A: 'n=2 a=go.more.look',
    B: 'n=2 a=go.dec',
    C: 'n=1 a=go.more.look',
    D: 'n=1 a=go.dec',
    E: 'n=0 a=go.more.look',
    F: 'n=0 a=done',
  },
  edges: ['A --a.go.more.look--> B', 'B --a.go.dec--> C', 'C --a.go.more.look--> D', 'D --a.go.dec--> E', 'E --a.go.more.look--> F'],
});

graph({
  name: '4: an argument that reads shared state is read in the step of an atomic operation',
  spec: `
    shared x: 0..2 = 1
    shared y: 0..2 = 0
    atomic op put_sum(v: 0..2) { y = v + x }
    actor a { go: put_sum(x) }
    actor b { zero: x = 0 }`,
  initial: 'S',
  states: {
    S: 'x=1 y=0 a=go b=zero',
    A: 'x=1 y=2 a=done b=zero',
    B: 'x=0 y=0 a=go b=done',
    C: 'x=0 y=2 a=done b=done',
    D: 'x=0 y=0 a=done b=done',
  },
  edges: ['S --a.go--> A', 'S --b.zero--> B', 'A --b.zero--> C', 'B --a.go--> D'],
});
