import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/*
 * Preloaded (`node --import`): tells at the end of the process, in the file that OPENED_TOLD names, which paths below the folder OPENED_BELOW
 * it has opened or listed, and how many bytes it has read of what it opened there.
 */

const { OPENED_BELOW: below = '', OPENED_TOLD: told = '' } = process.env;
const paths = [];
const descriptors = new Set();
let bytes = 0;

const isBelow = (path) => String(path).startsWith(below);

function noted(of, name) {
  const before = of[name];
  of[name] = (path, ...rest) => {
    const result = before.call(of, path, ...rest);
    if (isBelow(path)) {
      paths.push(String(path).slice(below.length + 1));
      if (name === 'openSync') descriptors.add(result);
    }
    return result;
  };
}

for (const name of ['openSync', 'readFileSync', 'readdirSync', 'opendirSync', 'createReadStream', 'open', 'readFile', 'readdir', 'opendir', 'globSync'])
  noted(fs, name);
for (const name of ['open', 'readFile', 'readdir', 'opendir']) noted(fs.promises, name);
const { readSync } = fs;
fs.readSync = (descriptor, ...rest) => {
  const count = readSync.call(fs, descriptor, ...rest);
  if (descriptors.has(descriptor)) bytes += count;
  return count;
};
syncBuiltinESMExports();

process.on('exit', () => fs.writeFileSync(told, JSON.stringify({ paths, bytes })));
