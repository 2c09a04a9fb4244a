import { graph } from './graph.ts';

/*
 * Several actors on one CPU. Rows such as `cpu#0.irq_off=1` are there where a count is raised, and who keeps a CPU where somebody does.
 */

graph({
  name: 'a hardirq runs to its end before the task goes on',
  spec: `
    actor t on cpu[0] { a: skip  b: skip }
    actor h on cpu[0] as hardirq { i: skip  j: skip }`,
  initial: 'AI',
  states: {
    AI: 't=a h=i',
    AJ: 't=a h=j',
    AD: 't=a h=done',
    BI: 't=b h=i',
    BJ: 't=b h=j',
    BD: 't=b h=done',
    DI: 't=done h=i',
    DJ: 't=done h=j',
    DD: 't=done h=done',
  },
  edges: [
    'AI --t.a--> BI',
    'AI --h.i--> AJ',
    'AJ --h.j--> AD',
    'AD --t.a--> BD',
    'BI --t.b--> DI',
    'BI --h.i--> BJ',
    'BJ --h.j--> BD',
    'BD --t.b--> DD',
    'DI --h.i--> DJ',
    'DJ --h.j--> DD',
  ],
  quiescent: 'DI DD',
});

graph({
  name: 'on CPUs of their own the same two do not wait for each other',
  spec: `
    actor t on cpu[0] { a: skip }
    actor h on cpu[1] as hardirq { i: skip  j: skip }`,
  initial: 'AI',
  states: { AI: 't=a h=i', AJ: 't=a h=j', AD: 't=a h=done', DI: 't=done h=i', DJ: 't=done h=j', DD: 't=done h=done' },
  edges: ['AI --t.a--> DI', 'AI --h.i--> AJ', 'AJ --t.a--> DJ', 'AJ --h.j--> AD', 'AD --t.a--> DD', 'DI --h.i--> DJ', 'DJ --h.j--> DD'],
  quiescent: 'DI DD',
});

graph({
  name: 'a hardirq interrupts a softirq, and not the other way round',
  spec: `
    actor s on cpu[0] as softirq { i: skip  j: skip }
    actor h on cpu[0] as hardirq { k: skip  l: skip }`,
  initial: 'IK',
  states: {
    IK: 's=i h=k',
    IL: 's=i h=l',
    ID: 's=i h=done',
    JK: 's=j h=k',
    JL: 's=j h=l',
    JD: 's=j h=done',
    DK: 's=done h=k',
    DL: 's=done h=l',
    DD: 's=done h=done',
  },
  edges: [
    'IK --s.i--> JK',
    'IK --h.k--> IL',
    'IL --h.l--> ID',
    'ID --s.i--> JD',
    'JK --s.j--> DK',
    'JK --h.k--> JL',
    'JL --h.l--> JD',
    'JD --s.j--> DD',
    'DK --h.k--> DL',
    'DL --h.l--> DD',
  ],
  quiescent: 'IK ID DK DD',
});

graph({
  name: 'equals do not interrupt each other',
  spec: `
    actor g on cpu[0] as hardirq { i: skip  j: skip }
    actor h on cpu[0] as hardirq { k: skip  l: skip }`,
  initial: 'IK',
  states: {
    IK: 'g=i h=k',
    JK: 'g=j h=k',
    DK: 'g=done h=k',
    DL: 'g=done h=l',
    IL: 'g=i h=l',
    ID: 'g=i h=done',
    JD: 'g=j h=done',
    DD: 'g=done h=done',
  },
  edges: ['IK --g.i--> JK', 'IK --h.k--> IL', 'JK --g.j--> DK', 'DK --h.k--> DL', 'DL --h.l--> DD', 'IL --h.l--> ID', 'ID --g.i--> JD', 'JD --g.j--> DD'],
});

