import { run } from './run.js';

/*
 * What a linter can say about the sources: `npm run lint`, and a part of `npm test`.
 * Mistakes, switches that do not decide about a member of a union, and cycles (.oxlintrc.json); then files, exports and
 * dependencies that nobody uses (knip.jsonc); last the layout (prettier.config.js), which `npm run format` mends.
 */

run('oxlint', ['--type-aware', '--deny-warnings', 'packages', 'test', 'scripts']);
run('knip', []);
run('prettier', ['--log-level', 'warn', '--check', '.']);
