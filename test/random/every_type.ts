/*
 * Specs with a value of every type in every place that takes one, as the rules of the language say. What cannot stand where it stands is
 * an error, so of the specs those are wanted that have none.
 */

const head = `module m
enum E { x1, x2 }
record R { a: 0..2  b: E }
record S { r: R  o: w?  s: set<E> }
record Q { q: seq<0..2, 2>  z: bool }
object T { n: 0..1 = 0 }
shared t: T
shared go: bool = false
shared some: 0..3 = 1
invariant end: not go
check c { }
`;

const [r, s] = ['R(a: 1, b: x2)', 'S(r: R(a: 0, b: x1), o: w[1], s: {x1})'];

/** Types, with some of their values as they are written. */
const types: Readonly<Record<string, readonly string[]>> = {
  bool: ['true'],
  '0..2': ['1', 'some'],
  E: ['x1'],
  T: ['t'],
  'T?': ['none', 't'],
  w: ['w[0]'],
  'w?': ['none', 'w[1]'],
  R: [r, 'R(a: some, b: x1)'],
  'R?': ['none', r],
  S: [s],
  'S?': ['none', s],
  Q: ['Q(q: {}, z: true)'],
  'Q?': ['none', 'Q(q: {}, z: true)'],
  'set<E>': ['{}', '{x1}'],
  'set<0..2>': ['{}', '{some}', '{0, 1}'],
  'set<R>': ['{}', `{${r}}`],
  'set<w>': ['{w[0]}', 'w'],
  'set<T>': ['{}', '{t}'],
  'seq<0..2, 2>': ['{}'],
  'seq<R, 2>': ['{}'],
  'seq<Q?, 2>': ['{}'],
  'seq<w?, 2>': ['{}'],
  'seq<set<E>, 2>': ['{}'],
  'bool[2]': ['true'],
  'R[2]': [r],
  'R?[E]': ['none'],
  'set<E>[w]': ['{}'],
  'seq<R, 2>[w]': ['{}'],
  'Q[w]': ['Q(q: {}, z: true)'],
  'bool[w]': ['true'],
  ref: ['1'],
  'ref to 3': ['2'],
  actor: ['w[0]'],
  'actor?': ['none', 'w[0]'],
  'set<actor>': ['{}', '{w[0]}'],
  'w[w]': ['w[0]'],
  'E?': ['none', 'x2'],
  '0..2?': ['none', '1', 'some'],
  'bool?': ['none', 'true'],
  'bool?[2]': ['none'],
};

const actor = (body: string): string => `actor w[2] { ${body} step: go = true }\n`;

