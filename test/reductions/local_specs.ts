import type { Choices } from '../random/choices.ts';

/*
 * Random specs about locals: actors that store, read and forget what they have, and properties that look at it.
 */

const declarations = `
object Folio { refcount: ref to 3 = 1  n: 0..1 = 0  owner: p? = none }
record Pair { first: 0..1  second: p? }
shared folio: Folio[2]
shared a: 0..2 = 0
shared b: bool = false
shared hot: Folio? = none
shared last: p? = none
shared arr: 0..1[2] = 0
shared owns kept: Folio? = none
`;

const work = `
op work(v: 0..2): bool {
  w1: if a == v { return true }
  w2: a = v
  return b
}
atomic op quick(v: 0..2): 0..2 {
  if v == 2 { b = true  return 0 }
  return v
}
`;

const conditions: readonly string[] = [
  'b',
  'x == a',
  'y',
  'x == 1',
  'top == a',
  'arr[0] == 1',
  'arr[0] == arr[1]',
  '|q| > 0',
  'f.n == 1',
  'old == f',
  'pair.second == self',
  'pair.first == 1 and b',
  'x == top',
  'hot == old',
  'y and x > 0',
  'last == self',
  'f.owner == self',
  'd == self',
  'exists o in p: folio[0].owner == o and o == d',
];

const statements: readonly string[] = [
  'x = a',
  'a = x',
  'x = 0',
  'top = x',
  'x = top',
  'a = top',
  'top = 0',
  'choose x in 0..2',
  'choose y in {true, false}',
  'b = y',
  'y = b',
  'y = not y',
  'old = f',
  'hot = old',
  'old = hot',
  'old = none',
  'arr[0] = 1',
  'arr[x - 1] = 1',
  'arr[1] = arr[0]',
  'a = arr[0] + arr[1]',
  'append(q, 1)',
  'if |q| > 0 { x = pop(q) }',
  'q = {}',
  'if |q| < 2 { append(q, arr[0]) }',
  'a = |q|',
  'pair.second = self',
  'pair.first = 1',
  'pair = Pair(first: 0, second: last)',
  'last = pair.second',
  'last = self',
  'last = d',
  'd = self',
  'choose d in p',
  'f.n = 1 - f.n',
  'f.n = x',
  'f.owner = d',
  'hot = f',
  'either { a = x } or { y = b }',
  'either { atomic { await b  x = 0 } } or { skip }',
  'y = work(x)',
  'y = work(top)',
  'x = quick(x)',
  'a = quick(top)',
  'if y { x = 2 } else { x = a }',
  'if b { y = false }',
  'atomic { x = a  a = top  top = x }',
  'atomic { await b  b = false  x = 1 }',
  'atomic { for i in 0..1 { if arr[i] == 1 { x = i } } }',
  'atomic { for v in p { if d == v { x = 0 } } }',
  'repeat 2 { in1: a = x }',
  'repeat 2 { in2: x = quick(x) }',
  'assert x <= 1',
  'x += 1',
  'top -= 1',
  'if y { continue }',
  'if x == 2 { break }',
  'if y { goto late }',
  'f.refcount += 1',
  'kept = f',
  'skip',
  'if f.n == 1 { x = 0 }',
];

const properties: readonly string[] = [
  'invariant p_top: p[0].top <= 1',
  'invariant p_all: forall v in p: v.top <= 1 or v at done',
  'invariant p_where: p[0] at s1 implies p[0].top == 0',
  "invariant p_step: step is p.s2 implies p[0].top == p[0].top'",
  "invariant p_mover: step is p[0].s1 implies p[0].top' <= p[0].top",
  'invariant p_some: exists v in p: v != last and v.top == 2 and b',
  'invariant p_a: a <= 1',
  'reachable r_top: exists v in p: v.top == 2',
  'reachable r_can: p[0] at s2 and enabled(p[0].s2)',
  'reachable r_any: exists v in p: enabled(v) and v.top == 1',
  'reachable r_old: p[0].old != none and p[0] at s0',
  'possible q_zero: p[0].top == 0',
  'possible q_end: forall v in p: v at done',
  'possible q_can: exists v in p: enabled(v.s2)',
  'possible q_b: b',
  'temporal t_a: always eventually a == 0 under fair',
  'temporal t_top: always (p[0].top == 2 implies eventually p[0].top == 0) under fair',
  'temporal t_on: always (p[0] at s1 implies eventually p[0] at s0) under fair',
  'temporal t_b: eventually (always b) under strongly fair',
  "temporal t_step: always (step is p[0].s1 implies p[0].top' <= 1)",
  'temporal t_can: always eventually enabled(p[0])',
  'temporal t_none: eventually b',
];

/** A spec; not every one is without errors. */
export function localSpec(choices: Choices): string {
  const pick = (list: readonly string[]): string => list[choices.below(list.length)] ?? '';
  const declared = ['var x: 0..2 = a', 'var y: bool = b', 'var q: seq<0..1, 2> = {}', 'var pair: Pair = Pair(first: 0, second: none)', 'var d: p = self'];
  const steps: string[] = [];
  let number = 1;
  for (const variable of declared) {
    if (choices.below(4) === 0) steps.push(`    s${number++}: skip  ${pick(['skip', 'b = not b', 'a = 0', 'top = a'])}`);
    steps.push(`    ${variable}`);
  }
  const length = 2 + choices.below(4);
  for (let at = 0; at < length; at++)
    steps.push(
      `    s${number++}: skip  ${choices.below(5) === 0 ? `await ${pick(conditions)}` : choices.below(5) === 0 ? `if ${pick(conditions)} { ${pick(statements)} }` : pick(statements)}`,
    );
  const count = choices.below(3) === 0 ? 1 : 2;
  const judged = Array.from({ length: choices.below(4) }, () => pick(properties)).filter((each, at, all) => all.indexOf(each) === at);
  return `module m
${declarations}${work}
actor p[${count}] {
  var top: 0..2 = 0
  var old: Folio? = none
  ${pick(['loop', 'repeat 2', 'loop', 'repeat 1'])} {
    s0: choose f in folio
${steps.join('\n')}
  }
  late: skip  ${pick(['var m: 0..2 = top', 'var m: 0..2 = a', 'let m = a'])}
  end:  skip  ${pick(['a = m', 'skip', 'b = m == 1'])}
}
${judged.join('\n')}
check c { }
`;
}
