import type { TransitionSystem } from '@mmspec/system';
import type { Drawing } from './layout/drawing.ts';
import { splitAt, tokensOf } from './meaning/normal.ts';

/** What a drawing says of the state that it begins in, name by name, without blanks: `It begins with x = {}, p.n = 0.`, `Initially x = 0.` */
export function beginningIn({ prose }: Pick<Drawing, 'prose'>): ReadonlyMap<string, string> {
  const text = prose.map((line) => line.trim()).join(' ');
  const [, said = ''] = /\b(?:It begins with|Initially,?) (.{1,10000}?)\.(?:\s|$)/u.exec(text) ?? [];
  return new Map(
    splitAt(tokensOf(said), ',').flatMap((part): [string, string][] => {
      const at = part.indexOf('=');
      return at < 1 ? [] : [[part.slice(0, at).join(''), part.slice(at + 1).join('')]];
    }),
  );
}

/** The system with those of its initial states that are as said; the same where none is, for then it is said of something else. */
export function beginningAs(system: TransitionSystem, said: ReadonlyMap<string, string>): TransitionSystem {
  if (said.size === 0) return system;
  const isAsSaid = (name: string, value: string): boolean => (said.get(name) ?? value) === value;
  const fits = (state: Int32Array): boolean => system.describe(state).every(({ name, value }) => isAsSaid(name, String(value).replaceAll(/\s/gu, '')));
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
