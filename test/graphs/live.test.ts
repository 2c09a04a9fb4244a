import { graph } from './graph.ts';

/*
 * What touches an object: reading and writing its cells and those of everything embedded in it, by the state before the step.
 */

graph({
  name: '16: an access to what is embedded touches every object around it, each judged by its own condition',
  spec: `
    object Lock { held: bool = false  broken: bool = false  live when not broken }
    object Slot { lock: Lock }
    object Page { freed: bool = false  slots: Slot[2]  live when not freed }
    shared page: Page
    actor a {
      ruin:  page.slots[1].lock.broken = true
      zero:  page.slots[0].lock.held = true
      one:   page.slots[1].lock.held = true
      free:  page.freed = true
      both:  page.slots[1].lock.held = false
      outer: page.slots[0].lock.held = false
    }`,
  initial: 'A',
  states: {
    A: 'page.freed=false page.slots[0].lock.held=false page.slots[0].lock.broken=false page.slots[1].lock.held=false page.slots[1].lock.broken=false a=ruin',
    B: 'page.freed=false page.slots[0].lock.held=false page.slots[0].lock.broken=false page.slots[1].lock.held=false page.slots[1].lock.broken=true a=zero',
    C: 'page.freed=false page.slots[0].lock.held=true page.slots[0].lock.broken=false page.slots[1].lock.held=false page.slots[1].lock.broken=true a=one',
    D: 'page.freed=false page.slots[0].lock.held=true page.slots[0].lock.broken=false page.slots[1].lock.held=true page.slots[1].lock.broken=true a=free',
    E: 'page.freed=true page.slots[0].lock.held=true page.slots[0].lock.broken=false page.slots[1].lock.held=true page.slots[1].lock.broken=true a=both',
    F: 'page.freed=true page.slots[0].lock.held=true page.slots[0].lock.broken=false page.slots[1].lock.held=false page.slots[1].lock.broken=true a=outer',
    G: 'page.freed=true page.slots[0].lock.held=false page.slots[0].lock.broken=false page.slots[1].lock.held=false page.slots[1].lock.broken=true a=done',
  },
  edges: [
    'A --a.ruin--> B',
    'B --a.zero--> C',
    'C --a.one--> D flags Lock.live',
    'D --a.free--> E',
    'E --a.both--> F flags Lock.live Page.live',
    'F --a.outer--> G flags Page.live',
  ],
});

graph({
  name: '16: what the condition of an object names is exempt for that object alone, also by a path',
  spec: `
    object Lock { held: bool = true  n: 0..1 = 0  live when not held }
    object Page { lock: Lock  live when not lock.held }
    object Book { page: Page  live when false }
    shared page: Page
    shared book: Book
    actor a { ask: let h = page.lock.held  look: let n = page.lock.n }
    actor b { ask: let h = book.page.lock.held }`,
  always: 'page.lock.held=true page.lock.n=0 book.page.lock.held=true book.page.lock.n=0',
  initial: 'A',
  states: {
    A: 'a=ask b=ask',
    B: 'a=look a.h=true b=ask',
    C: 'a=done a.h=true a.n=0 b=ask',
    D: 'a=ask b=done b.h=true',
    E: 'a=look a.h=true b=done b.h=true',
    F: 'a=done a.h=true a.n=0 b=done b.h=true',
  },
  edges: [
    'A --a.ask--> B',
    'B --a.look--> C flags Lock.live Page.live',
    'D --a.ask--> E',
    'E --a.look--> F flags Lock.live Page.live',
    'A --b.ask--> D flags Book.live',
    'B --b.ask--> E flags Book.live',
    'C --b.ask--> F flags Book.live',
  ],
});

graph({
  name: '16: an object is judged by the state before the step, whatever the step does to it first',
  spec: `
    object Page { freed: bool = false  n: 0..1 = 0  live when not freed }
    shared page: Page
    actor a {
      free:  atomic { page.freed = true  page.n = 1 }
      alloc: atomic { page.freed = false  page.n = 0 }
    }`,
  initial: 'A',
  states: { A: 'page.freed=false page.n=0 a=free', B: 'page.freed=true page.n=1 a=alloc', C: 'page.freed=false page.n=0 a=done' },
  edges: ['A --a.free--> B', 'B --a.alloc--> C flags Page.live'],
});

