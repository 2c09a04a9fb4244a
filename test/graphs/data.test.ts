import { graph } from './graph.ts';

graph({
  name: 'arrays over actors and enums, and self',
  spec: `
    enum Color { red, green }
    shared flag: bool[p] = false
    shared n:    0..1[Color] = 0
    actor p[2] { set: flag[self] = true }
    actor q { one: n[green] = 1 }`,
  initial: 'A',
  states: {
    A: 'flag[p[0]]=false flag[p[1]]=false n[red]=0 n[green]=0 p[0]=set p[1]=set q=one',
    B: 'flag[p[0]]=true flag[p[1]]=false n[red]=0 n[green]=0 p[0]=done p[1]=set q=one',
    C: 'flag[p[0]]=false flag[p[1]]=true n[red]=0 n[green]=0 p[0]=set p[1]=done q=one',
    D: 'flag[p[0]]=true flag[p[1]]=true n[red]=0 n[green]=0 p[0]=done p[1]=done q=one',
    E: 'flag[p[0]]=false flag[p[1]]=false n[red]=0 n[green]=1 p[0]=set p[1]=set q=done',
    F: 'flag[p[0]]=true flag[p[1]]=false n[red]=0 n[green]=1 p[0]=done p[1]=set q=done',
    G: 'flag[p[0]]=false flag[p[1]]=true n[red]=0 n[green]=1 p[0]=set p[1]=done q=done',
    H: 'flag[p[0]]=true flag[p[1]]=true n[red]=0 n[green]=1 p[0]=done p[1]=done q=done',
  },
  edges: [
    'A --p[0].set--> B',
    'A --p[1].set--> C',
    'B --p[1].set--> D',
    'C --p[0].set--> D',
    'E --p[0].set--> F',
    'E --p[1].set--> G',
    'F --p[1].set--> H',
    'G --p[0].set--> H',
    'A --q.one--> E',
    'B --q.one--> F',
    'C --q.one--> G',
    'D --q.one--> H',
  ],
});

graph({
  name: 'sets are printed in the order of their domain, whatever the order of the stores',
  spec: `
    shared s: set<p> = {}
    actor p[2] { join: s += {self} }
    invariant first: p[1] in s implies p[0] in s
    invariant size:  |s| == |x in p: x at done|`,
  initial: 'A',
  states: {
    A: 's={} p[0]=join p[1]=join',
    B: 's={p[0]} p[0]=done p[1]=join',
    C: 's={p[1]} p[0]=join p[1]=done',
    D: 's={p[0],p[1]} p[0]=done p[1]=done',
  },
  edges: ['A --p[0].join--> B', 'A --p[1].join--> C', 'B --p[1].join--> D', 'C --p[0].join--> D'],
  violated: { first: 'C' },
});

graph({
  name: 'records are built whole and changed by field',
  spec: `
    record Pte { present: bool  n: 0..1 }
    shared pte: Pte = Pte(present: false, n: 0)
    actor a {
      set:   pte = Pte(n: 1, present: true)
      clear: pte.present = false
      copy:  let old = pte
    }`,
  initial: 'A',
  states: {
    A: 'pte.present=false pte.n=0 a=set',
    B: 'pte.present=true pte.n=1 a=clear',
    C: 'pte.present=false pte.n=1 a=copy',
    D: 'pte.present=false pte.n=1 a=done a.old.present=false a.old.n=1',
  },
  edges: ['A --a.set--> B', 'B --a.clear--> C', 'C --a.copy--> D'],
});

graph({
  name: 'sequences: append, pop, and their two faults',
  spec: `
    shared q: seq<0..1, 2> = {}
    actor a {
      one:  append(q, 1)
      two:  append(q, 0)
      pop:  let first = pop(q)
      more: append(q, first)
      full: append(q, 0)
    }
    actor b { take: pop(q) }`,
  initial: 'A0',
  states: {
    A0: 'q=[] a=one b=take',
    A1: 'q=[1] a=two b=take',
    A2: 'q=[1,0] a=pop b=take',
    A3: 'q=[0] a=more a.first=1 b=take',
    A4: 'q=[0,1] a=full a.first=1 b=take',
    B1: 'q=[] a=two b=done',
    B2: 'q=[0] a=pop b=done',
    B3: 'q=[] a=more a.first=0 b=done',
    B4: 'q=[0] a=full a.first=0 b=done',
    B5: 'q=[0,0] a=done a.first=0 b=done',
    C3: 'q=[] a=more a.first=1 b=done',
    C4: 'q=[1] a=full a.first=1 b=done',
    C5: 'q=[1,0] a=done a.first=1 b=done',
  },
  edges: [
    'A0 --a.one--> A1',
    'A1 --a.two--> A2',
    'A2 --a.pop--> A3',
    'A3 --a.more--> A4',
    'A4 --a.full--> fault range of q',
    'A0 --b.take--> fault range of q',
    'A1 --b.take--> B1',
    'A2 --b.take--> B2',
    'A3 --b.take--> C3',
    'A4 --b.take--> C4',
    'B1 --a.two--> B2',
    'B2 --a.pop--> B3',
    'B3 --a.more--> B4',
    'B4 --a.full--> B5',
    'C3 --a.more--> C4',
    'C4 --a.full--> C5',
  ],
  quiescent: 'B5 C5',
});

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
  name: '31: choose from a pool, and references to its objects',
  spec: `
    object Box { n: 0..1 = 0 }
    shared pool: Box[2]
    shared last: Box? = none
    actor a {
      pick: choose b in pool
      use:  b.n = 1
      keep: last = b
    }
    invariant none_used: forall b in pool: b.n == 0
    invariant last_used: last == none or last.n == 1
    invariant last_clean: last.n == 0`,
  initial: 'A',
  states: {
    A: 'pool[0].n=0 pool[1].n=0 last=none a=pick',
    B0: 'pool[0].n=0 pool[1].n=0 last=none a=use a.b=pool[0]',
    B1: 'pool[0].n=0 pool[1].n=0 last=none a=use a.b=pool[1]',
    C0: 'pool[0].n=1 pool[1].n=0 last=none a=keep a.b=pool[0]',
    C1: 'pool[0].n=0 pool[1].n=1 last=none a=keep a.b=pool[1]',
    D0: 'pool[0].n=1 pool[1].n=0 last=pool[0] a=done a.b=pool[0]',
    D1: 'pool[0].n=0 pool[1].n=1 last=pool[1] a=done a.b=pool[1]',
  },
  edges: ['A --a.pick--> B0', 'A --a.pick--> B1', 'B0 --a.use--> C0', 'B1 --a.use--> C1', 'C0 --a.keep--> D0', 'C1 --a.keep--> D1'],
  violated: { none_used: 'C0 C1 D0 D1', last_clean: 'A B0 B1 C0 C1 D0 D1' },
});

