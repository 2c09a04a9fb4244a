import type { Choices } from '../random/choices.ts';

/*
 * Random specs about members: actors and objects that do things which might tell them apart, drawn from a list.
 */

const declarations = `
enum Mode { off on }
record Pair { first: vcpu?  second: Folio? }
object Lock { held: bool = false  owner: vcpu? = none }
object Folio { refcount: ref to 3 = 1  mapped: bool = true  mode: Mode = off  user: vcpu? = none  lock: Lock }
object Cpu { busy: bool = false  left: 0..2 = 0  slot: Lock[2] }
shared folio: Folio[2]
shared cpu: Cpu[vcpu]
shared last: vcpu? = none
shared hot: Folio? = none
shared count: 0..2 = 0
shared inside: set<vcpu> = {}
shared dirty: set<Folio> = {}
shared flag: bool[vcpu] = false
shared seen: bool[actor] = false
shared near: bool[vcpu][folio] = false
shared used: 0..2[folio] = 0
shared size: 0..2[vcpu] = 0
shared table: bool[1..2] = false
shared queue: seq<vcpu, 2> = {}
shared pair: Pair = Pair(first: none, second: none)
shared who: actor? = none
`;

const conditions: readonly string[] = [
  'last == self',
  'last == none',
  'hot == f',
  'f in dirty',
  'self in inside',
  'last != none and flag[last]',
  'flag[last]',
  'hot.mapped',
  'near[self][f]',
  'exists v in vcpu: flag[v] and v != self',
  'forall v in inside: flag[v]',
  '|v in vcpu: flag[v]| >= 1',
  '|inside| < 2',
  'inside within {v in vcpu where flag[v]}',
  'exists g in folio: g.mapped and g != f',
  'forall g in folio: used[g] <= 1',
  'exists v in vcpu: flag[v] or table[size[v]]',
  'forall v in vcpu: size[v] == 0 or table[size[v]]',
  'exists g in folio: g.user != none and flag[g.user]',
  'exists g in folio: g.mapped or flag[g.user]',
  '|g in folio: flag[g.user]| == 0',
  'exists a in actor: seen[a]',
  'f.user == self',
  'f.lock.owner == self',
  'cpu[self].busy',
  'pair.first == self',
  'pair.second == f',
  '|queue| > 0',
  'dirty == {f}',
  '{v in vcpu where flag[v]} == inside',
  'who == self',
  'forall v in vcpu: forall w in vcpu: v == w or not (flag[v] and flag[w])',
  'exists v in vcpu: exists g in folio: near[v][g]',
  'count == |v in vcpu: size[v] > 0|',
  'max(used[f], size[self]) > 0',
  'cpu[self].slot[0].held',
  'index(self) == 0',
  'flag[vcpu[0]]',
  'folio[1].mapped',
  'index(f) < count',
  'last in {vcpu[1], none}',
  '(self if flag[self] else last) == last',
  'exists c in Cpu: c.busy',
  'exists l in Lock: l.held and l.owner == self',
];

