import type { Action, Described, Format, ParameterData, Plain, Row, Slot, Step, StepData } from './types.ts';

/*
 * The functions that are the same in every generated module. `scripts/embed.js` takes the regions, with their types and without;
 * the emitter puts them below the tables of the module, and those that are not always needed only where they are.
 */

declare const text: readonly string[];
declare const slots: readonly Slot[];
declare const counts: readonly number[];
declare const paths: readonly (readonly number[])[];
declare const steps: readonly StepData[];
declare const formats: readonly Format[];
declare const rows: readonly Row[];
declare const parameters: readonly ParameterData[];

// #region quotient
function quotient(a: number, b: number): number {
  return Math.floor(a / b);
}
// #endregion

// #region remainder
function remainder(a: number, b: number): number {
  return a - b * Math.floor(a / b);
}
// #endregion

// #region size
function size(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
// #endregion

// #region pick
function pick(state: Int32Array, slots: Int32Array, constants: Int32Array, index: number): number {
  const slot = slots[index];
  return slot < 0 ? constants[index] : state[slot];
}
// #endregion

// #region possible
// Whether a step can be taken: it runs on a copy of the state, and whoever it calls notes it.
const scratch = new Int32Array(slots.length);
let wanted: Int32Array | null = null;
let seen = false;
function see(action: number): void {
  if (wanted === null || wanted[action] === 1) seen = true;
}
function possible(step: Step, me: number, state: Int32Array, actions: Int32Array | null): boolean {
  seen = false;
  wanted = actions;
  scratch.set(state);
  step(me, state, scratch, see, see);
  return seen;
}
// #endregion

// #region describe
function plain(format: Format, values: readonly number[], at: number): Plain {
  const value = values[at];
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the form that is left is the default: every value has a text
  switch (format[0]) {
    case 0:
      return value !== 0;
    case 1:
      return value === format[1] ? text[format[2]] : value;
    case 2:
      return text[format[2][value - format[1]]];
    case 3:
      return value === 0 ? text[format[3]] : plain(format[2], [value - 1 + format[1]], 0);
    case 4:
      // prettier-ignore
      return `{${format[1].filter((_, bit) => ((value >> bit) & 1) === 1).map((name) => text[name]).join(', ')}}`;
    case 5: {
      const elements: Plain[] = [];
      for (let element = 0; element < value; element++) elements.push(plain(format[1], values, at + 1 + element * format[2]));
      return `[${elements.join(', ')}]`;
    }
    case 6:
      return value === 0 ? text[format[2]] : plain(format[1], values, at + 1);
    default: {
      let next = at;
      const fields = format[2].map(([name, inner, size]) => {
        const field = `${text[name]}${plain(inner, values, next)}`;
        next += size;
        return field;
      });
      return `${text[format[1]]}(${fields.join(', ')})`;
    }
  }
}
function describe(state: Int32Array): Described[] {
  const found: Described[] = [];
  for (const [name, format, places, when, unset] of rows) {
    if (!when.every(([slot, values]) => values.includes(state[slot]))) continue;
    if (unset !== null && state[unset[0]] === unset[1]) continue;
    const values = places.map(([slot, constant]) => (slot < 0 ? constant : state[slot]));
    found.push({ name: text[name], value: plain(formats[format], values, 0) });
  }
  return found;
}
// #endregion

// #region parameters
function parametersOf(action: number, instance: number): Described[] {
  for (const [least, end, own, ranges] of parameters) {
    if (action < least || action >= end) continue;
    let rest = instance;
    const values = ranges.map(([min, count]) => {
      const value = min + (rest % count);
      rest = Math.floor(rest / count);
      return value;
    });
    return own.map(([name, format, first, length]) => ({ name: text[name], value: plain(formats[format], values.slice(first, first + length), 0) }));
  }
  return [];
}
// #endregion

// #region actions
function listActions(): Action[] {
  const found: Action[] = [];
  const pathAt = (path: number): string[] => paths[path].map((name) => text[name]);
  const add = (kind: number, instance: number, actor: number): void => {
    for (const [own, environment, label, operations, path, span, leaves, reads, writes] of steps) {
      if (own !== kind) continue;
      for (const [executed, marks] of leaves) {
        for (let mark = 0; mark < 2 ** marks.length; mark++) {
          const more = marks.filter((each, bit) => ((mark >> bit) & 1) === 1 && !executed.includes(each));
          found.push({
            actor,
            environment: environment < 0 ? null : text[environment],
            label: label < 0 ? null : text[label],
            operations: operations.map((name) => text[name]),
            path: pathAt(path),
            executed: [...executed, ...more].map(pathAt),
            span: { file: span[0], start: span[1], end: span[2] },
            reads: reads[instance],
            writes: writes[instance],
          });
        }
      }
    }
  };
  let actor = 0;
  counts.forEach((count, kind) => {
    for (let instance = 0; instance < count; instance++) add(kind, instance, actor++);
  });
  add(-1, 0, -1);
  return found;
}
// #endregion

/** What generated code calls. */
export const called: readonly unknown[] = [quotient, remainder, size, pick, possible, describe, parametersOf, listActions];
