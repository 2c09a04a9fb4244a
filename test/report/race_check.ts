import { raceDiagram } from '@mmspec/report';
import type { TraceForm } from '@mmspec/report';
import type { PropertyResult, PropertyText } from '@mmspec/system';
import { expect } from 'vitest';
import { result } from './trace.ts';

interface Look {
  readonly property?: Partial<PropertyText>;
  readonly form?: TraceForm;
  readonly numbered?: boolean;
}

export function drawing(found: PropertyResult, look: Look): string {
  const property = { name: found.property, text: '', doc: '', ...look.property };
  return raceDiagram(result([found]), found, property, {
    form: look.form ?? 'changelog',
    numbered: look.numbered ?? false,
    command: 'mmspec check spec.mmspec --check row2',
  });
}

/** The diagram of a violated property, to the letter. */
export function check(found: PropertyResult, look: Look, expected: string): void {
  const drawn = drawing(found, look);
  expect(`\n${drawn}\n`).toBe(expected);
  for (const line of drawn.split('\n')) expect(line.length).toBeLessThanOrEqual(75);
}
