import { graph } from './graph.ts';

/*
 * Sequences as queues, arrays of locals, sets of records.
 */

graph({
  name: 'sequences: elements, both ends, insert, remove, remove_at, find',
  spec: `
    shared q: seq<0..3, 3> = {}
    shared at: 0..2? = none
    actor a {
      fill:   atomic { append(q, 1)  append(q, 2) }
      before: insert(q, 0, 3)
      set:    q[1] = 2
      look:   atomic { at = find(q, 2)  assert first(q) == 3 and last(q) == 2 and q[1] == q[2] and 1 not in q }
      out:    if remove(q, 2) { took: let x = remove_at(q, 1) }
      lacks:  if remove(q, 0) { never: skip }
      end:    let y = last(q)
    }`,
  initial: 'A0',
  states: {
    A0: 'q=[] at=none a=fill',
    A1: 'q=[1,2] at=none a=before',
    A2: 'q=[3,1,2] at=none a=set',
    A3: 'q=[3,2,2] at=none a=look',
    A4: 'q=[3,2,2] at=1 a=out',
    A5: 'q=[3,2] at=1 a=out.took',
    A6: 'q=[3] at=1 a=lacks',
    A7: 'q=[3] at=1 a=end',
    A8: 'q=[3] at=1 a=done a.y=3',
  },
  edges: [
    'A0 --a.fill--> A1',
    'A1 --a.before--> A2',
    'A2 --a.set--> A3',
    'A3 --a.look--> A4',
    'A4 --a.out--> A5',
    'A5 --a.out.took--> A6',
    'A6 --a.lacks--> A7',
    'A7 --a.end--> A8',
  ],
});

graph({
  name: 'sequences: what does not exist is a fault, what is not there to be removed is none',
  spec: `
    shared q: seq<0..1, 2> = {}
    actor first { put: append(q, 0)  get: pop(q)  look: let x = first(q) }
    actor insert { gap: insert(q, 2, 1) }
    actor index { get: let x = q[1] }
    actor remove { no: remove(q, 1)  at: remove_at(q, 1) }`,
  always: 'insert=gap index=get',
  initial: 'A0',
  states: {
    A0: 'q=[] first=put remove=no',
    A1: 'q=[0] first=get remove=no',
    A2: 'q=[] first=look remove=no',
    B0: 'q=[] first=put remove=at',
    B1: 'q=[0] first=get remove=at',
    B2: 'q=[] first=look remove=at',
  },
  edges: [
    ...['A', 'B'].flatMap((row) => [
      ...[0, 1, 2].flatMap((at) => [`${row}${at} --insert.gap--> fault range of q`, `${row}${at} --index.get--> fault range of q`]),
      `${row}0 --first.put--> ${row}1`,
      `${row}1 --first.get--> ${row}2`,
      `${row}2 --first.look--> fault range of q`,
    ]),
    ...[0, 1, 2].flatMap((at) => [`A${at} --remove.no--> B${at}`, `B${at} --remove.at--> fault range of q`]),
  ],
});

graph({
  name: 'sequences of records, and of records that may be missing: shown as they are built, compared as a whole, a field assigned',
  spec: `
    record In { low: 0..1  who: a? }
    record R { x: 0..2  own: In  on: bool }
    shared q: seq<R, 2> = {}
    shared m: seq<In?, 2> = [none]
    actor a {
      add:   append(q, R(x: 2, own: In(low: 1, who: self), on: true))
      front: insert(q, 0, R(x: 0, own: In(low: 0, who: none), on: false))
      also:  atomic { append(m, In(low: 1, who: none))  assert find(m, none) == 0 and m[1] != none }
      set:   q[1].x = 1
      pop:   let r = pop(q)
      look:  assert r.x == 0 and q[0] == R(x: 1, own: In(low: 1, who: self), on: true) and In(low: 1, who: none) in m
      out:   if remove(m, none) { over: skip }
    }`,
  initial: 'A0',
  states: {
    A0: 'q=[] m=[none] a=add',
    A1: 'q=[R(x:2,own:In(low:1,who:a),on:true)] m=[none] a=front',
    A2: 'q=[R(x:0,own:In(low:0,who:none),on:false),R(x:2,own:In(low:1,who:a),on:true)] m=[none] a=also',
    A3: 'q=[R(x:0,own:In(low:0,who:none),on:false),R(x:2,own:In(low:1,who:a),on:true)] m=[none,In(low:1,who:none)] a=set',
    A4: 'q=[R(x:0,own:In(low:0,who:none),on:false),R(x:1,own:In(low:1,who:a),on:true)] m=[none,In(low:1,who:none)] a=pop',
    A5: 'q=[R(x:1,own:In(low:1,who:a),on:true)] m=[none,In(low:1,who:none)] a=look a.r.x=0 a.r.own.low=0 a.r.own.who=none a.r.on=false',
    A6: 'q=[R(x:1,own:In(low:1,who:a),on:true)] m=[none,In(low:1,who:none)] a=out a.r.x=0 a.r.own.low=0 a.r.own.who=none a.r.on=false',
    A7: 'q=[R(x:1,own:In(low:1,who:a),on:true)] m=[In(low:1,who:none)] a=out.over a.r.x=0 a.r.own.low=0 a.r.own.who=none a.r.on=false',
    A8: 'q=[R(x:1,own:In(low:1,who:a),on:true)] m=[In(low:1,who:none)] a=done a.r.x=0 a.r.own.low=0 a.r.own.who=none a.r.on=false',
  },
  edges: [
    'A0 --a.add--> A1',
    'A1 --a.front--> A2',
    'A2 --a.also--> A3',
    'A3 --a.set--> A4',
    'A4 --a.pop--> A5',
    'A5 --a.look--> A6',
    'A6 --a.out--> A7',
    'A7 --a.out.over--> A8',
  ],
});

