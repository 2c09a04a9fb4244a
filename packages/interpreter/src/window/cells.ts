import { cellsOf } from '../log.ts';
import { replaced, type Place } from '../place.ts';
import type { Scene } from '../scene.ts';
import { equal, type Value } from '../value.ts';
import { copyOf } from '../noted_memory.ts';

/*
 * Cells of memory, by name, and what is in them.
 */

/** Whether two cells are the same, or one is a part of the other. */
export function overlaps(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.startsWith(short) && (long[short.length] === '[' || long[short.length] === '.');
}

/** The value at a place of memory. */
export function cellValue(memory: ReadonlyMap<string, Value>, { root, parts }: Place): Value {
  let value = root.kind === 'shared' ? (memory.get(root.row) ?? null) : null;
  for (const at of parts) {
    if (value === null || typeof value !== 'object') return null;
    if (value.kind === 'array' || value.kind === 'seq') value = value.elements[at] ?? null;
    else if (value.kind === 'record') value = value.fields[at]?.value ?? null;
  }
  return value;
}

/** Memory with another value at a place. */
export function withCell(memory: ReadonlyMap<string, Value>, { root, parts }: Place, value: Value): ReadonlyMap<string, Value> {
  if (root.kind !== 'shared') return memory;
  return copyOf(memory).set(root.row, replaced(memory.get(root.row) ?? null, parts, value));
}

/** The variable or field that a cell is in. */
export function rootNameOf(cell: string, rootOf: Scene['rootOf']): string {
  let name = cell;
  while (name !== '' && !rootOf.has(name)) name = name.replace(/(?:\.[^.[\]]*|\[[^[]*|^[^.[]*)$/u, '');
  return name;
}

/** Whether memory is the same in a cell. */
export function isSameIn(cell: string, one: ReadonlyMap<string, Value>, other: ReadonlyMap<string, Value>): boolean {
  for (const row of one.keys()) {
    if (!overlaps(row, cell)) continue;
    const now = new Map(cellsOf(row, other.get(row) ?? null));
    if (cellsOf(row, one.get(row) ?? null).some(([name, was]) => overlaps(name, cell) && !equal(was, now.get(name) ?? null))) return false;
  }
  return true;
}
