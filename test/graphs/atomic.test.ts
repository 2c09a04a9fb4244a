import { graph } from './graph.ts';

graph({
  name: '7: choose inside atomic gives one step for each value, and none for an empty set',
  spec: `
    shared s: set<0..2> = {1, 2}
    shared x: 0..2 = 0
    actor a {
      loop { pick: atomic { choose v in s  s -= {v}  x = v } }
    }`,
  initial: 'A',
  states: { A: 's={1,2} x=0 a=pick', B: 's={2} x=1 a=pick', C: 's={1} x=2 a=pick', D: 's={} x=2 a=pick', E: 's={} x=1 a=pick' },
  edges: ['A --a.pick--> B', 'A --a.pick--> C', 'B --a.pick--> D', 'C --a.pick--> E'],
  deadlocks: 'D E',
});

graph({
  name: '7: either and if inside atomic, and a jump out of it',
  spec: `
    shared x: 0..2 = 0
    actor a {
      loop {
        go: atomic {
          either { x = 1 } or { x = 2  leave: break }
          if x == 1 { stay: skip }
        }
        more: skip
      }
      end: skip
    }
    invariant leaves: not (step is a.leave)
    invariant stays: not (step is stay)`,
  initial: 'A',
  states: { A: 'x=0 a=go', B: 'x=1 a=more', C: 'x=2 a=end', D: 'x=1 a=go', E: 'x=2 a=done' },
  edges: ['A --a.go--> B', 'A --a.go--> C', 'B --a.more--> D', 'D --a.go--> B', 'D --a.go--> C', 'C --a.end--> E'],
  violated: { leaves: ['A --a.go--> C', 'D --a.go--> C'], stays: ['A --a.go--> B', 'D --a.go--> B'] },
});

graph({
  name: '7: two ways that lead to one state are two transitions',
  spec: `
    shared x: 0..1 = 0
    actor a { go: atomic { either { x = 1 } or { x = 1 } } }`,
  initial: 'A',
  states: { A: 'x=0 a=go', B: 'x=1 a=done' },
  edges: ['A --a.go--> B', 'A --a.go--> B'],
});

graph({
  name: '7: for inside atomic runs through a set',
  spec: `
    shared n: 0..3 = 0
    shared flag: bool[0..2] = false
    actor a {
      go: atomic { for i in 0..2 where i != 1 { flag[i] = true  n += 1 } }
    }`,
  initial: 'A',
  states: {
    A: 'n=0 flag[0]=false flag[1]=false flag[2]=false a=go',
    B: 'n=2 flag[0]=true flag[1]=false flag[2]=true a=done',
  },
  edges: ['A --a.go--> B'],
});

graph({
  name: '28: await blocks; two locks in opposite orders deadlock',
  spec: `
    shared l: bool = false
    shared m: bool = false
    actor p { one: atomic { await not l  l = true }  two: atomic { await not m  m = true } }
    actor q { one: atomic { await not m  m = true }  two: atomic { await not l  l = true } }`,
  initial: 'S',
  states: {
    S: 'l=false m=false p=one q=one',
    A: 'l=true m=false p=two q=one',
    B: 'l=false m=true p=one q=two',
    C: 'l=true m=true p=done q=one',
    D: 'l=true m=true p=two q=two',
    E: 'l=true m=true p=one q=done',
  },
  edges: ['S --p.one--> A', 'S --q.one--> B', 'A --p.two--> C', 'A --q.one--> D', 'B --p.one--> D', 'B --q.two--> E'],
  deadlocks: 'C D E',
  quiescent: '',
});

graph({
  name: '28, 32: an idle await is a legal place to wait for ever',
  spec: `
    shared x: bool = false
    actor a { wait: idle await x }
    actor b { maybe: either { set: x = true } or { skip } }
    actor c { again: atomic { idle await x  x = false } }
    invariant never_rests: not quiescent`,
  initial: 'S',
  states: {
    S: 'x=false a=wait b=maybe c=again',
    T: 'x=true a=wait b=done c=again',
    F: 'x=false a=wait b=done c=again',
    TA: 'x=true a=done b=done c=again',
    TC: 'x=false a=wait b=done c=done',
    TAC: 'x=false a=done b=done c=done',
  },
  edges: ['S --b.maybe.set--> T', 'S --b.maybe--> F', 'T --a.wait--> TA', 'T --c.again--> TC', 'TA --c.again--> TAC'],
  quiescent: 'T F TA TC TAC',
  violated: { never_rests: 'T F TA TC TAC' },
});

