import type { Choices } from '../random/choices.ts';
import { loads, stores } from './access_forms.ts';

/*
 * Specs of a few accesses, each written in one of all the ways there are, to places of all kinds and of values of all types, beside the
 * same accesses as a litmus test in C. How an access is written, where it goes and of which type it is changes nothing of what it orders.
 */

/** A type with two of its values; `seen`: how a load of it is written, where that is of another type, with what it gives of each. */
export type ValueType = readonly [type: string, first: string, second: string, seen?: Seen];

interface Seen {
  readonly type: string;
  readonly first: string;
  readonly second: string;
  readonly of: (place: string) => string;
}

/** No text is a sequence that has something in it, but where one begins. */
const length: Seen = { type: '0..2', first: '1', second: '0', of: (place) => `|${place}|` };

export const types: readonly ValueType[] = [
  ['bool', 'false', 'true'],
  ['0..2', '0', '2'],
  ['E', 'x1', 'x2'],
  ['T?', 'none', 't'],
  ['T', 'u', 't'],
  ['w', 'w[0]', 'w[1]'],
  ['w?', 'none', 'w[1]'],
  ['actor?', 'none', 'w[0]'],
  ['0..2?', 'none', '1'],
  ['E?', 'x1', 'x2'],
  ['bool?', 'none', 'false'],
  ['R', 'R(a: 0, b: x1)', 'R(a: 1, b: x1)'],
  ['R?', 'none', 'R(a: 1, b: x2)'],
  ['S', 'S(r: R(a: 0, b: x1), o: none, s: {})', 'S(r: R(a: 0, b: x1), o: none, s: {x1})'],
  ['set<E>', '{}', '{x1}'],
  ['set<0..2>', '{1}', '{0, 1}'],
  ['set<w>', '{}', 'w'],
  ['set<R>', '{}', '{R(a: 1, b: x2)}'],
  ['seq<0..2, 2>', '[1]', '{}', length],
  ['seq<R, 2>', '[R(a: 1, b: x2)]', '{}', length],
  ['seq<w?, 2>', '[none]', '{}', length],
  ['Q?', 'none', 'Q(q: {}, z: true)'],
];

/** A place: what declares it, by a name of its own, the type and its first value, and how it is named. */
interface PlaceForm {
  readonly declare: (name: string, type: string, first: string) => string;
  readonly named: (name: string) => string;
  /** What an actor has for it. */
  readonly local?: (name: string) => string;
  /** Where the address is loaded from, a pointer in C, before each access: it is a step of its own. */
  readonly loaded?: (name: string) => string;
}

const record = (name: string, type: string): string => `record P${name} { q: ${type}  z: bool }\n`;
const object = (name: string, type: string, first: string): string => `object F${name} { z: bool = false  q: ${type} = ${first} }\n`;

/** The first so many say themselves with which value they begin. */
const beginnings = 6;

