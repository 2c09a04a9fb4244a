import type { Fault } from '../random/mutant.ts';

/*
 * Faults in the window machine of the interpreter: in what holds back what, in fetching, in forwarding and in what is assumed. `tableFaults`: in what
 * searches have in its place.
 */

const inFile = (file: string, name: string, find: string, replace: string): Fault => ({ name, file: `packages/interpreter/src/${file}.ts`, find, replace });
const order = (name: string, find: string, replace: string): Fault => inFile('window/order', name, find, replace);
const perform = (name: string, find: string, replace: string): Fault => inFile('window/perform', name, find, replace);
const walk = (name: string, find: string, replace: string): Fault => inFile('window/walk', name, find, replace);

export const orderFaults: readonly Fault[] = [
  order('a full read-modify-write orders nothing', 'if (first.isFull || second.isFull) return true;', ''),
  order(
    'a condition holds back no store',
    'isOpen(first) && (second.order.isStore || second.order.isRelease || isMark(second))',
    'isOpen(first) && isMark(second)',
  ),
  order('a skip holds back nothing', '|| isBehindSkip(entries, earlier, later, table)', ''),
  order('a condition holds back loads', "if (first.kind === 'assumption') return false;", "if (first.kind === 'assumption') return true;"),
  order('accesses move across all of a section', "if (first.kind === 'enter' || second.kind === 'leave') return true;", ''),
  order(
    'accesses do not move into a section',
    "if (second.kind === 'enter') return isMark(first)",
    "if (second.kind === 'enter') return true || isMark(first)",
  ),
  order('an unlock and a lock order nothing', 'isAcrossLocks(entries, earlier, later);', 'false;'),
  order('an unlock and a lock order stores before loads', 'if (!entries[earlier]!.order.isLoad && !entries[later]!.order.isStore) return false;', ''),
  order('an inner mark is as one of a section of its own', 'if (first.isInner || second.isInner) return isMark(first) && isMark(second);', ''),
  order('one that fails is full', "if (way === 'failure') return updatesAreFull && isUpdate && !access.mayOnlyLoad;", ''),
  order('one that fails and only loads is full on x86', '&& !access.mayOnlyLoad;', ';'),
  order(
    'one that fails as cmpxchg() does is no barrier on x86',
    "if (way === 'failure') return updatesAreFull && isUpdate && !access.mayOnlyLoad;",
    "if (way === 'failure') return false;",
  ),
  order('one that fails is no acquire', "|| (way === 'failure' && asked);", ';'),
  order('read-modify-writes are never in two halves', "return kind === 'update' && !isWhole && !updatesAreFull;", 'return false;'),
  order(
    'nothing is fetched behind a load',
    "if (kind === 'assumption' || kind === 'barrier'",
    "if (kind === 'load') return true; if (kind === 'assumption' || kind === 'barrier'",
  ),
];

export const performFaults: readonly Fault[] = [
  perform(
    'a load passes a store of its own window',
    'return { forwarded: this.#valueOf(other), loads, unknown };',
    'return { forwarded: undefined, loads, unknown };',
  ),
  perform('a later load fixes no earlier one', 'return { ...item, fixed: cellValue(this.#view(earlier), place) };', 'return item;'),
  perform('what passes an unknown address may meet it', 'return { ...item, differs: [...new Set([...item.differs, cell])].sort() };', 'return item;'),
  perform('a store passes an access of the same cell', '(other !== null && overlaps(other, cell))) throw new Blocked();', 'false) throw new Blocked();'),
  perform('a store passes an access of unknown address', 'if (isUnknown || (other', 'if ((other'),
  perform('others write between the halves of a read-modify-write', 'new Map(state.reserved).set(cell, actor.id);', 'new Map(state.reserved);'),
  perform(
    'a read-modify-write that succeeds is performed as one that fails',
    "if (this.#item.way === 'failure' && this.#hasStored(run)) throw new Blocked();",
    '',
  ),
  perform('references that move beyond the frontier are not counted', 'return new Map(changes.filter(([, change]) => change !== 0));', 'return new Map();'),
];

export const walkFaults: readonly Fault[] = [
  walk('a wrong assumption goes on', 'if (now !== null && now !== holds) throw new Blocked();', ''),
  walk('conditions are assumed to hold', 'this.#choose(2) === 0;', 'true;'),
  walk('a full barrier is none', "const isSome = word === 'full' || ", 'const isSome = '),
  walk('barriers are passed at once', 'const isPassed = this.#isAtFrontier;', 'const isPassed = true;'),
  walk('accesses that meet go on', 'if (item.differs.some((cell) => access.cell !== null && overlaps(cell, access.cell))) throw new Blocked();', ''),
  walk('faults beyond the frontier are thrown', 'if (this.#isAtFrontier) throw fault;', 'throw fault;'),
  inFile('window/key', 'states are equal whose windows are not', 'const items = window.items.map((item, at)', 'const items = [].map((item: never, at)'),
  inFile('window/known_windows', 'windows of several actors are one', '`${id}#${text}#${shapeOf(walked)}`', '`${text}#${shapeOf(walked)}`'),
  inFile(
    'window/cells',
    'a part of what is stored is another cell',
    "return long.startsWith(short) && (long[short.length] === '[' || long[short.length] === '.');",
    'return false;',
  ),
];

