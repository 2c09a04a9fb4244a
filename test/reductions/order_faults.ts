import type { Fault } from '../random/mutant.ts';

const conflicts = 'packages/checker/src/reductions/partial_order/dependence.ts';
const cycles = 'packages/checker/src/reductions/partial_order/cycle_proviso.ts';
const choices = 'packages/checker/src/reductions/partial_order/persistent_sets.ts';
const visible = 'packages/checker/src/reductions/partial_order/visibility.ts';
const ordered = 'packages/checker/src/reductions/partial_order/reduced_system.ts';
const usable = 'packages/checker/src/reductions/partial_order/usable.ts';
const looks = 'packages/compiler/src/reductions/partial_order/observed_slots.ts';
const next = 'packages/compiler/src/reductions/partial_order/next_locations.ts';
const alarming = 'packages/compiler/src/reductions/partial_order/visible_actions.ts';
const dependencies = 'packages/compiler/src/reductions/partial_order/dependencies.ts';

/** Faults in what steps have to do with each other, in what may be left out, and in the loops that leave it out. */
export const orderFaults: readonly Fault[] = [
  { name: 'a read is no dependency', file: conflicts, find: ' || intersect(here.reads, later.writes)', replace: '' },
  { name: 'what is written may be read', file: conflicts, find: ' || intersect(here.writes, later.reads)', replace: '' },
  { name: 'what is written may be written', file: conflicts, find: 'intersect(here.writes, later.writes) || ', replace: '' },
  { name: 'nobody has a future', file: conflicts, find: 'locations[location]?.next.forEach((next) => reached.add(next));', replace: '' },
  {
    name: 'the future of a process is its next step',
    file: conflicts,
    find: 'for (const location of reached) locations',
    replace: 'for (const location of [from]) locations',
  },
  { name: 'whom the others depend on is forgotten', file: choices, find: '    open |= more;\n', replace: '' },
  { name: 'where nothing may be left out is forgotten', file: choices, find: ' && fullyExpanded[process]?.[location] === false ? 1 : 0', replace: ' ? 1 : 0' },
  {
    name: 'processes share what others depend on although it differs',
    file: choices,
    find: 'row.every((text, other) => text === null || own[other] === null || text === own[other])',
    replace: 'row.length === own.length',
  },
  {
    name: 'who waits for one that may not be in a set is in one',
    file: choices,
    find: 'if ((needs[process] & ~(together | alone)) !== 0) together',
    replace: 'if (needs[process] === -1) together',
  },
  { name: 'actions of the environment are forgotten', file: dependencies, find: 'return [...actors, ...environment];', replace: 'return actors;' },
  {
    name: 'everybody else waits for those who cannot move',
    file: ordered,
    find: 'while (members !== 0 && !successors.some(isMember)) members = persistentSets.next();',
    replace: '',
  },
  { name: 'over packed states everybody else waits for those who cannot move', file: ordered, find: '    if (!moved) continue;\n', replace: '' },
  {
    name: 'a fault hides the steps of others',
    file: ordered,
    find: 'chosen.some((successor) => successor.fault >= 0)',
    replace: 'chosen.some((successor) => successor.fault < -1)',
  },
  { name: 'over packed states a fault hides the steps of others', file: ordered, find: '  failed = true;\n', replace: '' },
  {
    name: 'over packed states somebody stands elsewhere',
    file: ordered,
    find: '`  at[${process}] = ${taken} + ${bitField.min};`',
    replace: '`  at[${process}] = ${taken} + ${process > 0 ? 0 : 1};`',
  },
  { name: 'cycles are forgotten', file: cycles, find: 'if (open.has(next)) found[location] = true;', replace: 'if (open.has(next)) found[location] = false;' },
  {
    name: 'a step that leads to where it began closes no cycle',
    file: cycles,
    find: 'if (open.has(next)) found',
    replace: 'if (open.has(next) && next !== location) found',
  },
  {
    name: 'only the location at which a walk began closes cycles',
    file: cycles,
    find: 'if (open.has(next)) found',
    replace: 'if ([...open][0] === next) found',
  },
  { name: 'a step that stores no location leads nowhere', file: next, find: 'list(walk, body, new Set([from]));', replace: 'list(walk, body, new Set([-1]));' },
  { name: 'an alternative leads nowhere', file: next, find: "case 'each':\n      list(walk, stmt.body, before);\n", replace: "case 'each':\n" },
  {
    name: 'everything is invisible',
    file: visible,
    find: 'return ofValue === undefined || next.some((to) => ofValue[to] !== ofValue[location]);',
    replace: 'return ofValue !== undefined && next.some((to) => ofValue[to] !== ofValue[location]);',
  },
  {
    name: 'no location is visible',
    file: visible,
    find: 'next.some((to) => ofValue[to] !== ofValue[location])',
    replace: 'next.some((to) => ofValue[to] === undefined)',
  },
  { name: 'what a step is alarms nobody', file: visible, find: 'if (own.some((action) => visibleActions.includes(action))) return true;', replace: '' },
  { name: 'properties ask nothing about locations', file: looks, find: 'answers.map((answer) => answers.indexOf(answer))', replace: 'answers.map(() => 0)' },
  { name: 'of several questions about a location the last one counts', file: looks, find: '[...(known ?? []), asked.question]', replace: '[asked.question]' },
  {
    name: 'a property does not look at what lets a step be taken',
    file: looks,
    find: "if (expr.kind === 'enabled') observeStep(program, observed, expr);",
    replace: '',
  },
  { name: 'what picks an element is not looked at', file: looks, find: 'asked.cell.terms.forEach((term) => again(term.index));', replace: '' },
  {
    name: 'a property about the mover is judged for one mover',
    file: alarming,
    find: "if (expr.kind === 'action') isBare = true;",
    replace: "if (expr.kind === 'action') isBare = false;",
  },
  {
    name: 'values that look different are the same',
    file: alarming,
    find: 'if (!same(expr.left, expr.right)) return null;',
    replace: 'if (expr.left.kind !== expr.right.kind) return null;',
  },
  { name: 'steps of one instance are those of another', file: dependencies, find: '(perInstance[at] ?? 0) * me + ', replace: '' },
  {
    name: 'properties about futures are judged in some orders',
    file: usable,
    find: "if (temporal === undefined) return 'is about what stays possible';",
    replace: "if (temporal === undefined) return '';",
  },
  {
    name: 'properties about paths under fairness are judged in some orders',
    file: usable,
    find: "if (fairness.length > 0) return 'is about paths under fairness';",
    replace: '',
  },
  {
    name: 'formulas that look at steps are judged in some orders',
    file: usable,
    find: "properties[property] == null || looksAtSteps(temporal.formula) ? 'looks at steps' : ''",
    replace: "''",
  },
  {
    name: 'what a formula looks at is changed behind its back',
    file: dependencies,
    find: 'judged.flatMap(({ body }) => body)',
    replace: 'judged.slice(1).flatMap(({ body }) => body)',
  },
  {
    name: 'over packed states who cannot move again has moved',
    file: 'packages/checker/src/packed/loop_source.ts',
    find: "'    opening = isOn;',\n  '    moved = false;',",
    replace: "'    opening = isOn;',",
  },
  { name: 'depths that have to be shortest are not', file: usable, find: '  if (shortest) return', replace: '  if (shortest && judged.length === 0) return' },
  {
    name: 'reductions are not allowed, and yet there is one',
    file: 'packages/checker/src/plan.ts',
    find: 'options.order === true && isAllowed',
    replace: 'options.order === true',
  },
  {
    name: 'of two ways through a property one counts',
    file: alarming,
    find: 'return joined(list(stmt.then, known), list(stmt.else, known));',
    replace: 'return list(stmt.else, known);',
  },
];