graph({
  name: 'the instances of one handler are equals too, each on its CPU',
  spec: `
    actor h[3] on cpu[index(self) / 2] as softirq { i: skip  j: skip }
    check c { }`,
  initial: 'III',
  states: Object.fromEntries(
    ['ij', 'id', 'ii', 'jd', 'ji', 'dd', 'dj', 'di', 'jj']
      .filter((pair) => pair !== 'jj')
      .flatMap((pair) =>
        ['i', 'j', 'd'].map((third): [string, string] => {
          const place = (letter: string | undefined): string => (letter === 'd' ? 'done' : (letter ?? ''));
          return [`${pair}${third}`.toUpperCase(), `h[0]=${place(pair[0])} h[1]=${place(pair[1])} h[2]=${place(third)}`];
        }),
      ),
  ),
  edges: ['II', 'JI', 'DI', 'DJ', 'DD', 'IJ', 'ID', 'JD'].flatMap((pair) => {
    // Of the two on CPU 0 one goes on: to J, and from there to its end, before the other may begin.
    const pairs: Record<string, readonly [string, string][]> = {
      II: [
        ['h[0].i', 'JI'],
        ['h[1].i', 'IJ'],
      ],
      JI: [['h[0].j', 'DI']],
      DI: [['h[1].i', 'DJ']],
      DJ: [['h[1].j', 'DD']],
      DD: [],
      IJ: [['h[1].j', 'ID']],
      ID: [['h[0].i', 'JD']],
      JD: [['h[0].j', 'DD']],
    };
    return ['I', 'J', 'D'].flatMap((third) => [
      ...(pairs[pair] ?? []).map(([step, next]) => `${pair}${third} --${step}--> ${next}${third}`),
      ...(third === 'I' ? [`${pair}I --h[2].i--> ${pair}J`] : third === 'J' ? [`${pair}J --h[2].j--> ${pair}D`] : []),
    ]);
  }),
});

graph({
  name: 'with interrupts off neither a hardirq nor a softirq begins; an NMI does',
  spec: `
    actor t on cpu[0] { off: atomic { irq_count_inc() }  on: atomic { irq_count_dec() } }
    actor s on cpu[0] as softirq { i: skip }
    actor n on cpu[0] as nmi { k: skip }`,
  initial: '0IK',
  states: {
    '0IK': 't=off s=i n=k',
    '1IK': 't=on s=i n=k cpu#0.irq_off=1',
    '2IK': 't=done s=i n=k',
    '0DK': 't=off s=done n=k',
    '1DK': 't=on s=done n=k cpu#0.irq_off=1',
    '2DK': 't=done s=done n=k',
    '0ID': 't=off s=i n=done',
    '1ID': 't=on s=i n=done cpu#0.irq_off=1',
    '2ID': 't=done s=i n=done',
    '0DD': 't=off s=done n=done',
    '1DD': 't=on s=done n=done cpu#0.irq_off=1',
    '2DD': 't=done s=done n=done',
  },
  edges: [
    ...['IK', 'DK', 'ID', 'DD'].flatMap((rest) => [`0${rest} --t.off--> 1${rest}`, `1${rest} --t.on--> 2${rest}`]),
    ...['0', '2'].flatMap((t) => [`${t}IK --s.i--> ${t}DK`, `${t}ID --s.i--> ${t}DD`]),
    ...['0', '1', '2'].flatMap((t) => [`${t}IK --n.k--> ${t}ID`, `${t}DK --n.k--> ${t}DD`]),
  ],
});

graph({
  name: 'with bottom halves off a hardirq begins, and a softirq does not',
  spec: `
    actor t on cpu[0] { off: atomic { bh_count_inc() }  on: atomic { bh_count_dec() } }
    actor s on cpu[0] as softirq { i: skip }
    actor h on cpu[0] as hardirq { k: skip }`,
  initial: '0IK',
  states: {
    '0IK': 't=off s=i h=k',
    '1IK': 't=on s=i h=k cpu#0.bh_off=1',
    '2IK': 't=done s=i h=k',
    '0DK': 't=off s=done h=k',
    '1DK': 't=on s=done h=k cpu#0.bh_off=1',
    '2DK': 't=done s=done h=k',
    '0ID': 't=off s=i h=done',
    '1ID': 't=on s=i h=done cpu#0.bh_off=1',
    '2ID': 't=done s=i h=done',
    '0DD': 't=off s=done h=done',
    '1DD': 't=on s=done h=done cpu#0.bh_off=1',
    '2DD': 't=done s=done h=done',
  },
  edges: [
    ...['IK', 'DK', 'ID', 'DD'].flatMap((rest) => [`0${rest} --t.off--> 1${rest}`, `1${rest} --t.on--> 2${rest}`]),
    ...['0', '2'].flatMap((t) => [`${t}IK --s.i--> ${t}DK`, `${t}ID --s.i--> ${t}DD`]),
    ...['0', '1', '2'].flatMap((t) => [`${t}IK --h.k--> ${t}ID`, `${t}DK --h.k--> ${t}DD`]),
  ],
});