graph({
  name: '16: naming an object and following a reference to it touch nothing there; the reference itself is a cell',
  spec: `
    object Lock { held: bool = false }
    object Page { freed: bool = true  lock: Lock  live when not freed }
    object Table { gone: bool = true  pte: Page? = page  live when not gone }
    shared page: Page
    shared table: Table
    actor a {
      name:  atomic { let l = page.lock  let n = 0 }
      load:  let p = table.pte
      if p != none { touch: touch(p) }
      through: let t = table.pte.lock.held
    }
    actor b { wait: await page.lock.held }`,
  always: 'page.freed=true page.lock.held=false table.gone=true table.pte=page b=wait',
  initial: 'A',
  states: {
    A: 'a=name',
    B: 'a=load',
    C: 'a=load.touch a.p=page',
    D: 'a=through a.p=page',
    E: 'a=done a.p=page a.t=false',
  },
  edges: ['A --a.name--> B', 'B --a.load--> C flags Table.live', 'C --a.load.touch--> D flags Page.live', 'D --a.through--> E flags Page.live Table.live'],
  deadlocks: 'E',
});

graph({
  name: '16: a quantifier and a choose touch the elements that they read, and a way that is blocked touches nothing',
  spec: `
    object Page { freed: bool = false  n: 0..1 = 0  live when not freed }
    shared page: Page[2]
    actor a { free: page[1].freed = true  first: let e = exists p in page: p.n == 0  all: let f = forall p in page: p.n == 0  pick: choose q in page where q.n == 0 }`,
  always: 'page[0].freed=false page[0].n=0 page[1].n=0',
  initial: 'A',
  states: {
    A: 'page[1].freed=false a=free',
    B: 'page[1].freed=true a=first',
    C: 'page[1].freed=true a=all a.e=true',
    D: 'page[1].freed=true a=pick a.e=true a.f=true',
    E: 'page[1].freed=true a=done a.e=true a.f=true a.q=page[0]',
    F: 'page[1].freed=true a=done a.e=true a.f=true a.q=page[1]',
  },
  edges: ['A --a.free--> B', 'B --a.first--> C', 'C --a.all--> D flags Page.live', 'D --a.pick--> E', 'D --a.pick--> F flags Page.live'],
});

graph({
  name: '16: records, arrays and optional records in an object are cells of it, and only those that its condition names are exempt',
  spec: `
    record Word { dead: bool  n: 0..1 }
    object Page { word: Word = Word(dead: true, n: 0)  old: Word? = Word(dead: true, n: 0)  flags: bool[2] = true
      live when not word.dead and old != none and not flags[0] }
    shared page: Page
    actor a {
      asks:  atomic { let d = page.word.dead  let e = page.old.dead  let f = page.flags[0] }
      word:  let n = page.word.n
      flag:  let g = page.flags[1]
      whole: page.word = Word(dead: false, n: 0)
    }`,
  always: 'page.word.n=0 page.old.dead=true page.old.n=0 page.flags[0]=true page.flags[1]=true',
  initial: 'A',
  states: {
    A: 'page.word.dead=true a=asks',
    B: 'page.word.dead=true a=word',
    C: 'page.word.dead=true a=flag a.n=0',
    D: 'page.word.dead=true a=whole a.n=0 a.g=true',
    E: 'page.word.dead=false a=done a.n=0 a.g=true',
  },
  edges: ['A --a.asks--> B', 'B --a.word--> C flags Page.live', 'C --a.flag--> D flags Page.live', 'D --a.whole--> E flags Page.live'],
});

graph({
  name: '16: a step that ends in a fault touches too; null_reference ends the run',
  spec: `
    object Page { next: Page? = none  n: 0..1 = 0  live when false }
    shared page: Page
    actor a { go: page.next.n = 1  never: skip }
    actor b { go: assert page.n == 1 }
    actor c { go: page.n += 2 }`,
  always: 'page.next=none page.n=0',
  initial: 'A',
  states: { A: 'a=go b=go c=go' },
  edges: ['A --a.go--> fault null_reference flags Page.live', 'A --b.go--> fault b.go flags Page.live', 'A --c.go--> fault range of Page.n flags Page.live'],
});
