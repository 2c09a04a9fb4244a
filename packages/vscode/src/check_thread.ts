import { serveChecks } from '@mmspec/language-server';

serveChecks();
