import { base, inverse, least, meet, named, optional, sequence, set, star, union, without, type Term } from './terms.ts';

/*
 * The memory model of the Linux kernel (6.12) as terms, after "Frightening small children and disconcerting grown-ups"
 * (Alglave, Maranget, McKenney, Parri, Stern, ASPLOS 2018) and the documentation of the kernel; names are theirs.
 * The same axioms, fast, are in `axioms/`; a law compares the two.
 */

const po = base('po');
const rf = base('rf');
const co = base('co');
const rmw = base('rmw');
const loc = base('loc');
const int = base('int');
const ext = base('ext');
const M = set('M');
const R = set('R');
const W = set('W');
const marked = set('Marked');
const plain = set('Plain');
const readForRmb = set('R4rmb');

const fr = without(sequence(inverse(rf), co), base('id'));
const rfe = named('rfe', meet(rf, ext));
const rfi = named('rfi', meet(rf, int));

/** With an event of a set between. */
const across = (...names: readonly string[]): Term => sequence(po, union(...names.map(set)), po);

// Dependencies go on through a store that the same thread reads.
const carry = star(sequence(base('data'), set('~srcu-unlock'), meet(rf, int)));
const addr = named('addr', sequence(carry, base('addr')));
const data = named('data', sequence(carry, base('data')));
const ctrl = named('ctrl', sequence(carry, base('ctrl')));

// What fences, acquires and releases order.
const acquire = named('acquire', sequence(set('Acquire'), po, M));
const release = named('release', sequence(M, po, set('Release')));
const unlockRead = sequence(po, set('unlock'), union(po, rf), set('lock-read'));
const unlockLock = named('unlock, lock', sequence(unlockRead, po));
const rmb = named('rmb', sequence(readForRmb, across('rmb'), readForRmb));
const wmb = named('wmb', sequence(W, across('wmb'), W));
const mb = named(
  'mb',
  union(
    sequence(M, across('mb'), M),
    sequence(M, po, set('before-atomic'), po, set('RMW'), optional(po), M),
    sequence(M, optional(po), set('RMW'), across('after-atomic'), M),
    sequence(M, optional(po), set('lock-write'), across('after-spinlock'), M),
    sequence(M, optional(po), set('srcu-unlock'), across('after-srcu-read-unlock'), M),
    sequence(M, unlockRead, po, set('after-unlock-lock'), po, M),
  ),
);
const gp = named('grace period', sequence(po, union(set('sync-rcu'), set('sync-srcu')), optional(po)));
const strongFence = union(mb, gp);
const nonRwFence = union(strongFence, release, acquire);
const fence = union(nonRwFence, wmb, rmb);

/** Coherence: one order for each location. */
const coherence: Term = union(named('po, same location', meet(po, loc)), named('rf', rf), named('co', co), named('fr', fr));

/** Atomicity: nothing comes between the two halves of a read-modify-write. */
const atomicity: Term = meet(rmw, sequence(named('fre', meet(fr, ext)), named('coe', meet(co, ext))));

// Happens-before.
const dep = union(addr, data);
const overwrite = union(named('co', co), named('fr', fr));
const overwriteExternal = union(named('coe', meet(co, ext)), named('fre', meet(fr, ext)));
const overwriteInternal = meet(overwrite, int);
const toWrite = union(sequence(union(dep, ctrl), W), overwriteInternal, sequence(addr, plain, wmb));
const toRead = union(sequence(addr, R), sequence(dep, marked, rfi));
const ppo = union(toRead, toWrite, meet(fence, int), meet(unlockLock, int));
const cumulative = (relation: Term): Term => sequence(optional(sequence(rfe, marked)), relation);
const rmwSequence = star(named('rmw sequence', sequence(rf, rmw)));
const cumulFence = sequence(marked, union(cumulative(union(strongFence, release)), wmb, unlockLock), marked, rmwSequence);
const prop = sequence(marked, optional(overwriteExternal), star(cumulFence), marked, optional(rfe), marked);

const happensBefore: Term = sequence(marked, union(ppo, rfe, meet(without(prop, base('id')), int)), marked);

/** Propagation: a strong fence after what was propagated. */
const propagation: Term = sequence(prop, strongFence, star(happensBefore), marked);

