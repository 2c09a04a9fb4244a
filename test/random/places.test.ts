import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seeded } from './mutant.ts';
import type { Fault } from './mutant.ts';

/*
 * Law: each seeded fault has its one place in the source, however that is laid out. What the faults do is tried where they are used.
 */

const folders = ['configurations', 'ide', 'litmus', 'memory', 'random', 'reductions', 'temporal'];
const files = folders.flatMap((folder) =>
  readdirSync(new URL(`../${folder}/`, import.meta.url))
    .filter((name) => /^(?:\w+_)?faults(?:_\w+)?\.ts$/u.test(name))
    .map((name) => `${folder}/${name}`),
);

test('there are lists of faults', () => expect(files.length).toBeGreaterThanOrEqual(12));

describe.each(files)('%s', async (file) => {
  const lists: Readonly<Record<string, readonly Fault[]>> = await import(/* @vite-ignore */ new URL(`../${file}`, import.meta.url).href);
  test.each(
    Object.values(lists)
      .flat()
      .map((fault) => [fault.name, fault] as const),
  )('%s', (_, fault) => {
    expect(seeded(fault)).toContain(fault.replace);
  });
});
