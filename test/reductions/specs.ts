/*
 * Small specs in which members are interchangeable, or told apart.
 */

const twoFolios = `
object Folio { refcount: ref = 1  mapped: bool = true  lock: Lock }
object Lock { held: bool = false }
shared folio: Folio[2]
`;

/** Actors that work on `spare`, with more declarations and one more step. */
export function vcpus(step: string, more = ''): string {
  return `module m
enum Mode { off on }
${more}
shared last: vcpu? = none
shared count: 0..3 = 0
shared inside: set<vcpu> = {}
shared flag: bool[vcpu] = false
shared seen: bool[actor] = false
actor vcpu[3] {
  enter: inside += {self}
  mark:  flag[self] = true
  more:  ${step}
  leave: inside -= {self}
}
actor other { wait: idle await |inside| == 3 }
check c { }
`;
}

/** Actors that choose folios. */
function folios(step: string, more = ''): string {
  return `module m
${twoFolios}
${more}
shared hot: Folio? = none
actor a { loop {
  pick: choose f in folio
  map:  f.mapped = false
  more: ${step}
  back: f.mapped = true
} }
check c { }
`;
}

/** What does not tell members apart: a name, the spec, and its families. */
export const kept: readonly (readonly [string, string, string])[] = [
  ["a step on a member of one's own", vcpus('skip'), 'vcpu*3'],
  ['self is stored and compared', vcpus('atomic { if last != self { last = self } }'), 'vcpu*3'],
  ['members are counted and quantified', vcpus('await |v in vcpu: flag[v]| >= 2 or exists v in inside: v != self'), 'vcpu*3'],
  ['any member is chosen', vcpus('choose v in inside where flag[v]'), 'vcpu*3'],
  ['rounds of a `for` that do not meet', vcpus('atomic { for v in vcpu where flag[v] { seen[v] = true } }'), 'vcpu*3'],
  ['members of one kind among all actors', vcpus('atomic { if exists a in actor: seen[a] { seen[self] = true } }'), 'vcpu*3'],
  ['sequences of members', vcpus('append(queue, self)', 'shared queue: seq<vcpu, 3> = {}'), 'vcpu*3'],
  [
    'records of members',
    vcpus('at_rest = Pair(first: last, second: last)', 'record Pair { first: vcpu?  second: vcpu? }\nshared at_rest: Pair = Pair(first: none, second: none)'),
    'vcpu*3',
  ],
  ['an array by two members', vcpus('choose v in vcpu  near[self][v] = true', 'shared near: bool[vcpu][vcpu] = false'), 'vcpu*3'],
  ['a property over all members', vcpus('skip', 'invariant few: |v in vcpu: v at more| <= 2'), 'vcpu*3'],
  ['an object for each member', vcpus('own[self].mapped = true', 'object Cpu { mapped: bool = false }\nshared own: Cpu[vcpu]'), 'vcpu*3'],
  ['objects are chosen', folios('skip'), 'folio*2'],
  ['objects are stored and compared', folios('atomic { if hot != f { hot = f } }'), 'folio*2'],
  ['objects in objects', folios('f.lock.held = not f.lock.held'), 'folio*2'],
  ['an array by objects', folios('used[f] = true', 'shared used: bool[folio] = false'), 'folio*2'],
];

/** What does; a family that is left is told apart by properties. */
export const told: readonly (readonly [string, string, string])[] = [
  ['a literal index', vcpus('flag[vcpu[0]] = false'), ''],
  ['the number of a member', vcpus('count = index(self)'), ''],
  ['the order of members', vcpus('await exists v in vcpu: index(v) < index(self) or not flag[self]'), ''],
  ['an initial value', vcpus('first = self', 'shared first: vcpu = vcpu[1]'), ''],
  ['a define that names one', vcpus('await boss != self or count == 0', 'define boss = vcpu[2]'), ''],
  ['the last round of a `for` wins', vcpus('atomic { for v in vcpu where flag[v] { last = v } }'), ''],
  ['rounds of a `for` that count may overflow in any order', vcpus('atomic { for v in vcpu where flag[v] { count += 1 } }'), ''],
  ['a round of a `for` may be the last', vcpus('atomic { for v in vcpu where flag[v] { seen[v] = true  if v == self { goto leave } } }'), ''],
  ['rounds of a `for` that go on in several ways', vcpus('atomic { for v in vcpu { choose b in {true, false}  if b { last = v } } }'), ''],
  [
    'a quantifier that may end with a fault',
    vcpus('atomic { if exists v in vcpu: flag[v] or table[size[v]] { skip } }', 'shared table: bool[1..3] = false\nshared size: 0..3[vcpu] = 0'),
    '',
  ],
  ['a number picks an object', folios('folio[0].mapped = false'), ''],
  ['a computed number picks an object', folios('folio[number].mapped = false', 'shared number: 0..1 = 0'), ''],
  ['the number of an object', folios('number = index(f)', 'shared number: 0..1 = 0'), ''],
  ['an initial value names an object', folios('skip', 'shared first: Folio? = folio[1]'), ''],
  ['a property names a member', vcpus('skip', 'invariant calm: not flag[vcpu[0]] or vcpu[0] at {more, leave, done}'), 'vcpu*3 but by calm'],
  ['a property names a step of a member', vcpus('skip', 'invariant never: step is vcpu[1].more implies count == 0'), 'vcpu*3 but by never'],
  [
    'a property is about order',
    vcpus('skip', 'reachable ordered: exists v in vcpu: exists w in vcpu: index(v) < index(w) and v at done and w at enter'),
    'vcpu*3 but by ordered',
  ],
  ['a property names an object', folios('skip', 'reachable pulled: not folio[1].mapped'), 'folio*2 but by pulled'],
];

/** Fairness is about each member, so that a path of representatives may look fair where no path is. */
export const overPaths = `module m
shared flag: bool[vcpu] = false
actor vcpu[2] { loop { turn: flag[self] = not flag[self] } }
temporal all: eventually (forall v in vcpu: flag[v]) under fair
check c { }
`;
