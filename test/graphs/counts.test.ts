import { graph } from './graph.ts';

graph({
  name: 'several references at once: in one step, as many as a local says, which keeps its value',
  spec: `
    object Folio { refcount: ref to 5 = 1 }
    shared folio: Folio
    actor a {
      pick: choose n in {1, 3}
      get:  get(folio.refcount, n + 1)
      some: put(folio.refcount, n)
      rest: if sub_and_test(folio.refcount, 1) { never: skip }
    }
    invariant two:      refs(folio by a) != 2
    invariant four:     refs(folio by a) != 4
    invariant holds_it: a holds folio
    invariant no_new:   no new refs on folio`,
  initial: 'S',
  states: {
    S: 'folio.refcount=1 a=pick',
    A: 'folio.refcount=1 a=get a.n=1',
    B: 'folio.refcount=1 a=get a.n=3',
    A2: 'folio.refcount=3 a=some a.n=1',
    B2: 'folio.refcount=5 a=some a.n=3',
    A3: 'folio.refcount=2 a=rest a.n=1',
    B3: 'folio.refcount=2 a=rest a.n=3',
    A4: 'folio.refcount=1 a=done a.n=1',
    B4: 'folio.refcount=1 a=done a.n=3',
  },
  edges: [
    'S --a.pick--> A',
    'S --a.pick--> B',
    'A --a.get--> A2',
    'B --a.get--> B2',
    'A2 --a.some--> A3',
    'B2 --a.some--> B3',
    'A3 --a.rest--> A4',
    'B3 --a.rest--> B4',
  ],
  violated: {
    two: 'A2',
    four: 'B2',
    holds_it: 'S A B A4 B4',
    no_new: ['A --a.get--> A2', 'B --a.get--> B2'],
  },
});

graph({
  name: 'an owner of several: it moves all of them, and a put of fewer leaves the rest with the actor',
  spec: `
    const BIAS: 1..4 = 3
    object Page { refcount: ref to 7 = 4 }
    shared page: Page
    shared owns BIAS frag: Page? = page
    actor driver {
      take: owns BIAS let own = xchg(frag, none)
      one:  put(own)
      rest: put(page.refcount, 2)
    }
    invariant frag_has:   refs(page by frag) == 3
    invariant driver_has: refs(page by driver) == 3
    invariant once:       |holders(page)| == 1
    invariant known:      page.refcount == rest(page) + refs(page)`,
  initial: 'S',
  states: {
    S: 'page.refcount=4 frag=page driver=take',
    A: 'page.refcount=4 frag=none driver=one driver.own=page',
    B: 'page.refcount=3 frag=none driver=rest driver.own=none',
    C: 'page.refcount=1 frag=none driver=done driver.own=none',
  },
  edges: ['S --driver.take--> A', 'A --driver.one--> B', 'B --driver.rest--> C'],
  violated: { frag_has: 'A B C', driver_has: 'S B C', once: 'S C' },
});

graph({
  name: 'put of the owner itself, sub_and_test that leaves none, and what does not fit',
  spec: `
    object Page { refcount: ref to 3 = 2 }
    shared page: Page
    shared owns 2 frag: Page? = page
    shared last: bool = false
    actor a {
      test: if sub_and_test(frag, 2) { set: last = true }
      late: get(page.refcount, 2)
      more: get(page.refcount, 2)
    }
    invariant still: refs(page) == 2`,
  initial: 'S',
  states: {
    S: 'page.refcount=2 frag=page last=false a=test',
    A: 'page.refcount=0 frag=none last=false a=test.set',
    B: 'page.refcount=0 frag=none last=true a=late',
    C: 'page.refcount=2 frag=none last=true a=more',
  },
  edges: ['S --a.test--> A', 'A --a.test.set--> B', 'B --a.late--> C flags get_at_zero', 'C --a.more--> fault overflow'],
  violated: { still: 'A B' },
});

graph({
  name: 'goto over a local that is dead at the label: there it has no value, whoever comes',
  spec: `
    shared x: 0..2 = 0
    actor a {
      enter: if x == 0 {
        pick: choose x in 0..1
        test: if x == 0 { goto out }
        load: let seen = x
        set:  x = seen + 1
        out:  skip
      }
    }`,
  initial: 'S',
  states: {
    S: 'x=0 a=enter',
    P: 'x=0 a=enter.pick',
    T0: 'x=0 a=enter.test',
    T1: 'x=1 a=enter.test',
    L: 'x=1 a=enter.load',
    W: 'x=1 a=enter.set a.seen=1',
    O0: 'x=0 a=enter.out',
    O2: 'x=2 a=enter.out',
    D0: 'x=0 a=done',
    D2: 'x=2 a=done',
  },
  edges: [
    'S --a.enter--> P',
    'P --a.enter.pick--> T0',
    'P --a.enter.pick--> T1',
    'T0 --a.enter.test--> O0',
    'T1 --a.enter.test--> L',
    'L --a.enter.load--> W',
    'W --a.enter.set--> O2',
    'O0 --a.enter.out--> D0',
    'O2 --a.enter.out--> D2',
  ],
});

graph({
  name: 'at in ghost code: where actors stand as the step begins, and who takes it where it stood',
  spec: `
    ghost inside: bool = false
    ghost mine: bool = false
    actor a { enter: skip  use: skip }
    actor b {
      look: skip
      inside = a at use
      mine = b at look
    }`,
  initial: 'S',
  states: {
    S: 'inside=false mine=false a=enter b=look',
    A: 'inside=false mine=false a=use b=look',
    E: 'inside=false mine=false a=done b=look',
    S2: 'inside=false mine=true a=enter b=done',
    A2: 'inside=true mine=true a=use b=done',
    E2: 'inside=true mine=true a=done b=done',
    A3: 'inside=false mine=true a=use b=done',
    E3: 'inside=false mine=true a=done b=done',
  },
  edges: [
    'S --a.enter--> A',
    'S --b.look--> S2',
    'A --a.use--> E',
    'A --b.look--> A2',
    'E --b.look--> E3',
    'S2 --a.enter--> A3',
    'A2 --a.use--> E2',
    'A3 --a.use--> E3',
  ],
});

graph({
  name: 'reachable when: wanted only where the setting satisfies the condition',
  spec: `
    variant up: bool = true
    shared n: 0..1 = 0
    actor a { set: n = 1 }
    reachable wanted: n == 1 when up
    reachable not_wanted: n == 1 when not up`,
  initial: 'S',
  states: { S: 'n=0 a=set', A: 'n=1 a=done' },
  edges: ['S --a.set--> A'],
  violated: { wanted: 'S' },
});
