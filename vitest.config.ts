import { readdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const packages = fileURLToPath(new URL('./packages/', import.meta.url));

/** Tests run from the sources of every package, so that a failing line is the line that was written. */
const alias = Object.fromEntries(
  readdirSync(packages)
    .filter((name) => name !== 'cli')
    .map((name) => [`@mmspec/${name}`, `${packages}${name}/src/index.ts`]),
);

export default defineConfig({
  resolve: { alias: { ...alias, 'prettier-plugin-mmspec': `${packages}prettier-plugin/src/index.ts` } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      ...(process.env.MMSPEC_TESTS === 'long' ? [] : ['**/*.long.test.ts']),
      ...(process.env.MMSPEC_TESTS === 'core' ? ['**/*.editor.test.ts'] : []),
    ],
    pool: 'forks',
    // Bundles with a seeded fault are loaded by Node itself: the test runner would keep the text of each in memory to its end.
    server: { deps: { external: [/mmspec-fault-/u] } },
    // One for each core, as far as there is memory for what a suite takes.
    maxWorkers: Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / 2 ** 31))),
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
