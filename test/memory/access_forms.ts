/*
 * All the ways to write an access, each with what it is in C.
 */

/**
 * An access as it is written in a spec, by the place, both values, a local of the type, and a name of its own for what it needs; `last`: what
 * the load before it has given, as a truth, in C as a register.
 */
export interface Form {
  readonly spec: (at: {
    readonly x: string;
    readonly a: string;
    readonly b: string;
    readonly r: string;
    readonly own: string;
    readonly type: string;
    readonly last: string;
  }) => string;
  /** What the actor has for it. */
  readonly local?: (at: { readonly own: string; readonly type: string; readonly a: string }) => string;
  /** Operations of the actor that it needs. */
  readonly operation?: (at: { readonly x: string; readonly b: string; readonly own: string; readonly type: string; readonly last: string }) => string;
  /** In C: `x` is the pointer, `r` a register. */
  readonly c: (x: string, r: string, last: string) => string;
  /** It goes on only where the second value was there. */
  readonly waits?: true;
  /** The type that it is for; left out: all. */
  readonly only?: string;
}

const once = (x: string): string => `WRITE_ONCE(*${x}, 1);`;
const release = (x: string): string => `smp_store_release(${x}, 1);`;
const alone = (inner: string): string => `smp_mb(); ${inner} smp_mb();`;
const storing = (spec: Form['spec'], c: Form['c'] = once, operation?: Form['operation']): Form => ({
  spec,
  c,
  ...(operation === undefined ? {} : { operation }),
});
const looping = (spec: Form['spec'], c: Form['c']): Form => ({ spec, c, local: ({ own }) => `var n${own}: bool = true\n` });

const failing =
  (word: string): Form['spec'] =>
  ({ x, a, b }) =>
    `atomic ${word} { if ${x} == ${a} { ${x} = ${b} } }`;
const compared =
  (suffix: string): Form['c'] =>
  (x, r) =>
    `${r} = cmpxchg${suffix}(${x}, 0, 1);`;
const added: Form['c'] = (x) => `atomic_add(1, ${x});`;
const exchanged =
  (word: string): Form['spec'] =>
  ({ x, b, own }) =>
    `atomic ${word} { let old${own} = ${x}  ${x} = ${b} }`;

