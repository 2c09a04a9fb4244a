import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenTypes } from '@mmspec/ide';
import { expect, test } from 'vitest';
import { root } from '../syntax/corpus.ts';

/*
 * The colours of names in the high-contrast themes: every kind of name has one, that can be read.
 */

interface Rule {
  readonly foreground: string;
  readonly bold?: boolean;
}
const manifest = JSON.parse(readFileSync(join(root, 'packages/vscode/extension.json'), 'utf8')) as {
  readonly contributes: {
    readonly configurationDefaults: Readonly<
      Record<string, Readonly<Record<string, { readonly enabled?: boolean; readonly rules: Readonly<Record<string, Rule>> }>>>
    >;
    readonly semanticTokenScopes: readonly { readonly language: string; readonly scopes: Readonly<Record<string, readonly string[]>> }[];
  };
};
const themes = manifest.contributes.configurationDefaults['editor.semanticTokenColorCustomizations'] ?? {};

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

test.each([
  ['[Default High Contrast]', '#000000'],
  ['[Default High Contrast Light]', '#ffffff'],
])('%s: at least 7 to 1 on %s', (theme, background) => {
  const rules = themes[theme]?.rules ?? {};
  // These themes ask for no colours of names by themselves.
  expect(themes[theme]?.enabled).toBe(true);
  expect(Object.keys(rules).toSorted()).toEqual(tokenTypes.map((type) => `${type}:mmspec`).toSorted());
  for (const [name, { foreground }] of Object.entries(rules)) expect([name, contrast(foreground, background) >= 7]).toEqual([name, true]);
  // Properties are told from operations and variables, by more than their colour.
  const [event, others] = [rules['event:mmspec'], ['function', 'variable', 'label', 'property', 'type'].map((type) => rules[`${type}:mmspec`]?.foreground)];
  expect(event?.bold).toBe(true);
  expect(others).not.toContain(event?.foreground);
});

test('other themes colour names of properties, labels and tags as theirs do', () => {
  const [own] = manifest.contributes.semanticTokenScopes;
  expect([own?.language, Object.keys(own?.scopes ?? {}).toSorted()]).toEqual(['mmspec', ['enumMember', 'event', 'label']]);
});
