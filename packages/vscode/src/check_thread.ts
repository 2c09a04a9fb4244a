import { serveChecks } from '@mmspec/language-server';

void serveChecks();
