import type { Choices } from '../random/choices.ts';

/*
 * Random specs of a family of actors, as many as `N` says, and one or two other actors: counters that are raised, dropped, copied,
 * compared, stored and read again; locks; names of instances; sets of them; quantifiers, choices and rounds over all of them. `every` is a
 * check with an open range.
 */

/** What a spec has, for the count of what the generator makes. */
export type Construct =
  | 'ref'
  | 'count'
  | 'snapshot'
  | 'epoch'
  | 'lock'
  | 'name'
  | 'set'
  | 'exists'
  | 'forall'
  | 'choose'
  | 'broadcast'
  | 'witnesses'
  | 'own'
  | 'known'
  | 'either'
  | 'apart'
  | 'peer'
  | 'remainder'
  | 'others'
  | 'both'
  | 'open';

export interface FamilySpec {
  readonly text: string;
  /** The same with the actors in the other order. */
  readonly reversed: string;
  readonly constructs: ReadonlySet<Construct>;
}

/**
 * The text of a random spec; the constant is `N`, the family `w`. `two`: the other actor is a family too, `other`, as many as `M` says, with
 * cells and names of its own.
 */
export function familySpec(choices: Choices, two: boolean = false): FamilySpec {
  const constructs = new Set<Construct>();
  const note = <T>(construct: Construct, value: T): T => {
    constructs.add(construct);
    return value;
  };
  let depth = 0;
  /** What an instance of the other family asks of itself; properties have none. */
  let isInOther = false;
  const inOther = (): readonly (() => string)[] => (isInOther ? [() => note('others', 'busy[self]'), () => note('others', 'chief == self')] : []);
  const condition = (isOfMember: boolean): string => {
    depth++;
    const leaf = depth > 2 || choices.chance(50);
    const made = leaf ? atom(isOfMember) : `(${condition(isOfMember)}) ${choices.pick(['and', 'or'])} (${condition(isOfMember)})`;
    depth--;
    return choices.chance(20) ? `not (${made})` : made;
  };
  const atom = (isOfMember: boolean): string => {
    const self: readonly (() => string)[] = isOfMember
      ? [
          () => note('name', 'owner == self'),
          () => note('own', 'here[self]'),
          () => note('set', 'self in inside'),
          () => note('exists', 'exists y in w: y != self and here[y]'),
          () => note('witnesses', 'exists y in w: y != self and stage[y] == stage[self]'),
          () => note('peer', 'peer[self] != none and here[peer[self]]'),
          () => note('peer', 'exists y in w: peer[y] == self'),
          () => note('peer', 'peer[self] == owner'),
        ]
      : [];
    const others: readonly (() => string)[] = two
      ? [
          () => note('others', `exists z in other: ${choices.pick(['busy[z]', 'z at s1', 'z == chief'])}`),
          () => note('others', 'forall z in other: busy[z]'),
          () => note('others', 'chief != none and busy[chief]'),
          () => note('both', `exists y in w: exists z in other: here[y] and ${choices.pick(['busy[z]', 'not busy[z]'])}`),
          () => note('both', 'forall y in w: exists z in other: here[y] == busy[z]'),
          ...(isOfMember ? [] : inOther()),
        ]
      : [];
    return choices.pick([
      ...self,
      ...others,
      () => `flag`,
      () => 'mutex.held',
      () => note('ref', `thing.refcount ${choices.pick(['==', '>', '<=', '!='])} ${choices.below(4)}`),
      () => note('count', `safe ${choices.pick(['==', '>', '<=', '!='])} ${choices.below(3)}`),
      () => note('count', `thing.refcount ${choices.pick(['==', '>=', '<='])} safe + ${1 + choices.below(2)}`),
      () => note('remainder', `${choices.pick(['thing.refcount', 'safe', 'noted'])} % ${2 + choices.below(2)} == ${choices.below(2)}`),
      () => note('name', 'owner == none'),
      () => note('name', 'owner != none and here[owner]'),
      () => note('set', 'inside == {}'),
      () => note('exists', `exists y in w: ${choices.pick(['here[y]', 'stage[y] == 2', 'stage[y] == 1 and not here[y]', 'y in inside'])}`),
      () => note('forall', `forall y in w: ${choices.pick(['here[y]', 'stage[y] != 2', 'y in inside or stage[y] == 0'])}`),
      () => note('witnesses', 'exists y in w: exists z in w: y != z and here[y] and here[z]'),
      () => note('snapshot', `noted ${choices.pick(['==', '>', '<='])} ${choices.pick(['1', '2', 'safe + 1', 'thing.refcount', 'read'])}`),
    ])();
  };
  const write = (isOfMember: boolean): string => {
    const self: readonly (() => string)[] = isOfMember
      ? [
          () => note('own', `here[self] = ${choices.pick(['true', 'false'])}`),
          () => note('own', `stage[self] = ${choices.below(3)}`),
          () => note('name', 'owner = self'),
          () => note('set', 'inside += {self}'),
          () => note('set', 'inside -= {self}'),
          () => note('peer', `peer[self] = ${choices.pick(['owner', 'none', 'self'])}`),
          () => note('peer', 'choose other_one in w where other_one != self\npeer[self] = other_one'),
          () => note('peer', 'if peer[self] != none { stage[peer[self]] = 2 }'),
          () => note('choose', 'choose one in w where one != self\nhere[one] = true'),
          () => note('witnesses', 'choose a in w where a != self\nchoose b in w where b != self and b != a\nhere[a] = true\nhere[b] = true\nflag = true'),
        ]
      : [];
    const others: readonly (() => string)[] = !two
      ? []
      : isOfMember
        ? [
            () => note('others', `for z in other { busy[z] = ${choices.pick(['true', 'false'])} }`),
            () => note('both', 'choose z in other where busy[z]\nbusy[z] = false'),
            () => note('others', 'if chief != none { busy[chief] = false }'),
          ]
        : [
            () => note('others', `busy[self] = ${choices.pick(['true', 'false'])}`),
            () => note('others', 'chief = self'),
            () => note('others', 'chief = none'),
            () => note('both', 'choose y in w where here[y]\nbusy[self] = true\nhere[y] = false'),
          ];
    return choices.pick([
      ...self,
      ...others,
      () => `flag = ${choices.pick(['true', 'false'])}`,
      () => note('count', 'if safe < 9 { safe += 1 }'),
      () => note('count', 'if safe > 0 { safe -= 1 }'),
      () => note('epoch', `safe = ${choices.below(2)}`),
      () => note('epoch', `thing.refcount = ${1 + choices.below(2)}`),
      () => note('known', 'if safe == 0 { safe = 1 }'),
      () => note('known', 'if thing.refcount == 1 { thing.refcount = 2 }'),
      () => note('ref', 'if thing.refcount < 9 { get(thing.refcount) }'),
      () => note('ref', 'if thing.refcount > 1 { put(thing.refcount) }'),
      () => note('snapshot', 'noted = thing.refcount'),
      () => note('snapshot', 'read = safe'),
      () => note('name', 'owner = none'),
      () => note('name', 'if owner != none { here[owner] = false }'),
      () => note('set', 'inside = {}'),
      () => note('choose', `choose c in w where ${choices.pick(['here[c]', 'stage[c] == 1', 'true'])}\nstage[c] = ${choices.below(3)}`),
      () => note('broadcast', `for e in w { here[e] = ${choices.pick(['true', 'false'])} }`),
      () => note('broadcast', 'for e in w where here[e] { stage[e] = 2 }'),
      () => `if ${condition(isOfMember)} { bad = true }`,
      () => `if ${condition(isOfMember)} { bad = true }`,
      () => (choices.chance(25) ? note('apart', 'here[w[0]] = true') : 'skip'),
    ])();
  };
  const step = (isOfMember: boolean, label: string): string => {
    if (choices.chance(15)) return note('lock', `${label}: lock(mutex)`);
    if (choices.chance(12)) return note('lock', `${label}: if mutex.held { mutex.held = false }`);
    const guard = choices.chance(30) ? `await ${condition(isOfMember)}\n` : '';
    const body = Array.from({ length: 1 + choices.below(3) }, () => write(isOfMember));
    const rest = choices.chance(30) ? `if ${condition(isOfMember)} { ${write(isOfMember)} } else { ${write(isOfMember)} }\n` : '';
    if (choices.chance(10)) return note('either', `${label}: atomic {\neither {\n${write(isOfMember)}\n} or {\n${write(isOfMember)}\n}\n}`);
    return `${label}: atomic {\n${guard}${body.join('\n')}\n${rest}}`;
  };
  const text = (name: string, isOfMember: boolean, steps: number): string => {
    const lines = Array.from({ length: steps }, (_, at) => step(isOfMember, `s${at}`)).join('\n');
    return `actor ${name} {\n${choices.chance(25) ? `loop {\n${lines}\n}` : lines}\n}`;
  };
  const invariants = [
    'invariant never: not bad',
    `invariant state: ${condition(false)}`,
    `invariant paired: forall x in w: forall y in w: (here[x] and here[y] and x != y) implies ${choices.pick(['flag', 'stage[x] == stage[y]', 'bad'])}`,
    'invariant three: not (exists x in w: exists y in w: exists z in w: x != y and y != z and x != z and stage[x] == 2 and stage[y] == 2 and stage[z] == 2)',
    `invariant over: step is w.s0 implies ${condition(false)}`,
    `invariant whose: forall x in w: step is x.s1 implies ${choices.pick(['here[x]', 'owner == x', 'stage[x] == 0', 'not flag'])}`,
  ];
  const more = two
    ? ['invariant pair: forall x in w: forall z in other: (here[x] and busy[z]) implies flag', `invariant led: chief == none or ${condition(false)}`]
    : [];
  const family = text('w[N]', true, 2 + choices.below(2));
  isInOther = two;
  const other = text(two ? 'other[M]' : 'other', false, 1 + choices.below(2));
  const from = 1 + choices.below(3);
  const judged = choices.pick(['', '', ' of never, state, paired', ' of three, over']);
  const open = note('open', `check every${judged} for N in ${from}.. { ${two ? 'M = 2 ' : ''}}`);
  const made = (actors: readonly string[]): string =>
    [
      'module family',
      'import kernel.lock',
      'const N: 1..6 = 1',
      'object Thing { refcount: ref = 1 }',
      'shared thing: Thing',
      'shared mutex: Lock',
      'shared flag: bool = false',
      'shared bad: bool = false',
      'shared safe: 0..9 = 0',
      'shared noted: 0..15 = 0',
      'shared read: 0..9 = 0',
      'shared owner: w? = none',
      'shared inside: set<w> = {}',
      'shared peer: w?[w] = none',
      'shared here: bool[w] = false',
      'shared stage: 0..2[w] = 0',
      ...(two ? ['const M: 1..6 = 1', 'shared busy: bool[other] = false', 'shared chief: other? = none'] : []),
      ...actors,
      ...invariants,
      ...(two ? more : []),
      'check all { }',
      open,
    ].join('\n');
  return { text: made([family, other]), reversed: made([other, family]), constructs };
}
