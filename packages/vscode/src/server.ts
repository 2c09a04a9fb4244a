import { dirname, join } from 'node:path';
import { serveProcess } from '@mmspec/language-server';

serveProcess(join(dirname(process.argv[1] ?? ''), 'check_thread.js'));