export const stores: Readonly<Record<string, Form>> = {
  plain: storing(({ x, b }) => `${x} = ${b}`),
  WRITE_ONCE: storing(({ x, b }) => `WRITE_ONCE(${x}, ${b})`),
  smp_store_release: storing(({ x, b }) => `smp_store_release(${x}, ${b})`, release),
  rcu_assign_pointer: storing(({ x, b }) => `rcu_assign_pointer(${x}, ${b})`, release),
  smp_store_mb: storing(
    ({ x, b }) => `smp_store_mb(${x}, ${b})`,
    (x) => `smp_store_mb(*${x}, 1);`,
  ),
  atomic: storing(({ x, b }) => `atomic { ${x} = ${b} }`),
  relaxed: storing(({ x, b }) => `atomic relaxed { ${x} = ${b} }`),
  release: storing(({ x, b }) => `atomic release { ${x} = ${b} }`, release),
  full: storing(
    ({ x, b }) => `atomic full { ${x} = ${b} }`,
    (x) => alone(once(x)),
  ),
  xchg: storing(
    ({ x, b }) => `xchg(${x}, ${b})`,
    (x, r) => `${r} = xchg(${x}, 1);`,
  ),
  'xchg that is kept': storing(
    ({ x, b, own }) => `let old${own} = xchg(${x}, ${b})`,
    (x, r) => `${r} = xchg(${x}, 1);`,
  ),
  'xchg into a variable': {
    spec: ({ x, a, b, own }) => `old${own} = xchg(${x}, ${b})  old${own} = ${a}`,
    local: ({ own, type, a }) => `var old${own}: ${type} = ${a}\n`,
    c: (x, r) => `${r} = xchg(${x}, 1);`,
  },
  cmpxchg: storing(
    ({ x, a, b, own }) => `let ok${own} = cmpxchg(${x}, ${a}, ${b})`,
    (x, r) => `${r} = cmpxchg(${x}, 0, 1);`,
  ),
  'cmpxchg that is asked': storing(
    ({ x, a, b, own }) => `if cmpxchg(${x}, ${a}, ${b}) { no${own}: skip } else { ${x} = ${b} }`,
    (x, r) => `${r} = cmpxchg(${x}, 0, 1); if (${r} != 0) WRITE_ONCE(*${x}, 1); else smp_mb();`,
  ),
  'exchange that may fail': storing(failing(''), compared('')),
  'relaxed exchange that may fail': storing(failing('relaxed'), compared('_relaxed')),
  'acquiring exchange that may fail': storing(failing('acquire'), compared('_acquire')),
  'releasing exchange that may fail': storing(failing('release'), compared('_release')),
  'a number that is added': { spec: ({ x }) => `${x} += 2`, c: added, only: '0..2' },
  'members that are added': { spec: ({ x, b }) => `${x} += ${b}`, c: added, only: 'set<E>' },
  'one that is taken': { spec: ({ x }) => `pop(${x})`, c: added, only: 'seq<0..2, 2>' },
  'one that is taken and kept': { spec: ({ x, own }) => `let z${own} = pop(${x})`, c: (x, r) => `${r} = xchg(${x}, 1);`, only: 'seq<0..2, 2>' },
  'one that is removed': { spec: ({ x, own }) => `let z${own} = remove(${x}, 1)`, c: compared(''), only: 'seq<0..2, 2>' },
  'exchange in a block': storing(exchanged(''), (x, r) => `${r} = xchg(${x}, 1);`),
  'relaxed exchange': storing(exchanged('relaxed'), (x, r) => `${r} = xchg_relaxed(${x}, 1);`),
  'acquiring exchange': storing(exchanged('acquire'), (x, r) => `${r} = xchg_acquire(${x}, 1);`),
  'releasing exchange': storing(exchanged('release'), (x, r) => `${r} = xchg_release(${x}, 1);`),
  'full exchange': storing(exchanged('full'), (x, r) => `${r} = xchg(${x}, 1);`),
  'operation of one step': storing(
    ({ own }) => `${own}()`,
    once,
    ({ x, b, own }) => `atomic op ${own}() { ${x} = ${b} }`,
  ),
  'releasing operation': storing(
    ({ own }) => `${own}()`,
    release,
    ({ x, b, own }) => `atomic release op ${own}() { ${x} = ${b} }`,
  ),
  'operation with a barrier': storing(
    ({ own }) => `${own}()`,
    (x) => `smp_mb(); ${once(x)}`,
    ({ x, b, own }) => `atomic op ${own}() { atomic full { }  ${x} = ${b} }`,
  ),
  'operation of steps': storing(
    ({ own }) => `${own}()`,
    once,
    ({ x, b, own }) => `op ${own}() { ${x} = ${b} }`,
  ),
  'operation with a parameter': storing(
    ({ own, b }) => `${own}(${b})`,
    once,
    ({ x, own, type }) => `op ${own}(p: ${type}) { ${x} = p }`,
  ),
  'value that is kept': storing(({ x, b, own, type }) => `let v${own}: ${type} = ${b}  ${x} = v${own}`),
  'one of two values': storing(({ x, a, b }) => `${x} = ${b} if yes else ${a}`),
  'behind a condition': storing(({ x, a, b }) => `if yes { ${x} = ${b} } else { ${x} = ${a} }`),
  'in a loop': looping(({ x, b, own }) => `while n${own} { ${x} = ${b}  n${own} = false }`, once),
  'behind a jump': storing(({ x, a, b, own }) => `if yes { goto to${own} }  ${x} = ${a}  to${own}: ${x} = ${b}`),
  'what a load gave': { spec: ({ x, b, last }) => `${x} = ${b} if ${last} else ${b}`, c: (x, _, last) => `WRITE_ONCE(*${x}, 1 + (${last} ^ ${last}));` },
  'for each of a set': storing(
    ({ x, b, own }) => `atomic { for q${own} in {${b}} { ${x} = q${own} } }`,
    (x) => alone(once(x)),
  ),
  'a value that is chosen': storing(({ x, b, own }) => `choose c${own} in {${b}}  ${x} = c${own}`),
  'condition in a block': storing(({ x, a, b }) => `atomic { if yes { ${x} = ${b} } else { ${x} = ${a} } }`),
};

const read = (x: string, r: string): string => `${r} = READ_ONCE(*${x});`;
const acquire = (x: string, r: string): string => `${r} = smp_load_acquire(${x});`;
/** What follows depends on the value by control alone. */
const decided =
  (load: Form['c'] = read): Form['c'] =>
  (x, r, last) =>
    `${load(x, r, last)} if (${r}) ${r} = 1; else ${r} = 0;`;

