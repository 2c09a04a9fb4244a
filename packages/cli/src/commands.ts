// Written by scripts/embed.js from packages/cli/src/commands/. Do not edit.
import type { AddCommand } from './command_line.ts';

/** What adds each command to the command line, by the name of the command, loaded when it is asked for. */
export const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  anchors: async () => (await import('./commands/anchors.ts')).add,
  audit: async () => (await import('./commands/audit.ts')).add,
  check: async () => (await import('./commands/check.ts')).add,
  compile: async () => (await import('./commands/compile.ts')).add,
  diff: async () => (await import('./commands/diff.ts')).add,
  dump: async () => (await import('./commands/dump.ts')).add,
  explain: async () => (await import('./commands/explain.ts')).add,
  fences: async () => (await import('./commands/fences.ts')).add,
  fmt: async () => (await import('./commands/fmt.ts')).add,
  init: async () => (await import('./commands/init.ts')).add,
  litmus: async () => (await import('./commands/litmus.ts')).add,
  lsp: async () => (await import('./commands/lsp.ts')).add,
  refs: async () => (await import('./commands/refs.ts')).add,
  review: async () => (await import('./commands/review.ts')).add,
  scenario: async () => (await import('./commands/scenario.ts')).add,
  verify: async () => (await import('./commands/verify.ts')).add,
};