graph({
  name: 'interrupts that were switched off twice are on after the second enable',
  spec: `
    actor t on cpu[0] { one: atomic { irq_count_inc() }  two: atomic { irq_count_inc() }  three: atomic { irq_count_dec() }  four: atomic { irq_count_dec() } }
    actor h on cpu[0] as hardirq { k: skip }`,
  initial: '0K',
  states: {
    '0K': 't=one h=k',
    '1K': 't=two h=k cpu#0.irq_off=1',
    '2K': 't=three h=k cpu#0.irq_off=2',
    '3K': 't=four h=k cpu#0.irq_off=1',
    '4K': 't=done h=k',
    '0D': 't=one h=done',
    '1D': 't=two h=done cpu#0.irq_off=1',
    '2D': 't=three h=done cpu#0.irq_off=2',
    '3D': 't=four h=done cpu#0.irq_off=1',
    '4D': 't=done h=done',
  },
  edges: [
    ...['K', 'D'].flatMap((h) => [`0${h} --t.one--> 1${h}`, `1${h} --t.two--> 2${h}`, `2${h} --t.three--> 3${h}`, `3${h} --t.four--> 4${h}`]),
    '0K --h.k--> 0D',
    '4K --h.k--> 4D',
  ],
});

graph({
  name: 'another task runs between any two steps, unless preemption is off',
  spec: `
    actor t on cpu[0] { off: atomic { preempt_count_inc() }  on: atomic { preempt_count_dec() } }
    actor u on cpu[0] { go: skip }`,
  initial: '0G',
  states: {
    '0G': 't=off u=go',
    '1G': 't=on u=go cpu#0.holder=t t#preempt_count=1',
    '2G': 't=done u=go',
    '0D': 't=off u=done',
    '1D': 't=on u=done cpu#0.holder=t t#preempt_count=1',
    '2D': 't=done u=done',
  },
  edges: ['0G --t.off--> 1G', '0G --u.go--> 0D', '1G --t.on--> 2G', '2G --u.go--> 2D', '0D --t.off--> 1D', '1D --t.on--> 2D'],
});

graph({
  name: 'a task with interrupts off keeps its CPU as well',
  spec: `
    actor t on cpu[0] { off: atomic { irq_count_inc() }  on: atomic { irq_count_dec() } }
    actor u on cpu[0] { go: skip }`,
  initial: '0G',
  states: {
    '0G': 't=off u=go',
    '1G': 't=on u=go cpu#0.holder=t cpu#0.irq_off=1',
    '2G': 't=done u=go',
    '0D': 't=off u=done',
    '1D': 't=on u=done cpu#0.holder=t cpu#0.irq_off=1',
    '2D': 't=done u=done',
  },
  edges: ['0G --t.off--> 1G', '0G --u.go--> 0D', '1G --t.on--> 2G', '2G --u.go--> 2D', '0D --t.off--> 1D', '1D --t.on--> 2D'],
});

graph({
  name: 'an interrupt comes where preemption is off, and the count is still there after it',
  spec: `
    actor t on cpu[0] { off: atomic { preempt_count_inc() }  on: atomic { preempt_count_dec() } }
    actor u on cpu[0] { go: skip }
    actor h on cpu[0] as hardirq { k: skip  l: skip }
    check c { }`,
  initial: '0GK',
  states: Object.fromEntries(
    ['0', '1', '2'].flatMap((t) =>
      ['G', 'D'].flatMap((u) =>
        ['K', 'L', 'D'].map((h): [string, string] => [
          `${t}${u}${h}`,
          `t=${['off', 'on', 'done'][Number(t)]} u=${u === 'G' ? 'go' : 'done'} h=${h === 'K' ? 'k' : h === 'L' ? 'l' : 'done'}${t === '1' ? ' cpu#0.holder=t t#preempt_count=1' : ''}`,
        ]),
      ),
    ),
  ),
  edges: [
    // Tasks move where the handler is not running: before its first step, and after its last.
    ...['K', 'D'].flatMap((h) => [
      ...['G', 'D'].flatMap((u) => [`0${u}${h} --t.off--> 1${u}${h}`, `1${u}${h} --t.on--> 2${u}${h}`]),
      ...['0', '2'].map((t) => `${t}G${h} --u.go--> ${t}D${h}`),
    ]),
    ...['0', '1', '2'].flatMap((t) => ['G', 'D'].flatMap((u) => [`${t}${u}K --h.k--> ${t}${u}L`, `${t}${u}L --h.l--> ${t}${u}D`])),
  ],
});