export const loads: Readonly<Record<string, Form>> = {
  plain: storing(({ x, r }) => `${r} = ${x}`, read),
  READ_ONCE: storing(({ x, r }) => `${r} = READ_ONCE(${x})`, read),
  rcu_dereference: storing(({ x, r }) => `${r} = rcu_dereference(${x})`, read),
  smp_load_acquire: storing(({ x, r }) => `${r} = smp_load_acquire(${x})`, acquire),
  'value that is kept': storing(({ x, r, own }) => `let l${own} = ${x}  ${r} = l${own}`, read),
  'acquired value that is kept': storing(({ x, r, own }) => `let l${own} = smp_load_acquire(${x})  ${r} = l${own}`, acquire),
  atomic: storing(({ x, r }) => `atomic { ${r} = ${x} }`, read),
  relaxed: storing(({ x, r }) => `atomic relaxed { ${r} = ${x} }`, read),
  acquire: storing(({ x, r }) => `atomic acquire { ${r} = ${x} }`, acquire),
  full: storing(
    ({ x, r }) => `atomic full { ${r} = ${x} }`,
    (x, r) => alone(read(x, r)),
  ),
  condition: storing(({ x, b, r }) => `if ${x} == ${b} { ${r} = ${b} }`, decided()),
  'negated condition': storing(({ x, a, b, r }) => `if not (${x} == ${a}) { ${r} = ${b} }`, decided()),
  'acquired condition': storing(({ x, b, r }) => `if smp_load_acquire(${x}) == ${b} { ${r} = ${b} }`, decided(acquire)),
  'one of a few': storing(({ x, b, r }) => `if ${x} in {${b}} { ${r} = ${b} }`, decided()),
  'condition in a block': storing(({ x, b, r }) => `atomic { if ${x} == ${b} { ${r} = ${b} } }`, read),
  define: storing(
    ({ r, b, own }) => `if ${own}() { ${r} = ${b} }`,
    decided(),
    ({ x, b, own }) => `op ${own}(): bool { return ${x} == ${b} }`,
  ),
  'one of two values': storing(({ x, a, r }) => `${r} = ${x} if yes else ${a}`, read),
  'a comparison': storing(({ x, b, r, own }) => `let e${own} = ${x} == ${b}  if e${own} { ${r} = ${b} }`, decided()),
  'operation of one step': storing(
    ({ r, own }) => `${r} = ${own}()`,
    read,
    ({ x, own, type }) => `atomic op ${own}(): ${type} { return ${x} }`,
  ),
  'acquiring operation': storing(
    ({ r, own }) => `${r} = ${own}()`,
    acquire,
    ({ x, own, type }) => `atomic acquire op ${own}(): ${type} { return ${x} }`,
  ),
  'operation with a barrier': storing(
    ({ r, own }) => `${r} = ${own}()`,
    (x, r) => `${read(x, r)} smp_mb();`,
    ({ x, own, type }) => `atomic op ${own}(): ${type} { let k = ${x}  atomic full { }  return k }`,
  ),
  'operation of steps': storing(
    ({ r, own }) => `${r} = ${own}()`,
    read,
    ({ x, own, type }) => `op ${own}(): ${type} { let k = ${x}  return k }`,
  ),
  'operation with a parameter': storing(
    ({ x, r, own }) => `${r} = ${own}(${x})`,
    read,
    ({ own, type }) => `atomic op ${own}(p: ${type}): ${type} { return p }`,
  ),
  await: { spec: ({ x, b, r }) => `await ${x} == ${b}  ${r} = ${b}`, c: decided(), waits: true },
  'await in a block': { spec: ({ x, b, r }) => `atomic { await ${x} == ${b}  ${r} = ${b} }`, c: decided(), waits: true },
  'exchange that fails': storing(
    ({ x, b, r, own }) => `let f${own} = cmpxchg(${x}, ${b}, ${b})  if f${own} { ${r} = ${b} }`,
    decided((x, r) => `${r} = cmpxchg(${x}, 1, 1);`),
  ),
  'one of a set': storing(
    ({ x, b, r, own }) => `if exists q${own} in {${x}}: q${own} == ${b} { ${r} = ${b} }`,
    decided((x, r) => alone(read(x, r))),
  ),
  'in a loop': looping(({ x, r, own }) => `while n${own} { ${r} = ${x}  n${own} = false }`, read),
};
