import type { Fault } from '../random/mutant.ts';

/** Faults in the analysis of live variables, in the reset, and in traces. */
export const deadFaults: readonly Fault[] = [
  {
    name: 'steps are looked at once, and not again for what comes round a loop',
    file: 'packages/compiler/src/reductions/dead_values/dead_slots.ts',
    find: '      changed = true;',
    replace: '      changed = false;',
  },
  {
    name: 'a condition reads nothing',
    file: 'packages/compiler/src/reductions/dead_values/live.ts',
    find: '      const reads = readsOf(stmt.condition, bits);',
    replace: '      const reads = 0n;',
  },
  {
    name: 'the value that a store stores reads nothing',
    file: 'packages/compiler/src/reductions/dead_values/live.ts',
    find: 'readsOf(index, bits), readsOf(value, bits));',
    replace: 'readsOf(index, bits), 0n);',
  },
  {
    name: 'a local is dead as soon as one side of a branch stores it',
    file: 'packages/compiler/src/reductions/dead_values/live.ts',
    find: 'return (at) => reads | then(at) | otherwise(at);',
    replace: 'return (at) => reads | (then(at) & otherwise(at));',
  },
  {
    name: 'only the last of several ways is looked at',
    file: 'packages/compiler/src/reductions/dead_values/live.ts',
    find: '      return (at) => alternative(at) | rest(at);',
    replace: '      return (at) => rest(at);',
  },
  {
    name: 'a way that jumps out of a round ends there',
    file: 'packages/compiler/src/reductions/dead_values/live.ts',
    find: 'return scene.blocks.get(stmt.label) ?? nothing;',
    replace: 'return nothing;',
  },
  {
    name: 'control stays where it is',
    file: 'packages/compiler/src/reductions/dead_values/live.ts',
    find: '  return () => reads | rest(next);',
    replace: '  return (at) => reads | rest(next === null ? next : at);',
  },
  {
    name: 'properties over states read no locals',
    file: 'packages/compiler/src/reductions/judged_bodies.ts',
    find: 'if (body !== null && body !== undefined) found.push({',
    replace: "if (body !== null && body !== undefined && property?.kind === 'step') found.push({",
  },
  {
    name: 'atoms of temporal properties read no locals',
    file: 'packages/compiler/src/reductions/judged_bodies.ts',
    find: '.forEach((atom) => atoms.add(atom));',
    replace: ';',
  },
  {
    name: 'a property over steps reads only the state before',
    file: 'packages/compiler/src/reductions/dead_values/judged.ts',
    find: "(['before', 'after'] as const).map(",
    replace: "(['before'] as const).map(",
  },
  {
    name: 'a property reads locals of the first instance only',
    file: 'packages/compiler/src/reductions/dead_values/dead_slots.ts',
    find: '    for (let index = 0; index < kind.count; index++) {\n      const shift',
    replace: '    for (let index = 0; index < 1; index++) {\n      const shift',
  },
  {
    name: 'a property looks at no local of an actor that is done',
    file: 'packages/compiler/src/reductions/dead_values/dead_slots.ts',
    find: 'for (let location = 0; location < reads.length; location++) {',
    replace: 'for (let location = 0; location + 1 < reads.length; location++) {',
  },
  {
    name: 'of a sequence the length alone may be dead',
    file: 'packages/compiler/src/reductions/dead_values/dead_slots.ts',
    find: '(local.bits & set) === 0n).flatMap(({ cells }) => cells));',
    replace: '(local.bits & ~set) !== 0n).flatMap(({ cells }) => cells));',
  },
  {
    name: 'what is dead at one location is dead at the next one',
    file: 'packages/checker/src/reductions/dead_values/reset.ts',
    find: 'byLocation[state[location]! - minimum[location]!] ?? []',
    replace: 'byLocation[state[location]! - minimum[location]! - 1] ?? []',
  },
  {
    name: 'packed states keep the bits that are dead',
    file: 'packages/checker/src/reductions/dead_values/reset.ts',
    find: '    masks[word]! &= ~(',
    replace: '    masks[word]! &= -1 | ~(',
  },
  {
    name: 'packed states lose a bit beside those that are dead',
    file: 'packages/checker/src/reductions/dead_values/reset.ts',
    find: '(2 ** width - 1) << shift);',
    replace: '(2 ** (width + 1) - 1) << shift);',
  },
  {
    name: 'dead values are renamed',
    file: 'packages/checker/src/reductions/dead_values/living.ts',
    find: 'own.dead[value - min]?.includes(renaming.slot) !== true)',
    replace: 'own.dead[value - min]?.includes(renaming.slot) !== undefined)',
  },
  {
    name: 'initial states are not reset',
    file: 'packages/checker/src/search/expansion.ts',
    find: '      if (!canonical.reduce(this.#representative)) this.approximate++;',
    replace: '      if (this.current >= 0 && !canonical.reduce(this.#representative)) this.approximate++;',
  },
  {
    name: 'a trace shows the values of the states that are kept',
    file: 'packages/checker/src/reductions/symmetry/real_path.ts',
    find: '    states.push(step.next);',
    replace: '    states.push(next);',
  },
  {
    name: 'a loop closes where its kept states do',
    file: 'packages/checker/src/reductions/symmetry/real_path.ts',
    find: 'if (isEqual(run.states[start]!, run.states.at(-1)!)) return',
    replace: 'if (round > 0) return',
  },
  {
    name: 'the values of traces are those of the states that are kept',
    file: 'packages/checker/src/verdicts.ts',
    find: 'return canonical === null || path === null ? path : realPath(',
    replace: 'return plan.symmetry?.canonical == null || path === null ? path : realPath(',
  },
];
