import { serveChecks } from '@mmspec/language-server';

await serveChecks();
