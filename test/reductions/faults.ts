import type { Fault } from '../random/mutant.ts';

const memberCode = 'packages/checker/src/reductions/symmetry/member_code.ts';
const form = 'packages/checker/src/reductions/symmetry/form.ts';
const referrers = 'packages/checker/src/reductions/symmetry/referrers.ts';
const representative = 'packages/checker/src/reductions/symmetry/representative_source.ts';
const loop = 'packages/checker/src/packed/loop_source.ts';

/** Faults in the search for families, in representatives, and in traces. */
export const symmetryFaults: readonly Fault[] = [
  {
    name: 'a literal index of an actor tells nobody apart',
    file: 'packages/compiler/src/lower/expressions.ts',
    find: '  breakSymmetry(context.lowering, type, expression.span);\n  const index = lowerNumber(context, expression.index);',
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
    file: memberCode,
    find: '      `case ${other - min}: ${form.store(slot, String(one - min))} break;`,\n',
    replace: '',
  },
  {
    name: 'members of a set are not renamed',
    file: memberCode,
    find: 'v ^= ${(1 << one) | (1 << other)};',
    replace: 'v ^= 0;',
  },
  {
    name: 'a wrong orbit: the last slot of a member stays',
    file: memberCode,
    find: 'form.interchange(pairs)',
    replace: 'form.interchange(pairs.slice(0, -1))',
  },
  {
    name: 'references count as what they are when members are sorted',
    file: memberCode,
    find: '  if (moving === 0) return { lines',
    replace: '  if (moving >= 0) return { lines',
  },
  {
    name: 'of members that look alike not every order is tried',
    file: representative,
    find: 'if (!permute(depth, run, length - 1)) return false;',
    replace: 'if (!permute(depth, run, length - 1) || length === 2) return true;',
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
  {
    name: 'members that somebody refers to are taken for ones that nobody does',
    file: memberCode,
    find: 'renamings.length === 0 && slots.flat()',
    replace: 'slots.flat()',
  },
  {
    name: 'the values of sorted members are put back one too low',
    file: memberCode,
    find: '      return [slot, `k${index} >>> ${below}',
    replace: '      return [slot, `k${index} >>> ${Math.max(0, below - 1)}',
  },
  {
    name: 'members are not put back in order',
    file: memberCode,
    find: "${members.map((member) => `k${member} = k[${member}];`).join(' ')}",
    replace: '',
  },
  {
    name: 'who refers to a member counts which slot it is',
    file: referrers,
    find: '+ ${place + 1}',
    replace: '+ ${member[place]! + 1}',
  },
  {
    name: 'of packed words the bits that move up are lost',
    file: form,
    find: '`s${low} ^= x | ${back};`',
    replace: '`s${low} ^= x;`',
  },
  {
    name: 'a packed value is put over the one that was there',
    file: form,
    find: 's${word} & ${~maskOf(shift, width)} | (${value})',
    replace: 's${word} | (${value})',
  },
  {
    name: 'packed states are not renamed',
    file: 'packages/checker/src/packed/packed_search.ts',
    find: 'isRenamed: families.length > 0',
    replace: 'isRenamed: false',
  },
  {
    name: 'a property over steps is asked of packed states as they were renamed',
    file: loop,
    find: "put(after, 0, w);',\n  '        RENAME(w, renamed);'",
    replace: "RENAME(w, renamed);',\n  '        put(after, 0, w);'",
  },
];
