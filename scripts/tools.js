import { installMissing } from './packages.js';

/*
 * Installs the programs from outside npm that tests need, where they are missing.
 * Where that is not possible the tests that need them fail with a sentence that names them; MMSPEC_TESTS=core leaves those tests out.
 */

const missing = installMissing([
  { command: 'nvim', package: 'neovim' },
  { command: 'vim', package: 'vim' },
  { command: 'chromium', package: 'chromium' },
  { has: 'test -d /usr/share/vim-ale', package: 'vim-ale' },
  { command: 'emacs', package: 'emacs-nox' },
  // A part of Emacs from version 29 on.
  { has: 'emacs --batch -f package-initialize -l eglot', package: 'elpa-eglot' },
  // The litmus tests of the kernel, for one of the long tests.
  ...(process.env.MMSPEC_TESTS === 'long' ? [{ has: 'test -f /usr/src/linux-source-6.12.tar.xz', package: 'linux-source-6.12' }] : []),
]);
if (missing.length > 0) {
  console.error(
    `Some tests need programs that are not installed and cannot be installed from here: ${missing.join(', ')}. Install them, or set MMSPEC_TESTS=core.`,
  );
  process.exit(1);
}
