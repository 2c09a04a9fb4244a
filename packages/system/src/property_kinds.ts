import type { PropertyKind } from './transition_system.ts';

/*
 * What a kind of property is: one table for each fact, so that a new kind is decided about here,
 * and everybody who needs the fact asks for it.
 */

/**
 * What is looked at to find out whether a property is violated: each state, each step, the flags of a step, the fault that
 * ends one, a state that no step leads out of; or the whole graph after the search: what stays possible, or all paths.
 */
export type JudgedOn = 'state' | 'step' | 'flag' | 'fault' | 'stuck' | 'futures' | 'paths';

const judgedOnByKind: Readonly<Record<PropertyKind, JudgedOn>> = {
  state: 'state',
  step: 'step',
  assertion: 'fault',
  range: 'fault',
  underflow: 'fault',
  overflow: 'fault',
  null_reference: 'fault',
  live: 'flag',
  get_at_zero: 'flag',
  sleeps_in_atomic: 'flag',
  lost_reference: 'state',
  deadlock: 'stuck',
  reachable: 'state',
  possible: 'futures',
  temporal: 'paths',
};

/** Every kind of property. */
export const propertyKinds: readonly PropertyKind[] = Object.keys(judgedOnByKind) as PropertyKind[];

/** What tells whether a property of this kind is violated. */
export function judgedOn(kind: PropertyKind): JudgedOn {
  return judgedOnByKind[kind];
}

/** Properties that a step violates and goes on: of the k-th of them (in order of `properties`) bit k of the flags of a step tells. */
export function isFlag(kind: PropertyKind): boolean {
  return judgedOnByKind[kind] === 'flag';
}

const afterSearchByBasis: Readonly<Record<JudgedOn, boolean>> = {
  state: false,
  step: false,
  flag: false,
  fault: false,
  stuck: false,
  futures: true,
  paths: true,
};

/** Judged on the whole graph, after the search. */
export function isAboutGraph(kind: PropertyKind): boolean {
  return afterSearchByBasis[judgedOnByKind[kind]];
}

const wantsOneByKind: Readonly<Record<PropertyKind, boolean>> = {
  state: false,
  step: false,
  assertion: false,
  range: false,
  underflow: false,
  overflow: false,
  null_reference: false,
  live: false,
  get_at_zero: false,
  sleeps_in_atomic: false,
  lost_reference: false,
  deadlock: false,
  reachable: true,
  possible: false,
  temporal: false,
};

/** Judged on states, of which one where it is true is enough; of every other kind one where it is false is too much. */
export function wantsOneState(kind: PropertyKind): boolean {
  return wantsOneByKind[kind];
}

/** Judged on states, and violated by one where it is false. */
export function isBrokenByState(kind: PropertyKind): boolean {
  return judgedOnByKind[kind] === 'state' && !wantsOneByKind[kind];
}

/**
 * Where a property of a kind comes from: somebody declares it; every spec has one, which is called as its kind is;
 * or there is one for each variable, or for each assertion.
 */
export type PropertyOrigin = 'declared' | 'every spec' | 'each variable' | 'each assertion';

/** In the order in which every system lists those that every spec has. */
const originByKind: Readonly<Record<PropertyKind, PropertyOrigin>> = {
  state: 'declared',
  step: 'declared',
  live: 'declared',
  reachable: 'declared',
  possible: 'declared',
  temporal: 'declared',
  assertion: 'each assertion',
  range: 'each variable',
  underflow: 'every spec',
  overflow: 'every spec',
  get_at_zero: 'every spec',
  sleeps_in_atomic: 'every spec',
  null_reference: 'every spec',
  lost_reference: 'every spec',
  deadlock: 'every spec',
};

/** Where a property of this kind comes from. */
export function originOf(kind: PropertyKind): PropertyOrigin {
  return originByKind[kind];
}

const kinds = Object.keys(originByKind) as PropertyKind[];

/** Kinds of which every spec has one property, called as its kind is. */
export const kindsOfEverySpec: readonly PropertyKind[] = kinds.filter((kind) => originByKind[kind] === 'every spec');

const isImplicit = (kind: PropertyKind): boolean => originByKind[kind] === 'every spec' || originByKind[kind] === 'each variable';

/** Names that every spec may use without declaring them, that of deadlocks first; `range` stands for all `range of X`. */
export const implicitNames: readonly PropertyKind[] = [
  ...kinds.filter((kind) => judgedOnByKind[kind] === 'stuck'),
  ...kinds.filter((kind) => isImplicit(kind) && judgedOnByKind[kind] !== 'stuck'),
];

/** The kind of the property of this name that a fault violates: `range of x`, a kind of which every spec has one, or an assertion. */
export function kindOfFault(name: string): PropertyKind {
  if (name.startsWith('range of ')) return 'range';
  return kindsOfEverySpec.find((kind) => kind === name) ?? 'assertion';
}

/** The kind of the property of this name that a flag violates: a kind of which every spec has one, or `Type.live`. */
export function kindOfFlag(name: string): PropertyKind {
  return kindsOfEverySpec.find((kind) => kind === name && isFlag(kind)) ?? 'live';
}

const atLastStepByKind: Readonly<Record<PropertyKind, boolean>> = {
  state: true,
  step: true,
  assertion: true,
  range: true,
  underflow: true,
  overflow: true,
  null_reference: true,
  live: true,
  get_at_zero: true,
  sleeps_in_atomic: true,
  lost_reference: true,
  deadlock: false,
  reachable: true,
  possible: true,
  temporal: false,
};

/** Whether the last step of a run makes the property false; else all of the run does. */
export function isBrokenByLastStep(kind: PropertyKind): boolean {
  return atLastStepByKind[kind];
}

const saidByKind: Readonly<Record<PropertyKind, (name: string) => string>> = {
  state: (name) => `${name} is violated.`,
  step: (name) => `${name} is violated.`,
  assertion: (name) => `The assertion ${name} fails.`,
  range: (name) => `A value does not fit where it is stored (${name}).`,
  underflow: (name) => `A reference counter is put below zero (${name}).`,
  overflow: (name) => `A reference counter grows beyond its range (${name}).`,
  null_reference: (name) => `A step goes through a reference that is none (${name}).`,
  live: (name) => `An object is accessed that is not live any more (${name}).`,
  sleeps_in_atomic: (name) => `Something that may sleep is called where nothing may (${name}).`,
  get_at_zero: (name) => `A reference is taken on a counter that is zero (${name}).`,
  lost_reference: (name) => `A reference is counted that nobody holds, or held but not counted (${name}).`,
  deadlock: (name) => `Nobody can move, and not everybody may wait for ever (${name}).`,
  reachable: (name) => `${name} is never reached.`,
  possible: (name) => `${name} is violated.`,
  temporal: (name) => `${name} is violated.`,
};

/** What went wrong, in a sentence, where nobody has written what the property means. */
export function violationText(kind: PropertyKind, name: string): string {
  return saidByKind[kind](name);
}