export const places: Readonly<Record<string, PlaceForm>> = {
  variable: { declare: (name, type, first) => `shared ${name}: ${type} = ${first}\n`, named: (name) => name },
  'field of an object': { declare: (name, type, first) => `${object(name, type, first)}shared ${name}: F${name}\n`, named: (name) => `${name}.q` },
  'field of one of a pool': { declare: (name, type, first) => `${object(name, type, first)}shared ${name}: F${name}[2]\n`, named: (name) => `${name}[1].q` },
  'field of an embedded object': {
    declare: (name, type, first) => `${object(name, type, first)}object G${name} { f: F${name} }\nshared ${name}: G${name}\n`,
    named: (name) => `${name}.f.q`,
  },
  'field by a reference of the actor': {
    declare: (name, type, first) => `${object(name, type, first)}shared ${name}: F${name}[2]\n`,
    local: (name) => `var p${name}: F${name} = ${name}[1]\n`,
    named: (name) => `p${name}.q`,
  },
  'field by a reference that is loaded': {
    declare: (name, type, first) => `${object(name, type, first)}shared ${name}: F${name}[2]\nshared h${name}: F${name} = ${name}[1]\n`,
    local: (name) => `var q${name}: F${name} = ${name}[0]\n`,
    loaded: (name) => `q${name} = h${name}`,
    named: (name) => `q${name}.q`,
  },
  'element by a number that is loaded': {
    declare: (name, type, first) => `shared ${name}: ${type}[2] = ${first}\nshared n${name}: 0..1 = 1\n`,
    local: (name) => `var j${name}: 0..1 = 0\n`,
    loaded: (name) => `j${name} = n${name}`,
    named: (name) => `${name}[j${name}]`,
  },
  'element by a number': { declare: (name, type, first) => `shared ${name}: ${type}[2] = ${first}\n`, named: (name) => `${name}[1]` },
  'element by a variable of the actor': {
    declare: (name, type, first) => `shared ${name}: ${type}[2] = ${first}\n`,
    local: (name) => `var i${name}: 0..1 = 1\n`,
    named: (name) => `${name}[i${name}]`,
  },
  'element by a member of an enum': { declare: (name, type, first) => `shared ${name}: ${type}[E] = ${first}\n`, named: (name) => `${name}[x2]` },
  'element by an actor': { declare: (name, type, first) => `shared ${name}: ${type}[w] = ${first}\n`, named: (name) => `${name}[w[1]]` },
  'element by an object': { declare: (name, type, first) => `shared ${name}: ${type}[T] = ${first}\n`, named: (name) => `${name}[t]` },
  'element of an array of arrays': { declare: (name, type, first) => `shared ${name}: ${type}[2][E] = ${first}\n`, named: (name) => `${name}[1][x1]` },
  'field of a record': {
    declare: (name, type, first) => `${record(name, type)}shared ${name}: P${name} = P${name}(q: ${first}, z: true)\n`,
    named: (name) => `${name}.q`,
  },
  'field of a record in an array': {
    declare: (name, type, first) => `${record(name, type)}shared ${name}: P${name}[E] = P${name}(q: ${first}, z: true)\n`,
    named: (name) => `${name}[x2].q`,
  },
  'field of a record in an object': {
    declare: (name, type, first) => `${record(name, type)}object F${name} { r: P${name} = P${name}(q: ${first}, z: true) }\nshared ${name}: F${name}[2]\n`,
    named: (name) => `${name}[0].r.q`,
  },
};

/** Barriers between accesses. */
const barriers: readonly (readonly [spec: string, c: string])[] = [
  ['', ''],
  ['', ''],
  ['atomic full { }', 'smp_mb();'],
  ['atomic read { }', 'smp_rmb();'],
  ['atomic write { }', 'smp_wmb();'],
];

/** What an access may stand in; none of it changes what is done. */
const around: Readonly<Record<string, (inner: string, own: string) => { readonly spec: string; readonly operations: string }>> = {
  nothing: (inner) => ({ spec: inner, operations: '' }),
  'a condition': (inner) => ({ spec: `if yes { ${inner} }`, operations: '' }),
  'another branch': (inner) => ({ spec: `if not yes { return } else { ${inner} }`, operations: '' }),
  'a loop': (inner) => ({ spec: `loop { ${inner}  break }`, operations: '' }),
  'an operation': (inner, own) => ({ spec: `in${own}()`, operations: `op in${own}() { ${inner} }` }),
  'an operation of an operation': (inner, own) => ({ spec: `out${own}()`, operations: `op in${own}() { ${inner} }\nop out${own}() { in${own}() }` }),
};
export const surroundings = Object.keys(around);

export interface Access {
  readonly kind: 'store' | 'load';
  readonly form: string;
  /** Which of the two variables. */
  readonly variable: 0 | 1;
  /** What stands behind it. */
  readonly barrier: number;
  readonly inside: string;
}

