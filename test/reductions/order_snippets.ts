import type { Choices } from '../random/choices.ts';

/*
 * Random specs in which many steps do not depend on each other: actors that work on what is their own, meet now and then,
 * and are looked at by few properties.
 */

const declarations = `
object Page { refcount: ref to 2 = 1  freed: bool = false  data: 0..2 = 0  live when not freed }
shared page: Page[2]
shared a: 0..2 = 0
shared b: 0..2 = 0
shared lock: bool = false
shared who: actor? = none
shared own: 0..2[actor] = 0
shared ready: bool[actor] = false
ghost seen: 0..2 = 0
`;

/** Steps on what is an actor's own. */
const local: readonly string[] = [
  'skip',
  'own[self] = 1',
  'own[self] = n',
  'ready[self] = true',
  'choose m in 0..1  own[self] = m',
  'await own[self] > 0',
  'if ready[self] { own[self] = 2 } else { ready[self] = true }',
  'atomic { n = own[self] }',
  'atomic { own[self] += 1  n = 1 }',
  'own[self] += 1',
  'either { own[self] = 0 } or { ready[self] = true } or { skip }',
  'atomic { assert own[self] < 2 }',
  'atomic { if own[self] == 2 { own[self] = 0 } }',
];

/** Steps on what is shared. */
const shared: readonly string[] = [
  'a = 1',
  'a = n',
  'a += 1',
  'b = a',
  'b = 2',
  'await a > 0',
  'await b == 0',
  'atomic { await not lock  lock = true }',
  'lock = false',
  'who = self',
  'await who != self',
  'await exists x in actor: ready[x] and x != self',
  'page[0].data = 1',
  'page[1].data = a',
  'page[0].freed = true',
  'atomic { if not page[1].freed { page[1].freed = true } }',
  'atomic { await page[0].data == 0  page[0].data = 2 }',
  'atomic { a = b  seen = a }',
  'seen = own[self]  b = 1',
  'await forall x in actor: own[x] <= 1',
  'atomic { own[self] = a  a = 0 }',
  'if a == b { skip } else { b = 0 }',
  'touch(page[0])',
  'idle await a == 2',
  'atomic { assert not lock or who != self }',
  'atomic { for x in actor { ready[x] = false } }',
  'choose v in 0..1  a = v',
];

const properties: readonly string[] = [
  'invariant i_a: a <= 1',
  'invariant i_ab: not (a == 2 and b == 2)',
  'invariant i_own: exists x in actor: own[x] < 2',
  'invariant i_at: not (p at work and q at work)',
  'invariant i_done: p at done implies a > 0',
  'invariant i_seen: seen <= b',
  'invariant i_lock: lock implies who != none',
  'invariant s_is: step is p.work implies a <= 1',
  "invariant s_grow: a <= a'",
  'invariant s_mover: mover != who',
  "invariant s_q: step is q.more implies own[q] == own[q]'",
  "invariant s_keep: b == 2 implies b' == 2",
  "invariant s_both: step is p.work and a == a' implies not lock",
  'invariant s_at: step is r.work implies not q at done',
  'reachable r_both: p at done and q at done',
  'reachable r_own: forall x in actor: own[x] == 2',
  'reachable r_a: a == 2 and lock',
  'invariant s_who: step is q.work implies who != p',
  'reachable r_ready: ready[p] and not ready[q]',
  'invariant i_enabled: enabled(p) or p at done',
  'possible q_a: a == 0',
  'invariant i_page: page[0].data == 0 or not page[1].freed',
];

/** About paths; most of them are judged without fairness. */
const overPaths: readonly string[] = [
  'temporal t_first: always not q at done or not q at done until p at done',
  'temporal t_again: always eventually a == 2 implies always eventually b == 2',
  'temporal t_ends: eventually always lock implies always eventually who == p',
  'temporal t_once: always (a == 2 implies always a == 2)',
  'temporal t_twice: always (b == 1 implies always (b != 1 implies always b != 1))',
  'temporal t_own: (forall x in actor: own[x] == 0) until (a > 0 or exists x in actor: own[x] > 0)',
  'temporal t_at: always (p at work implies p at work until (q at work or p at more or p at last or p at done or a == 2))',
  'temporal t_between: always (a == 1 implies (b == 0 until b == 2) or always b == 0)',
  'temporal t_never: always (lock implies always not p at work) or eventually (q at work and a == 1)',
  'temporal t_ready: eventually ready[p] implies not ready[q] until ready[p]',
  'temporal t_moves: always eventually own[p] == 1 implies always eventually own[p] != 1',
  'temporal t_comes: eventually a > 0',
  'temporal t_reaches: a == 1 leads to b == 2',
  'temporal t_steps: always (step is p.work implies eventually a > 0)',
  'temporal t_fair: eventually (p at done or q at done) under fair',
];

/** The same with one or two properties about paths. */
export function independentPaths(choices: Choices): string {
  const text = independentSpec(choices);
  const [one, other] = [choices.below(overPaths.length), choices.below(overPaths.length)];
  return text.replace('check c { }', [...new Set([one, other])].map((at) => `${overPaths[at]!}\n`).join('') + 'check c { }');
}

/** A spec; not every one is without errors. */
export function independentSpec(choices: Choices): string {
  const pick = (list: readonly string[]): string => list[choices.below(list.length)] ?? '';
  const step = (percent: number): string => (choices.chance(percent) ? pick(shared) : pick(local));
  const actor = (name: string): string => {
    const head = choices.below(6) === 0 ? 'loop' : choices.below(5) === 0 ? 'repeat 2' : '';
    const lines = [
      `first: ${step(15)}`,
      `work: ${step(30)}`,
      ...(choices.chance(60) ? [`more: ${step(40)}`] : []),
      ...(choices.chance(40) ? [`last: ${step(50)}`] : []),
    ];
    return `actor ${name} {\n  var n: 0..2 = 0\n${head === '' ? '' : `  ${head} {\n`}${lines.map((line) => `    ${line}`).join('\n')}\n${head === '' ? '' : '  }\n'}}`;
  };
  const names = ['p', 'q', 'r', ...(choices.chance(40) ? ['t'] : [])];
  const actions = choices.chance(15)
    ? [`action tick() when ${pick(['a == 1', 'lock', 'not ready[p]'])} { ${pick(['a = 2', 'lock = false', 'ready[p] = true', 'b = a'])} }`]
    : [];
  const judged = Array.from({ length: choices.below(3) }, () => pick(properties));
  return `module m\n${declarations}\n${names.map(actor).join('\n')}\n${actions.join('\n')}\n${judged.filter((each, at, all) => all.indexOf(each) === at).join('\n')}\ncheck c { }\n`;
}
