import type { Command } from 'commander';
import { exitCodes } from '../exit_code.ts';
import { printError } from '../output.ts';

/** `mmspec lsp`. */
export function add(root: Command): void {
  root
    .command('lsp')
    .description('the language server, for editors')
    .requiredOption('--stdio', 'speak the protocol on standard input and output')
    .addHelpText(
      'after',
      '\nEditors start it themselves; in Neovim: vim.lsp.start({ name = "mmspec", cmd = { "mmspec", "lsp", "--stdio" } })\n\nExample:\n  mmspec lsp --stdio',
    )
    .action(async () => {
      const [{ serveProcess }, { fileURLToPath }] = await Promise.all([import('@mmspec/language-server'), import('node:url')]);
      // A client that has gone without a word is told nothing any more, and the protocol's code for that is 1.
      process.stdout.on('error', (error) => {
        if (!('code' in error && error.code === 'EPIPE')) printError(`mmspec: standard output cannot be written: ${error.message}.`);
        process.exit(exitCodes.notMet);
      });
      serveProcess(fileURLToPath(new URL('./check_thread.js', import.meta.url)));
      // The server ends the process itself, as the protocol says.
      await new Promise(() => undefined);
    });
}
