import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { grammarEbnf, grammarForDiagrams } from '../packages/syntax/dist/index.js';
import { railroadPage } from './railroad.js';

/*
 * Writes grammar/mmspec.ebnf and grammar/railroad.html from the parser. Run it after `pnpm build`, whenever a rule changed.
 */

const folder = fileURLToPath(new URL('../grammar/', import.meta.url));

writeFileSync(`${folder}mmspec.ebnf`, grammarEbnf());
writeFileSync(`${folder}railroad.html`, railroadPage(grammarForDiagrams()));
console.log('wrote grammar/mmspec.ebnf and grammar/railroad.html');
