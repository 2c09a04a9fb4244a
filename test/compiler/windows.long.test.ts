import { expect, test } from 'vitest';
import { withFault, type Fault } from '../random/mutant.ts';
import { againstRandom } from './windows_law.ts';
import type * as Law from './windows_law.ts';

/*
 * Compiled systems under tso and weak, of many random specs; and each fault that is put into what makes them is told.
 */

test('of many random specs', () => {
  const { asked, wrong } = againstRandom(30, 400, 300);
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(150);
});

const inFile = (file: string, name: string, find: string, replace: string): Fault => ({ name, file: `packages/${file}.ts`, find, replace });
const module = (name: string, find: string, replace: string): Fault => inFile('compiler/src/compile_module', name, find, replace);
const texts = (name: string, find: string, replace: string): Fault => inFile('semantics/src/texts', name, find, replace);
const making = (name: string, find: string, replace: string): Fault => inFile('analysis/src/system_in_windows', name, find, replace);
const exploring = (name: string, find: string, replace: string): Fault => inFile('analysis/src/explored_windows', name, find, replace);

const faults: readonly Fault[] = [
  module('any window will do', '(window === null || window === mode.window)', 'true'),
  module('any memory model will do', 'memory === mode.memory && ', ''),
  module('any settings will do', 'key === wanted && ', ''),
  module('checks under tso are under weak', 'inWindows.set(key, { settingsKey, memory,', "inWindows.set(key, { settingsKey, memory: 'weak',"),
  module('the first line of a text is lost', "text.split('\\n').map(", "text.split('\\n').slice(1).map("),
  texts('all imports lead to the last file', "map(({ text }) => text).join('.'), file]", "map(({ text }) => text).join('.'), files.length - 1]"),
  texts('imports are those of the spec', 'files[from]?.path === importer.path && ', ''),
  texts('a module is any module', ' && module === name', ''),
  inFile('semantics/src/load', 'an import means the one behind it', 'own.push(target ?? -1);', 'own.unshift(target ?? -1);'),
  making('the memory model is weak', 'memory, window: size }', "memory: 'weak', window: size }"),
  making('the window is chosen', 'windowsOf(window === undefined ? {} : { window })', 'windowsOf({})'),
  making('the narrowest window is taken', "if (best === null || found.cut === '') best = found;", 'best ??= found;'),
  making('the widest window is taken', "if (best === null || found.cut === '') best = found;", 'best = found;'),
  making('wider windows are tried in any case', ' || !goesWider(found.bounded, found.slots[0]!.max + 1)) break;', ') break;'),
  exploring('nothing says that a search was cut short', "cut: isFinished ? '' : cut", "cut: ''"),
  exploring('no window is full', 'wider: full.length > 0', 'wider: false'),
  exploring('the window is not told', 'return { ...system, window, ', 'return { ...system, window: 1, '),
];

test.each(faults.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
  const law = await withFault<typeof Law>(fault, `export * from '../compiler/windows_law.ts';`);
  expect(told(law)).not.toBe(null);
});

function told({ againstChosen, againstRandom: random }: typeof Law): string | null {
  try {
    return againstChosen()[0] ?? random(0, 20, 200).wrong[0] ?? null;
  } catch (error) {
    return String(error);
  }
}
