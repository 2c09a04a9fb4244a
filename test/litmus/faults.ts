import type { Fault } from '../random/mutant.ts';

/*
 * Faults in the axioms, in the search for executions, in the window machine and in its tables.
 */

const folder = 'packages/litmus/src/';

/** Faults in the axioms. */
export const axiomFaults: readonly Fault[] = [
  {
    name: 'happens-before without what another thread reads',
    file: `${folder}axioms/consistent.ts`,
    find: 'kit.union(inside, toWrite, toRead, derived.rfe, back)',
    replace: 'kit.union(inside, toWrite, toRead, back)',
  },
  {
    name: 'happens-before without propagation back into the thread',
    file: `${folder}axioms/consistent.ts`,
    find: 'kit.union(inside, toWrite, toRead, derived.rfe, back)',
    replace: 'kit.union(inside, toWrite, toRead, derived.rfe)',
  },
  {
    name: 'a control dependency orders loads',
    file: `${folder}axioms/consistent.ts`,
    find: 'const toWrite = kit.keep(kit.union(dep, ctrl), null, writes);',
    replace: 'const toWrite = kit.union(dep, ctrl);',
  },
  {
    name: 'no dependency goes through a store that is read again',
    file: `${folder}axioms/derived.ts`,
    find: 'if (isEmpty(rfi) || isEmpty(data)) return { addr, data, ctrl };',
    replace: 'if (!isEmpty(rfi) || isEmpty(data)) return { addr, data, ctrl };',
  },
  {
    name: 'release fences are not cumulative',
    file: `${folder}axioms/consistent.ts`,
    find: 'kit.sequence(rfeMarked, cumulative.slice(), cumulative);',
    replace: '',
  },
  {
    name: 'a release does not reach through a read-modify-write',
    file: `${folder}axioms/consistent.ts`,
    find: 'return graph.hasPairs ? kit.sequence(all, rmwSequence(graph, candidate)) : all;',
    replace: 'return all;',
  },
  {
    name: 'propagation without what is overwritten in another thread',
    file: `${folder}axioms/consistent.ts`,
    find: 'kit.sequence(overwriteExternal, starred.slice(), starred);',
    replace: 'void overwriteExternal;',
  },
  {
    name: 'propagation is not asked',
    file: `${folder}axioms/consistent.ts`,
    find: "if (kit.isReflexive(pbStar)) return 'propagation';",
    replace: '',
  },
  {
    name: 'a write barrier orders loads before stores',
    file: `${folder}axioms/fences.ts`,
    find: "wmb: between.across(isTag('wmb'), (from, to) => isWrite(from) && isWrite(to)),",
    replace: "wmb: between.across(isTag('wmb'), (_, to) => isWrite(to)),",
  },
  {
    name: 'a read barrier orders the load of an atomic without result',
    file: `${folder}axioms/fences.ts`,
    find: "kind === 'read' && tag !== 'noreturn'",
    replace: "kind === 'read'",
  },
  {
    name: 'smp_mb__before_atomic is a barrier by itself',
    file: `${folder}axioms/fences.ts`,
    find: "between.across(isTag('mb', 'sync-rcu', 'sync-srcu'))",
    replace: "between.across(isTag('mb', 'sync-rcu', 'sync-srcu', 'before-atomic'))",
  },
  {
    name: 'an acquire is none',
    file: `${folder}axioms/fences.ts`,
    find: "acquire: orderedBy(basis, isTag('acquire', 'lock-read'), 'after'),",
    replace: "acquire: orderedBy(basis, isTag('lock-read'), 'after'),",
  },
  {
    name: 'an unlock and a later lock order nothing',
    file: `${folder}axioms/derived.ts`,
    find: 'if (isInOrder || rf[number] === unlock.number)',
    replace: 'if (rf[number] === unlock.number && !isInOrder)',
  },
  {
    name: 'one grace period is enough for two sections',
    file: `${folder}axioms/grace.ts`,
    find: 'one.kind !== other.kind && one.domain === other.domain',
    replace: '(one.kind !== other.kind || one.kind === "section") && one.domain === other.domain',
  },
  {
    name: 'a grace period waits for the sections of every domain',
    file: `${folder}axioms/grace.ts`,
    find: 'one.kind !== other.kind && one.domain === other.domain',
    replace: 'one.kind !== other.kind',
  },
  {
    name: 'a section ends where it begins',
    file: `${folder}axioms/rcu.ts`,
    find: "periods.push({ kind: 'section', domain: null, entry: point(), exit: lock });",
    replace: "periods.push({ kind: 'section', domain: null, entry: lock, exit: lock });",
  },
  {
    name: 'plain accesses that meet are no race',
    file: `${folder}axioms/races.ts`,
    find: 'const ww = kit.without(kit.meet(candidate.co.slice(), race), nonRace);',
    replace: 'const ww = kit.relation(); void nonRace;',
  },
  {
    name: 'a plain load may see what was overwritten before it began',
    file: `${folder}axioms/races.ts`,
    find: 'kit.meet(within(fr), kit.inverse(wrVis)),',
    replace: '',
  },
  {
    name: 'another thread may write between the halves of a read-modify-write',
    file: `${folder}axioms/coherence.ts`,
    find: 'if (isAfterSource && isBeforeWrite) return null;',
    replace: 'if (isAfterSource && isBeforeWrite) continue;',
  },
];