/** Where a value may stand; `other` is a value of the type too. */
const places: Readonly<Record<string, (type: string, value: string, other: string) => string>> = {
  'a shared variable': (type, value, other) => `shared v: ${type} = ${value}\n${actor(`put: v = ${other}`)}`,
  'a ghost': (type, value, other) => `ghost v: ${type} = ${value}\n${actor(`put: skip v = ${other}`)}`,
  'a field': (type, value, other) => `object F { f: ${type} = ${value} }\nshared f: F\n${actor(`put: f.f = ${other}`)}`,
  'a field of a pool': (type, value, other) => `object F { f: ${type} = ${value} }\nshared f: F[2]\n${actor(`pick: choose g in f  put: g.f = ${other}`)}`,
  'a variable of an actor': (type, value, other) => `shared u: ${type} = ${other}\n${actor(`var v: ${type} = ${value} put: v = u  back: u = v`)}`,
  'a value that is kept': (type, value) => `shared v: ${type} = ${value}\n${actor('put: let l = v  look: skip  back: v = l')}`,
  'a parameter and a result': (type, value, other) =>
    `op f(p: ${type}): ${type} { one: go = false  return p }\nshared v: ${type} = ${value}\n${actor(`call: v = f(${other})`)}`,
  'a parameter and a result of one step': (type, value, other) =>
    `atomic op f(p: ${type}): ${type} { go = false  return p }\nshared v: ${type} = ${value}\n${actor(`call: v = f(${other})`)}`,
  'a field of a record': (type, value, other) =>
    `record P { q: ${type}  z: bool }\nshared v: P = P(q: ${value}, z: true)\n${actor(`put: v.q = ${other}  all: v = P(q: ${value}, z: false)`)}`,
  'a field of a record that may be missing': (type, value, other) =>
    `record P { q: ${type}  z: bool }\nshared v: P? = none\n${actor(`put: v = P(q: ${value}, z: true)  get: atomic { if v != none and v == P(q: ${other}, z: true) { v = none } }`)}`,
  'a field of a record in a sequence': (type, value, other) =>
    `record P { q: ${type}  z: bool }\nshared v: seq<P, 2> = {}\n${actor(`put: append(v, P(q: ${value}, z: true))  has: if P(q: ${other}, z: true) in v { get: let h = pop(v)  hold: skip }`)}`,
  'an element of an array': (type, value, other) => `shared v: ${type}[2] = ${value}\n${actor(`put: v[index(self)] = ${other}`)}`,
  'a key': (type, value, other) => `shared v: bool[${type}] = false\n${actor(`put: v[${value}] = true  again: v[${other}] = false`)}`,
  'a member of a set': (type, value, other) => `shared v: set<${type}> = {}\n${actor(`put: v += {${value}}  out: v -= {${other}}`)}`,
  'an element of a sequence': (type, value, other) =>
    `shared v: seq<${type}, 3> = {}\n${actor(`put: append(v, ${value})  set: v[0] = ${other}  get: let h = pop(v)  hold: skip`)}`,
  'what is sought in a sequence': (type, value, other) =>
    `shared v: seq<${type}, 2> = [${value}]\n${actor(`out: if remove(v, ${other}) { gone: insert(v, 0, ${value}) }`)}`,
  'what may be missing': (type, value, other) => `shared v: ${type}? = none\n${actor(`put: v = ${value}  again: atomic { if v == ${other} { v = none } }`)}`,
  'a value of an action': (type, value, other) => `shared v: ${type} = ${value}\naction act(p in {${value}, ${other}}) { v = p }\n${actor('')}`,
  'a value that is chosen': (type, value, other) => `shared v: ${type} = ${value}\n${actor(`pick: choose c in {${value}, ${other}}  set: v = c`)}`,
  'a variable that is chosen into': (type, value, other) => `shared v: ${type} = ${value}\n${actor(`pick: choose v in {${value}, ${other}}`)}`,
  'a beginning': (type, value, other) => `shared v: ${type} in {${value}, ${other}}\n${actor('put: v = v')}`,
  'a quantifier': (type, value, other) => `shared v: ${type} = ${value}\ninvariant j: forall q in {${value}, ${other}}: q == v\n${actor(`put: v = ${other}`)}`,
  'a loop': (type, value, other) => `shared v: ${type} = ${value}\n${actor(`put: atomic { for q in {${value}, ${other}} { v = q } }`)}`,
  'a formula over paths': (type, value, other) =>
    `shared v: ${type} = ${value}\ntemporal j: eventually v == ${other} under fair\n${actor(`put: v = ${other}`)}`,
  'a comparison': (type, value, other) =>
    `shared v: ${type} = ${value}\nshared u: ${type} = ${other}\n${actor('same: atomic { if v == u { go = false } else { v = u } }')}`,
  'an exchange': (type, value, other) =>
    `shared v: ${type} = ${value}\n${actor(`put: let old = xchg(v, ${other})  set: if cmpxchg(v, ${other}, ${value}) { hit: skip }`)}`,
  'a define': (type, value, other) =>
    `define d(p: ${type}) = p == ${value}\nshared v: ${type} = ${other}\ninvariant j: d(v) or not d(${other})\n${actor(`put: v = ${value}`)}`,
  'a step': (type, value, other) => `shared v: ${type} = ${value}\ninvariant j: v' == v or step is w.put\n${actor(`put: v = ${other}`)}`,
  'one of two values': (type, value, other) => `shared v: ${type} = ${value}\n${actor(`put: v = ${value} if some == 2 else ${other}`)}`,
  'one of two values that is kept': (type, value, other) =>
    `shared v: ${type} = ${value}\n${actor(`put: let l = ${value} if some == 2 else ${other}  look: skip  back: v = l`)}`,
  'one of two values that is returned': (type, value, other) =>
    `atomic op f(): ${type} { if some == 2 { return ${value} } return ${other} }\nshared v: ${type} = ${value}\n${actor('put: v = f()')}`,
  'one of a few': (type, value, other) =>
    `shared v: ${type} = ${value}\n${actor(`put: atomic { if v in {${other}} or v not in {${value}, ${other}} { v = ${other} } }`)}`,
  'a few that are counted': (type, value, other) =>
    `shared v: ${type} = ${value}\ninvariant j: |q in {${value}, ${other}}: q == v| < 2\ninvariant k: |{q in {${value}, ${other}} where q != v}| == 1\n${actor(`put: v = ${other}`)}`,
  'what is found in a sequence': (type, value, other) =>
    `shared v: seq<${type}, 2> = {}\nshared u: ${type} = ${value}\n${actor(`put: append(v, u)  see: atomic { if find(v, ${other}) == none and first(v) == u and last(v) != ${other} { u = first(v) } }`)}`,
  'an array that begins with each': (type, value, other) => `shared v: ${type}[2] = [${value}, ${other}]\n${actor(`put: v[0] = v[1]`)}`,
  'a parameter of an operation that calls one': (type, value, other) =>
    `op g(p: ${type}): ${type} { two: go = false  return p }\nop f(p: ${type}): ${type} { let r = g(p)  one: go = false  return r }\nshared v: ${type} = ${value}\n${actor(`call: v = f(${other})`)}`,
  'an element of an array of records': (type, value, other) =>
    `record P { q: ${type}  z: bool }\nshared v: P[w] = P(q: ${value}, z: true)\n${actor(`put: v[self].q = ${other}  all: v[self] = P(q: ${value}, z: v[self].z)`)}`,
  'what is awaited': (type, value, other) => `shared v: ${type} = ${value}\n${actor(`put: await v == ${other}  set: v = ${other}`)}`,
};

export interface Typed {
  readonly name: string;
  readonly text: string;
}

/** Every type in every place. */
export const everyType: readonly Typed[] = Object.entries(places).flatMap(([place, write]) =>
  Object.entries(types).flatMap(([type, values]) =>
    values.map((value, at) => ({
      name: `${place}: ${type}, ${value}`,
      text: `${head}${write(type, value, values[(at + 1) % values.length] ?? value)}`,
    })),
  ),
);
