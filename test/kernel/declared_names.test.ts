import { libraryModuleOf, libraryModules, libraryNames, libraryText } from '@mmspec/library';
import { parse } from '@mmspec/syntax';
import { expect, test } from 'vitest';

/*
 * The library says which of its modules declares a name: it reads lines, and a parser reads the same.
 */

const declared = libraryModules.flatMap((module) =>
  parse({ path: `${module}.mmspec`, text: libraryText(module) ?? '' }, 0).module.items.map(({ name }) => [name.text, module] as const),
);

test('of every declaration its module, and of nothing else', () => {
  expect(declared.length).toBeGreaterThan(250);
  const byName = new Map(declared.toReversed());
  expect(Object.fromEntries(libraryNames().map((name) => [name, libraryModuleOf(name)]))).toEqual(Object.fromEntries(byName));
  expect(libraryModuleOf('nobody_declares_this')).toBe(null);
});
