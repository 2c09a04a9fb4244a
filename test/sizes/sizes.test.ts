import { describe, expect, test } from 'vitest';
import { client } from '../lsp/client.ts';
import { pass } from '../fuzz/pipeline.ts';
import { families } from './families.ts';

/*
 * Specs that grow in one direction: whatever their size, they are judged, or refused with a code. How the processor time grows is
 * printed by `npm run bench -- sizes`.
 */

const familyOf = (name: string): ((size: number) => string) => {
  const found = families.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no family ${name}`);
  return found.text;
};

describe('each family passes at a tenth of the size that is measured', () => {
  test.each(families.map(({ name, size, text }) => [name, text(Math.max(2, Math.ceil(size / 10)))] as const))('%s', async (_, text) => void (await pass(text)));
});

describe('long text is judged', () => {
  test.each([
    ['locals', 1500],
    ['locals of a block', 2500],
    ['assignments to a local', 2500],
    ['assignments in one step', 2500],
    ['labels in one step', 1000],
    ['forks of one step', 240],
    ['conditional gotos', 1000],
    ['conditions that join', 1000],
    ['rounds without a step', 1000],
    ['scenario events', 1500],
    ['variables', 1500],
    ['combinations of numbers', 1_000_000],
    ['elements of a set', 4000],
    ['elements of an array in a formula', 4000],
    ['elements of an array in a temporal property', 4000],
  ])('%s: %i', async (name, size) => {
    expect((await pass(familyOf(name)(size))).outcome).toBe('ran');
  });
});

describe('what cannot be judged is refused', () => {
  test.each([
    ['forks of one step', 600, 'MM0235'],
    ['results of one step', 20, 'MM0235'],
    ['eithers of one step', 20, 'MM0235'],
    ['assignments in one step', 30_000, 'MM0228'],
    ['labels of joined conditions', 20, 'MM0501'],
    ['else if', 200, 'MM0106'],
    ['parentheses', 200, 'MM0106'],
    ['operators', 600, 'MM0116'],
    ['elements of a set', 5000, 'MM0230'],
    ['operations that call each other', 200, 'MM0228'],
    ['actors declared', 70, 'MM0230'],
  ])('%s: %i', async (name, size, code) => {
    const { outcome, codes } = await pass(familyOf(name)(size));
    expect(outcome).not.toBe('ran');
    expect([...codes]).toContain(code);
  });
});

test('a server tells about long text, and outlives it', async () => {
  const editor = await client();
  const long = ['locals', 'assignments in one step', 'conditional gotos', 'conditions that join', 'variables', 'forks of one step', 'results of one step'];
  for (const [index, name] of long.entries()) {
    const uri = `file:///w/long${index}.mmspec`;
    await editor.open(uri, familyOf(name)(name.endsWith('of one step') ? 100 : 1500));
    await editor.diagnostics(uri, 1);
    expect(await editor.ask('textDocument/documentSymbol', { textDocument: { uri } })).not.toEqual([]);
  }
  editor.stop();
});
