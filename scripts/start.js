import { run } from './run.js';

run('node', ['packages/cli/bin/mmspec.js', 'check', 'specs/safe_refcount.mmspec', '--races', 'first']);
