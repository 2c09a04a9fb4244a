import type { PropertyText } from './check.ts';
import type { Property } from './transition_system.ts';

/** How a property of a system reads. */
export function propertyText({ name, kind, text, doc = '', temporal }: Property): PropertyText {
  return { name, kind, text, doc, ...(temporal === undefined ? {} : { goals: temporal.goals }) };
}
