import { serveSearch } from '@mmspec/language-server';

serveSearch();
