import { libraryModules, libraryText } from '@mmspec/library';
import { describe, expect, test } from 'vitest';
import { filesIn, textOf } from './spec_files.ts';

describe('the embedded library', () => {
  test.each(filesIn('specs/kernel', '.mmspec'))('%s is what the folder says', (name) => {
    expect(libraryText(`kernel.${name.replace('.mmspec', '')}`), 'run: node scripts/embed.js').toBe(textOf(`specs/kernel/${name}`));
  });

  test('a module is named as in an import or as a file', () => {
    const text = libraryText('kernel.folio');
    expect(text).not.toBeNull();
    expect(libraryText('kernel/folio')).toBe(text);
    expect(libraryText('/kernel/folio.mmspec')).toBe(text);
  });

  test('there is no other module', () => {
    for (const name of ['kernel.none', 'kernel', '', 'constructor', '__proto__']) expect(libraryText(name), name).toBeNull();
    expect(libraryModules).not.toContain('kernel.none');
  });
});
