import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * What was measured, as tables, in RESULTS.md.
 */

const stored = fileURLToPath(new URL('RESULTS.md', import.meta.url));

/** Prints parts of RESULTS.md, by their headings, and puts them into the file; the others stay. */
export function store(parts) {
  const known = existsSync(stored) ? readFileSync(stored, 'utf8').split(/^(?=## )/mu) : [];
  const before = Object.fromEntries(known.map((part) => [/^## .*/u.exec(part)?.[0] ?? '', part.trimEnd()]));
  console.log(
    Object.values(parts)
      .filter((part) => part !== '')
      .join('\n'),
  );
  const all = { ...before, ...parts };
  const order = [
    '',
    '## Two threads',
    '## Start',
    '## Enter to verdict',
    '## Edits',
    '## Scenarios',
    '## Temporal',
    '## Reductions',
    '## Any number',
    '## Memory models',
    '## Litmus tests',
    '## Audits',
    '## Sizes',
    '## Growth',
  ];
  const unknown = Object.keys(all).filter((heading) => !order.includes(heading));
  if (unknown.length > 0) throw new Error(`RESULTS.md has no place for ${unknown.join(', ')}`);
  writeFileSync(
    stored,
    `${order
      .map((heading) => (all[heading] ?? '').trimEnd())
      .filter((part) => part !== '')
      .join('\n\n')}\n`,
  );
  console.log('Stored in test/bench/RESULTS.md.');
}

/** Lines of a table; the first columns are texts. */
export function table(lines, texts) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => (column < texts ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column < texts ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(lines[0]), rule, ...lines.slice(1).map(line)];
}
