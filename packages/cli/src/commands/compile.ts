import { plan, smallNumbers, textsOf, withSmallNumbers } from '@mmspec/semantics';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileModule } from '@mmspec/compiler';
import { diagnosticJson, listed as listedText, pathWord, type Paint } from '@mmspec/report';
import { hasErrors, oneLine } from '@mmspec/source';
import { isOpenCheck, type OpenCheck, type PlannedCheck } from '@mmspec/system';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { compiledFolder, marked, writeCompiled } from '../files/compiled_folder.ts';
import { formatTypeScript } from '../format_typescript.ts';
import { oneSpec } from '../one_spec.ts';
import { printError, printLine } from '../output.ts';
import { Remarks } from '../remarks.ts';
import { showDiagnostics } from '../show_diagnostics.ts';
import type { Command } from 'commander';
import { errorPaintOf } from '../colours.ts';
import { type Ended } from '../command_line.ts';

/** `mmspec compile`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('compile')
    .description('write the TypeScript transition system, and a checker that runs with Node alone')
    .argument('<file>', 'the spec')
    .requiredOption('-o, --output <dir>', 'the folder to write to; files in it that mmspec compile did not write stay')
    .option('--force', 'replace them too')
    .addHelpText('after', '\nExample:\n  mmspec compile specs/safe_refcount.mmspec -o out && node out/safe_refcount.check.js')
    .action(async (file: string, options: { readonly output: string; readonly force?: boolean }, command: Command) => {
      const { compileTo } = await import('./compile.ts');
      ended(await compileTo(file, options.output, options.force === true, errorPaintOf(command)));
    });
}

/**
 * Writes `NAME.ts` (the transition system for people), `NAME.js` (the same), `NAME.check.js` (the runner),
 * and the prebuilt runtime with its types and the licences of what others wrote in it.
 */
export async function compileTo(path: string, folder: string, force: boolean, paint: Paint): Promise<ExitCode> {
  const spec = await oneSpec(path, new Remarks(paint));
  if (spec === null) return exitCodes.badInput;
  const { model } = spec;
  const listed = plan(model).checks;
  const checks = withSmallNumbers(model, listed);
  const { typescript, javascript, diagnostics } = compileModule(model, checks);
  showDiagnostics(model.files, diagnostics, paint);
  if (hasErrors(diagnostics)) return exitCodes.badInput;
  const open = listed.filter(isOpenCheck).map((check) => {
    const numbers = smallNumbers(model, check);
    return { checks: numbers.map(({ name: cell }) => cell), sentence: openSentence(check, numbers) };
  });
  for (const { sentence } of open) printError(sentence);
  compiledFolder(folder);
  const name = model.name.replaceAll('.', '_');
  const source = {
    path: spec.path,
    diagnostics: [...spec.diagnostics, ...diagnostics].map((diagnostic) => diagnosticJson(model.files, diagnostic)),
    // A module that has checks under tso and weak has them.
    texts: checks.some(({ memory = 'sc' }) => memory !== 'sc') ? null : textsOf(model),
    open,
    scenarios: model.scenarios.map(({ name }) => name.text),
  };
  const files: readonly (readonly [string, string])[] = [
    [`${name}.ts`, await formatTypeScript(typescript)],
    [`${name}.js`, javascript],
    [`${name}.check.js`, runner(name, source)],
    ...['mmspec-runtime.js', 'mmspec-runtime.d.ts', 'mmspec-runtime.THIRD_PARTY.txt'].map(
      (file) => [file, readFileSync(new URL(`./${file}`, import.meta.url), 'utf8')] as const,
    ),
  ];
  writeCompiled(
    folder,
    files.map(([file, text]) => [file, marked(text)]),
    [path, ...model.files.map((file) => file.path)],
    force,
  );
  printLine(
    `Wrote ${name}.ts, ${name}.js, ${name}.check.js and mmspec-runtime.js to ${oneLine(folder)}. Now run: node ${pathWord(join(folder, `${name}.check.js`))}`,
  );
  return exitCodes.met;
}

/** `row1[VCPUS=1..]: …`: what becomes of a check that no compiled checker can answer. */
function openSentence({ name, open, expectation }: OpenCheck, numbers: readonly PlannedCheck[]): string {
  const [first, ...more] = open;
  const values =
    more.length === 0
      ? numbers.map(({ settings }) => String(settings[first.name]))
      : numbers.map(({ settings }) => `(${open.map((range) => String(settings[range.name])).join(', ')})`);
  const asked = expectation?.kind === 'violates' ? ', as questions' : '';
  return `${name}: a compiled checker searches ${open.map((range) => range.name).join(', ')} = ${listedText(values)} only${asked}; mmspec check decides about every number.`;
}

/** The program that checks the compiled spec; the spec's texts stand in one escaped string. */
function runner(name: string, source: unknown): string {
  const text = JSON.stringify(JSON.stringify(source)).replace(
    /[\u007f-\uffff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [
    '#!/usr/bin/env node',
    '// Runs the checks of the compiled spec. Needs Node 20 or newer, and the files beside it.',
    '',
    '// What the process ends with until there is a verdict, however it ends.',
    'process.exitCode = 70;',
    "let trouble = 'it ended before there was a verdict';",
    "const tell = (code) => code === 70 && trouble !== '' && console.error(`${process.argv[1]}: ${trouble}. A file beside it is damaged, or this is a fault of mmspec: compile the spec again.`);",
    "process.once('exit', tell);",
    '// Node would open a debugger.',
    "process.on('SIGUSR1', () => undefined);",
    '',
    'try {',
    `  const [{ main }, spec] = await Promise.all([import('./mmspec-runtime.js'), import('./${name}.js')]);`,
    `  const code = await main(spec, JSON.parse(${text}), process.argv.slice(2));`,
    "  trouble = '';",
    '  process.exitCode = code;',
    '} catch (error) {',
    '  trouble = `${error}`;',
    '}',
    '',
  ].join('\n');
}
