import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { measured } from './process.js';
import { table } from './results.js';

/*
 * What an audit costs: all single parts of each design in one process, beside separate `mmspec check` processes of the same mutants.
 * Orders that are turned round are taken to cost as much as the others on average.
 */

/** The heads of the table. */
export const auditHeads = ['spec', 'parts', 'CPU s', 'wall s', 'none tried, CPU s', 'separate CPU s', 'times'];

/** Rows of the table: design, parts that are tried, CPU and wall time of the audit, CPU of one that tries none, CPU of the separate checks, and how many times that is. */
export async function auditRows(root, command, specs) {
  const { analyse, plan } = await import(join(root, 'packages/semantics/dist/index.js'));
  const { sitesOf } = await import(join(root, 'packages/analysis/dist/audit/sites.js'));
  const { walk } = await import(join(root, 'packages/syntax/dist/index.js'));
  const { libraryText } = await import(join(root, 'packages/library/dist/index.js'));
  const resolve = (path) => {
    const text = libraryText(path.join('.'));
    return text === null ? null : { path: path.join('/'), text };
  };
  const folder = mkdtempSync(join(tmpdir(), 'mmspec-audit-'));
  const rows = [];
  try {
    for (const path of specs) {
      const file = { path, text: readFileSync(path, 'utf8') };
      const { model } = analyse(file, resolve);
      const sites = sitesOf(model).filter(({ change }) => change.swapped === null && change.weaker === null);
      if (plan(model).checks.length === 0 || sites.length === 0) continue;
      const audit = await measured(command, ['audit', path, '--pairs-max', '0', '--no-races']);
      const none = await measured(command, ['audit', path, '--parts-max', '0', '--no-races']);
      const tried = Number(/^(\d+) parts? tried/u.exec(audit.output)?.[1] ?? sites.length);
      let separate = 0;
      for (const { change } of sites) {
        const mutant = join(folder, basename(path));
        writeFileSync(
          mutant,
          withHeads(without(file.text, change, walk), (text) => analyse({ ...file, text }, resolve).diagnostics),
        );
        separate += (await measured(command, ['check', mutant])).cpu;
      }
      const all = (separate / sites.length) * tried;
      const numbers = [audit.cpu, audit.wall, none.cpu, all].map((seconds) => seconds.toFixed(2));
      rows.push([basename(path), String(tried), ...numbers, (all / audit.cpu).toFixed(1)]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return rows.length > 1 ? [...rows, together(rows)] : rows;
}

/** The row of all of them. */
function together(rows) {
  const [parts, ...numbers] = [1, 2, 3, 4, 5].map((column) => rows.reduce((sum, row) => sum + Number(row[column]), 0));
  const [cpu, , , separate] = numbers;
  return ['together', String(parts), ...numbers.map((seconds) => seconds.toFixed(2)), (separate / cpu).toFixed(1)];
}

/** The text with the statements where they are never reached, and with `atomic` taken as its parts, in which a `for` is still a step. */
function without(text, { without: gone, parts }, walk) {
  const around = ({ span }, before, after) => [
    { start: span.start, end: span.start, text: before },
    { start: span.end, end: span.end, text: after },
  ];
  const loopsIn = (body) => {
    const found = [];
    walk(body, (node) => {
      if (node.kind === 'for') found.push(node);
      return node.kind !== 'for' && node.kind !== 'atomic';
    });
    return found;
  };
  const edits = [
    ...gone.flatMap((statement) => around(statement, 'if 1 == 2 { ', ' }')),
    ...parts.flatMap(({ span, body }) => [
      { start: span.start, end: body.span.start, text: 'atomic when false ' },
      ...loopsIn(body).flatMap((loop) => around(loop, 'atomic { ', ' }')),
    ]),
  ];
  return edits.toSorted((a, b) => b.start - a.start).reduce((before, edit) => before.slice(0, edit.start) + edit.text + before.slice(edit.end), text);
}

/** The text whose branches begin with `skip` where they would begin with local work. */
function withHeads(text, diagnosticsOf) {
  const starts = diagnosticsOf(text).flatMap(({ code, span }) => (code === 'MM0310' && span.file === 0 ? [span.start] : []));
  return starts.toSorted((a, b) => b - a).reduce((before, start) => `${before.slice(0, start)}skip ${before.slice(start)}`, text);
}

/** The section of the results that has this table. */
export function auditText(lines) {
  return [
    '## Audits',
    '',
    'Written by `npm run bench -- audit`: `mmspec audit --pairs-max 0` of each design, beside `mmspec check` of the same mutants as processes of their own.',
    'An audit searches the design as it is first, for what holds in it: what one costs that tries no part is the least that any audit of this design can, so of two parts (shared_insertion) hardly more than twice that is saved. A part that no property notices has its whole graph searched under every check, as a check of it has: where most parts are like that (spec_threads, search_ends) what is saved is start, compiling and the checks that the part does not change.',
    '',
    ...table(lines, 1),
  ].join('\n');
}