graph({
  name: 'sequences: a `for` goes front to back, over what was there when it began; a local one too',
  spec: `
    shared q: seq<0..3, 3> = {}
    shared seen: seq<0..3, 3> = {}
    actor a {
      walk: atomic {
        append(q, 2)  append(q, 0)  append(q, 2)
        var local: seq<0..3, 3> = {}
        for x in q where x > 0 { append(local, x)  remove(q, x) }
        insert(local, 1, 3)
        for x in local { append(seen, x) }
        var at: 0..2 = 2
        local[at] = 1
        assert local[at] == 1 and |x in local: x < 3| == 2 and |{x in seen where x == 2}| == 1
      }
    }`,
  initial: 'A',
  states: { A: 'q=[] seen=[] a=walk', B: 'q=[0] seen=[2,3,2] a=done' },
  edges: ['A --a.walk--> B'],
  quiescent: 'B',
});

graph({
  name: 'arrays of locals: indexed by what is known only at run time, in a step and over several',
  spec: `
    shared p: 0..2[2] = [1, 2]
    shared at: 0..1 = 1
    actor a {
      var seen: 0..2[2] = 0
      look: atomic {
        var read: 0..2[2] = 0
        for i in 0..1 { read[i] = p[1 - i] }
        var i: 0..1 = 0
        read[i] = 0
        i = at
        seen[i] = read[i]
        seen[0] += sum(k in 0..1: read[k])
      }
      out: seen[at] = 0
      p[0] = sum(i in 0..1: seen[i])
    }
    invariant zero: a.seen[1] == 0`,
  initial: 'A',
  states: {
    A: 'p[0]=1 p[1]=2 at=1 a=look a.seen[0]=0 a.seen[1]=0',
    B: 'p[0]=1 p[1]=2 at=1 a=out#1 a.seen[0]=1 a.seen[1]=1',
    C: 'p[0]=1 p[1]=2 at=1 a=out#2 a.seen[0]=1 a.seen[1]=0',
    D: 'p[0]=1 p[1]=2 at=1 a=done a.seen[0]=1 a.seen[1]=0',
  },
  edges: ['A --a.look--> B', 'B --a.out--> C', 'C --a.out--> D'],
  violated: { zero: 'B' },
});

graph({
  name: 'sets of records: elements, membership, difference, subsets, and a field that does not fit',
  spec: `
    record Entry { task: 0..1  cpu: a?  dirty: bool }
    shared tlb: set<Entry> = {}
    shared n: 0..2 = 0
    actor a {
      fill:  tlb += {Entry(task: 0, cpu: self, dirty: true), Entry(task: 1, cpu: none, dirty: false)}
      flush: tlb -= {e in tlb where e.cpu == none}
      one:   choose e in tlb where e.dirty
      again: tlb = {Entry(task: 1, cpu: e.cpu, dirty: e.dirty)}
      some:  choose tlb within tlb
      count: n = sum(x in tlb: x.task + 1)
      bad:   tlb += {Entry(task: n + 1, cpu: none, dirty: false)}
    }
    invariant dirty: forall e in tlb: e.dirty or |tlb| == 2
    invariant there: Entry(task: 0, cpu: a, dirty: true) not in tlb`,
  initial: 'A',
  states: {
    A: 'tlb={} n=0 a=fill',
    B: 'tlb={Entry(task:0,cpu:a,dirty:true),Entry(task:1,cpu:none,dirty:false)} n=0 a=flush',
    C: 'tlb={Entry(task:0,cpu:a,dirty:true)} n=0 a=one',
    D: 'tlb={Entry(task:0,cpu:a,dirty:true)} n=0 a=again a.e.task=0 a.e.cpu=a a.e.dirty=true',
    E: 'tlb={Entry(task:1,cpu:a,dirty:true)} n=0 a=some a.e.task=0 a.e.cpu=a a.e.dirty=true',
    F0: 'tlb={} n=0 a=count a.e.task=0 a.e.cpu=a a.e.dirty=true',
    F1: 'tlb={Entry(task:1,cpu:a,dirty:true)} n=0 a=count a.e.task=0 a.e.cpu=a a.e.dirty=true',
    G0: 'tlb={} n=0 a=bad a.e.task=0 a.e.cpu=a a.e.dirty=true',
    G1: 'tlb={Entry(task:1,cpu:a,dirty:true)} n=2 a=bad a.e.task=0 a.e.cpu=a a.e.dirty=true',
    H: 'tlb={Entry(task:1,cpu:none,dirty:false)} n=0 a=done a.e.task=0 a.e.cpu=a a.e.dirty=true',
  },
  edges: [
    'A --a.fill--> B',
    'B --a.flush--> C',
    'C --a.one--> D',
    'D --a.again--> E',
    'E --a.some--> F0',
    'E --a.some--> F1',
    'F0 --a.count--> G0',
    'F1 --a.count--> G1',
    'G0 --a.bad--> H',
    'G1 --a.bad--> fault range of Entry.task',
  ],
  violated: { dirty: 'H', there: 'B C D' },
});

graph({
  name: 'sequences of what there is none of: nothing is ever appended',
  spec: `
    const N: 0..2 = 0
    object Z { n: 0..1 = 0 }
    shared z: Z[N]
    shared q: seq<Z, 2> = {}
    actor l { pick: choose y in z  put: append(q, y) }`,
  initial: 'A',
  states: { A: 'q=[] l=pick' },
  edges: [],
  deadlocks: 'A',
});
