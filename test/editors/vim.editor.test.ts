import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../syntax/corpus.ts';

/*
 * The files of grammar/vim in Vim itself. Needs `vim` from the system's packages.
 */

test('the syntax file is read without a mistake, and colours a spec', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mmspec-vim-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.mmspec'), 'module m\n/// doc\nobject Folio {\n  refcount: ref = 1\n}\nactor a {\n  here: get(f.refcount)\n}\n');
  const names = (line: number, column: number): string => `synIDattr(synID(${line},${column},1),'name')`;
  const script = [
    `set runtimepath+=${join(root, 'grammar/vim')}`,
    'filetype plugin on',
    'syntax on',
    'set nomodeline',
    `edit ${join(folder, 'a.mmspec')}`,
    `call writefile([&filetype, &commentstring, ${names(1, 1)}, ${names(2, 1)}, ${names(3, 9)}, ${names(4, 13)}, ${names(7, 3)}, ${names(7, 9)}, v:errmsg], '${join(folder, 'out')}')`,
    'qall!',
  ];
  writeFileSync(join(folder, 'script.vim'), `${script.join('\n')}\n`);
  execFileSync('vim', ['-u', 'NONE', '-i', 'NONE', '-N', '-es', '-S', join(folder, 'script.vim')], { stdio: 'ignore' });
  expect(readFileSync(join(folder, 'out'), 'utf8').trimEnd().split('\n')).toEqual([
    'mmspec',
    '// %s',
    'mmspecImport',
    'mmspecDocComment',
    'mmspecTypeName',
    'mmspecType',
    'mmspecLabel',
    'mmspecBuiltin',
  ]);
});
