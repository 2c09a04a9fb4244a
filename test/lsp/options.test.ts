import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { abilitiesOf, settingsDefault } from '@mmspec/language-server';
import { expect, test } from 'vitest';
import { root } from '../syntax/corpus.ts';

test('docs/editors.md lists what a client may tell the server, with what holds where it does not', () => {
  const [, section = ''] = /^## What a client may tell the server$(.*?)^## /msu.exec(readFileSync(join(root, 'docs/editors.md'), 'utf8')) ?? [];
  const rows = [...section.matchAll(/^\| `(\w+)` +\| `([^`]*)` +\|/gmu)].map(([, name = '', value = '']) => [name, value]);
  const options = { ...settingsDefault, ...abilitiesOf(undefined) };
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(Object.entries(options).map(([name, value]) => [name, JSON.stringify(value)])));
});