graph({
  name: 'a task that sleeps with preemption off lets others run, and that is a violation',
  spec: `
    shared free: bool = false
    actor t on cpu[0] { off: atomic { preempt_count_inc() }  sleep: atomic { might_sleep()  await free  preempt_count_dec() } }
    actor u on cpu[0] { go: free = true }`,
  initial: 'A',
  states: {
    A: 'free=false t=off u=go',
    B: 'free=false t=sleep u=go t#preempt_count=1',
    C: 'free=true t=off u=done',
    D: 'free=true t=sleep u=done t#preempt_count=1',
    E: 'free=true t=done u=done',
  },
  edges: ['A --t.off--> B', 'A --u.go--> C', 'B --u.go--> D', 'C --t.off--> D', 'D --t.sleep--> E flags sleeps_in_atomic'],
});

graph({
  name: 'a task that spins with preemption off does not',
  spec: `
    shared free: bool = false
    actor t on cpu[0] { off: atomic { preempt_count_inc() }  spin: atomic { await free  preempt_count_dec() } }
    actor u on cpu[0] { go: free = true }`,
  initial: 'A',
  states: {
    A: 'free=false t=off u=go',
    B: 'free=false t=spin u=go cpu#0.holder=t t#preempt_count=1',
    C: 'free=true t=off u=done',
    D: 'free=true t=spin u=done cpu#0.holder=t t#preempt_count=1',
    E: 'free=true t=done u=done',
  },
  edges: ['A --t.off--> B', 'A --u.go--> C', 'C --t.off--> D', 'D --t.spin--> E'],
  deadlocks: 'B',
});

graph({
  name: 'a handler that is blocked still runs, and nobody below it does',
  spec: `
    shared free: bool = false
    actor t on cpu[0] { go: free = true }
    actor h on cpu[0] as softirq { begin: skip  spin: await free }`,
  initial: 'A',
  states: {
    A: 'free=false t=go h=begin',
    B: 'free=false t=go h=spin',
    C: 'free=true t=done h=begin',
    D: 'free=true t=done h=spin',
    E: 'free=true t=done h=done',
  },
  edges: ['A --t.go--> C', 'A --h.begin--> B', 'C --h.begin--> D', 'D --h.spin--> E'],
  deadlocks: 'B',
  quiescent: 'C E',
});

graph({
  name: 'a handler that cannot begin does not run: waiting there is no deadlock',
  spec: `
    shared armed: bool = false
    actor t on cpu[0] { go: skip }
    actor h on cpu[0] as hardirq { wait: await armed  fire: skip }`,
  initial: 'A',
  states: { A: 'armed=false t=go h=wait', B: 'armed=false t=done h=wait' },
  edges: ['A --t.go--> B'],
  quiescent: 'B',
});

graph({
  name: 'a handler that comes back to its beginning runs no more, and may run again',
  spec: `
    shared n: 0..1 = 0
    actor t on cpu[0] { go: n = 1 }
    actor h on cpu[0] as hardirq { loop { i: skip  j: skip } }`,
  initial: 'A',
  states: { A: 'n=0 t=go h=i', B: 'n=0 t=go h=j', C: 'n=1 t=done h=i', D: 'n=1 t=done h=j' },
  edges: ['A --t.go--> C', 'A --h.i--> B', 'B --h.j--> A', 'C --h.i--> D', 'D --h.j--> C'],
  quiescent: 'C',
});

graph({
  name: 'at `idle await` a handler runs no more either',
  spec: `
    shared work: bool = true
    actor t on cpu[0] { go: work = true }
    actor h on cpu[0] as softirq { start: skip  loop { wait: atomic { idle await work  work = false }  run: skip } }`,
  initial: 'A',
  states: {
    A: 'work=true t=go h=start',
    B: 'work=true t=done h=start',
    C: 'work=true t=go h=start.wait',
    D: 'work=true t=done h=start.wait',
    E: 'work=false t=go h=start.run',
    F: 'work=false t=done h=start.run',
    G: 'work=false t=go h=start.wait',
    H: 'work=false t=done h=start.wait',
  },
  edges: [
    'A --t.go--> B',
    'A --h.start--> C',
    'B --h.start--> D',
    'C --t.go--> D',
    'C --h.start.wait--> E',
    'D --h.start.wait--> F',
    'E --h.start.run--> G',
    'F --h.start.run--> H',
    'G --t.go--> D',
  ],
  quiescent: 'B D H',
});