export const accessFaults: readonly Fault[] = [
  inFile('window/pass_over', 'what a local refers to is a part of it', "if (owner?.kind === 'object' || owner?.kind === 'place') return null;", ''),
  inFile(
    'window/perform',
    'that nothing was seen is forgotten',
    'this.#item.fixed === undefined ? earlier.forwarded : this.#item.fixed;',
    'this.#item.fixed ?? earlier.forwarded;',
  ),
  inFile(
    'window/accesses',
    'an exchange that nobody looks at orders nothing',
    "return meaning.kind === 'builtin' && exchanges.has(meaning.name);",
    'return false;',
  ),
  inFile(
    'window/accesses',
    'an exchange into a variable orders nothing',
    "if (statement.kind === 'assign') return !touchesShared",
    "if (statement.kind === 'assign') return touchesShared",
  ),
  inFile('window/perform', 'one that fails waits for the store of another', '(!this.#mayFailHere && this.#isReserved(cell))', 'this.#isReserved(cell)'),
  inFile(
    'window/touches',
    'nothing is fetched behind a return',
    "else if (statement.kind === 'return' && statement.value !== null) this.#callOr(statement.value);",
    '',
  ),
];

export const tableFaults: readonly Fault[] = [
  inFile(
    'tables/places',
    'where something was performed beyond the frontier is not looked at',
    'isAlone ? placesText(places)',
    'isAlone ? placesText(places.slice(0, 1))',
  ),
  inFile('tables/places', 'actors are in one place', 'this.#numbers.of(isAlone ? placesText(places) : `of window ${window}`)', '0'),
  inFile('tables/parts', 'actors that look different are one', 'this.#lookNumbers.of(`${seenKey}~${placesText(performedIn(walked))}`)', '0'),
  inFile('tables/parts', 'what is reserved is not looked at', 'onAsked(reservedAt);', ''),
  inFile('tables/parts', 'places of actors are not looked at', 'onAsked(this.firstActor + Number(key));', ''),
  inFile('tables/parts', 'an element is stored as the first one', 'this.#ofValue(first + at, element)', 'this.#ofValue(first, element)'),
  inFile(
    'tables/parts',
    'an array is stored as it was',
    'value instanceof NotedArray && value.row === name ? value.stored',
    'value instanceof NotedArray ? new Map<number, never>()',
  ),
  inFile('noted_memory', 'what was asked of memory is not noted', 'asked.add(row);', ''),
  inFile('noted_array', 'elements that are asked for are not noted', 'this.#onAsked(at);', ''),
  inFile('tables/decisions', 'a tree ends where it begins', 'for (const at of order) {', 'for (const at of order.slice(0, 1)) {'),
  inFile('tables/packed_states', 'windows of one key are several states', 'keys.at(one) !== keys.at(other)', 'true'),
  inFile('tables/packed_states', 'windows are not compared', '(at < begin || at >= end || keys.at(one) !== keys.at(other))', '(at < begin || at >= end)'),
  inFile('tables/steps', 'a step does not change what is reserved', '[parts.reservedAt, parts.ofReserved(reserved)],', ''),
  inFile('tables/steps', 'a step leaves the CPU as it was', '[parts.cpusAt, parts.ofCpus(cpus)],', ''),
  inFile('tables/steps', 'who shares a CPU always has it', 'this.#sharesCpu[actor.id] === true', 'false'),
  inFile('tables/parts', 'CPUs are not looked at', 'onAsked(cpusAt);', ''),
  inFile('tables/steps', 'a step stores nothing', '...this.#setsOf(stored),', ''),
  inFile('tables/steps', 'an action of the environment stores nothing', '...this.#setsOf(storedIn(next.shared)), ', ''),
  inFile('tables/exploration', 'reserved cells are settled', "if (this.#states.at(state, reservedAt) !== 0) return 'no';", ''),
  inFile('window/graph', 'in the definition a state that guesses wrong is alive', "how === 'yes' || hasFault(at)", 'true || hasFault(at)'),
  inFile('tables/aliveness', 'a state that guesses wrong is alive', "if (how === 'yes' ||", "if (how !== 'waits' ||"),
  inFile('tables/aliveness', 'a fault leaves its state dead', '|| this.#hasFault(state)', ''),
  inFile('tables/aliveness', 'who waits for ever is dead', 'if (waiting[state] === 1) this.#spread(state);', ''),
  inFile('tables/gathering', 'guesses are seen', 'this.#metBy[event] === member + 1 || ', ''),
  inFile('tables/gathering', 'dead states are led to', '(to >= 0 && this.#isAlive[to] !== 1)', 'false'),
  inFile(
    'tables/gathering',
    'what others have guessed holds up who is first',
    'if (only >= 0 && !this.#hasDead(only)) return nothing;',
    'if (only >= 0) return nothing;',
  ),
  inFile('tables/judgement', 'a step is judged by its beginning', 'asked.add(width + at)', 'undefined'),
  inFile('tables/system', 'flags of steps are lost', 'flags.includes(name) ? bits | (1 << bit) : bits', 'bits'),
  inFile('tables/judgement', 'a step is judged whatever it is', 'this.#numbers[2 * width] = step;', ''),
];
