/*
 * Writes modules that carry other files as text, so that no face of mmspec has to read them:
 *
 *   packages/library/src/modules.ts          the library of specs/kernel/
 *   packages/report/src/page/page_script.ts  the script of the page of races, packages/report/browser/page.ts, without its types
 *   packages/checker/src/packed/loop_source.ts  the loop over packed states, packages/checker/loop/packed_loop.ts, without its types
 *   packages/checker/src/packed/again_source.ts the part of it that takes steps again, packages/checker/loop/steps_again.ts
 *   packages/checker/src/packed/gather_source.ts the part of it that says what is looked up, packages/checker/loop/gathering.ts
 *   packages/checker/src/reductions/symmetry/representative_source.ts  how a state becomes a representative, packages/checker/loop/representative.ts
 *   packages/compiler/src/emit/runtime_source.ts  what is the same in every generated module, packages/compiler/runtime/
 *
 * and lists that follow from what is there:
 *
 *   packages/semantics/src/lints.ts          the lints, by the files of packages/semantics/src/checks/
 *   packages/cli/src/commands.ts             the commands, by the files of packages/cli/src/commands/
 *   packages/syntax/src/habits/needed.ts     what a line must have for each habit of packages/syntax/src/habits/texts.ts
 *   packages/cli/README.md                   the table of commands, from that of the README of the repository
 *
 * They are committed; test/architecture/embedded.test.ts compares them with what they are written from.
 *
 *   node scripts/embed.js          writes what is stale
 *   node scripts/embed.js --check  exits with 1 where something is stale
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { transformSync } from 'esbuild';
import { textHabits } from '../packages/syntax/src/habits/texts.ts';
import { neededTexts } from './needed_texts.js';

// Node says that taking types away is experimental.
process.removeAllListeners('warning');

const root = new URL('../', import.meta.url);
const textOf = (path) => readFileSync(new URL(path, root), 'utf8');

/** What is written, by path. */
export const embedded = {
  'packages/library/src/modules.ts': libraryModules,
  'packages/report/src/page/page_script.ts': pageScript,
  'packages/checker/src/packed/loop_source.ts': packedLoop,
  'packages/checker/src/packed/again_source.ts': stepsAgain,
  'packages/checker/src/packed/gather_source.ts': gathering,
  'packages/checker/src/reductions/symmetry/representative_source.ts': representative,
  'packages/compiler/src/emit/runtime_source.ts': generatedRuntime,
  'packages/semantics/src/lints.ts': lintList,
  'packages/cli/src/commands.ts': commandList,
  'packages/syntax/src/habits/needed.ts': neededInLines,
  'packages/cli/README.md': packageReadme,
};

function libraryModules() {
  const files = readdirSync(new URL('specs/kernel/', root))
    .filter((name) => name.endsWith('.mmspec'))
    .sort();
  const entries = files.map((name) => `  ['kernel.${name.slice(0, -'.mmspec'.length)}', ${linesOf(textOf(`specs/kernel/${name}`), '  ')}],`);
  return [
    '// Written by scripts/embed.js from specs/kernel/. Do not edit.',
    '',
    '/** Dotted module name and text, in order of names. */',
    'export const modules: ReadonlyMap<string, string> = new Map([',
    ...entries,
    ']);',
    '',
  ].join('\n');
}

/** No module: the page has it between tags of its own. */
function pageScript() {
  const code = `'use strict';\n${untyped('packages/report/browser/page.ts')}`;
  return textModule('packages/report/browser/page.ts', 'What the page of races does.', 'pageScript', code);
}

/** Functions, for `loop_text.ts` to write out. */
function packedLoop() {
  return loopPart('packages/checker/loop/packed_loop.ts', 'The loop over packed states, to be written out for a system.', 'loopSource');
}

function stepsAgain() {
  return loopPart('packages/checker/loop/steps_again.ts', 'The part of the loop over packed states that takes the steps of a state again.', 'againSource');
}

function gathering() {
  return loopPart('packages/checker/loop/gathering.ts', 'The part of the loop over packed states that says what is looked up.', 'gatherSource');
}

function representative() {
  return loopPart(
    'packages/checker/loop/representative.ts',
    'What makes a state the representative of its orbit, to be put beside the code of families.',
    'representativeSource',
  );
}

function loopPart(path, doc, name) {
  return textModule(path, doc, name, untyped(path).replace(/^export \{[^}]*\};\n/mu, ''));
}

/** The parts of a generated module by name: functions in both forms, types. */
function generatedRuntime() {
  const types = regionsOf(textOf('packages/compiler/runtime/types.ts'));
  const typed = regionsOf(textOf('packages/compiler/runtime/functions.ts'));
  const untypedLines = regionsOf(withoutTypes(textOf('packages/compiler/runtime/functions.ts')));
  const listed = (name, lines) => `  ${name}: [\n${lines.map((line) => `    ${quoted(line)},\n`).join('')}  ],`;
  return [
    '// Written by scripts/embed.js from packages/compiler/runtime/. Do not edit.',
    '',
    `export type RuntimePart = ${[...typed.keys()].map((name) => `'${name}'`).join(' | ')};`,
    '',
    '/** Functions as TypeScript, */',
    'export const typedParts: Readonly<Record<RuntimePart, readonly string[]>> = {',
    ...[...typed].map(([name, lines]) => listed(name, lines)),
    '};',
    '',
    '/** and without their types. */',
    'export const untypedParts: Readonly<Record<RuntimePart, readonly string[]>> = {',
    ...[...untypedLines].map(([name, lines]) => listed(name, lines)),
    '};',
    '',
    '/** Types of the system, of the tables of a module, of checks, and of systems under tso and weak. */',
    "export const typeParts: Readonly<Record<'system' | 'tables' | 'checks' | 'windows', readonly string[]>> = {",
    listed('system', types.get('system')),
    listed(
      'tables',
      types.get('tables').map((line) => line.replace(/^export /u, '')),
    ),
    listed('checks', types.get('checks')),
    listed('windows', types.get('windows')),
    '};',
    '',
  ].join('\n');
}