graph({
  name: 'who asks: tasks, handlers, and whoever has interrupts off',
  spec: `
    shared x: bool = false
    shared y: bool = false
    actor t on cpu[0] { ask: x = in_task()  off: atomic { irq_count_inc()  y = irqs_disabled() }  end: atomic { irq_count_dec()  x = irqs_disabled() } }
    actor h on cpu[0] as hardirq { ask: atomic { x = in_task()  y = irqs_disabled() } }
    check c { }`,
  initial: '0',
  states: {
    '0': 'x=false y=false t=ask h=ask',
    '1': 'x=true y=false t=off h=ask',
    '2': 'x=true y=true t=end h=ask cpu#0.irq_off=1',
    '3': 'x=false y=true t=done h=ask',
    '4': 'x=false y=true t=done h=done',
    '5': 'x=false y=true t=ask h=done',
    '6': 'x=true y=true t=off h=done',
    '7': 'x=true y=true t=end h=done cpu#0.irq_off=1',
    '8': 'x=false y=true t=off h=done',
    '9': 'x=false y=true t=end h=done cpu#0.irq_off=1',
  },
  edges: [
    '0 --t.ask--> 1',
    '0 --h.ask--> 5',
    '1 --t.off--> 2',
    '1 --h.ask--> 8',
    '2 --t.end--> 3',
    '3 --h.ask--> 4',
    '5 --t.ask--> 6',
    '6 --t.off--> 7',
    '7 --t.end--> 4',
    '8 --t.off--> 9',
    '9 --t.end--> 4',
  ],
});

graph({
  name: 'a count that would leave its range ends the run',
  spec: `
    actor t on cpu[0] { on: atomic { bh_count_dec() } }
    actor h on cpu[0] as nmi { k: skip }`,
  initial: 'A',
  states: { A: 't=on h=k', B: 't=on h=done' },
  edges: ['A --t.on--> fault range of bh_off', 'A --h.k--> B', 'B --t.on--> fault range of bh_off'],
});

graph({
  name: 'an operation takes two steps on a CPU and one elsewhere and inside of a step',
  spec: `
    shared n: 0..3 = 0
    atomic op lock() { await n == 0  n = 1 }
    op lock() on cpu { off: atomic { preempt_count_inc() }  spin: atomic { await n == 0  n = 1 } }
    actor t on cpu[0] { one: lock()  two: atomic { n = 0 } three: atomic { lock()  n = 0 } }
    check c { }`,
  initial: 'A',
  states: { A: 'n=0 t=one.lock.off', B: 'n=0 t=one.lock.spin', C: 'n=1 t=two', D: 'n=0 t=three', E: 'n=0 t=done' },
  edges: ['A --t.one.lock.off--> B', 'B --t.one.lock.spin--> C', 'C --t.two--> D', 'D --t.three--> E'],
});

graph({
  name: 'when: every step waits for the condition',
  spec: `
    shared on: bool = false
    actor a when on { one: skip  two: skip }
    actor b { up: on = true  down: on = false }`,
  initial: '1U',
  states: {
    '1U': 'on=false a=one b=up',
    '1V': 'on=true a=one b=down',
    '2V': 'on=true a=two b=down',
    '3V': 'on=true a=done b=down',
    '1D': 'on=false a=one b=done',
    '2D': 'on=false a=two b=done',
    '3D': 'on=false a=done b=done',
  },
  edges: ['1U --b.up--> 1V', '1V --a.one--> 2V', '1V --b.down--> 1D', '2V --a.two--> 3V', '2V --b.down--> 2D', '3V --b.down--> 3D'],
  deadlocks: '1D 2D',
});

graph({
  name: 'when: the condition is no access, and what it stops is not enabled',
  spec: `
    object Gate { open: bool = true  live when false }
    shared gate: Gate
    shared on: bool = true
    actor a when gate.open and on { one: on = false  two: skip }
    invariant runs: enabled(a) or a at done
    invariant moves: enabled(a.two) or a at one`,
  always: 'gate.open=true',
  initial: 'A',
  states: { A: 'on=true a=one', B: 'on=false a=two' },
  edges: ['A --a.one--> B'],
  deadlocks: 'B',
  violated: { runs: 'B', moves: 'B' },
});

