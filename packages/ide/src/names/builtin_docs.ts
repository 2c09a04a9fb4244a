import type { OrderWord, Word } from '@mmspec/syntax';
import { implicitNames } from '@mmspec/system';
import type { PropertyKind } from '@mmspec/system';

/** What the language itself declares, for hover, completion and signature help. */
export interface BuiltinDoc {
  readonly signature: string;
  readonly parameters: readonly string[];
  readonly text: string;
}

const doc = (name: string, parameters: readonly string[], result: string, text: string): BuiltinDoc => {
  return { signature: `${name}(${parameters.join(', ')})${result === '' ? '' : `: ${result}`}`, parameters, text };
};

export const builtinDocs: Readonly<Record<string, BuiltinDoc>> = {
  get: doc(
    'get',
    ['r: ref', 'n: int = 1'],
    '',
    'Takes a reference, or `n` of them in one step. At zero it is the violation `get_at_zero`, and the count is raised all the same; at the limit it is `overflow`.',
  ),
  try_get: doc('try_get', ['r: ref'], 'bool', 'Takes a reference unless the count is zero, and says whether it did: one read-modify-write, "add unless zero".'),
  put: doc(
    'put',
    ['r: ref', 'n: int = 1'],
    'int',
    'Gives a reference back, or `n` of them in one step, and returns the new count. With fewer there it is the violation `underflow`. A variable that `owns` its references may stand for their counter, and is `none` afterwards.',
  ),
  sub_and_test: doc('sub_and_test', ['r: ref', 'n: int'], 'bool', 'Gives `n` references back, and says whether none is left: `put(r, n) == 0`, in one step.'),
  freeze: doc('freeze', ['r: ref', 'n: int'], 'bool', 'Compare-and-exchange of the count from `n` to 0. It moves no reference.'),
  unfreeze: doc('unfreeze', ['r: ref', 'n: int'], '', 'A store of `n`, not an add: what happened to the count meanwhile is lost.'),
  count: doc('count', ['r: ref'], 'int', 'Reads the count; the value may be stale at once.'),
  touch: doc('touch', ['x'], '', 'A step that accesses the object: it must be `live`, and so must all that it is embedded in.'),
  xchg: doc('xchg', ['place', 'value'], 'old', 'Stores the value and returns the old one, in one step.'),
  cmpxchg: doc('cmpxchg', ['place', 'old', 'new'], 'bool', 'Stores `new` if the place holds `old`, and says whether it did, in one step.'),
  append: doc('append', ['q: seq', 'x'], '', 'Adds to the end of a sequence. A full one is the violation `range of` the sequence.'),
  pop: doc('pop', ['q: seq'], 'first', 'Removes and returns the first of a sequence. An empty one is the violation `range of` the sequence.'),
  insert: doc(
    'insert',
    ['q: seq', 'i: int', 'x'],
    '',
    'Adds before the element at `i`, at the end where `i` is the length. No such place, or a full one, is the violation `range of` the sequence.',
  ),
  remove: doc('remove', ['q: seq', 'x'], 'bool', 'Takes out the first element that equals `x`, and says whether there was one, in one step.'),
  remove_at: doc(
    'remove_at',
    ['q: seq', 'i: int'],
    'element',
    'Removes and returns the element at `i`, from 0. None there is the violation `range of` the sequence.',
  ),
  first: doc('first', ['q: seq'], 'element', 'The element that `pop` would take. None is the violation `range of` the sequence.'),
  last: doc('last', ['q: seq'], 'element', 'The element that was appended last. None is the violation `range of` the sequence.'),
  find: doc('find', ['q: seq', 'x'], 'int?', 'Where the first element that equals `x` stands, from 0; `none` where there is none.'),
  index: doc('index', ['actor'], 'int', 'The number of an instance in the array of its actors, from 0.'),
  min: doc('min', ['a: int', 'b: int'], 'int', 'The smaller of the two.'),
  max: doc('max', ['a: int', 'b: int'], 'int', 'The larger of the two.'),
  might_sleep: doc(
    'might_sleep',
    [],
    '',
    'No step of its own. Called with preemption, bottom halves or interrupts off, in a handler, or in an RCU reader it is the violation `sleeps_in_atomic`.',
  ),
  in_task: doc('in_task', [], 'bool', 'The actor that asks is a task, no softirq, hardirq or NMI.'),
  irqs_disabled: doc('irqs_disabled', [], 'bool', 'Interrupts are off on this CPU, or a hardirq or NMI runs.'),
  shares_cpu: doc('shares_cpu', [], 'bool', 'Other actors run on the CPU of the actor that asks.'),
  preemptible: doc(
    'preemptible',
    [],
    'bool',
    'A task asks that shares its CPU, and has neither preemption nor bottom halves nor interrupts off. Elsewhere false: nobody else runs there.',
  ),
  is_handler: doc('is_handler', ['actor'], 'bool', 'The actor is a softirq, a hardirq or an NMI.'),
  in_interrupt: doc(
    'in_interrupt',
    ['actor'],
    'bool',
    'The actor is a handler that runs where the step begins: interrupted or not, but not at its beginning, at an `idle await`, or done.',
  ),
  in_hardirq: doc('in_hardirq', ['actor'], 'bool', 'The actor is a hardirq or an NMI that runs where the step begins: interrupts are off on its CPU.'),
  irq_count_inc: doc('irq_count_inc', [], '', 'Interrupts off on this CPU, once more. The library calls it: `local_irq_disable()`.'),
  irq_count_dec: doc('irq_count_dec', [], '', 'Takes one `irq_count_inc()` back.'),
  bh_count_inc: doc('bh_count_inc', [], '', 'Softirqs off on this CPU, once more. The library calls it: `local_bh_disable()`.'),
  bh_count_dec: doc('bh_count_dec', [], '', 'Takes one `bh_count_inc()` back.'),
  preempt_count_inc: doc('preempt_count_inc', [], '', 'No other task runs on the CPU of this one. The library calls it: `preempt_disable()`, `spin_lock()`.'),
  preempt_count_dec: doc('preempt_count_dec', [], '', 'Takes one `preempt_count_inc()` back.'),
  rcu_depth_inc: doc('rcu_depth_inc', [], '', 'The actor is an RCU reader, once more. The library calls it: `rcu_read_lock()`.'),
  rcu_depth_dec: doc('rcu_depth_dec', [], '', 'Takes one `rcu_depth_inc()` back.'),
  sum: doc(
    'sum',
    ['x in S: e'],
    'int',
    'The sum of `e` over the members of a set or the elements of a sequence; with `where p` before the colon over those for which `p` holds.',
  ),
  rest: doc('rest', ['f'], 'int', 'The references that nobody in the spec holds: the initial count without the initial holders.'),
};

