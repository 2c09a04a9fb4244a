import type { Fault } from '../random/mutant.ts';

/** Faults in the search for families, in representatives, and in traces. */
export const symmetryFaults: readonly Fault[] = [
  {
    name: 'a literal index of an actor tells nobody apart',
    file: 'packages/compiler/src/lower/expressions.ts',
    find: '  breakSymmetry(context.lowering, type);\n  const index = lowerNumber(context, expression.index);',
    replace: '  const index = lowerNumber(context, expression.index);',
  },
  {
    name: 'a number that picks an object tells nobody apart',
    file: 'packages/compiler/src/lower/places.ts',
    find: "if (meaning?.kind === 'variable') breakSymmetryOfPool(context.lowering, meaning.declaration);",
    replace: "if (meaning?.kind === 'variable') return;",
  },
  {
    name: 'the number of a member tells nobody apart',
    file: 'packages/compiler/src/lower/operators.ts',
    find: "  breakSymmetry(context.lowering, value.type);\n  if (value.word === 'none') return numberOf(context, value);",
    replace: "  if (value.word === 'none') return numberOf(context, value);",
  },
  {
    name: 'a step of one member in a property tells nobody apart',
    file: 'packages/compiler/src/lower/atoms.ts',
    find: "  breakSymmetry(context.lowering, { kind: 'actor', declaration: actor });\n",
    replace: '',
  },
  {
    name: 'the order of the rounds of a `for` tells nobody apart',
    file: 'packages/compiler/src/lower/symmetry_breaking.ts',
    find: '(rounds !== null && commute(rounds))',
    replace: 'rounds !== null',
  },
  {
    name: 'the order in which a quantifier visits members tells nobody apart',
    file: 'packages/compiler/src/lower/symmetry_breaking.ts',
    find: '  if (ends) types.forEach',
    replace: '  if (ends && pushed < 0) types.forEach',
  },
  {
    name: 'what tells members apart in a property is forgotten',
    file: 'packages/compiler/src/reductions/symmetry/families.ts',
    find: '    brokenBy.add(symmetryBreak.property);\n',
    replace: '',
  },
  {
    name: 'objects in objects stay where they are',
    file: 'packages/compiler/src/reductions/symmetry/renaming.ts',
    find: 'base + toOwner * perOwner + to',
    replace: 'base + fromOwner * perOwner + to',
  },
  {
    name: 'the keys of arrays are not renamed',
    file: 'packages/compiler/src/reductions/symmetry/renaming.ts',
    find: 'to + key(at) * size, when)',
    replace: 'to + at * size, when)',
  },
  {
    name: 'a variable out of scope is renamed',
    file: 'packages/compiler/src/reductions/symmetry/families.ts',
    find: '  if (slot !== undefined) return { slot, values: when.values };',
    replace: '  if (slot !== undefined) return null;',
  },
  {
    name: 'a reference is renamed in one direction',
    file: 'packages/checker/src/reductions/symmetry/canonical.ts',
    find: ', `case ${other}: s[${slot}] = ${one}; break;`',
    replace: '',
  },
  {
    name: 'members of a set are not renamed',
    file: 'packages/checker/src/reductions/symmetry/canonical.ts',
    find: 'v ^= ${(1 << one) | (1 << other)};',
    replace: 'v ^= 0;',
  },
  {
    name: 'a wrong orbit: the last slot of a member stays',
    file: 'packages/checker/src/reductions/symmetry/canonical.ts',
    find: '    ...slots.map(([one, other]) => `  { const v',
    replace: '    ...slots.slice(0, -1).map(([one, other]) => `  { const v',
  },
  {
    name: 'references count as what they are when members are sorted',
    file: 'packages/checker/src/reductions/symmetry/canonical.ts',
    find: '  if (moving === 0) return [];',
    replace: '  if (moving >= 0) return [];',
  },
  {
    name: 'of members that look alike not every order is tried',
    file: 'packages/checker/src/reductions/symmetry/canonical.ts',
    find: '        if (!permute(run, size - 1)) return false;',
    replace: '        if (!permute(run, size - 1) || size === 2) return true;',
  },
  {
    name: 'a property that tells members apart is judged with representatives',
    file: 'packages/checker/src/reductions/symmetry/usable.ts',
    find: 'family.brokenBy.find((property) => judged.includes(property))',
    replace: 'family.brokenBy.find((property) => judged.includes(-1 - property))',
  },
  {
    name: 'a property over paths is judged with representatives',
    file: 'packages/checker/src/reductions/symmetry/usable.ts',
    find: '  if (temporal !== undefined) return',
    replace: '  if (temporal === -1) return',
  },
  {
    name: 'actions of others are not taken',
    file: 'packages/checker/src/explore.ts',
    find: 'if (plan.canonical !== null) spreadTaken(system, plan.canonical, taken);',
    replace: '',
  },
  {
    name: 'a trace is one of representatives',
    file: 'packages/checker/src/verdicts.ts',
    find: 'return canonical === null || path === null ? path : realPath(',
    replace: 'return canonical !== null || path === null ? path : realPath(',
  },
  {
    name: 'the names in a trace are not carried on',
    file: 'packages/checker/src/reductions/symmetry/real_path.ts',
    find: 'names = [...steps.toReversed(), ...names];',
    replace: 'names = steps.toReversed();',
  },
  {
    name: 'the names in a trace are changed in the wrong order',
    file: 'packages/checker/src/reductions/symmetry/real_path.ts',
    find: 'names = [...steps.toReversed(), ...names];',
    replace: 'names = [...names, ...steps];',
  },
];