graph({
  name: 'when: local work after a step runs with it, and each instance has its own condition',
  spec: `
    shared on: bool[a] = true
    shared n: 0..1 = 0
    actor a[2] when on[self] { var x: 0..2 = 0  one: n = index(self)  x = 1  off: on[self] = false  x = 2  three: skip }
    check c { }`,
  initial: '00-',
  states: {
    '00-': 'on[a[0]]=true on[a[1]]=true n=0 a[0]=one a[0].x=0 a[1]=one a[1].x=0',
    '10-': 'on[a[0]]=true on[a[1]]=true n=0 a[0]=off a[0].x=1 a[1]=one a[1].x=0',
    '20-': 'on[a[0]]=false on[a[1]]=true n=0 a[0]=three a[0].x=2 a[1]=one a[1].x=0',
    '011': 'on[a[0]]=true on[a[1]]=true n=1 a[0]=one a[0].x=0 a[1]=off a[1].x=1',
    '111': 'on[a[0]]=true on[a[1]]=true n=1 a[0]=off a[0].x=1 a[1]=off a[1].x=1',
    '110': 'on[a[0]]=true on[a[1]]=true n=0 a[0]=off a[0].x=1 a[1]=off a[1].x=1',
    '211': 'on[a[0]]=false on[a[1]]=true n=1 a[0]=three a[0].x=2 a[1]=off a[1].x=1',
    '210': 'on[a[0]]=false on[a[1]]=true n=0 a[0]=three a[0].x=2 a[1]=off a[1].x=1',
    '021': 'on[a[0]]=true on[a[1]]=false n=1 a[0]=one a[0].x=0 a[1]=three a[1].x=2',
    '120': 'on[a[0]]=true on[a[1]]=false n=0 a[0]=off a[0].x=1 a[1]=three a[1].x=2',
    '121': 'on[a[0]]=true on[a[1]]=false n=1 a[0]=off a[0].x=1 a[1]=three a[1].x=2',
    '220': 'on[a[0]]=false on[a[1]]=false n=0 a[0]=three a[0].x=2 a[1]=three a[1].x=2',
    '221': 'on[a[0]]=false on[a[1]]=false n=1 a[0]=three a[0].x=2 a[1]=three a[1].x=2',
  },
  edges: [
    '00- --a[0].one--> 10-',
    '00- --a[1].one--> 011',
    '10- --a[0].off--> 20-',
    '10- --a[1].one--> 111',
    '20- --a[1].one--> 211',
    '011 --a[0].one--> 110',
    '011 --a[1].off--> 021',
    '111 --a[0].off--> 211',
    '111 --a[1].off--> 121',
    '110 --a[0].off--> 210',
    '110 --a[1].off--> 120',
    '211 --a[1].off--> 221',
    '210 --a[1].off--> 220',
    '021 --a[0].one--> 120',
    '120 --a[0].off--> 220',
    '121 --a[0].off--> 221',
  ],
  deadlocks: '220 221',
});

/** One CPU of the next graph: the task before, inside and after its region, and the interrupt before and after its step. */
const cpuPlaces = ['0K', '1K', '2K', '0D', '1D', '2D'];
const cpuSteps: Readonly<Record<string, readonly [string, string][]>> = {
  '0K': [
    ['t.off', '1K'],
    ['h.k', '0D'],
  ],
  '1K': [['t.on', '2K']],
  '2K': [['h.k', '2D']],
  '0D': [['t.off', '1D']],
  '1D': [['t.on', '2D']],
  '2D': [],
};
const instanceAt = (cpu: number, place: string): string =>
  `t[${cpu}]=${['off', 'on', 'done'][Number(place[0])] ?? ''} h[${cpu}]=${place[1] === 'K' ? 'k' : 'done'}${place[0] === '1' ? ` cpu#${cpu + 4}.irq_off=1` : ''}`;
const stepOf = (step: string, cpu: number): string => step.replace('.', `[${cpu}].`);

