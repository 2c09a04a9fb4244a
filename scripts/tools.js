import { installMissing } from './packages.js';

/*
 * Installs the programs from outside npm that tests need, where they are missing.
 * Where that is not possible the tests that need them fail with a sentence that names them; MMSPEC_TESTS=core leaves those tests out.
 */

const missing = installMissing([
  { command: 'nvim', package: 'neovim' },
  { command: 'vim', package: 'vim' },
  { command: 'chromium', package: 'chromium' },
]);
if (missing.length > 0) {
  console.error(
    `Some tests need programs that are not installed and cannot be installed from here: ${missing.join(', ')}. Install them, or set MMSPEC_TESTS=core.`,
  );
  process.exit(1);
}