graph({
  name: 'xchg returns the old value; cmpxchg stores only over the expected one',
  spec: `
    enum Color { red, green, blue }
    shared c: Color = red
    actor a {
      swap: let old = xchg(c, green)
      miss: if cmpxchg(c, old, blue) { never: skip }
      hit:  let ok = cmpxchg(c, green, blue)
    }`,
  initial: 'A',
  states: {
    A: 'c=red a=swap',
    B: 'c=green a=miss a.old=red',
    C: 'c=green a=hit a.old=red',
    D: 'c=blue a=done a.old=red a.ok=true',
  },
  edges: ['A --a.swap--> B', 'B --a.miss--> C', 'C --a.hit--> D'],
});

graph({
  name: 'arithmetic: / floors and % is the matching modulo; comparisons, and conditional expressions',
  spec: `
    shared x: -3..3 = -3
    actor a {
      div: x = x / 2
      mod: x = x % 3
      min: x = min(x, 0) - max(1, x)
      if_: x = 3 if x == -1 else 2
    }`,
  initial: 'A',
  states: { A: 'x=-3 a=div', B: 'x=-2 a=mod', C: 'x=1 a=min', D: 'x=-1 a=if_', E: 'x=3 a=done' },
  edges: ['A --a.div--> B', 'B --a.mod--> C', 'C --a.min--> D', 'D --a.if_--> E'],
});

graph({
  name: '20: a grace period waits for the readers that were inside when it began',
  spec: `
    object Section { inside: 0..1[actor] = 0  owed: set<actor>[actor] = {} }
    shared rcu: Section
    actor r {
      enter: atomic { rcu.inside[self] += 1 }
      leave: atomic { rcu.inside[self] -= 1  if rcu.inside[self] == 0 { rcu.owed[self] = {} } }
    }
    actor w {
      snap: atomic { for a in actor where rcu.inside[a] > 0 { rcu.owed[a] += {self} } }
      wait: await forall a in actor: self not in rcu.owed[a]
    }
    invariant ends: w at wait and (forall a in actor: w not in rcu.owed[a]) implies enabled(w)`,
  always: 'rcu.inside[w]=0 rcu.owed[w]={}',
  initial: 'S',
  states: {
    S: 'rcu.inside[r]=0 rcu.owed[r]={} r=enter w=snap',
    A: 'rcu.inside[r]=1 rcu.owed[r]={} r=leave w=snap',
    A2: 'rcu.inside[r]=0 rcu.owed[r]={} r=done w=snap',
    A3: 'rcu.inside[r]=0 rcu.owed[r]={} r=done w=wait',
    B: 'rcu.inside[r]=0 rcu.owed[r]={} r=enter w=wait',
    C: 'rcu.inside[r]=1 rcu.owed[r]={w} r=leave w=wait',
    D: 'rcu.inside[r]=1 rcu.owed[r]={} r=leave w=wait',
    E: 'rcu.inside[r]=0 rcu.owed[r]={} r=enter w=done',
    G: 'rcu.inside[r]=1 rcu.owed[r]={} r=leave w=done',
    F: 'rcu.inside[r]=0 rcu.owed[r]={} r=done w=done',
  },
  edges: [
    'S --r.enter--> A',
    'S --w.snap--> B',
    'A --r.leave--> A2',
    'A --w.snap--> C',
    'A2 --w.snap--> A3',
    'A3 --w.wait--> F',
    'B --r.enter--> D',
    'B --w.wait--> E',
    'C --r.leave--> A3',
    'D --r.leave--> A3',
    'D --w.wait--> G',
    'E --r.enter--> G',
    'G --r.leave--> F',
  ],
  quiescent: 'F',
});

graph({
  name: 'a bound name may be none',
  spec: `
    shared last: p? = none
    shared x:    bool = false
    actor p[1] {
      one: x = exists v in {self, last}: v == none
      two: last = self
      end: await forall v in {last}: v != none
    }`,
  initial: 'A',
  states: {
    A: 'last=none x=false p[0]=one',
    B: 'last=none x=true p[0]=two',
    C: 'last=p[0] x=true p[0]=end',
    D: 'last=p[0] x=true p[0]=done',
  },
  edges: ['A --p[0].one--> B', 'B --p[0].two--> C', 'C --p[0].end--> D'],
});