/** Accesses of two actors to two variables, with the types and places of these. */
export interface Program {
  readonly types: readonly [ValueType, ValueType];
  readonly places: readonly [string, string];
  readonly actors: readonly (readonly Access[])[];
}

/** A program as a spec and as a litmus test; `registers`: of the loads, by actor and name; those of `waits` are 1 where it goes on. */
export interface Written {
  readonly spec: string;
  readonly litmus: string;
  /** Actors before those of the program. */
  readonly others: number;
  readonly registers: readonly { readonly actor: number; readonly name: string; readonly variable: 0 | 1; readonly first: string; readonly waits: boolean }[];
}

const names = ['x', 'y'] as const;

const valuesOf = (kind: Access['kind'], [type, first, second, seen]: ValueType): readonly [string, string, string] =>
  kind === 'load' && seen !== undefined ? [seen.type, seen.first, seen.second] : [type, first, second];
const seenAs = ([, , , seen]: ValueType): ((place: string) => string) => seen?.of ?? ((place) => place);

export function written({ types: both, places: where, actors }: Program): Written {
  const registers: { actor: number; name: string; variable: 0 | 1; first: string; waits: boolean }[] = [];
  const declared = names.map((name, at) => places[where[at]!]!.declare(name, both[at]![0], both[at]![1]));
  const threads = actors.map((accesses, actor) => {
    const lines: string[] = [];
    const operations: string[] = [];
    const locals = names.map((name, at) => places[where[at]!]!.local?.(name) ?? '');
    const code: string[] = [];
    const cRegisters: string[] = [];
    for (const [number, { kind, form: formName, variable, barrier, inside }] of accesses.entries()) {
      const form = (kind === 'store' ? stores : loads)[formName]!;
      const [type, a, b] = valuesOf(kind, both[variable]!);
      const own = `o${actor}${number}`;
      const before = accesses.slice(0, number).findLastIndex((access) => access.kind === 'load');
      const last = before < 0 ? 'yes' : `r${before} == ${valuesOf('load', both[accesses[before]!.variable]!)[2]}`;
      const at = {
        last,
        x: (kind === 'load' ? seenAs(both[variable]!) : (place: string) => place)(places[where[variable]!]!.named(names[variable])),
        a,
        b,
        own,
        type,
        r: `r${number}`,
      };
      if (kind === 'load') {
        registers.push({ actor, name: at.r, variable, first: a, waits: form.waits === true });
        locals.push(`var ${at.r}: ${type} = ${a}\n`);
      }
      locals.push(form.local?.(at) ?? '');
      if (form.operation !== undefined) operations.push(form.operation(at));
      cRegisters.push(`r${number}`);
      const [spec, c] = barriers[barrier]!;
      const name = names[variable];
      const loaded = places[where[variable]!]!.loaded?.(name);
      const wrapped = around[inside]!(`${loaded === undefined ? '' : `${loaded}  `}${form.spec(at)}`, own);
      operations.push(wrapped.operations);
      lines.push(`  l${number}: ${wrapped.spec}  ${spec}`);
      const done = form.c(loaded === undefined ? name : `q${name}`, at.r, before < 0 ? `r${number}` : `r${before}`);
      code.push(`\t${loaded === undefined ? '' : `q${name} = READ_ONCE(*h${name}); `}${done} ${c}`);
    }
    return {
      spec: `actor t${actor} {\n${locals.join('')}var yes: bool = true\n${operations.join('\n')}\n${lines.join('\n')}\n}\n`,
      c: `P${actor}(int *x, int *y, int **hx, int **hy)\n{\n\tint *qx;\n\tint *qy;\n${cRegisters.map((register) => `\tint ${register};\n`).join('')}${code.join('\n')}\n}\n`,
    };
  });
  const head = [
    'module forms\nenum E { x1, x2 }\nrecord R { a: 0..2  b: E }\nrecord S { r: R  o: w?  s: set<E> }\nrecord Q { q: seq<0..2, 2>  z: bool }\n',
    'object T { n: 0..1 = 0 }\nshared t: T\nshared u: T\nactor w[2] { return }\n',
  ];
  const seen = registers.map(({ actor, name }) => `${actor}:${name}`);
  const waiting = registers.filter(({ waits }) => waits).map(({ actor, name }) => `${actor}:${name}=1`);
  return {
    others: 2,
    spec: [...head, ...declared, ...threads.map(({ spec }) => spec), 'check c { }\n'].join(''),
    litmus: [
      'C forms\n\n{ hx=&x; hy=&y; }\n\n',
      threads.map(({ c }) => c).join('\n'),
      `\nlocations [${[...seen, 'x'].join('; ')}]\n`,
      waiting.length === 0 ? '' : `filter (${waiting.join(' /\\ ')})\n`,
      'exists (x=1)\n',
    ].join(''),
    registers,
  };
}

