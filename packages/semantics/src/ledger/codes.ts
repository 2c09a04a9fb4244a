import type { CodeDescription, Diagnostic } from '@mmspec/source';

/*
 * The diagnostics of the ledger.
 */

export type LedgerCode =
  | 'MM0421'
  | 'MM0422'
  | 'MM0423'
  | 'MM0424'
  | 'MM0425'
  | 'MM0426'
  | 'MM0427'
  | 'MM0428'
  | 'MM0429'
  | 'MM0430'
  | 'MM0431'
  | 'MM0432'
  | 'MM0433'
  | 'MM0434'
  | 'MM0435'
  | 'MM0436'
  | 'MM0437';

interface LedgerDescription extends CodeDescription {
  readonly code: LedgerCode;
  /** One sentence, repeated in every diagnostic. */
  readonly why: string;
}

const folio = `object Folio {
  refcount: ref = 1
  busy: bool = false
}
shared folio: Folio
`;

function spec(text: string, declarations: string = folio): string {
  return `module example\n\n${declarations}\n${text}`;
}

const descriptions: readonly LedgerDescription[] = [
  {
    code: 'MM0421',
    severity: 'error',
    title: 'paths with different references meet',
    why: 'Which references an actor holds must follow from its location alone, so that `holders`, `refs` and the ledger have one answer.',
    text: 'The ledger follows every path of an actor and notes which references it holds before each step. Where two paths meet with different holdings, no answer is right for both. Often one of the paths forgot a put. The common false start is a `get` whose reference nobody is said to have: the step gives it to the actor, and a plain variable in which the pointer is stored takes nothing. Where a list, a slot or a descriptor keeps the reference, say so, `shared owns slot: Folio? = none`: storing the pointer then moves the reference from the actor there, and `xchg(slot, none)` moves it back. Where both paths are right, let the paths go on at different labels, or keep the reference in an `owns` variable, whose value tells whether there is one.',
    example: spec('actor user {\n  get:  if folio.busy { get(folio.refcount) }\n  use:  touch(folio)\n  put:  put(folio.refcount)\n}\n'),
    fix: spec(
      'actor user {\n  test: if not folio.busy { goto out }\n  get:  get(folio.refcount)\n  use:  touch(folio)\n  put:  put(folio.refcount)\n  out:  skip\n}\n',
    ),
  },
  {
    code: 'MM0422',
    severity: 'error',
    title: 'a name is lost while a reference is held under it',
    why: 'The ledger finds a held reference by the name under which it was taken, so the name must keep its value until the put.',
    text: 'A reference is held under a name: the local or the object that the `get` was given. While it is held, the name may neither be assigned nor go out of scope, unless another name for the same object is left, as after `page = f`.',
    example: spec(
      'actor user {\n  loop {\n    pick: choose f in folio\n    get:  get(f.refcount)\n    use:  touch(f)\n  }\n}\n',
      folio.replace('shared folio: Folio', 'shared folio: Folio[2]'),
    ),
    fix: spec(
      'actor user {\n  loop {\n    pick: choose f in folio\n    get:  get(f.refcount)\n    use:  touch(f)\n    put:  put(f.refcount)\n  }\n}\n',
      folio.replace('shared folio: Folio', 'shared folio: Folio[2]'),
    ),
  },
  {
    code: 'MM0423',
    severity: 'warning',
    title: 'a put without a held reference',
    why: 'Who puts a reference must have it; otherwise the count no longer says how many there are.',
    text: 'On some path the actor comes to this put without a reference of its own. The references that exist from the beginning belong to nobody, or to `owns` variables: put one of those by naming the variable, `put(cache.refcount)`, or take it out first with `xchg`.',
    example: spec('actor user {\n  put: put(folio.refcount)\n}\n'),
    fix: spec('shared owns cache: Folio? = folio\nactor user {\n  take: owns let old = xchg(cache, none)\n  put:  if old != none { put(old.refcount) }\n}\n'),
  },
  {
    code: 'MM0424',
    severity: 'warning',
    title: 'the end with a reference held',
    why: 'A reference that an actor holds when it ends is never put.',
    text: 'On some path the actor ends, or an action is over, while a reference is held. If it is meant to outlive the actor, as a pin does, move it into an `owns` variable.',
    example: spec('actor user {\n  get: get(folio.refcount)\n  use: touch(folio)\n}\n'),
    fix: spec('actor user {\n  owns var pin: Folio? = none\n  get: get(folio.refcount)\n  pin = folio\n  use: touch(folio)\n}\n'),
  },
  {
    code: 'MM0425',
    severity: 'error',
    title: 'a loop that gathers references',
    why: 'The ledger counts the references held under each name; a `for` that takes one in every round has no name for each of them.',
    text: 'A round of `for` must leave the references as it found them. Move each into an `owns` variable of its own in the same round, for instance an element of an array.',
    example: spec('actor user {\n  all: atomic { for f in pool { get(f.refcount) } }\n}\n', folio.replace('shared folio: Folio', 'shared pool: Folio[2]')),
    fix: spec(
      'shared owns slot: Folio?[pool] = none\nactor user {\n  all: atomic { for f in pool { get(f.refcount)  slot[f] = f } }\n}\n',
      folio.replace('shared folio: Folio', 'shared pool: Folio[2]'),
    ),
  },
  {
    code: 'MM0426',
    severity: 'error',
    title: 'a reference without a lasting name',
    why: 'The ledger finds a held reference by its name, which must mean the same object as long as the reference is held.',
    text: 'A reference taken through a shared variable, `get(slot.refcount)`, has no lasting name: another actor may change `slot` in the next step. Load it into a local first. The result of `xchg` on an `owns` variable brings a reference along and so needs a name too.',
    example: spec(
      'shared slot: Folio? = folio\nactor writer { clear: slot = none }\nactor user {\n  get: atomic { if slot == none { return }  get(slot.refcount) }\n  use: skip\n}\n',
      folio.replace('shared folio: Folio', 'shared pool: Folio[2]').concat(''),
    ).replaceAll('= folio\n', '= pool[0]\n'),
    fix: spec(
      'shared slot: Folio? = pool[0]\nactor writer { clear: slot = none }\nactor user {\n  var f: Folio? = none\n  get: atomic { f = slot  if f == none { return }  get(f.refcount) }\n  use: skip\n  put: put(f.refcount)\n}\n',
      folio.replace('shared folio: Folio', 'shared pool: Folio[2]'),
    ),
  },
  {
    code: 'MM0427',
    severity: 'error',
    title: 'two names that may be the same object',
    why: 'Whose reference is given up must follow from the text.',
    text: 'The actor holds a reference under one name and puts another name that may or may not be the same object. Use the name under which the reference was taken.',
    example: spec(
      'actor user {\n  a: choose f in pool\n  b: choose g in pool\n  get: get(f.refcount)\n  put: put(g.refcount)\n}\n',
      folio.replace('shared folio: Folio', 'shared pool: Folio[2]'),
    ),
    fix: spec(
      'actor user {\n  a: choose f in pool\n  b: choose g in pool\n  get: get(f.refcount)\n  put: put(f.refcount)\n}\n',
      folio.replace('shared folio: Folio', 'shared pool: Folio[2]'),
    ),
  },
  {
    code: 'MM0428',
    severity: 'error',
    title: 'a number of references that is not constant',
    why: 'The ledger must know how many references a step makes, gives up or moves.',
    text: 'A plain store to a `ref`, `+=` and `-=` make or give up as many references as the number says, so it must be a constant, or a local that keeps its value; so it is with `get(r, n)` and `put(r, n)`. `freeze` and `unfreeze` take any number: they move no ownership. A `cmpxchg` on an `owns` variable must be tested, since only then is it known whether the reference moved.',
    example: spec('actor user {\n  var n: 0..3 = 0\n  pick: choose n in 0..3\n  set:  folio.refcount = n\n}\n'),
    fix: spec(
      'actor user {\n  owns var page: Folio? = none\n  set: atomic { await folio.refcount == 0  folio.refcount = 1  page = folio }\n  put: put(page.refcount)\n}\n',
    ),
  },
  {
    code: 'MM0429',
    severity: 'warning',
    title: 'a full owner is overwritten or dropped',
    why: 'An `owns` variable that points to something holds a reference on it, which is lost when the variable is overwritten or goes out of scope.',
    text: 'On this path the variable certainly owns a reference. Put it, or take it out with `xchg`, before the variable gets another value or its scope ends.',
    example: spec('actor user {\n  owns var page: Folio? = none\n  get: atomic { get(folio.refcount)  page = folio  page = none }\n}\n'),
    fix: spec('actor user {\n  owns var page: Folio? = none\n  get: atomic { get(folio.refcount)  page = folio }\n  put: put(page.refcount)\n}\n'),
  },
  {
    code: 'MM0430',
    severity: 'warning',
    title: 'an owner gets a reference that nobody had',
    why: 'Storing into an `owns` variable moves a reference of the actor there; one that the actor does not hold cannot move.',
    text: 'After such a store the variable counts as one reference more than there are, and `lost_reference` is violated. Take a reference before the store.',
    example: spec('shared owns cache: Folio? = none\nactor user {\n  add: cache = folio\n}\n'),
    fix: spec('shared owns cache: Folio? = none\nactor user {\n  add: atomic { get(folio.refcount)  cache = folio }\n}\n'),
  },
  {
    code: 'MM0431',
    severity: 'warning',
    title: 'the end with a lock held',
    why: 'A lock that an actor holds when it ends is never released, unless another actor does that.',
    text: 'On some path the actor ends after it took the lock and did not release it. Locks are objects with a bit `held`, or with an `owner`, as in the kernel library. A lock that some actor releases without having taken it is never reported.',
    example: spec(
      'actor user {\n  take: lock(folio.lock)\n  use:  if folio.busy { return }\n  free: unlock(folio.lock)\n}\n',
      `import kernel.lock\n${folio.replace('busy:', 'lock: Lock\n  busy:')}`,
    ),
    fix: spec(
      'actor user {\n  take: lock(folio.lock)\n  use:  if folio.busy { goto free }\n  touch(folio)\n  free: unlock(folio.lock)\n}\n',
      `import kernel.lock\n${folio.replace('busy:', 'lock: Lock\n  busy:')}`,
    ),
  },
  {
    code: 'MM0432',
    severity: 'warning',
    title: 'circular locking',
    why: 'Each of them can hold one of the locks and wait for the next, for ever, even where no run of these checks shows it.',
    text: 'Some actor waits for the second lock while it holds the first, and another one does it the other way round, perhaps through further locks. Take them in one order everywhere, or hold a third lock around both. Trying a lock does not wait for it. Only locks in objects that are known by name are compared.',
    example: spec(
      'actor user {\n  folio: lock(folio.lock)\n  inode: lock(inode.lock)\n  free:  unlock(inode.lock)\n  end:   unlock(folio.lock)\n}\nactor truncate {\n  inode: lock(inode.lock)\n  folio: lock(folio.lock)\n  free:  unlock(folio.lock)\n  end:   unlock(inode.lock)\n}\n',
      `import kernel.lock\n${folio.replace('busy:', 'lock: Lock\n  busy:')}object Inode { lock: Lock }\nshared inode: Inode\n`,
    ),
    fix: spec(
      'actor user {\n  inode: lock(inode.lock)\n  folio: lock(folio.lock)\n  free:  unlock(folio.lock)\n  end:   unlock(inode.lock)\n}\nactor truncate {\n  inode: lock(inode.lock)\n  folio: lock(folio.lock)\n  free:  unlock(folio.lock)\n  end:   unlock(inode.lock)\n}\n',
      `import kernel.lock\n${folio.replace('busy:', 'lock: Lock\n  busy:')}object Inode { lock: Lock }\nshared inode: Inode\n`,
    ),
  },
  {
    code: 'MM0433',
    severity: 'warning',
    title: 'what is off is not nested',
    why: 'Whoever turns interrupts, bottom halves or preemption off turns them on again, as often and on every path; so it is with RCU read sections.',
    text: 'The counts are followed over all paths of an actor, as sparse and lockdep do. An actor that ends with something off keeps others from its CPU for ever; where two paths meet with different counts, one of them forgot something.',
    example: spec('actor user {\n  off: local_irq_disable()\n  use: if folio.busy { return }\n  on:  local_irq_enable()\n}\n', `import kernel.irq\n${folio}`),
    fix: spec(
      'actor user {\n  off: local_irq_disable()\n  use: if folio.busy { goto on }\n  touch(folio)\n  on:  local_irq_enable()\n}\n',
      `import kernel.irq\n${folio}`,
    ),
  },
  {
    code: 'MM0434',
    severity: 'warning',
    title: 'sleeping where nothing may',
    why: 'Who sleeps gives its CPU away, which it may not do in a handler, with interrupts, bottom halves or preemption off, or in an RCU read section.',
    text: 'The operations that sleep say `might_sleep()`, as in the kernel. A run that comes there violates `sleeps_in_atomic`; this says the same without one, where it is so on every path.',
    example: spec(
      'actor user {\n  spin: spin_lock(spin)\n  take: mutex_lock(mutex)\n  give: mutex_unlock(mutex)\n  free: spin_unlock(spin)\n}\n',
      'import kernel.spinlock\nimport kernel.mutex\nshared spin: Spinlock\nshared mutex: Mutex\n',
    ),
    fix: spec(
      'actor user {\n  take: mutex_lock(mutex)\n  spin: spin_lock(spin)\n  free: spin_unlock(spin)\n  give: mutex_unlock(mutex)\n}\n',
      'import kernel.spinlock\nimport kernel.mutex\nshared spin: Spinlock\nshared mutex: Mutex\n',
    ),
  },
  {
    code: 'MM0435',
    severity: 'warning',
    title: 'inconsistent lock state',
    why: 'A handler that comes while the lock is held on its CPU spins for ever: its holder cannot go on before the handler ends.',
    text: 'As lockdep does it, the lock is judged by its uses: a handler waits for it, and somebody whom the handler may interrupt takes it while the handler is not masked. On which CPUs the actors are placed does not matter; an actor that is placed on none has one of its own, which nobody interrupts. Only locks in objects that are known by name are compared.',
    example: spec(
      'actor user on cpu[0] {\n  take: spin_lock(guard)\n  free: spin_unlock(guard)\n}\nactor tick on cpu[0] as hardirq {\n  take: spin_lock(guard)\n  free: spin_unlock(guard)\n}\n',
      'import kernel.spinlock\nshared guard: Spinlock\n',
    ),
    fix: spec(
      'actor user on cpu[0] {\n  take: spin_lock_irqsave(guard)\n  free: spin_unlock_irqrestore(guard)\n}\nactor tick on cpu[0] as hardirq {\n  take: spin_lock(guard)\n  free: spin_unlock(guard)\n}\n',
      'import kernel.spinlock\nshared guard: Spinlock\n',
    ),
  },
  {
    code: 'MM0436',
    severity: 'warning',
    title: 'recursive locking',
    why: 'Who waits for a lock that it holds itself waits for ever.',
    text: 'On every path to this place the actor has taken the lock and not released it. Locks of the kernel do not nest; an operation that needs one either takes it or says that its caller has it.',
    example: spec(
      'actor user {\n  take:  spin_lock(guard)\n  again: spin_lock(guard)\n  free:  spin_unlock(guard)\n}\n',
      'import kernel.spinlock\nshared guard: Spinlock\n',
    ),
    fix: spec('actor user {\n  take: spin_lock(guard)\n  free: spin_unlock(guard)\n}\n', 'import kernel.spinlock\nshared guard: Spinlock\n'),
  },
  {
    code: 'MM0437',
    severity: 'warning',
    title: 'use of an owner after its put',
    why: 'A put empties the `owns` variable that it names, so that whoever goes on through it has a null reference.',
    text: 'On a path that comes here the variable was put, or its reference moved out of it, and it is `none` since. The object may be meant still, as where the last put is followed by its freeing: then keep the pointer in a local before the put. A local that does not own is no reference, and says so.',
    example: spec('actor user {\n  get: get(folio.refcount)\n  owns let mine: Folio? = folio\n  put: put(mine)\n  free: mine.busy = true\n}\n'),
    fix: spec('actor user {\n  get: get(folio.refcount)\n  owns let mine: Folio? = folio\n  put: put(mine)\n  free: folio.busy = true\n}\n'),
  },
];

/** The codes of the ledger, for `mmspec explain`. */
export const ledgerCodes: readonly CodeDescription[] = descriptions;

const ofLedger: ReadonlySet<string> = new Set(ledgerCodes.map(({ code }) => code));

/** Whether the ledger says it: about references and locks. */
export function isOfLedger({ code }: Pick<Diagnostic, 'code'>): boolean {
  return ofLedger.has(code);
}

const byCode = new Map(descriptions.map((description) => [description.code, description]));

/** The description of a code. */
export function ledgerCode(code: LedgerCode): LedgerDescription {
  const description = byCode.get(code);
  if (description === undefined) throw new Error(`no description of ${code}`);
  return description;
}
