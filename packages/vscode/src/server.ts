import { serveProcess } from '@mmspec/language-server';

serveProcess();