graph({
  name: '8: either takes no step; its first step chooses, and a blocked branch cannot be chosen',
  spec: `
    const X: 0..1 = 0
    shared x: 0..1 = X
    actor a {
      pick:  either { one: await x == 1 }
             or     { either { two: x = 1 } or { three: skip  rest: skip } }
      after: skip
    }
    invariant at_one: not (a at one)
    invariant at_rest: not (a at pick.rest)
    invariant can_one: not enabled(a.one)
    check blocked { }
    check free { X = 1 }`,
  check: 'blocked',
  initial: 'A',
  states: { A: 'x=0 a=pick', B: 'x=1 a=after', C: 'x=0 a=pick.rest', D: 'x=0 a=after', E: 'x=1 a=done', F: 'x=0 a=done' },
  edges: ['A --a.pick.two--> B', 'A --a.pick.three--> C', 'B --a.after--> E', 'C --a.pick.rest--> D', 'D --a.after--> F'],
  violated: { at_one: 'A', at_rest: 'C' },
});

graph({
  name: '8: the same with the first branch open',
  spec: `
    shared x: 0..1 = 1
    actor a {
      pick:  either { one: await x == 1 }
             or     { either { two: x = 1 } or { three: skip  rest: skip } }
      after: skip
    }
    invariant can_one: not enabled(a.one)
    invariant can_a: not enabled(a)`,
  always: 'x=1',
  initial: 'A',
  states: { A: 'a=pick', B: 'a=after', C: 'a=pick.rest', D: 'a=done' },
  edges: ['A --a.pick.one--> B', 'A --a.pick.two--> B', 'A --a.pick.three--> C', 'C --a.pick.rest--> B', 'B --a.after--> D'],
  violated: { can_one: 'A', can_a: 'A B C' },
});

graph({
  name: 'choose declares a variable, or assigns one that is in scope',
  spec: `
    shared x: 0..2 = 0
    actor a {
      set:  choose x in 0..2 where x > 0
      next: repeat 1 {
        pick: choose v in {0, 1}
        put:  x = v
      }
    }`,
  initial: 'A',
  states: {
    A: 'x=0 a=set',
    B1: 'x=1 a=next.pick a.repeat=0',
    B2: 'x=2 a=next.pick a.repeat=0',
    C10: 'x=1 a=next.put a.repeat=0 a.v=0',
    C11: 'x=1 a=next.put a.repeat=0 a.v=1',
    C20: 'x=2 a=next.put a.repeat=0 a.v=0',
    C21: 'x=2 a=next.put a.repeat=0 a.v=1',
    D0: 'x=0 a=done',
    D1: 'x=1 a=done',
  },
  edges: [
    'A --a.set--> B1',
    'A --a.set--> B2',
    'B1 --a.next.pick--> C10',
    'B1 --a.next.pick--> C11',
    'B2 --a.next.pick--> C20',
    'B2 --a.next.pick--> C21',
    'C10 --a.next.put--> D0',
    'C20 --a.next.put--> D0',
    'C11 --a.next.put--> D1',
    'C21 --a.next.put--> D1',
  ],
});

graph({
  name: 'actions of the environment: a guard, parameters, and one transition for each way',
  spec: `
    shared x: bool = false
    shared y: 0..2 = 0
    action rise when not x { x = true }
    action pick(v in 1..2) when x and v > y { y = v }
    invariant nobody_moves: mover != none`,
  initial: 'A',
  states: { A: 'x=false y=0', B: 'x=true y=0', C: 'x=true y=1', D: 'x=true y=2' },
  edges: ['A --rise--> B', 'B --pick--> C', 'B --pick--> D', 'C --pick--> D'],
  quiescent: 'A B C D',
  violated: {
    nobody_moves: ['A --rise--> B', 'B --pick--> C', 'B --pick--> D', 'C --pick--> D'],
  },
});