const statements: readonly string[] = [
  'last = self',
  'last = none',
  'hot = f',
  'hot = none',
  'dirty += {f}',
  'dirty -= {f}',
  'inside += {self}',
  'inside -= {self}',
  'inside = {v in vcpu where flag[v]}',
  'flag[self] = not flag[self]',
  'near[self][f] = true',
  'seen[self] = true',
  'who = self',
  'who = last',
  'used[f] += 1',
  'used[f] = 0',
  'size[self] = 1',
  'size[self] += 1',
  'table[1] = true',
  'count += 1',
  'count = |inside|',
  'f.user = self',
  'f.user = last',
  'f.lock.owner = self',
  'f.lock.held = not f.lock.held',
  'f.mode = on',
  'f.mapped = false',
  'cpu[self].busy = true',
  'cpu[self].slot[1].held = true',
  'pair = Pair(first: self, second: f)',
  'pair.first = none',
  'pair.second = hot',
  'for v in vcpu where flag[v] { seen[v] = true }',
  'for v in vcpu { flag[v] = v == self }',
  'for v in inside { last = v }',
  'for v in vcpu where flag[v] { count += 1 }',
  'for g in folio { g.mapped = true }',
  'for g in folio where g != f { hot = g }',
  'for g in folio { used[g] = |v in vcpu: near[v][g]| }',
  'for v in vcpu { if flag[v] { size[v] = 0 } else { size[v] += 1 } }',
  'for v in vcpu { cpu[v].left = size[v] }',
  'for v in vcpu { for g in folio { near[v][g] = flag[v] } }',
  'for v in vcpu { if size[v] == 1 { last = v } }',
  'for v in vcpu where last == none { last = v }',
  'for c in Cpu { c.busy = false }',
  'for v in vcpu { choose b in {true, false}  flag[v] = b }',
  'if |queue| < 2 { append(queue, self) }',
  'append(queue, self)',
  'if |queue| > 0 { last = pop(queue) }',
  'last = pop(queue)',
  'f.refcount += 1',
  'choose last in inside',
  'choose last in vcpu',
  'choose hot in dirty where not hot.mapped',
  'count = index(self)',
  'flag[vcpu[1]] = true',
  'folio[0].mapped = false',
  'last = vcpu[0] if flag[self] else self',
  'hot = folio[1]',
  'flag[last] = true',
  'hot.mapped = true',
];

const properties: readonly string[] = [
  'invariant p_busy: |v in vcpu: v at act| <= 1',
  'invariant p_last: last == none or flag[last]',
  'invariant p_used: forall g in folio: used[g] <= 1',
  'invariant p_step: step is vcpu.act implies count <= 1',
  'invariant p_mover: mover != last',
  "invariant p_changed: last == last' or mover == last'",
  'reachable r_all: forall v in vcpu: flag[v]',
  'reachable r_near: exists v in vcpu: forall g in folio: near[v][g]',
  'possible q_clear: not exists v in vcpu: flag[v]',
  'possible q_hot: hot == none',
  'invariant p_one: not flag[vcpu[0]]',
  'invariant p_first: step is vcpu[1].act implies flag[vcpu[1]]',
  'reachable r_pool: folio[0].mapped and not folio[1].mapped',
  'invariant p_fault: exists g in folio: g.mapped or flag[g.user]',
  'invariant p_index: forall v in vcpu: v at act implies index(v) == count',
  'invariant p_queue: forall v in queue: flag[v]',
  'possible q_end: forall v in vcpu: v at done or enabled(v)',
];

/** A spec; not every one is without errors. */
export function memberSpec(choices: Choices): string {
  const pick = (list: readonly string[]): string => list[choices.below(list.length)] ?? '';
  const some = (most: number, list: readonly string[]): readonly string[] => Array.from({ length: choices.below(most + 1) }, () => pick(list));
  const act = [pick(statements), ...some(1, statements)];
  return `module m
${declarations}
actor vcpu[${choices.below(3) === 0 ? 3 : 2}] {
  ${choices.below(2) === 0 ? 'loop' : 'repeat 1'} {
    pick:  choose f in folio
    look:  await ${choices.below(2) === 0 ? 'true' : pick(conditions)}
    act:   atomic { if ${pick(conditions)} { ${act.join('  ')} } else { ${pick(statements)} } }
    ${choices.below(2) === 0 ? `then:  atomic { ${pick(statements)} }` : ''}
  }
}
actor other { turn: atomic { if ${pick(['count == 0', 'exists v in vcpu: flag[v]', 'last == none'])} { ${pick(['last = none', 'choose last in vcpu', 'inside = {}', 'count = 0'])} } } }
${some(3, properties)
  .filter((each, at, all) => all.indexOf(each) === at)
  .join('\n')}
check c { }
`;
}