// RCU and SRCU.
const rcuGp = set('sync-rcu');
const srcuGp = set('sync-srcu');
const rcuSection = named('section', inverse(base('rcu-rscs')));
const srcuSection = named('section', inverse(base('srcu-rscs')));
const link = sequence(optional(po), star(happensBefore), star(propagation), prop, po);
const order = base('rcu-order');
/** Sequences with at least as many grace periods as sections. */
export const rcuOrder: Extract<Term, { kind: 'least' }> = least(
  'rcu-order',
  union(
    rcuGp,
    srcuGp,
    sequence(rcuGp, link, rcuSection),
    meet(sequence(srcuGp, link, srcuSection), loc),
    sequence(rcuSection, link, rcuGp),
    meet(sequence(srcuSection, link, srcuGp), loc),
    sequence(rcuGp, link, order, link, rcuSection),
    meet(sequence(srcuGp, link, order, link, srcuSection), loc),
    sequence(rcuSection, link, order, link, rcuGp),
    meet(sequence(srcuSection, link, order, link, srcuGp), loc),
    sequence(order, link, order),
  ),
);
const rcuFence = sequence(named('po', po), rcuOrder, optional(named('po', po)));

/** RCU: at least as many grace periods as sections act as a strong fence. */
const rcu: Term = sequence(prop, rcuFence, star(happensBefore), star(propagation), marked);

// Plain accesses.
const anyFence = union(fence, rcuFence);
const anyStrongFence = union(strongFence, rcuFence);
const executesBefore = star(union(happensBefore, propagation, rcu));
const visible = sequence(star(cumulFence), optional(rfe), marked, union(sequence(anyStrongFence, marked, executesBefore), meet(executesBefore, int)));
const preWrite = sequence(marked, optional(union(addr, anyFence)));
const preRead = sequence(marked, optional(union(addr, nonRwFence, sequence(readForRmb, across('rmb'), set('~noreturn')))));
const postWrite = sequence(optional(anyFence), marked, rmwSequence);
const postRead = sequence(optional(union(nonRwFence, sequence(set('~noreturn'), across('rmb'), readForRmb))), marked);
const writeSeenByWrite = union(anyFence, sequence(anyStrongFence, executesBefore, preWrite), sequence(postWrite, visible, preWrite));
const writeSeenByRead = union(anyFence, sequence(anyStrongFence, executesBefore, preRead), sequence(postWrite, visible, preRead));
const readBeforeWrite = union(anyFence, sequence(postRead, executesBefore, preWrite));

const everything = base('all');
const mayRace = meet(ext, union(sequence(plain, everything, M), sequence(set('M and not IW'), everything, plain)));

/** Plain accesses are coherent with what is known to be over. */
const plainCoherence: Term = union(
  meet(meet(named('rf', rf), mayRace), inverse(readBeforeWrite)),
  meet(meet(named('fr', fr), mayRace), inverse(writeSeenByRead)),
  meet(meet(named('co', co), mayRace), inverse(writeSeenByWrite)),
);

const firstIsOver = meet(writeSeenByWrite, union(sequence(marked, everything, W), readBeforeWrite));
const noWriteRace = meet(firstIsOver, union(sequence(W, everything, marked), writeSeenByRead));
const writeThenRead = meet(mayRace, sequence(optional(co), rf));

/** Pairs of accesses that race. */
export const dataRace: Term = union(
  without(meet(mayRace, co), noWriteRace),
  without(without(writeThenRead, writeSeenByRead), inverse(readBeforeWrite)),
  without(meet(mayRace, fr), readBeforeWrite),
);

export type Shape = 'acyclic' | 'irreflexive' | 'empty';

/** The axioms in the order in which they are asked. */
export const axioms: readonly { readonly name: string; readonly shape: Shape; readonly term: Term }[] = [
  { name: 'coherence', shape: 'acyclic', term: coherence },
  { name: 'atomicity', shape: 'empty', term: atomicity },
  { name: 'happens-before', shape: 'acyclic', term: happensBefore },
  { name: 'propagation', shape: 'acyclic', term: propagation },
  { name: 'rcu', shape: 'irreflexive', term: rcu },
  { name: 'plain-coherence', shape: 'empty', term: plainCoherence },
];
