import { diagnosticJson, renderDiagnostic, renderDiagnostics } from '@mmspec/report';
import type { Diagnostic, SourceFile, Span } from '@mmspec/source';
import { expect, test } from 'vitest';

/*
 * Diagnostics as text and as JSON.
 */

const text = 'module m\nimport lib\nshared refcount: 0..3 = 0\nactor a {\n\tstep: refcuont = 1\n}\n';
const files: readonly SourceFile[] = [
  { path: 'm.mmspec', text },
  { path: 'lib.mmspec', text: 'module lib\nshared x: bool = true\n' },
];

function spanOf(word: string, file = 0): Span {
  const start = files[file]?.text.indexOf(word) ?? -1;
  return { file, start, end: start + word.length };
}

const wrong: Diagnostic = {
  code: 'MM0205',
  severity: 'error',
  span: spanOf('refcuont'),
  message: 'There is no `refcuont` here.',
  why: 'A name must be declared.',
  help: 'Did you mean `refcount`?',
  related: [],
  fixes: [{ title: 'Change to `refcount`', edits: [{ span: spanOf('refcuont'), text: 'refcount' }] }],
};

function check(given: Diagnostic, expected: string, from: readonly SourceFile[] = files): void {
  expect(`\n${renderDiagnostic(from, given)}\n`).toBe(expected);
}

test('place, code, the line, why, and what to do', () =>
  check(
    wrong,
    `
m.mmspec:5:8: error[MM0205]: There is no \`refcuont\` here.
  5 |  step: refcuont = 1
    |        ^^^^^^^^
  why:  A name must be declared.
  help: Did you mean \`refcount\`?
`,
  ));

test('other places, in other files', () =>
  check(
    { ...wrong, severity: 'warning', help: '', related: [{ span: spanOf('x', 1), message: 'it is declared here' }] },
    `
m.mmspec:5:8: warning[MM0205]: There is no \`refcuont\` here.
  5 |  step: refcuont = 1
    |        ^^^^^^^^
  why:  A name must be declared.
  lib.mmspec:2:8: it is declared here
`,
  ));

test('a range of several lines is marked to the end of its first', () =>
  check(
    { ...wrong, span: { file: 0, start: spanOf('actor').start, end: text.length } },
    `
m.mmspec:4:1: error[MM0205]: There is no \`refcuont\` here.
  4 | actor a {
    | ^^^^^^^^^
  why:  A name must be declared.
  help: Did you mean \`refcount\`?
`,
  ));

test('a file without text', () =>
  check(
    { ...wrong, span: { file: 0, start: 0, end: 0 } },
    `
nosuch.mmspec:1:1: error[MM0205]: There is no \`refcuont\` here.
  why:  A name must be declared.
  help: Did you mean \`refcount\`?
`,
    [{ path: 'nosuch.mmspec', text: '' }],
  ));

test('of a long line the part around', () => {
  const long = `invariant p: ${'x + '.repeat(100)}y + ${'z + '.repeat(100)}0 == 1`;
  const start = long.indexOf('y +');
  check(
    { ...wrong, span: { file: 0, start, end: start + 1 } },
    `
long.mmspec:1:414: error[MM0205]: There is no \`refcuont\` here.
  1 | …${'x + '.repeat(10)}y + ${'z + '.repeat(19)}
    |  ${' '.repeat(40)}^
  why:  A name must be declared.
  help: Did you mean \`refcount\`?
`,
    [{ path: 'long.mmspec', text: long }],
  );
});

test('nothing in a spec steers the terminal', () => {
  const hostile = 'shared \u001B[31m\u202Ex: bool = true';
  const drawn = renderDiagnostic([{ path: 'm.mmspec', text: hostile }], {
    ...wrong,
    message: `There is no \`${hostile}\`.`,
    span: { file: 0, start: 7, end: 12 },
  });
  expect(drawn.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('of very many the first hundred', () => {
  const lines = renderDiagnostics(
    files,
    Array.from({ length: 1234 }, () => wrong),
  ).split('\n');
  expect(lines.filter((line) => line.startsWith('m.mmspec:'))).toHaveLength(100);
  expect(lines.at(-1)).toBe('… and 1,134 more like these.');
});

test('as JSON: lines and columns from 1, in UTF-16 units, ends excluded', () => {
  expect(diagnosticJson(files, wrong)).toEqual({
    code: 'MM0205',
    severity: 'error',
    message: wrong.message,
    why: wrong.why,
    help: wrong.help,
    path: 'm.mmspec',
    range: { start: { line: 5, column: 8 }, end: { line: 5, column: 16 } },
    related: [],
    fixes: [
      {
        title: 'Change to `refcount`',
        edits: [{ path: 'm.mmspec', range: { start: { line: 5, column: 8 }, end: { line: 5, column: 16 } }, text: 'refcount' }],
      },
    ],
  });
});