/** Accesses as the kernel writes them. */
export const macroDocs: Readonly<Record<string, BuiltinDoc>> = {
  READ_ONCE: doc('READ_ONCE', ['place'], 'value', 'The value of a variable or field. It orders nothing by itself; what is computed from it comes after it.'),
  rcu_dereference: doc('rcu_dereference', ['place'], 'value', 'As `READ_ONCE`: accesses through what it gives come after it.'),
  smp_load_acquire: doc('smp_load_acquire', ['place'], 'value', 'The value of a variable or field; everything after it comes after it.'),
  WRITE_ONCE: doc('WRITE_ONCE', ['place', 'value'], '', 'Stores the value. It orders nothing by itself.'),
  smp_store_release: doc('smp_store_release', ['place', 'value'], '', 'Stores the value; everything before it comes before it.'),
  rcu_assign_pointer: doc('rcu_assign_pointer', ['place', 'value'], '', 'As `smp_store_release`: who reads the pointer sees what it points to.'),
  smp_store_mb: doc('smp_store_mb', ['place', 'value'], '', 'Stores the value, and smp_mb() behind it.'),
};

/** What the words after `atomic` order, under `memory tso` and `memory weak`. */
export const orderDocs: Readonly<Record<OrderWord, string>> = {
  relaxed: 'none of its own; other accesses of the same place, and what it depends on, stay in order.',
  acquire: 'everything after it comes after it.',
  release: 'everything before it comes before it.',
  full: 'everything before it comes before it, and everything after it after it; an operation that fails orders nothing.',
  read: 'a barrier: loads before it come before loads after it.',
  write: 'a barrier: stores before it come before stores after it.',
  lock: 'that of a lock: everything after it comes after it, and after an unlock before it what came before that unlock, but for a store before a load.',
  unlock: 'that of an unlock: everything before it comes before it.',
  enter: 'it enters a section that others wait for: what follows it is not over before the section is entered.',
  leave: 'it leaves a section that others wait for: what comes before it is over.',
};

