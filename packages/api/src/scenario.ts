import { plan } from '@mmspec/semantics';
import { CompileError, readAndAsk, readDrawing } from '@mmspec/analysis';
import { drawingReading, drawingRun, drawingVerdict, pathWord, shellCommand } from '@mmspec/report';
import { hasErrors } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import type { DrawingAnswer, Settings } from '@mmspec/system';
import type { CheckOptions, Limits } from './check.ts';
import { refuseName, refuseUnknown } from './settings.ts';
import type { Spec } from './spec.ts';

export interface ScenarioOptions extends Limits {
  /** Ask under the settings of this check, or of the cells of this matrix. */
  readonly check?: string | undefined;
  /** Values of constants and variants. */
  readonly set?: Settings | undefined;
  readonly signal?: CheckOptions['signal'];
}

/** What was found out about a drawing, or null and the reasons why nothing was. */
export interface ScenarioAnswer {
  readonly answer: DrawingAnswer | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Asks whether the interleaving of a race diagram can happen, as `mmspec scenario FILE DIAGRAM` does. The scenarios that a spec itself has are run by `check`.
 * Throws a `RangeError` for names and values that the spec does not have, and for a text that shows no events.
 */
export async function scenario(spec: Spec, diagram: string, { check, set = {}, ...limits }: ScenarioOptions = {}): Promise<ScenarioAnswer> {
  const { model, diagnostics } = spec;
  if (hasErrors(diagnostics)) return { answer: null, diagnostics };
  if (check !== undefined)
    refuseName(
      'check',
      check,
      plan(model).checks.flatMap(({ name, matrix }) => (matrix === null ? [name] : [matrix, name])),
    );
  refuseUnknown(model, set);
  const drawing = readDrawing(diagram);
  if (drawing.events.length === 0) throw new RangeError('there is no race diagram in the text: no line says what happens');
  try {
    return { answer: await readAndAsk(model, drawing, { check: check ?? null, set }, limits), diagnostics };
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return { answer: null, diagnostics: error.diagnostics };
  }
}

/** An answer as people read it: how each line was read, the verdict, and the run that shows it. */
export function scenarioText({ path }: Spec, answer: DrawingAnswer): string {
  const options = { form: 'changelog', numbered: false, command: shellCommand(['mmspec', 'scenario', pathWord(path)]) } as const;
  return [drawingReading(answer.answer), drawingVerdict(answer), drawingRun(answer, options)].filter((part) => part !== '').join('\n\n');
}
