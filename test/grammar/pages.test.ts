import { runAll } from '@mmspec/analysis';
import { describe, expect, test } from 'vitest';
import { filesIn, read, runPlanned, textOf, verdicts } from '../kernel/spec_files.ts';

/*
 * The reference: one page per construct, each with an example that is read, checked and run.
 */

const pages = filesIn('grammar', '.md').filter((name) => name !== 'README.md');
/** The texts of the `mmspec` blocks of a Markdown file. */
function blocks(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^```mmspec\n(.*?)^```$/gmsu)].map((match) => match[1] ?? '');
}

async function check(path: string, text: string): Promise<void> {
  const spec = read(path, text);
  expect(spec.errors).toEqual([]);
  const scenarios = await runAll(spec.model, { checks: spec.model.scenarios.map(({ name: scenario }) => scenario.text) });
  expect(spec.planned.length + scenarios.scenarios.length).toBeGreaterThan(0);
  const unmet: string[] = scenarios.scenarios.flatMap(({ met, name: scenario, found }) => (met ? [] : [`${scenario} is ${found}`]));
  for (const planned of spec.planned) {
    const result = await runPlanned(spec, planned);
    if (!result.met) unmet.push(verdicts(result));
  }
  expect(unmet).toEqual([]);
}

describe('reference pages', () => {
  test.each(pages)('the examples of %s', async (name) => {
    const examples = blocks(textOf(`grammar/${name}`));
    expect(examples.length).toBeGreaterThan(0);
    for (const text of examples) await check(`grammar/${name}`, text);
  });

  test('the index links every page', () => {
    const index = textOf('grammar/README.md');
    for (const name of pages) expect(index).toContain(`(${name})`);
  });

  test.each([...pages, 'README.md'])('the links of %s lead somewhere', (name) => {
    for (const [, target = ''] of textOf(`grammar/${name}`).matchAll(/\]\(([^)#]+)\)/gu)) {
      expect(() => textOf(`grammar/${target}`), target).not.toThrow();
    }
  });

  test('the page of the README is a spec too', async () => {
    const [text = ''] = [...textOf('README.md').matchAll(/^```\n(\/\/\/ .*?)^```$/gmsu)].map((match) => match[1] ?? '');
    expect(text).toContain('module example');
    await check('README.md', text);
  });
});