graph({
  name: 'what is off on one CPU is not off on another one',
  spec: `
    actor t[2] on cpu[4 + index(self)] { off: atomic { irq_count_inc() }  on: atomic { irq_count_dec() } }
    actor h[2] on cpu[5 - (1 - index(self))] as hardirq { k: skip }
    check c { }`,
  initial: '0K0K',
  states: Object.fromEntries(cpuPlaces.flatMap((one) => cpuPlaces.map((two) => [one + two, `${instanceAt(0, one)} ${instanceAt(1, two)}`]))),
  edges: cpuPlaces.flatMap((one) =>
    cpuPlaces.flatMap((two) => [
      ...(cpuSteps[one] ?? []).map(([step, next]) => `${one}${two} --${stepOf(step, 0)}--> ${next}${two}`),
      ...(cpuSteps[two] ?? []).map(([step, next]) => `${one}${two} --${stepOf(step, 1)}--> ${one}${next}`),
    ]),
  ),
});

graph({
  name: 'a task that waits for ever with preemption off lets others run',
  spec: `
    shared work: bool = false
    actor t on cpu[0] { off: atomic { preempt_count_inc() }  wait: atomic { idle await work  preempt_count_dec() } }
    actor u on cpu[0] { go: work = true }`,
  initial: 'A',
  states: {
    A: 'work=false t=off u=go',
    B: 'work=false t=wait u=go t#preempt_count=1',
    C: 'work=true t=off u=done',
    D: 'work=true t=wait u=done t#preempt_count=1',
    E: 'work=true t=done u=done',
  },
  edges: ['A --t.off--> B', 'A --u.go--> C', 'B --u.go--> D', 'C --t.off--> D', 'D --t.wait--> E'],
});

graph({
  name: 'whoever may sleep is asked on a CPU of its own too: in an RCU reader, with anything off, and not after it',
  spec: `
    actor a { enter: atomic { rcu_depth_inc() }  one: atomic { might_sleep() }  out: atomic { rcu_depth_dec() }  two: atomic { might_sleep() } }`,
  initial: 'A',
  states: { A: 'a=enter', B: 'a=one a#rcu_depth=1', C: 'a=out a#rcu_depth=1', D: 'a=two', E: 'a=done' },
  edges: ['A --a.enter--> B', 'B --a.one--> C flags sleeps_in_atomic', 'C --a.out--> D', 'D --a.two--> E'],
});

graph({
  name: 'a handler is in an interrupt from its first step to its end',
  spec: `
    actor t { w: await not in_interrupt(s) }
    actor s on cpu[0] as softirq { i: skip  j: skip }`,
  initial: 'WI',
  states: { WI: 't=w s=i', WJ: 't=w s=j', WD: 't=w s=done', DI: 't=done s=i', DJ: 't=done s=j', DD: 't=done s=done' },
  edges: ['WI --t.w--> DI', 'WI --s.i--> WJ', 'WJ --s.j--> WD', 'WD --t.w--> DD', 'DI --s.i--> DJ', 'DJ --s.j--> DD'],
  quiescent: 'DI DD',
});

graph({
  name: 'a hardirq runs between its idle awaits; a softirq is none, and a task is no handler',
  spec: `
    actor t { w: await in_hardirq(h) and not in_hardirq(s) and is_handler(s) and not is_handler(t) }
    actor h on cpu[0] as hardirq { loop { i: idle await true  j: skip } }
    actor s on cpu[1] as softirq { k: skip }`,
  initial: 'WIK',
  states: {
    WIK: 't=w h=i s=k',
    WJK: 't=w h=j s=k',
    WID: 't=w h=i s=done',
    WJD: 't=w h=j s=done',
    DIK: 't=done h=i s=k',
    DJK: 't=done h=j s=k',
    DID: 't=done h=i s=done',
    DJD: 't=done h=j s=done',
  },
  edges: [
    'WIK --h.i--> WJK',
    'WJK --h.j--> WIK',
    'WJK --t.w--> DJK',
    'WIK --s.k--> WID',
    'WJK --s.k--> WJD',
    'WID --h.i--> WJD',
    'WJD --h.j--> WID',
    'WJD --t.w--> DJD',
    'DIK --h.i--> DJK',
    'DJK --h.j--> DIK',
    'DIK --s.k--> DID',
    'DJK --s.k--> DJD',
    'DID --h.i--> DJD',
    'DJD --h.j--> DID',
  ],
  quiescent: 'DIK DID',
});
