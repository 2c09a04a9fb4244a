import { isFlag, kindOfFault } from '@mmspec/system';
import type { Property } from '@mmspec/system';

/** The properties of a program; faults and flags are found by name, and added when they are first needed. */
export interface PropertyTable {
  readonly list: Property[];
  readonly numbers: Map<string, number>;
}

export function createPropertyTable(): PropertyTable {
  return { list: [], numbers: new Map() };
}

export function addProperty(table: PropertyTable, property: Property): number {
  const known = table.numbers.get(property.name);
  if (known !== undefined) return known;
  const index = table.list.length;
  table.list.push(property);
  table.numbers.set(property.name, index);
  return index;
}

/** The number of the property that a fault violates. */
export function faultProperty(table: PropertyTable, name: string): number {
  const known = table.numbers.get(name);
  if (known !== undefined) return known;
  return addProperty(table, { name, kind: kindOfFault(name), text: '', span: null, expectViolated: false });
}

/** The number of a property among those that a step violates and goes on. */
export function flagBit(table: PropertyTable, name: string): number {
  return table.list.filter(({ kind }) => isFlag(kind)).findIndex((property) => property.name === name);
}
