import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * A table of docs/ with rows for each design of specs/, which begin with a link to it. `--check` only compares, with names of specs only
 * their rows are asked for, and all others stay as they are.
 */

export const root = fileURLToPath(new URL('../', import.meta.url));

const designs = ['specs', 'specs/bugs'].flatMap((folder) =>
  readdirSync(root + folder)
    .filter((name) => name.endsWith('.mmspec'))
    .sort()
    .map((name) => `${folder}/${name}`),
);

const shortName = (path) => path.slice('specs/'.length, -'.mmspec'.length);

/** A cell that names a design. */
export const linkTo = (path) => `[${shortName(path)}](../${path})`;

/** Does what the command line says with the table that a script writes to a page: `rowsOf` gives the lines for the path of a design. */
export function designTable(script, page, titles, rowsOf) {
  const options = process.argv.slice(2);
  const wanted = options.filter((option) => !option.startsWith('--'));
  const begin = `<!-- table: written by scripts/${script} -->\n`;
  const end = '<!-- end of the table -->';
  const [head, rest] = readFileSync(root + page, 'utf8').split(begin);
  const [table, tail] = rest.split(end);
  const known = new Map(designs.map((path) => [path, table.split('\n').filter((line) => line.startsWith(`| ${linkTo(path)} |`))]));
  const asked = designs.filter((path) => wanted.length === 0 || wanted.includes(shortName(path)));
  const found = new Map(asked.map((path) => [path, rowsOf(path)]));
  if (options.includes('--check')) {
    const wrong = asked.flatMap((path) => [
      ...found.get(path).flatMap((line) => (known.get(path).includes(line) ? [] : [`${page} does not have\n${line}`])),
      ...known.get(path).flatMap((line) => (found.get(path).includes(line) ? [] : [`${page} has\n${line}`])),
    ]);
    for (const message of wrong) console.error(message);
    process.exit(wrong.length === 0 ? 0 : 1);
  }
  const lines = [`| ${titles.join(' | ')} |`, `|${titles.map(() => '---').join('|')}|`, ...designs.flatMap((path) => found.get(path) ?? known.get(path))];
  writeFileSync(root + page, `${head}${begin}${lines.join('\n')}\n${end}${tail}`);
  console.log(`wrote ${page}`);
}
