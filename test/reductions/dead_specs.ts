/*
 * Small specs with locals that are dead somewhere, or would be but for one thing.
 */

/** An actor of two that has `x` from `a`, and does things with it; with more declarations. */
function reader(steps: string, more = ''): string {
  return `module m
shared a: 0..2 = 1
shared b: bool = false
${more}
actor p[2] {
  var x: 0..2 = 0
${steps}
}
actor other { turn: a = 2  then: b = not b }
check c { }
`;
}

/** Actors that go round for ever; `x` is dead at `put` and at `get`. With properties. */
export const shown = (more: string): string => reader('  loop {\n    get:  x = a\n    use:  b = x > 1\n    put:  b = false\n  }', more);

/** What is dead where: a name, the spec, and the numbers of the first actor by location. */
export const deadSpecs: readonly (readonly [string, string, string])[] = [
  ['what is not read again', reader('  get: x = a\n  use: b = x > 1\n  end: b = false'), 'get: x, end: x, done: x'],
  ['what is stored before it is read again', shown(''), 'get: x, put: x, done: x'],
  ['not what is read on the way round', reader('  loop {\n    use:  b = x > 1\n    get:  x = a\n    rest: b = false\n  }'), 'get: x, done: x'],
  [
    'not what one side of a branch reads',
    reader('  get: x = a\n  use: if b { mid: a = x } else { b = true }\n  end: b = false'),
    'get: x, use: x, end: x, done: x',
  ],
  ['not what one side of a branch does not store', reader('  get: x = a\n  use: atomic { if b { x = 0 }  b = true }\n  end: a = x'), 'get: x, done: x'],
  ['not what a jump takes along', reader('  get: x = a\n  use: if b { goto end }\n  mid: x = a\n  end: a = x'), 'get: x, mid: x, done: x'],
  [
    'what every way of a choice stores',
    reader('  get: x = a\n  use: b = x > 1\n  mid: b = false\n  new: choose x in 0..2\n  end: a = x'),
    'get: x, mid: x, new: x, done: x',
  ],
  ['not what one of several ways reads', reader('  get: x = a\n  use: either { ua: a = 0 } or { ub: a = x }\n  end: b = true'), 'get: x, end: x, done: x'],
  [
    'not what an operation is given',
    reader('  get: x = a\n  use: give(x)\n  end: b = false', 'op give(v: 0..2) { g1: b = true  g2: a = v }'),
    'get: x, use.give.g1: x, use.give.g2: x, end: x, done: x',
  ],
  [
    'a record as a whole',
    reader(
      '  var d: Pair = Pair(one: 0, two: false)\n  get: d.one = a\n  use: d.two = b\n  put: a = d.one\n  end: b = d.two\n  off: b = false',
      'record Pair { one: 0..2  two: bool }',
    ),
    'get: d.one d.two, off: d.one d.two, done: d.one d.two',
  ],
  [
    'a sequence as a whole',
    reader('  var q: seq<0..2, 2> = {}\n  get: append(q, a)\n  mid: append(q, a)\n  use: a = |q|\n  off: b = true'),
    'off: q.length q.0 q.1, done: q.length q.0 q.1',
  ],
  ['the rounds of a loop that is over', reader('  repeat 3 { turn1: b = not b }\n  off: a = 0'), ''],
  ['not what an invariant reads', shown('invariant i: p[0].x < 2 or not b'), ''],
  ['nor what it reads of another instance', shown('invariant i: p[1].x < 2 or not b'), ''],
  ['what an invariant reads elsewhere', shown('invariant i: forall v in p: v at use implies v.x < 2'), 'get: x, put: x, done: x'],
  [
    'not what an invariant reads of who is done',
    reader('  get: x = a\n  use: b = x > 1\n  off: b = false', 'invariant i: forall v in p: v at done implies v.x < 2'),
    'get: x',
  ],
  ['not what a property over steps reads before', shown('invariant i: step is p.put implies mover == none or p[0].x < 2'), ''],
  ['not what it reads after', shown("invariant i: p[0].x' < 2 or not b"), ''],
  ['not what a `reachable` reads', shown('reachable r: p[0].x == 2 and not b'), ''],
  ['not what a `possible` reads', shown('possible q: p[0].x == 0'), ''],
  ['not what an atom of a temporal property reads', shown('temporal t: eventually p[0].x == 2 under fair'), ''],
  [
    'what decides whether somebody can move',
    reader(
      '  get: x = a\n  use: atomic { await x > 1  b = true }\n  off: b = false',
      'reachable r: enabled(p[0].use)\npossible q: forall v in p: enabled(v) or v at done',
    ),
    'get: x, off: x, done: x',
  ],
  [
    'what a property over paths does not read',
    shown('temporal t: always eventually b under fair\ntemporal u: always (p[0] at use implies eventually p[0] at get)\ntemporal v: eventually a == 0'),
    'get: x, put: x, done: x',
  ],
  [
    'references that nobody asks for',
    `module m
object Folio { refcount: ref to 5 = 1  n: 0..1 = 0 }
shared folio: Folio[2]
actor p[2] {
  loop {
    pick: choose f in folio
    see:  f.n = 1
    more: await folio[0].n == 1 or folio[1].n == 1
    last: await folio[1].n == 1
  }
}
check c { }
`,
    'more: f, last: f',
  ],
  ['what the beginning gives in vain', shown('').replace('x: 0..2 = 0', 'x: 0..2 = 2'), 'get: x, put: x, done: x'],
  [
    'not what is read behind a round that is left',
    reader('  get: x = a\n  use: atomic { for i in 0..1 { if a == i { goto end } }  b = x > 1 }\n  end: b = false'),
    'get: x, end: x, done: x',
  ],
  ['values with which a loop begins, but does not end', shown('temporal t: eventually a == 2 under fair p'), 'get: x, put: x, done: x'],
];
