import type { Fault } from '../random/mutant.ts';

/*
 * Faults in how the checker judges paths, by the kind of random system that shows them.
 */

const folder = 'packages/checker/src/temporal/';

/** Faults in the fairness of actions. */
export const fairnessFaults: readonly Fault[] = [
  {
    name: 'one fairness constraint on all instances of an action together',
    file: `${folder}fairness.ts`,
    find: `    const own = instances.get(instance);
    if (own === undefined) instances.set(instance, [move]);`,
    replace: `    const own = instances.get(0);
    if (own === undefined) instances.set(0, [move]);`,
  },
  {
    name: 'fairness of everybody is about actions too',
    file: `${folder}fairness.ts`,
    find: '    else addActors(system, item, moves, add);',
    replace: `    else {
      addActors(system, item, moves, add);
      if (item.index === null && item.names.length === 0) for (const environment of new Set(system.actions.map((action) => action.environment))) if (environment !== null) addInstances(system, { ...item, environment }, moves, add);
    }`,
  },
  {
    name: 'an action is taken with one value whatever values it has',
    file: `${folder}steps.ts`,
    find: 'action : moves.numberOf(action, instance)',
    replace: 'action : moves.numberOf(action, 0)',
  },
  {
    name: 'a step that ends in a fault enables nobody',
    file: `${folder}product.ts`,
    find: 'for (let step = 0; step < count; step++) for (let word',
    replace: 'for (let step = 0; step < count; step++) if (opened.targets[step]! < unwanted) for (let word',
  },
  {
    name: 'only the first step enables anybody',
    file: `${folder}product.ts`,
    find: 'for (let step = 0; step < count; step++) for (let word',
    replace: 'for (let step = 0; step < Math.min(count, 1); step++) for (let word',
  },
  {
    name: 'strong fairness of an action is weak',
    file: `${folder}fairness.ts`,
    find: 'add({ name: nameOfMove(system, moves[own[0]!]!), strong }, own);',
    replace: 'add({ name: nameOfMove(system, moves[own[0]!]!), strong: false }, own);',
  },
  {
    name: 'a step that ends in a fault enables the first instance only',
    file: `${folder}steps.ts`,
    find: 'note(faulty, action, instance);',
    replace: 'note(faulty, action, instance === undefined ? undefined : 0);',
  },
];

/** Faults in combinations of `always eventually` and `eventually always`. */
export const steadyFaults: readonly Fault[] = [
  {
    name: 'inf p and inf q is inf (p or q)',
    file: `${folder}normal_form.ts`,
    find: "const joined = kind === 'or' ? 'inf' : 'fin';",
    replace: "const joined = kind === 'or' ? 'fin' : 'inf';",
  },
  {
    name: 'what is settled on the left of until need not lead to its right side',
    file: `${folder}normal_form.ts`,
    find: 'this.or([this.and([this.or(settled), this.until(yes, right)]), this.until(rest, right)])',
    replace: 'this.or([this.or(settled), this.until(rest, right)])',
  },
  {
    name: 'what is settled on the left of release is forgotten',
    file: `${folder}normal_form.ts`,
    find: 'this.or([this.and([...settled, this.release(rest, right)]), this.release(no, right)])',
    replace: 'this.or([this.release(rest, right), this.release(no, right)])',
  },
  {
    name: 'what a run has gathered on its way is forgotten',
    file: `${folder}requirements.ts`,
    find: 'conditionOf(nodes, nodes.and([settled, own]), setOf)',
    replace: 'conditionOf(nodes, nodes.and([settled]), setOf)',
  },
  {
    name: 'a loop need not touch what it was found for',
    file: `${folder}fair_components.ts`,
    find: 'always: union(always, bits(words, infs))',
    replace: 'always: union(always, bits(words, infs.slice(infs.length)))',
  },
  {
    name: 'a set of edges is told by the state alone',
    file: `${folder}product.ts`,
    find: 'nodeHolds(nodes, node, valuations, state, step)',
    replace: 'nodeHolds(nodes, node, valuations, state, Math.min(step, 1))',
  },
];

/** Faults in how a condition is met with and without a set of edges. */
export const clauseFaults: readonly Fault[] = [
  {
    name: 'a set that may be touched or not is never avoided',
    file: `${folder}fair_components.ts`,
    find: 'split(found, avoiding, union(removed, bits(words, [fin])), none);',
    replace: '',
  },
  {
    name: 'a set that may be touched or not is always avoided',
    file: `${folder}fair_components.ts`,
    find: `return judge(
      found,
      known(condition, (kind, set) => (kind === 'fin' && set === fin ? false : null)),
      removed,
    );`,
    replace: 'return false;',
  },
  {
    name: 'edges that are to be avoided stay when a part is split',
    file: `${folder}component_search.ts`,
    find: 'removes && isRemoved(edge)',
    replace: 'removes && visited < 0',
  },
];

