import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../syntax/corpus.ts';

/*
 * The recipes of docs/editors.md, as they stand there, in an account that has nothing else: a mistake is found, a definition leads
 * into the library, to a file that cannot be written, and a block of Markdown has its mistake too where the recipe says so.
 * Needs `nvim`, `vim` with ALE, and `emacs` with eglot from the system's packages.
 */

const spec = 'module main\n\nimport kernel.lock\n\nshared l: Lock\n\nactor a {\n  one: lock(l)\n  two: unlocked(l)\n}\n';
const page = `# Notes\n\n\`\`\`mmspec\n${spec}\`\`\`\n`;
const docs = readFileSync(join(root, 'docs/editors.md'), 'utf8');

/** The first block of a section, with the real place of the repository. */
function recipe(section: string, language: string): string {
  const [, text = ''] = new RegExp(`^## ${section}\\n.*?\`\`\`${language}\\n(.*?)\`\`\``, 'msu').exec(docs) ?? [];
  return text.replace('/path/to/mmspec', root.replace(/\/$/u, ''));
}

/** What the editor wrote to `out` in its new home, line by line; `files` are put there first. */
function asked(command: string, given: readonly string[], files: Readonly<Record<string, string>>): string[] {
  const home = mkdtempSync(join(tmpdir(), 'mmspec-home-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  for (const [name, text] of Object.entries({ ...files, 'w/main.mmspec': spec, 'w/notes.md': page })) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  const env = { HOME: home, PATH: `${join(root, 'node_modules/.bin')}:${dirname(process.execPath)}:/usr/bin:/bin`, TERM: 'xterm', MMSPEC_START: 'plain' };
  const ended = spawnSync(command, given, { cwd: join(home, 'w'), env, encoding: 'utf8', timeout: 90_000 });
  if (ended.error !== undefined) throw new Error(`${command} could not be run`, { cause: ended.error });
  return readFileSync(join(home, 'out'), 'utf8').trimEnd().replaceAll(home, '~').split('\n');
}

const library = expect.stringMatching(/^~\/\.cache\/mmspec\/library\/\w+\/kernel\/lock\.mmspec$/u);

test('Neovim', () => {
  const drive = `
local lines = {}
local function say(text) table.insert(lines, tostring(text)) end
local function first() return vim.diagnostic.get(0)[1] end
say(vim.bo.filetype)
vim.wait(30000, function() return first() ~= nil end, 50)
say(first().lnum .. ' ' .. vim.split(first().message, '\\n')[1])
vim.api.nvim_win_set_cursor(0, { 8, 8 })
vim.lsp.buf.definition()
vim.wait(20000, function() return vim.api.nvim_buf_get_name(0):match('lock.mmspec') ~= nil end, 50)
say(vim.api.nvim_buf_get_name(0))
say(vim.bo.readonly)
vim.cmd('edit notes.md')
vim.wait(20000, function() return first() ~= nil end, 50)
say(first().lnum .. ' ' .. #vim.lsp.get_active_clients())
vim.fn.writefile(lines, vim.env.HOME .. '/out')
vim.cmd('qall!')
`;
  const files = { '.config/nvim/init.lua': recipe('Neovim', 'lua'), 'drive.lua': drive };
  expect(asked('nvim', ['--headless', 'main.mmspec', '-c', 'luafile ../drive.lua'], files)).toEqual([
    'mmspec',
    '8 There is no operation `unlocked`.',
    library,
    'true',
    '11 1',
  ]);
});

test('Vim with ALE', () => {
  const drive = `
function Until(is_so)
  let tries = 0
  while tries < 300 && !a:is_so()
    sleep 100m
    let tries += 1
  endwhile
endfunction
call Until({-> len(ale#engine#GetLoclist(bufnr(''))) > 0})
let found = ale#engine#GetLoclist(bufnr(''))[0]
call writefile([&filetype, found.lnum . ' ' . found.text[:32]], $HOME . '/out')
call cursor(8, 8)
ALEGoToDefinition
call Until({-> expand('%') =~# 'lock.mmspec'})
call writefile([expand('%:p'), &readonly], $HOME . '/out', 'a')
qall!
`;
  const files = { '.vimrc': recipe('Vim', 'vim'), 'drive.vim': drive };
  // It wants a terminal.
  expect(asked('script', ['-qec', 'vim main.mmspec -S ../drive.vim', '/dev/null'], files)).toEqual([
    'mmspec',
    '9 There is no operation `unlocked`.',
    library,
    '1',
  ]);
});

test('Emacs with eglot', () => {
  const drive = `
(defun until (what) (let ((n 0)) (while (and (< n 300) (not (funcall what))) (accept-process-output nil 0.1) (setq n (1+ n)))))
(find-file "main.mmspec")
(unless (eglot-current-server) (call-interactively 'eglot))
(until 'eglot-current-server)
(flymake-mode 1)
(until 'flymake-diagnostics)
(let* ((found (car (flymake-diagnostics)))
       (said (format "%d %s" (line-number-at-pos (flymake-diagnostic-beg found)) (car (split-string (flymake-diagnostic-text found) "\\n"))))
       (mode (symbol-name major-mode)))
  (goto-char (point-min))
  (search-forward "one: lo")
  (call-interactively 'xref-find-definitions)
  (let ((lines (list mode said buffer-file-name (format "%s" buffer-read-only))))
    (with-temp-file (expand-file-name "~/out") (insert (string-join lines "\\n") "\\n"))))
(kill-emacs 0)
`;
  const files = { '.emacs.d/init.el': recipe('Emacs', 'elisp'), 'drive.el': drive };
  expect(asked('emacs', ['--batch', '-f', 'package-initialize', '-l', '../.emacs.d/init.el', '-l', '../drive.el'], files)).toEqual([
    'mmspec-mode',
    '9 mmspec [MM0208]: There is no operation `unlocked`.',
    library,
    't',
  ]);
});