/** Faults in threads and in the search. */
export const searchFaults: readonly Fault[] = [
  {
    name: 'what follows a branch depends on it',
    file: `${folder}threads/paths.ts`,
    find: 'for (const end of ends) end.control = outside;',
    replace: '',
  },
  {
    name: 'an exchange that fails is a full barrier',
    file: `${folder}threads/evaluate.ts`,
    find: "const fails = both(new State(state), expression.address, expression.old, ['address', 'none'], after)",
    replace:
      "const failing = new State(state); const fails = both(failing, expression.address, expression.old, ['address', 'none'], beforeFull(failing, expression, after))",
  },
  {
    name: 'an address depends on nothing',
    file: `${folder}threads/evaluate.ts`,
    find: 'addr: loadsOf(result.sources, null), after: result.last });\n  return { state, result: read(event, port) };',
    replace: 'after: result.last });\n  return { state, result: read(event, port) };',
  },
  {
    name: 'writes to one location keep the order in which they stand in the file',
    file: `${folder}search/search.ts`,
    find: 'this.#ordered(candidate, to, from);',
    replace: '',
  },
  {
    name: 'the filter is not asked of executions',
    file: `${folder}search/answer.ts`,
    find: 'if (!this.#filter(read)) {',
    replace: 'if (false) {',
  },
  {
    name: 'what a filter does not know yet is left out',
    file: `${folder}search/answer.ts`,
    find: 'return passes !== false;',
    replace: 'return passes === true;',
  },
  {
    name: 'one part that is not known decides for a filter',
    file: `${folder}search/condition.ts`,
    find: 'return left === null || right === null ? null : false;',
    replace: 'return false;',
  },
];

/** Faults in the window machine and its tables. */
export const machineFaults: readonly Fault[] = [
  {
    name: 'x86 keeps stores before loads',
    file: 'packages/system/src/memory_order.ts',
    find: 'mayPass: { ...inOrder, storeLoad: true },',
    replace: 'mayPass: inOrder,',
  },
  {
    name: 'x86 lets stores pass',
    file: 'packages/system/src/memory_order.ts',
    find: 'mayPass: { ...inOrder, storeLoad: true },',
    replace: 'mayPass: { ...inOrder, storeLoad: true, storeStore: true },',
  },
  {
    name: 'a release waits for nothing',
    file: 'packages/system/src/memory_order.ts',
    find: 'return earlier.isAcquire || later.isRelease ||',
    replace: 'return earlier.isAcquire ||',
  },
  {
    name: 'a write barrier orders nothing',
    file: 'packages/system/src/memory_order.ts',
    find: "if (write && writeBarrier === 'stores' && earlier.isStore && later.isStore) return true;",
    replace: 'void [write, writeBarrier];',
  },
  {
    name: 'a load does not see the stores of its own window',
    file: `${folder}window/machine.ts`,
    find: 'const current = earlier.value ?? state.memory.get(address)',
    replace: 'const current = state.memory.get(address)',
  },
  {
    name: 'an earlier load of a location may give something older than a later one',
    file: `${folder}window/machine.ts`,
    find: 'if (Number.isNaN(state.value[first + load]!)) state.value[first + load] = value;',
    replace: 'void load;',
  },
  {
    name: 'a reservation keeps nobody away',
    file: `${folder}window/machine.ts`,
    find: 'if (owner !== undefined && owner !== thread) return false;',
    replace: '',
  },
  {
    name: 'a store does not wait for a branch',
    file: `${folder}window/entries.ts`,
    find: 'return second.order.isStore || second.order.isRelease || isMark(second);',
    replace: 'return isMark(second);',
  },
  {
    name: 'a load that assumed that locations differ is believed',
    file: `${folder}window/machine.ts`,
    find: 'if (loads.some((load) => this.#location(state, thread, load - first) === address)) return false;',
    replace: 'void loads;',
  },
  {
    name: 'what comes before an unlock does not hold back what comes after a lock',
    file: `${folder}window/entries.ts`,
    find: 'return holdsBack(table, first.order, second.order, between) || isAcrossLocks(entries, earlier, later);',
    replace: 'return holdsBack(table, first.order, second.order, between);',
  },
  {
    name: 'a grace period does not wait for sections',
    file: `${folder}window/machine.ts`,
    find: 'if (waited.some((leave) => state.done[leave] === 0)) return false;',
    replace: 'void waited;',
  },
];