/** What stands after `as`. */
export const contextDocs: Readonly<Record<string, string>> = {
  task: 'A task: everybody else on its CPU may interrupt it, and other tasks may run between its steps.',
  softirq: 'A softirq: it interrupts tasks, where neither bottom halves nor interrupts are off.',
  hardirq: 'A hardirq: it interrupts tasks and softirqs, where interrupts are not off.',
  nmi: 'An NMI: it interrupts everybody on its CPU, and nothing masks it.',
};

/** What properties alone can ask; their names are words of the language. */
export const propertyDocs: Readonly<Record<string, BuiltinDoc>> = {
  holders: doc('holders', ['f'], 'set', 'The actors that hold a reference on f.'),
  refs: doc('refs', ['f by S'], 'int', 'How many references on f are held, by anybody or by the actors S.'),
  enabled: doc('enabled', ['A.L'], 'bool', 'The actor can take a step now, or this one.'),
};

const docsOfWords: Readonly<Record<Word | 'done', string>> = {
  or: '`p or q`: one of both holds; where p does, q is not looked at. In `either { … } or { … }` it begins the next branch.',
  and: '`p and q`: both hold; where p does not, q is not looked at.',
  not: '`not p`: p does not hold. `x not in S`: x is no element of S.',
  in: '`x in S`: x is an element of S. After a new name: it stands for each element, or for one that is chosen.',
  true: 'The truth value of what holds.',
  false: 'The truth value of what does not hold.',
  is: '`step is L`: the step that is taken. After the steps of a scenario: whether they are `possible` or `impossible`.',
  to: '`p leads to q`. `ref to N`: a counter that goes up to N.',
  no: '`no new refs on f`: this step takes no reference on f.',
  on: '`new refs on f`: of this object. `actor a on cpu[0]`: the CPU that it shares with others.',
  cpu: '`on cpu[e]`: the number of the CPU of each instance. `op f() on cpu`: the form of f for actors on one.',
  as: '`as softirq`, `as hardirq`, `as nmi`: what the actor is on its CPU; it interrupts what is below.',
  memory:
    '`memory sc` in a check: every access takes effect at once, in the order of the text. `memory tso`: x86, where a store may be seen late. `memory weak`: the order that the kernel asks of every architecture, as one machine; it is not the memory model of the kernel. An axis of matrices too.',
  window: '`window 3` beside `memory tso` or `memory weak`: so many accesses of one actor may be under way at a time. Without it 2 are tried, then 3, then 4.',
  impossible: 'What the scenario is expected to be: no run has these steps in this order.',
  atomic: '`atomic { … }` makes several statements one step; an `await` may only stand first. Before `op` it makes every call one step.',
  relaxed: '`atomic relaxed`: the step orders nothing else. Orders count under `memory tso` and `memory weak`.',
  acquire: '`atomic acquire`: what follows is performed after it.',
  release: '`atomic release`: what came before is performed before it.',
  full: '`atomic full`: everything before it is performed before it, and everything after it later. `atomic full { }` is a barrier, as smp_mb().',
  read: '`atomic read { }` is a barrier as smp_rmb(): loads before it are performed before what follows.',
  write: '`atomic write { }` is a barrier as smp_wmb(): stores before it are performed before stores that follow.',
  lock: '`atomic lock`: takes a lock. It is an acquire, and what came before an earlier unlock of any lock stays before what follows, but stores before loads.',
  unlock: '`atomic unlock`: frees a lock; a release.',
  section: '`atomic section enter`, `atomic section leave`: the marks of a section that others wait for, as of RCU.',
  enter: '`atomic section enter`: what follows is performed after it; what came before may move inside.',
  leave: '`atomic section leave`: what came before is performed before it; what follows may move inside.',
  await: '`await p` waits until `p` holds; reading shared state makes it a step. Waiting for ever is a deadlock.',
  idle: '`idle await p` is a legal place to wait for ever: no deadlock.',
  either: '`either … or …` takes no step of its own: the branch is chosen by the first step taken in it.',
  choose: '`choose x in S where p` is a step with one successor for each value; `choose s within S` with one for each subset.',
  repeat: '`repeat K { … }` runs K rounds; K may be `forever`.',
  loop: '`loop { … }` is `repeat forever`.',
  skip: 'A step that does nothing: it keeps the place in the order of steps.',
  goto: '`goto L` goes on at a label of the same text.',
  ghost: 'A ghost variable may be read by properties and ghost code only, and adds nothing to the design.',
  owns: 'A variable that `owns` holds the reference of the object that it points to: a PTE, the page cache, a returned pin. `owns n x: T?` holds `n`, as the bias of a driver.',
  ref: 'A reference counter: `get`, `try_get`, `put`, `freeze`, `unfreeze`, `count`. Who holds which reference follows from the text.',
  invariant: "A formula that holds in every reachable state; where it mentions a step (`x'`, `step is`, `no new refs`), on every step.",
  temporal: 'A formula with `always`, `eventually`, `until`, `leads to`, under the fairness that it states.',
  possible: 'From every reachable state a state can be reached where this holds (AG EF).',
  reachable: 'Some reachable state satisfies this: a guard against specs that hold because nothing happens.',
  check: 'A test: settings, and what is expected. Without `expect` it is a question whose answer is printed.',
  scenario: 'Asks whether the steps can happen in this order; `;;` forbids others between two.',
  variant: 'A design switch that checks set.',
  const: 'A size that checks set.',
  holders: '`holders(f)`: the actors that hold a reference on f.',
  refs: '`refs(f)`: how many references on f are held; `refs(f by S)`: by these.',
  mover: 'The actor that takes this step; `none` for an action.',
  live: '`live when p`: an access to the object while p is false is the violation `Type.live`.',
  enabled: '`enabled(A)`: the actor can take a step now; `enabled(A.L)`: this one.',
  quiescent: 'Every actor is done or waits in an `idle await`.',
  at: '`A at L`: the next step of A is the one at L; `A at {a, b..c, done}`: one of these places.',
  done: 'The actor has come to the end of its text.',
  step: '`step is L`: the step that is taken executes something under the label or in the operation L.',
  holds: '`a holds f`: the actor holds a reference on f. After `expect`: no property is violated.',
  expect:
    'What the check is to find: `holds`, `violates P within N`, `deadlocks`, and `undecided P` over an open range. It fails where it is otherwise, in both directions.',
  waits: 'In a scenario, `vcpu[0] waits at lock`: the actor stands there and cannot move.',
  deadlock: 'As the last word of a scenario: nobody can move, and not everybody may wait for ever.',
  violates: '`violates P within N`: P is violated, by a counterexample of at most N steps, and so is each that is named, and nothing else.',
  within: 'A bound for the steps of the shortest counterexample, the one that breaks the property included.',
  under: '`under fair A`: runs in which A can always take a step and never does are left out.',
  fair: 'What can always take a step takes one; `strongly fair`: what can again and again.',
  implies: '`p implies q`: where p holds, q holds.',
  always: '`always p`: p holds from here on.',
  eventually: '`eventually p`: p holds now or later, on every run.',
  until: '`p until q`: q comes, and p holds up to then.',
  leads: '`p leads to q`: whenever p holds, q holds then or later.',
  import: '`import kernel.folio` brings what that file declares; files lie beside this one, above it, or in the library.',
  module: 'The name of the spec: that of its file.',
  object: 'Something that exists for ever, with fields and invariants about each of its kind.',
  actor: 'Something that takes steps; `actor vcpu[N]` are several.',
  op: 'An operation with steps of its own; `atomic op` is one step.',
  action: 'A step of the environment, whenever its guard holds.',
  shared: 'A variable that every actor sees: reading or writing it is a step.',
  bound:
    '`bound p` in a check: states in which `p` is false are counted and judged, and the search goes no further from there. What holds then holds within the bound.',
  except: '`fair a except a.idle`: where it may stop for ever. At every other step it may not.',
  ignore: '`ignore deadlock` leaves an implicit property out.',
  if: 'A condition that reads shared state is a step, before what stands in the branch.',
  else: 'The other branch of `if`.',
  while: '`while p { … }`: each look at shared state in `p` is a step.',
  for: '`for x in S { … }` visits all elements in one step, inside `atomic`. After the name of a check: its axes.',
  return: 'Ends the operation, with its value, or the actor.',
  break: 'Leaves the innermost loop.',
  continue: 'Goes on with the next round of the innermost loop.',
  assert: 'A step that is a violation where its condition is false, named by its actor and label.',
  let: 'A local name for a value, which does not change.',
  var: 'A local variable; at the top of an actor it is part of the state, and properties can read it.',
  self: 'The actor whose text this is.',
  none: 'No object, no actor, no value: the empty option.',
  when: 'What must hold for the object to be alive, the action or the atomic block to begin, or the expectation to be meant.',
  where: 'Only those for which this holds.',
  of: '`check c of A, B` judges these properties alone; `range of x` is the property that x fits its range.',
  by: 'Only references that these actors hold.',
  new: '`new refs on f`: this step takes a reference on f; `no new refs on f`: it does not.',
  forall: '`forall x in S: p`: p holds for each.',
  exists: '`exists x in S: p`: p holds for one at least.',
  iff: '`p iff q`: both hold or neither.',
  strongly: '`strongly fair`: what can take a step again and again takes one.',
  undecided:
    '`undecided P`, of a check over an open range: P holds for the numbers that are searched, and whether it does for every one cannot be decided. It fails where P is proved, or violated.',
  deadlocks: 'The check finds a state in which nobody can move and somebody is not done.',
  violated: 'This property is expected to be violated, unless a check says otherwise.',
  define: 'A name for a formula or value, written in where it is used.',
  enum: 'A type of named values.',
  record: 'A type of several fields, a value as a whole.',
  set: '`set<T>`: a set of values; `+=` is union, `-=` difference, `|s|` its size.',
  seq: '`seq<T, n>`: at most n values in order; `append`, `pop`, `insert`, `remove`, `remove_at`, `first`, `last`, `find`, `q[i]`.',
  bool: 'A truth value.',
  forever: 'As a count: no limit.',
};