/** Which accesses actors do: those of the shapes that tell orders apart, as pairs of kind and variable. */
const shapes: readonly (readonly (readonly (readonly [Access['kind'], 0 | 1])[])[])[] = [
  [
    [
      ['store', 0],
      ['store', 1],
    ],
    [
      ['load', 1],
      ['load', 0],
    ],
  ],
  [
    [
      ['store', 0],
      ['load', 1],
    ],
    [
      ['store', 1],
      ['load', 0],
    ],
  ],
  [
    [
      ['load', 0],
      ['store', 1],
    ],
    [
      ['load', 1],
      ['store', 0],
    ],
  ],
  [
    [
      ['store', 0],
      ['load', 0],
      ['load', 1],
    ],
    [
      ['store', 1],
      ['load', 1],
      ['load', 0],
    ],
  ],
  [
    [
      ['store', 0],
      ['store', 1],
    ],
    [
      ['load', 1],
      ['load', 0],
      ['load', 0],
    ],
  ],
];

const fits = (kind: Access['kind'], form: string, type: string): boolean => ((kind === 'store' ? stores : loads)[form]!.only ?? type) === type;

/** A program in which the forms of one number are asked for, and a type and a place of it; the rest is drawn. */
export function programOf(number: number, choices: Choices): Program {
  const [allStores, allLoads, allPlaces] = [Object.keys(stores), Object.keys(loads), Object.keys(places)];
  const wanted = { store: allStores[number % allStores.length]!, load: allLoads[number % allLoads.length]! };
  const asked =
    (stores[wanted.store]!.only ?? null) === null
      ? types[(number * 7 + Math.floor(number / 600)) % types.length]!
      : types.find(([type]) => type === stores[wanted.store]!.only)!;
  // The initial value of a sequence stands where it is declared.
  const fit = ([, , , seen]: ValueType): readonly string[] => (seen === undefined ? allPlaces : allPlaces.slice(0, beginnings));
  const both: Program['types'] = [asked, choices.pick(types)];
  const taken = new Set<string>();
  const formOf = (kind: Access['kind'], variable: 0 | 1): string => {
    const [type] = both[variable];
    if (fits(kind, wanted[kind], type) && (!taken.has(kind) || choices.chance(30))) {
      taken.add(kind);
      return wanted[kind];
    }
    const drawn = choices.chance(50) ? 'plain' : choices.pick(kind === 'store' ? allStores : allLoads);
    return fits(kind, drawn, type) ? drawn : 'plain';
  };
  return {
    types: both,
    places: [fit(both[0])[(number * 5 + Math.floor(number / 500)) % fit(both[0]).length]!, choices.pick(fit(both[1]))],
    actors: choices.pick(shapes).map((accesses) =>
      accesses.map(([kind, variable]): Access => ({
        kind,
        variable,
        form: formOf(kind, variable),
        barrier: choices.below(barriers.length),
        inside: choices.chance(40) ? choices.pick(surroundings) : 'nothing',
      })),
    ),
  };
}
