import type { Plain, TraceStep } from '@mmspec/system';

/*
 * What a diagram says about the values that a step changed: only what the reader needs later on.
 */

/** A variable whose value a step changed; rows of actors themselves are locations and not among them. */
export interface Change {
  readonly name: string;
  readonly from: Plain | null;
  readonly to: Plain | null;
}

/** Changes of variables by a step. */
export function variableChanges(step: TraceStep): Change[] {
  return Object.entries(step.changes)
    .map(([name, [from, to]]) => ({ name, from, to }))
    .filter(({ from, to }) => !isLocation(from) && !isLocation(to));
}

const isLocation = (value: Plain | null): boolean => typeof value === 'string' && (value === 'done' || /@\d+(\/\d+)*$/u.test(value));

/** The remark on step `index`: `refcount 1 -> 2, refs = 2`; empty where nothing that it changed matters. `full` leaves nothing out. */
export function remarkOf(steps: readonly TraceStep[], index: number, formula: string, full: boolean): string {
  const step = steps[index];
  if (step === undefined) return '';
  const own = `${step.actor ?? ''}.`;
  const shown: string[] = [];
  for (const change of variableChanges(step)) {
    if (change.to === null) continue;
    if (!full && isParameter(change, own, step)) continue;
    const isOwn = change.name.startsWith(own);
    const name = isOwn ? change.name.slice(own.length).replace(/^.*\./u, '') : shortName(change.name, steps);
    if (!full && (isEvident(change, step) || !(isOwn ? readsLater(name, steps, index) : matters(change, steps, index, formula)))) continue;
    shown.push(isOwn || change.from === null ? `${name} = ${change.to}` : `${name} ${change.from} -> ${change.to}`);
  }
  return shown.join(', ');
}

/** The parameter of an operation that begins after the step: its call says the value. */
function isParameter({ name, from }: Change, own: string, step: TraceStep): boolean {
  return from === null && name.startsWith(own) && name.slice(own.length).split('.').length - 1 > step.operation.length;
}

/** The last parts of a variable's name that no other variable of the diagram ends in: `refcount` for `folio.refcount`. */
function shortName(name: string, steps: readonly TraceStep[]): string {
  const others = Object.keys(steps[0]?.state ?? {}).filter((other) => other !== name);
  const parts = name.split('.');
  for (let from = parts.length - 1; from > 0; from--) {
    const candidate = parts.slice(from).join('.');
    if (!others.some((other) => other.endsWith(`.${candidate}`) || other === candidate)) return candidate;
  }
  return name;
}

/** The statement itself says the new value: `folio.private = true`. */
function isEvident({ name, to }: Change, step: TraceStep): boolean {
  return new RegExp(`(?<!\\w)${escaped(lastPart(name))}(\\[[^\\]]*\\])* = ${escaped(String(to))}(?!\\w)`, 'u').test(step.text);
}

/** A local matters if its own actor names it in a later step of the diagram. */
function readsLater(name: string, steps: readonly TraceStep[], index: number): boolean {
  const word = wordOf(name);
  return steps.slice(index + 1).some((step) => step.actor === steps[index]?.actor && word.test(step.text));
}

/**
 * A shared variable matters if the property names it, or if another actor changes it or names it later.
 * A flag that nobody names, such as the bit inside a lock, is what the name of the operation says already.
 */
function matters({ name, to }: Change, steps: readonly TraceStep[], index: number, formula: string): boolean {
  const word = wordOf(lastPart(name));
  if (word.test(formula)) return true;
  if (typeof to === 'boolean' && !steps.some((step) => word.test(step.text))) return false;
  return steps.slice(index + 1).some((step) => step.actor !== steps[index]?.actor && (name in step.changes || word.test(step.text)));
}

const lastPart = (name: string): string => name.replace(/(\[[^\]]*\]+)+$/u, '').replace(/^.*\./u, '');
const escaped = (name: string): string => name.replace(/[$()*+.?[\\\]^{|}]/gu, '\\$&');
const wordOf = (name: string): RegExp => new RegExp(`(?<!\\w)${escaped(name)}(?!\\w)`, 'u');
