import type { MachineProperty } from '@mmspec/interpreter';
import { judgedOn, kindOfFlag } from '@mmspec/system';
import type { Reached } from './reached.ts';
import type { Running } from './running.ts';

/*
 * Properties in the states that are stepped through: which of them a step breaks.
 */

/** The filter of the protocol's exception breakpoints. */
export const breakingFilter = {
  filter: 'properties',
  label: 'Properties that break',
  description: 'Stops where a step breaks an invariant, `live when` or another property of the spec.',
  default: true,
  supportsCondition: true,
  conditionDescription: 'Names of properties, such as `counted, deadlock`; without any all of them stop it.',
};

/** The names in the condition of the filter. */
export function namesIn(condition: string): string[] {
  return condition
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Whether a property stops a run where it breaks. */
export function isWatched({ breaking: { names } }: Running, name: string): boolean {
  return names === null || names.has(name);
}

/** The properties that the last step of a run has broken, of those that stop it. */
export function brokenNow(run: Running): string[] {
  const [before, after] = run.path.slice(-2);
  if (before === undefined || after === undefined || run.path.length < 2) return [];
  return run.judged.filter((property) => isWatched(run, property.name) && breaks(run, property, before, after)).map(({ name }) => name);
}

/** Whether a property that held is broken by a step, or by the step itself. */
function breaks(run: Running, property: MachineProperty, before: Reached, after: Reached): boolean {
  switch (judgedOn(property.kind)) {
    case 'state':
      return property.kind !== 'reachable' && !holdsIn(run, property, after) && holdsIn(run, property, before);
    case 'step':
      return after.step !== null && !run.machine.holdsOnStep(indexOf(run, property), before.state, after.step);
    case 'flag':
      return after.step?.flags.some((flag) => flag === property.name && kindOfFlag(flag) === property.kind) ?? false;
    case 'stuck':
      return isStuck(run, after);
    case 'fault':
    case 'futures':
    case 'paths':
      return false;
  }
}

const indexOf = ({ machine }: Running, property: MachineProperty): number => machine.properties.indexOf(property);

function holdsIn(run: Running, property: MachineProperty, { state }: Reached): boolean {
  return run.machine.holdsInState(indexOf(run, property), state);
}

/** Nobody can take a step, and not everybody may wait. */
function isStuck({ machine }: Running, { state }: Reached): boolean {
  return machine.successors(state).length === 0 && !machine.isQuiescent(state);
}

/** What is to be said of a property in the present state; null where none has that name. */
export function truthOf(run: Running, name: string): string | null {
  const property = run.machine.properties.find((each) => each.name === name);
  const [before, after = before] = run.path.slice(-2);
  if (property === undefined || after === undefined || before === undefined) return null;
  switch (judgedOn(property.kind)) {
    case 'state':
      return inWords(property, holdsIn(run, property, after), 'here');
    case 'step':
      if (after.step === null) return 'about steps, and none has led here';
      return inWords(property, run.machine.holdsOnStep(indexOf(run, property), before.state, after.step), 'on the last step');
    case 'flag':
    case 'fault':
      return inWords(property, run.breaking.fault !== name && !(after.step?.flags.includes(name) ?? false), 'on the last step');
    case 'stuck':
      return inWords(property, !isStuck(run, after), 'here');
    case 'futures':
      return 'about what may still come: a check judges it';
    case 'paths':
      return 'about whole runs: a check judges it';
  }
}

function inWords({ kind }: MachineProperty, holds: boolean, where: string): string {
  if (kind === 'reachable') return `${holds ? 'reached' : 'not reached'} ${where}`;
  return `${holds ? 'holds' : 'broken'} ${where}`;
}

/** What the spec says about a property, in at most one text. */
export function docOf({ analysis: { model } }: Running, name: string): string[] {
  const doc = model.properties.find((property) => property.name === name)?.declaration.doc ?? [];
  return doc.length === 0 ? [] : [doc.join(' ')];
}