const search = `${folder}component_search.ts`;
const mergedMet = 'parts[part + metAt + word]! | parts[part + edgeAt + word]!';

/** Faults in the search for components. */
export const searchFaults: readonly Fault[] = [
  { name: 'a component is merged with the one before', file: search, find: 'parts[part]! > first; part', replace: 'parts[part]! >= first && part > 0; part' },
  {
    name: 'what lies on a cycle is not merged',
    file: search,
    find: 'for (; parts[part]! > first; part -= partSize) {',
    replace: 'for (; parts[part]! > first + 1; part -= partSize) {',
  },
  { name: 'what an edge on the path meets is lost', file: search, find: mergedMet, replace: 'parts[part + metAt + word]!' },
  { name: 'what a part meets is lost when it is merged', file: search, find: mergedMet, replace: 'parts[part + edgeAt + word]!' },
  {
    name: 'what is enabled in a part is lost when it is merged',
    file: search,
    find: 'parts[part - partSize + enabledAt + word]! |= parts[part + enabledAt + word]!;',
    replace: '',
  },
  {
    name: 'an edge to what was found before meets nothing',
    file: search,
    find: 'parts[part + metAt + word]! |= from[at + word]!;',
    replace: 'parts[part + metAt + word]! |= from[at + word]! & 1;',
  },
  { name: 'an edge that is followed late closes no cycle', file: search, find: 'else if (at !== done) merge(at, marks, pendingSize * words);', replace: '' },
  {
    name: 'the first product state of a complete component counts as found',
    file: search,
    find: 'for (let at = from; at < liveSize; at++) order',
    replace: 'for (let at = from + 1; at < liveSize; at++) order',
  },
  { name: 'an actor that is enabled counts as disabled', file: search, find: 'weak[word]! & ~enabled[word]!', replace: 'weak[word]!' },
  { name: 'an actor that is disabled counts as enabled', file: search, find: 'weak[word]! & ~enabled[word]!', replace: '0' },
  { name: 'strong fairness asks for nothing', file: search, find: 'strong[word]! & enabled[word]!', replace: '0' },
  { name: 'of a part with product states that are to be left out nothing stays', file: search, find: 'disables && isDisabled()', replace: 'disables' },
  { name: 'what was found of a component need not be strongly fair', file: search, find: '!isMet(part) || !isStronglyFair(part)', replace: '!isMet(part)' },
  {
    name: 'a component is given up that is not strongly fair',
    file: `${folder}fair_components.ts`,
    find: 'if (!hasAll(met, enabled) || avoided.length > 0) {',
    replace: 'if (!hasAll(met, enabled)) return false;\n    if (avoided.length > 0) {',
  },
  { name: 'what a loop must not touch is forgotten', file: `${folder}fair_components.ts`, find: 'union(removed, bits(words, avoided)),', replace: 'removed,' },
  { name: 'nobody may stutter', file: `${folder}product.ts`, find: 'if (isStill && allowsStep', replace: 'if (isStill && count < 0 && allowsStep' },
  {
    name: 'an edge that only leads somewhere is left out',
    file: `${folder}product.ts`,
    find: "return reached === 'all' && states.length === 1",
    replace: 'return states.length === 1',
  },
  {
    name: 'nothing happens in the initial state of an automaton',
    file: `${folder}rows.ts`,
    find: 'return accepted.size < acceptanceCount || isNever(conditions[0]!);',
    replace: 'return true;',
  },
  { name: 'an automaton waits although it reads something', file: `${folder}rows.ts`, find: 'target === 0 && literals.length === 0', replace: 'target === 0' },
  {
    name: 'what leaves the initial state of an automaton reads no step',
    file: `${folder}valuations.ts`,
    find: 'literals.every(({ atom }) => atom !== isStep && !steps.knows(atom))',
    replace: 'literals.length >= 0',
  },
  {
    name: 'a loop ends where all is met',
    file: `${folder}greedy_loop.ts`,
    find: 'while (!isDone() || here !== start || loop.length === 0)',
    replace: 'while (!isDone() || loop.length === 0)',
  },
  { name: 'a loop leaves its component', file: `${folder}greedy_loop.ts`, find: 'isMember(edges.targets[edge]!) &&', replace: '' },
  {
    name: 'the path to a loop begins anywhere',
    file: `${folder}near_lasso.ts`,
    find: 'if (end < 0 && isMember(productState)) end = productState;',
    replace: 'if (isMember(productState)) end = productState;\n    else if (end < 0) parents[productState] = productState + 1;',
  },
  {
    name: 'edges that are kept lead nowhere once their product state has another number',
    file: `${folder}stored_product.ts`,
    find: 'targets[edge] = enter(targets[edge]!, source, steps[edge]!);',
    replace: 'enter(targets[edge]!, source, steps[edge]!);',
  },
  {
    name: 'what is met by edges that are kept is that of the first ones',
    file: `${folder}stored_product.ts`,
    find: 'marks[words * begin + word] = open.marks[word]!;',
    replace: 'marks[words * begin + word] = open.marks[word % words]!;',
  },
];