/** Words of the language, as hover explains them; `done` is the place at the end of an actor. */
export const keywordDocs: Readonly<Record<string, string>> = docsOfWords;

/** By kind of property: what violates it; empty for those that a spec declares. */
const docsByKind: Readonly<Record<PropertyKind, string>> = {
  state: '',
  step: '',
  assertion: '',
  live: '',
  reachable: '',
  possible: '',
  temporal: '',
  deadlock: 'A state without a step in which some actor is neither done nor at an `idle await`.',
  range: 'A value that does not fit, or an index that does not exist; `range of x`: of this variable.',
  underflow: 'A reference counter below 0.',
  overflow: 'A reference counter above its limit.',
  sleeps_in_atomic: 'Something that may sleep is called with preemption, bottom halves or interrupts off, in a handler, or in an RCU reader. The run goes on.',
  get_at_zero: '`get` on a counter that is 0. The count is raised, and the run goes on.',
  null_reference: 'A step that reads or writes through `none`, or stores `none` where it cannot stand. The run ends there.',
  lost_reference: 'A counter that differs from the references that exist.',
};

/** The properties that every spec has without declaring them, by what violates them. */
export const implicitDocs: Readonly<Record<string, string>> = Object.fromEntries(implicitNames.map((kind) => [kind, docsByKind[kind]]));