/** Lines by the name of their region. */
function regionsOf(text) {
  return new Map(
    [...text.matchAll(/^\/\/ #region (\w+)\n(.*?)\n\/\/ #endregion$/gmsu)].map(([, name, lines]) => [
      name,
      lines.split('\n').filter((line) => !/^ *\/\/ (?:prettier-ignore|oxlint-)/u.test(line)),
    ]),
  );
}

/** The text without its types, laid out as it was: what stood in their place is taken away. */
function withoutTypes(text) {
  return stripTypeScriptTypes(text)
    .split('\n')
    .map((line) =>
      line
        .replace(/(?<=\S) {2,}/gu, ' ')
        .replace(/ (?=[,);])/gu, '')
        .trimEnd(),
    )
    .join('\n');
}

/** The JavaScript of a TypeScript file. */
function untyped(path) {
  return transformSync(textOf(path), { loader: 'ts', target: 'es2022', format: 'esm', legalComments: 'none' }).code;
}

/** A module that exports a text. */
function textModule(path, doc, name, text) {
  return [`// Written by scripts/embed.js from ${path}. Do not edit.`, '', `/** ${doc} */`, `export const ${name}: string = ${linesOf(text, '')};`, ''].join(
    '\n',
  );
}

/** Their order decides which of two diagnostics of one place comes first. */
function lintList() {
  const names = namesIn('packages/semantics/src/checks/');
  const called = (name) => name.replaceAll(/_(\w)/gu, (_, letter) => letter.toUpperCase());
  return [
    '// Written by scripts/embed.js from packages/semantics/src/checks/. Do not edit.',
    ...names.map((name) => `import { lint as ${called(name)} } from './checks/${name}.ts';`),
    "import type { Lint } from './facts.ts';",
    '',
    '/** Every lint of a spec. */',
    'export const lints: readonly Lint[] = [',
    ...names.map((name) => `  ${called(name)},`),
    '];',
    '',
  ].join('\n');
}

/** Each is loaded when it is called: a check starts without the others. */
function commandList() {
  const names = namesIn('packages/cli/src/commands/');
  return [
    '// Written by scripts/embed.js from packages/cli/src/commands/. Do not edit.',
    "import type { AddCommand } from './command_line.ts';",
    '',
    '/** What adds each command to the command line, by the name of the command, loaded when it is asked for. */',
    'export const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {',
    ...names.map((name) => `  ${name}: async () => (await import('./commands/${name}.ts')).add,`),
    '};',
    '',
  ].join('\n');
}

/** As functions, which cost nothing before somebody makes a mistake. */
function neededInLines() {
  const sets = textHabits.map(({ pattern }) => neededTexts(pattern));
  const habitsOf = Map.groupBy(
    sets.flatMap(([first], habit) => first.map((text) => ({ text, habit }))),
    ({ text }) => text,
  );
  return [
    '// Written by scripts/embed.js from packages/syntax/src/habits/texts.ts. Do not edit.',
    '',
    '/** A text, and the places of the habits that fit to no line without it or another text of theirs. */',
    'export type Needed = readonly [text: string, ...habits: number[]];',
    '',
    '/** All such texts. */',
    'export const needed = (): readonly Needed[] => [',
    ...[...habitsOf].map(([text, habits]) => `  [${[quotedPlainly(text), ...habits.map(({ habit }) => habit)].join(', ')}],`),
    '];',
    '',
    '/** The place of a habit, and texts with spaces between: its lines have one of these too. */',
    'export const neededToo = (): readonly (readonly [habit: number, texts: string])[] => [',
    ...sets.flatMap(([, second], habit) => (second === undefined ? [] : [`  [${habit}, ${quotedPlainly(second.join(' '))}],`])),
    '];',
    '',
  ].join('\n');
}

/** Names of modules in a folder. */
function namesIn(folder) {
  return readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();
}

/** What a command does in one phrase, without links: they lead to pages of the repository. */
function packageReadme() {
  const [, rows] = /^\| command \| does \|\n\|---\|---\|\n((?:\|.*\n)+)/mu.exec(textOf('README.md'));
  const short = rows.replaceAll(/; [^|]*(?= \|$)/gmu, '').replaceAll(/\[([^\]]+)\]\([^)]+\)/gu, '$1');
  return textOf('packages/cli/README.md').replace(/(?<=^\| command \| does \|\n\|---\|---\|\n)(?:\|.*\n)+/mu, short);
}

/** A text as an array of its lines, joined: a change of the text is a readable change of the module. */
function linesOf(text, indent) {
  return ['[', ...text.split('\n').map((line) => `${indent}  ${quoted(line)},`), `${indent}].join('\\n')`].join('\n');
}

function quoted(line) {
  return `'${line.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** As the layout has it. */
function quotedPlainly(text) {
  return text.includes("'") ? `"${text.replaceAll('\\', '\\\\')}"` : quoted(text);
}

function main() {
  for (const [path, written] of Object.entries(embedded)) {
    const wanted = written();
    if (wanted === present(path)) continue;
    if (!process.argv.includes('--check')) {
      writeFileSync(new URL(path, root), wanted);
      continue;
    }
    console.error(`${path} is stale; run: node scripts/embed.js`);
    process.exitCode = 1;
  }
}

function present(path) {
  try {
    return textOf(path);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return '';
  }
}

if (process.argv[1] !== undefined && import.meta.url === new URL(`file://${process.argv[1]}`).href) main();
