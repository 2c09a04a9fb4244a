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
  get: doc('get', ['r: ref'], '', 'Takes a reference. At zero it is the violation `get_at_zero`, at the limit `overflow`.'),
  try_get: doc('try_get', ['r: ref'], 'bool', 'Takes a reference unless the count is zero, and says whether it did: one read-modify-write, "add unless zero".'),
  put: doc('put', ['r: ref'], 'int', 'Gives a reference back and returns the new count. At zero it is the violation `underflow`.'),
  freeze: doc('freeze', ['r: ref', 'n: int'], 'bool', 'Compare-and-exchange of the count from `n` to 0. It moves no reference.'),
  unfreeze: doc('unfreeze', ['r: ref', 'n: int'], '', 'A store of `n`, not an add: what happened to the count meanwhile is lost.'),
  count: doc('count', ['r: ref'], 'int', 'Reads the count; the value may be stale at once.'),
  touch: doc('touch', ['x'], '', 'A step that accesses the object, and checks that it is `live`.'),
  xchg: doc('xchg', ['place', 'value'], 'old', 'Stores the value and returns the old one, in one step.'),
  cmpxchg: doc('cmpxchg', ['place', 'old', 'new'], 'bool', 'Stores `new` if the place holds `old`, and says whether it did, in one step.'),
  append: doc('append', ['q: seq', 'x'], '', 'Adds to the end of a sequence. A full one is the violation `range of` the sequence.'),
  pop: doc('pop', ['q: seq'], 'first', 'Removes and returns the first of a sequence. An empty one is the violation `range of` the sequence.'),
  index: doc('index', ['actor'], 'int', 'The number of an instance in the array of its actors, from 0.'),
  min: doc('min', ['a: int', 'b: int'], 'int', 'The smaller of the two.'),
  max: doc('max', ['a: int', 'b: int'], 'int', 'The larger of the two.'),
  rest: doc('rest', ['f'], 'int', 'The references that nobody in the spec holds: the initial count without the initial holders.'),
};

/** Words of the language that hover explains. */
export const keywordDocs: Readonly<Record<string, string>> = {
  atomic: '`atomic { … }` makes several statements one step; an `await` may only stand first. Before `op` it makes every call one step.',
  await: '`await p` waits until `p` holds; reading shared state makes it a step. Waiting for ever is a deadlock.',
  idle: '`idle await p` is a legal place to wait for ever: no deadlock.',
  either: '`either … or …` takes no step of its own: the branch is chosen by the first step taken in it.',
  choose: '`choose x in S where p` is a step with one successor for each value.',
  repeat: '`repeat K { … }` runs K rounds; K may be `forever`.',
  loop: '`loop { … }` is `repeat forever`.',
  skip: 'A step that does nothing: it keeps the place in the order of steps.',
  goto: '`goto L` goes on at a label of the same text.',
  ghost: 'A ghost variable may be read by properties and ghost code only, and adds nothing to the design.',
  owns: 'A variable that `owns` holds the reference of the object that it points to: a PTE, the page cache, a returned pin.',
  ref: 'A reference counter: `get`, `try_get`, `put`, `freeze`, `unfreeze`, `count`. Who holds which reference follows from the text.',
  invariant: 'A formula that holds in every reachable state; where it mentions a step (`x\'`, `step is`, `no new refs`), on every step.',
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
  expect: 'What the check is to find: `holds`, `violates P within N`, `deadlocks`. It fails where it is otherwise, in both directions.',
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
  ignore: '`ignore deadlock` leaves an implicit property out.',
  forever: 'As a count: no limit.',
};
