/*
 * Small specs, with what may be left out of them and what may not.
 */

export interface OrderedSpec {
  readonly name: string;
  readonly text: string;
  readonly states: number;
  /** States of a search that takes some orders only. */
  readonly kept: number;
  /** Why it takes all; empty where it does not. */
  readonly unused?: string;
}

/** Actors `p`, `q` and `r` by their steps; those without any are left out. */
function spec(actors: Readonly<Record<string, string>>, more = ''): string {
  const bodies = Object.entries(actors).map(([name, steps]) => `actor ${name} { ${steps} }`);
  return `module m
shared a: 0..2 = 0
shared b: 0..2 = 0
shared own: 0..2[actor] = 0
shared near: bool[1..2] = false
${bodies.join('\n')}
${more}
check c { }
`;
}

const three = 'one: own[self] = 1  two: skip  three: own[self] = 2';

export const orderedSpecs: readonly OrderedSpec[] = [
  { name: "of steps on what is one's own one order is taken", text: spec({ p: three, q: three }), states: 16, kept: 7 },
  { name: 'of three actors too', text: spec({ p: three, q: three, r: three }), states: 64, kept: 10 },
  { name: 'of instances of one actor too', text: spec({ 'v[2]': three, q: 'one: skip' }), states: 32, kept: 8 },
  { name: 'what one of them writes is read', text: spec({ 'v[2]': 'one: own[self] = 1', q: 'one: a = own[v[1]]' }), states: 10, kept: 6 },
  { name: 'of steps on one variable every order is taken', text: spec({ p: 'one: a = 1', q: 'one: a = 2' }), states: 5, kept: 5 },
  { name: 'what is read later must not be written before', text: spec({ p: 'one: a = 1', q: 'one: skip  two: skip  three: b = a' }), states: 9, kept: 7 },
  { name: 'a guard is read', text: spec({ p: 'one: await a == 0', q: 'one: a = 1  two: skip' }, 'reachable late: a == 1 and p at one'), states: 6, kept: 6 },
  {
    name: 'whoever waits for somebody depends on him',
    text: spec({ p: 'one: own[self] = 1  two: await a == 1', q: 'one: own[self] = 1  two: a = 1' }),
    states: 7,
    kept: 5,
  },
  {
    name: 'an actor may depend on another one by a third',
    text: spec({ p: 'one: a = 1', q: 'one: b = a', r: 'one: b = 2  two: own[self] = 1' }),
    states: 19,
    kept: 15,
  },
  {
    name: 'others go on beside a loop',
    text: spec({ p: 'loop { one: own[self] = 1  two: own[self] = 0 }', q: 'one: a = 1' }, 'reachable late: a == 1'),
    states: 4,
    kept: 4,
  },
  {
    name: 'and beside a loop of one step',
    text: spec({ p: 'loop { one: own[self] = 1 - own[self] }', q: 'one: a = 1' }, 'reachable late: a == 1'),
    states: 4,
    kept: 4,
    unused: 'every step may matter to a property, or closes a cycle',
  },
  {
    name: 'and beside a loop of one step that is not the first',
    text: spec({ p: 'first: skip  loop { one: own[self] = 1 - own[self] }', q: 'one: a = 1' }, 'reachable late: a == 1'),
    states: 6,
    kept: 5,
  },
  {
    name: 'and beside a loop in a loop',
    text: spec(
      { p: 'one: skip  loop { two: skip  loop { three: skip  four: either { skip } or { skip  break } } }', q: 'one: a = 1' },
      'reachable late: a == 1',
    ),
    states: 8,
    kept: 7,
  },
  {
    name: 'others go on beside a fault',
    text: spec({ p: 'one: own[self] = 2  two: own[self] += 1', q: 'one: own[self] = 1  two: own[self] = 2' }),
    states: 6,
    kept: 4,
  },
  {
    name: 'and where one way out of a step is a fault',
    text: spec({ p: 'one: choose n in 0..2  assert n < 2', q: 'one: own[self] = 1  two: assert own[self] == 0' }),
    states: 6,
    kept: 6,
  },
  {
    name: 'what a property reads is written in every order',
    text: spec({ p: 'one: a = 1  two: skip', q: 'one: b = 1  two: skip' }, 'invariant first: b == 1 implies a == 1'),
    states: 9,
    kept: 8,
  },
  {
    name: 'a property looks at locations',
    text: spec({ p: 'one: skip  two: skip  three: skip', q: 'one: skip  two: skip  three: skip' }, 'invariant apart: not (p at two and q at two)'),
    states: 16,
    kept: 15,
  },
  {
    name: 'a property looks at a location twice',
    text: spec(
      { p: 'one: skip  two: skip  three: skip', q: 'one: skip  two: skip  three: a = 1' },
      'invariant apart: (p at one implies not q at three) and (p at three implies a < 2)',
    ),
    states: 16,
    kept: 13,
  },
  {
    name: 'and not at all of them',
    text: spec({ p: 'one: skip  two: skip  three: skip', q: 'one: skip  two: skip  three: skip' }, 'reachable end: p at done and q at done'),
    states: 16,
    kept: 8,
  },
  {
    name: 'a property looks at where somebody stands whom a variable says',
    text: spec({ 'v[2]': 'one: own[self] = 1  two: skip', q: 'one: pick = v[1]' }, 'shared pick: v = v[0]\ninvariant picked: not pick at two'),
    states: 18,
    kept: 18,
    unused: 'every step may matter to a property, or closes a cycle',
  },
  {
    name: 'a property looks at what lets a step be taken',
    text: spec({ p: 'one: own[self] = 1  two: a = 1', q: 'one: own[self] = 1  two: await a == 1' }, 'invariant calm: not enabled(q.two)'),
    states: 7,
    kept: 6,
  },
  {
    name: 'a property looks at what a step is',
    text: spec({ p: 'one: own[self] = 1', q: 'one: a = 1' }, 'invariant early: step is p.one implies a == 0'),
    states: 4,
    kept: 4,
    unused: 'every step may matter to a property, or closes a cycle',
  },
  {
    name: 'and at nothing else of it',
    text: spec({ p: 'one: own[self] = 1  two: skip', q: 'one: a = 1  two: skip' }, 'invariant early: step is p.one implies a == 0'),
    states: 9,
    kept: 8,
  },
  {
    name: 'a property looks at who moves',
    text: spec({ p: 'one: own[self] = 1', q: 'one: own[self] = 1', r: 'one: a = 1' }, 'invariant early: mover != q or a == 0'),
    states: 8,
    kept: 5,
  },
  {
    name: 'a property compares what others have written',
    text: spec({ p: 'one: own[self] = 1', q: 'one: skip  two: own[self] = 1' }, 'invariant alike: step is q.one implies own[p] == own[q]'),
    states: 6,
    kept: 6,
    unused: 'every step may matter to a property, or closes a cycle',
  },
  {
    name: 'a property over steps asks about many',
    text: spec(
      { p: 'one: own[self] = 1  two: near[1] = true', q: 'one: skip  two: skip' },
      'invariant known: step is q.one implies not exists v in actor: own[v] > 0 and not near[own[v]]',
    ),
    states: 9,
    kept: 9,
  },
  {
    name: 'what a property says about growth holds where nothing is written',
    text: spec({ p: three, q: 'one: a = 1' }, "invariant grows: a <= a'"),
    states: 8,
    kept: 5,
  },
  {
    name: 'an action of the environment may come at any time',
    text: spec({ p: 'one: await a == 0  two: skip', q: three }, 'action tick() when b == 0 { a = 1  b = 1 }'),
    states: 24,
    kept: 8,
  },
  {
    name: 'what stays possible is judged in every order',
    text: spec({ p: three, q: three }, 'possible end: p at done and q at done'),
    states: 16,
    kept: 16,
    unused: 'end is about what stays possible',
  },
  {
    name: 'what comes some time is judged in every order',
    text: spec({ p: three, q: three }, 'temporal end: eventually p at done under fair'),
    states: 16,
    kept: 16,
    unused: 'end is about paths under fairness',
  },
  {
    name: 'and in some orders where nobody is fair',
    text: spec({ p: three, q: three, r: three }, 'temporal end: eventually p at done'),
    states: 64,
    kept: 10,
  },
  {
    name: 'what comes before something else is judged in every order of the two',
    text: spec({ p: 'one: a = 1  two: skip', q: 'one: b = 1  two: skip' }, 'temporal first: a == 0 until b == 1'),
    states: 9,
    kept: 8,
  },
  {
    name: 'what goes on beside a loop is judged over paths too',
    text: spec({ p: 'first: skip  loop { one: own[self] = 1 - own[self] }', q: 'one: a = 1' }, 'temporal never: always a == 0'),
    states: 6,
    kept: 5,
  },
  {
    name: 'over paths, too, others go on beside one who cannot move',
    text: spec({ p: 'one: idle await own[self] == 2  two: own[self] = 2', q: 'one: skip  two: own[self] = 1  three: b = 1' }, 'temporal never: always b == 0'),
    states: 4,
    kept: 4,
  },
  {
    name: 'steps on which a formula looks are taken in every order',
    text: spec({ p: three, q: three }, 'temporal early: always (step is p.one implies own[q] == 0)'),
    states: 16,
    kept: 16,
    unused: 'early looks at steps',
  },
  {
    name: 'there may be nothing to leave out',
    text: spec({ p: 'loop { one: a = 1 }', q: 'loop { one: b = 1 }' }),
    states: 4,
    kept: 4,
    unused: 'every step may matter to a property, or closes a cycle',
  },
];
