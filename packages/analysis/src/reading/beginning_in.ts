import type { TransitionSystem } from '@mmspec/system';
import type { Drawing } from './layout/drawing.ts';

/** What a drawing says of the state that it begins in, name by name: `It begins with x = {}, p.n = 0.`, `Initially x = 0.` */
export function beginningIn({ prose }: Pick<Drawing, 'prose'>): ReadonlyMap<string, string> {
  const text = prose.map((line) => line.trim()).join(' ');
  const [, said = ''] = /\b(?:It begins with|Initially,?) (.{1,10000}?)\.(?:\s|$)/u.exec(text) ?? [];
  return new Map(
    partsOf(said).flatMap((part): [string, string][] => {
      const [, name, value] = /^(\S+) = (.+)$/u.exec(part) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value.replaceAll(/\s+/gu, ' ')]];
    }),
  );
}

/** Pieces between commas outside of brackets. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const sign of text) {
    if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign)) depth--;
    if (sign === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += sign;
  }
  return [...parts, part.trim()];
}

/** The system with those of its initial states that are as said; the same where none is, for then it is said of something else. */
export function beginningAs(system: TransitionSystem, said: ReadonlyMap<string, string>): TransitionSystem {
  if (said.size === 0) return system;
  const fits = (state: Int32Array): boolean => system.describe(state).every(({ name, value }) => (said.get(name) ?? String(value)) === String(value));
  let count = 0;
  const next = new Int32Array(system.slots.length);
  const ignore = (): void => undefined;
  system.initial(next, () => (count += fits(next) ? 1 : 0), ignore);
  if (count === 0) return system;
  return {
    ...system,
    initial: (state, emit, fault) =>
      system.initial(
        state,
        (action, flags, instance) => {
          if (fits(state)) emit(action, flags, instance);
        },
        fault,
      ),
  };
}
