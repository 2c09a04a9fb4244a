import type { ModelJson, TokensJson, TreeJson } from '@mmspec/api';
import { lower, emit } from '@mmspec/compiler';
import { completeSettings, settingsOf } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { parse, tokens } from '@mmspec/syntax';
import { hasErrors } from '@mmspec/source';
import type { Paint } from '@mmspec/report';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { specTexts, type SpecText } from '../files/spec_texts.ts';
import { loadSpec } from '../load_spec.ts';
import { resolveSettings, type GivenSetting } from '../options/setting.ts';
import { printLine } from '../output.ts';
import { showDiagnostics } from '../show_diagnostics.ts';
import { UsageError } from '../usage_error.ts';
import { Option, type Command } from 'commander';
import { errorPaintOf } from '../colours.ts';
import { collect, type Ended } from '../command_line.ts';
import { parseSetting } from '../options/setting.ts';

/** `mmspec dump`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('dump')
    .description('print a stage of the pipeline')
    .argument('<file>', 'the spec')
    .addOption(new Option('--stage <stage>', 'which stage').choices(stages).makeOptionMandatory())
    .option('--set <name=value>', 'override a constant or variant', collect(parseSetting))
    .addHelpText('after', '\nExample:\n  mmspec dump specs/safe_refcount.mmspec --stage ts')
    .action(async (path: string, options: { readonly stage: Stage; readonly set?: GivenSetting[] }, command: Command) => {
      const { dump } = await import('./dump.ts');
      ended(await dump(path, options.stage, options.set ?? [], errorPaintOf(command)));
    });
}

const stages = ['tokens', 'tree', 'model', 'ir', 'ts'] as const;
export type Stage = (typeof stages)[number];

/** Prints one stage of the pipeline. The stages before the model are shown for texts with errors too. */
export async function dump(path: string, stage: Stage, set: readonly GivenSetting[], paint: Paint): Promise<ExitCode> {
  const [found] = await specTexts([path], undefined, (note) => showDiagnostics([note.file], [note.diagnostic], paint));
  if (found === undefined) throw new UsageError(`there is no spec in ${path}`);
  if (found.kind === 'problem') {
    showDiagnostics([found.problem.file], [found.problem.diagnostic], paint);
    return exitCodes.badInput;
  }
  switch (stage) {
    case 'tokens': {
      const cut = tokens(found.spec.file);
      if (cut.length > 0) {
        printLine(json(cut satisfies TokensJson));
        return exitCodes.met;
      }
      // Nothing at all, or a text that is refused before it is cut.
      showDiagnostics([found.spec.file], parse(found.spec.file, 0).diagnostics, paint);
      return exitCodes.badInput;
    }
    case 'tree': {
      const { module, diagnostics } = parse(found.spec.file, 0);
      showDiagnostics([found.spec.file], diagnostics, paint);
      printLine(json(module satisfies TreeJson));
      return hasErrors(diagnostics) ? exitCodes.badInput : exitCodes.met;
    }
    case 'ir':
    case 'model':
    case 'ts':
      return dumpModel(found.spec, stage, set, paint);
  }
}

async function dumpModel(spec: SpecText, stage: 'model' | 'ir' | 'ts', set: readonly GivenSetting[], paint: Paint): Promise<ExitCode> {
  const { model, diagnostics } = loadSpec(spec);
  showDiagnostics(model.files, diagnostics, paint);
  if (hasErrors(diagnostics)) return exitCodes.badInput;
  if (stage === 'model') {
    printLine(json(summary(model)));
    return exitCodes.met;
  }
  const lowered = lower(model, completeSettings(model, resolveSettings(set, settingsOf(model))));
  showDiagnostics(model.files, lowered.diagnostics, paint);
  if (lowered.program === null) return exitCodes.badInput;
  if (stage === 'ir') {
    printLine(json(lowered.program));
    return exitCodes.met;
  }
  const { formatTypeScript } = await import('../format_typescript.ts');
  printLine((await formatTypeScript(emit(lowered.program, 'typescript'))).trimEnd());
  return exitCodes.met;
}

/** What the model says beyond the trees: the declared names by kind, and the meaning of each name that is used. */
function summary(model: Model): ModelJson {
  const names = (declarations: readonly { readonly name: { readonly text: string } }[]): string[] => declarations.map((declaration) => declaration.name.text);
  return {
    name: model.name,
    files: model.files.map((file) => file.path),
    constants: names(model.constants),
    defines: names(model.defines),
    enums: names(model.enums),
    records: names(model.records),
    objects: names(model.objects),
    variables: names(model.variables),
    operations: names(model.operations.filter(({ placed }) => !placed)),
    actors: names(model.actors),
    actions: names(model.actions),
    properties: model.properties.map(({ name, overSteps, object }) => ({ name, overSteps, object: object?.name.text ?? null })),
    checks: names(model.checks),
    meanings: [...model.meanings].map(([name, meaning]) => ({ name: name.text, file: name.span.file, start: name.span.start, kind: meaning.kind })),
  };
}

/** Readable JSON; maps become objects or lists of pairs, and a value that contains itself is named once. */
function json(value: unknown): string {
  const open: unknown[] = [];
  return JSON.stringify(
    value,
    function (this: unknown, _key, part: unknown) {
      if (part instanceof Map) return [...part];
      if (part instanceof Set) return [...part];
      if (typeof part !== 'object' || part === null) return part;
      while (open.length > 0 && open.at(-1) !== this) open.pop();
      if (open.includes(part)) return '(see above)';
      open.push(part);
      return part;
    },
    2,
  );
}
