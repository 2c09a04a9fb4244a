import { describe, expect, test } from 'vitest';
import { filesIn, read, runPlanned, textOf, verdicts } from '../kernel/spec_files.ts';

/*
 * The teaching specs: short, in reading order, and each shows a bug and its fix.
 */

const names = filesIn('examples', '.mmspec');

async function check(path: string): Promise<void> {
  const spec = read(path);
  expect(spec.errors).toEqual([]);
  const found = { holds: 0, violated: 0 };
  for (const planned of spec.planned) {
    const result = await runPlanned(spec, planned);
    expect(result.met, verdicts(result)).toBe(true);
    if (result.verdict === 'holds' || result.verdict === 'violated') found[result.verdict] += 1;
  }
  expect(found.holds, 'checks that show the fix').toBeGreaterThan(0);
  expect(found.violated, 'checks that show the bug').toBeGreaterThan(0);
}

describe('examples', () => {
  test.each(names)('%s', (name) => check(`examples/${name}`));

  test.each(names)('%s is short, numbered, and says what it teaches', (name) => {
    const text = textOf(`examples/${name}`);
    expect(text.trimEnd().split('\n').length).toBeLessThan(40);
    expect(text).toMatch(/^\/\/\/ /u);
    const at = names.indexOf(name) + 1;
    expect(name.startsWith(`${String(at).padStart(2, '0')}_`)).toBe(true);
    expect(read(`examples/${name}`).model.name).toBe(name.slice(3).replace('.mmspec', ''));
  });

  test('the list names all, in order', () => {
    const listed = [...textOf('examples/README.md').matchAll(/\]\((\d\d_\w+\.mmspec)\)/gu)].map((match) => match[1]);
    expect(listed).toEqual(names);
    expect(names.length).toBeGreaterThanOrEqual(8);
  });
});