const lengths = `${folder}shortest_lasso.ts`;

/** Faults in how short a lasso is said to be. */
export const lengthFaults: readonly Fault[] = [
  {
    name: 'lassos at whose end nobody moves are forgotten',
    file: lengths,
    find: 'if (isViolating([...states, end], [...taken, null], states.length)) return lasso(states.length);',
    replace: '',
  },
  {
    name: 'lassos that come back to their beginning are forgotten',
    file: lengths,
    find: 'if (state === end && isViolating(states, taken, loop))',
    replace: 'if (loop > 0 && state === end && isViolating(states, taken, loop))',
  },
  {
    name: 'a short loop is fair to nobody who is enabled',
    file: lengths,
    find: 'return strong ? !states.some(isEnabled) : !states.every(isEnabled);',
    replace: 'return !states.some(isEnabled);',
  },
  {
    name: 'a short loop is strongly fair where it is weakly fair',
    file: lengths,
    find: 'return strong ? !states.some(isEnabled) : !states.every(isEnabled);',
    replace: 'return !states.every(isEnabled);',
  },
  {
    name: 'always over steps is asked where nobody moves',
    file: lengths,
    find: '((part.steps && steps[at] === stutter) || operand[at]!) && later',
    replace: 'operand[at]! && later',
  },
  {
    name: 'what a formula waits for need not come',
    file: lengths,
    find: 'return solved(false, (at, later) => operand[at]! || later);',
    replace: 'return solved(true, (at, later) => operand[at]! || later);',
  },
  {
    name: 'steps to one state are one step, whoever takes them',
    file: lengths,
    find: 'const key = `${target} ${valuation} ${counts.join()}`;',
    replace: 'const key = `${target}`;',
  },
];

/** Faults in what can still happen. */
export const possibleFaults: readonly Fault[] = [
  {
    name: 'only what is found last reaches p',
    file: `${folder}possible.ts`,
    find: 'for (let at = 0; at < liveSize; at++) order[live[at]!] = good;',
    replace: 'order[live[liveSize - 1]!] = good;',
  },
  { name: 'what is lost leads to p', file: `${folder}possible.ts`, find: 'order[live[at]!] = lost;', replace: 'order[live[at]!] = good;' },
  {
    name: 'a lost state found later is nearer',
    file: `${folder}possible.ts`,
    find: 'first < 0 || live[at]! < first',
    replace: 'first < 0 || live[at]! > first',
  },
  { name: 'the first lost component has the nearest state', file: `${folder}possible.ts`, find: 'first >= 0 && first <= root', replace: 'first >= 0' },
  { name: 'what lies on a cycle is lost for itself', file: `${folder}possible.ts`, find: 'while (parts[partsSize - 1]! > at) partsSize--;', replace: '' },
  { name: 'a state that was not expanded is lost', file: `${folder}possible.ts`, find: 'order.fill(good, expanded);', replace: '' },
];

/** Faults in judging one member in place of all. */
export const alikeFaults: readonly Fault[] = [
  {
    name: 'a property that names a member leaves all alike',
    file: 'packages/checker/src/reductions/symmetry/usable.ts',
    find: 'filter(({ brokenBy }) => !brokenBy.includes(property))',
    replace: 'filter(({ brokenBy }) => brokenBy.length >= 0)',
  },
  {
    name: 'fairness of one member leaves all alike',
    file: `${folder}liveness.ts`,
    find: 'fairness.some(({ actor, index }) => index !== null && actor === family)',
    replace: 'fairness.length < 0',
  },
];
