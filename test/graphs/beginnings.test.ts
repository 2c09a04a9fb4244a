import { graph, initialFault } from './graph.ts';

/*
 * What variables begin with: lists, values computed from keys, objects, and any of several.
 */

graph({
  name: 'lists, keys, sequences and objects',
  spec: `
    enum Side { left, right }
    object Page { n: 0..3 = 0  dirty: bool = true }
    shared list: 0..3[3] = [2, 0, 1]
    shared key: 0..4[1..2] = [k: 2 * k]
    shared grid: 0..3[2][Side] = [[0, 1], [2, 3]]
    shared cross: 0..2[2][2] = [i: [j: i + j]]
    shared own: bool[a] = [k: k == a[1]]
    shared line: seq<0..3, 3> = [3, 1]
    shared pool: Page[2] = [i: Page(n: i + 1)]
    shared page: Page = Page(dirty: false)
    actor a[2] { go: line[0] = 0 }`,
  always: [
    'list[0]=2 list[1]=0 list[2]=1 key[1]=2 key[2]=4',
    'grid[0][left]=0 grid[0][right]=1 grid[1][left]=2 grid[1][right]=3 cross[0][0]=0 cross[0][1]=1 cross[1][0]=1 cross[1][1]=2',
    'own[a[0]]=false own[a[1]]=true pool[0].n=1 pool[0].dirty=true pool[1].n=2 pool[1].dirty=true page.n=0 page.dirty=false',
  ].join(' '),
  initial: 'A',
  states: {
    A: 'line=[3,1] a[0]=go a[1]=go',
    B: 'line=[0,1] a[0]=done a[1]=go',
    C: 'line=[0,1] a[0]=go a[1]=done',
    D: 'line=[0,1] a[0]=done a[1]=done',
  },
  edges: ['A --a[0].go--> B', 'A --a[1].go--> C', 'B --a[1].go--> D', 'C --a[0].go--> D'],
  quiescent: 'D',
});

graph({
  name: 'any of several, in the order of the text; a condition sees what was chosen before',
  spec: `
    shared x: 0..2 in {2, 0}
    shared y: 0..2[2] in 0..2 where y[0] < y[1] and y[1] == x
    actor a { go: x = 1 }
    invariant low: y[0] < 1`,
  initial: 'A B',
  states: {
    A: 'x=2 y[0]=0 y[1]=2 a=go',
    B: 'x=2 y[0]=1 y[1]=2 a=go',
    C: 'x=1 y[0]=0 y[1]=2 a=done',
    D: 'x=1 y[0]=1 y[1]=2 a=done',
  },
  edges: ['A --a.go--> C', 'B --a.go--> D'],
  violated: { low: 'B D' },
});

graph({
  name: 'fields of objects, each of its own, but for what is given; in the order in which objects are declared',
  spec: `
    object Page { n: 0..1 in 0..1  m: 0..1 in n..1 }
    shared pool: Page[2] = [Page(n: 1), Page(m: 0)]
    shared last: 0..1 in 0..1 where last == pool[1].n
    actor a { go: skip }`,
  always: 'pool[0].n=1 pool[0].m=1 pool[1].m=0',
  initial: 'A B',
  states: {
    A: 'pool[1].n=0 last=0 a=go',
    B: 'pool[1].n=1 last=1 a=go',
    C: 'pool[1].n=0 last=0 a=done',
    D: 'pool[1].n=1 last=1 a=done',
  },
  edges: ['A --a.go--> C', 'B --a.go--> D'],
});

graph({
  name: 'any subset: to begin with, and in a step',
  spec: `
    shared on: set<0..2> within {2, 0} where |on| < 2
    shared less: set<0..2> = {}
    actor a { pick: choose less within on  two: choose some within {1} where 1 in some  see: assert 1 in some }`,
  initial: 'A B C',
  states: {
    A: 'on={} less={} a=pick',
    B: 'on={0} less={} a=pick',
    C: 'on={2} less={} a=pick',
    A1: 'on={} less={} a=two',
    B1: 'on={0} less={} a=two',
    B2: 'on={0} less={0} a=two',
    C1: 'on={2} less={} a=two',
    C2: 'on={2} less={2} a=two',
    A3: 'on={} less={} a=done a.some={1}',
    B3: 'on={0} less={} a=done a.some={1}',
    B4: 'on={0} less={0} a=done a.some={1}',
    C3: 'on={2} less={} a=done a.some={1}',
    C4: 'on={2} less={2} a=done a.some={1}',
  },
  edges: [
    'A --a.pick--> A1',
    'B --a.pick--> B1',
    'B --a.pick--> B2',
    'C --a.pick--> C1',
    'C --a.pick--> C2',
    'A1 --a.two--> A3',
    'B1 --a.two--> B3',
    'B2 --a.two--> B4',
    'C1 --a.two--> C3',
    'C2 --a.two--> C4',
  ],
});

initialFault({
  name: 'a value that does not fit is a fault of the beginning',
  spec: 'const N: 0..9 = 9\nshared x: 0..3[2] = [k: k + N]\nactor a { go: x[0] = 0 }',
  fault: 'range of x',
});
