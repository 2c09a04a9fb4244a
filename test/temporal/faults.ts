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
    name: 'an instance is taken when the action is taken with other values',
    file: `${folder}product.ts`,
    find: '(move < 0 ? [] : constraints.ofMove[move]!)',
    replace: '(move < 0 ? [] : moves.list.flatMap(({ action }, other) => (action === moves.list[move]!.action ? constraints.ofMove[other]! : [])))',
  },
  {
    name: 'an instance is enabled where the action is with other values',
    file: `${folder}requirements.ts`,
    find: '    const more = constraints.ofMove[move]!;',
    replace: '    const more = moves.list.flatMap(({ action }, other) => (action === moves.list[move]!.action ? constraints.ofMove[other]! : []));',
  },
  {
    name: 'no action counts as enabled',
    file: `${folder}requirements.ts`,
    find: '    const more = constraints.ofMove[move]!;',
    replace: '    const more = moves.list[move]!.instance === null ? constraints.ofMove[move]! : [];',
  },
  {
    name: 'strong fairness of an action is weak',
    file: `${folder}fairness.ts`,
    find: 'add({ name: nameOfMove(system, moves[own[0]!]!), strong }, own);',
    replace: 'add({ name: nameOfMove(system, moves[own[0]!]!), strong: false }, own);',
  },
  {
    name: 'a step that ends in a fault enables the first instance only',
    file: `${folder}moves.ts`,
    find: 'void faults.push(moveOf(action, instance))',
    replace: 'void faults.push(moveOf(action, instance === undefined ? undefined : 0))',
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
    file: `${folder}product.ts`,
    find: 'conditionOf(nodes, nodes.and([settled, own]), setOf)',
    replace: 'conditionOf(nodes, nodes.and([settled]), setOf)',
  },
  {
    name: 'a loop need not touch what it was found for',
    file: `${folder}fair_components.ts`,
    find: 'always: product.always.map((word, at) => word | infs[at]!)',
    replace: 'always: product.always.map((word, at) => word | (infs[at]! & 0))',
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
    find: '    await push(\n      productStates,\n      () => known(condition, (kind, set) => (set === fin',
    replace: '    if (productStates.length < 0) await push(\n      productStates,\n      () => known(condition, (kind, set) => (set === fin',
  },
  {
    name: 'a set that may be touched or not is always avoided',
    file: `${folder}fair_components.ts`,
    find: "    todo.push({ productStates, condition: known(condition, (kind, set) => (kind === 'fin' && set === fin ? false : null)), removed });",
    replace: '',
  },
  {
    name: 'edges that are to be avoided stay when a part is split',
    file: `${folder}split.ts`,
    find: '(removes && isRemoved(product, edge, removed))',
    replace: '(removes && count < 0)',
  },
];
