import type { ProductOptions } from '@mmspec/checker';
import { compile } from '@mmspec/compiler';
import type { Model } from '@mmspec/semantics';
import type { Settings } from '@mmspec/system';
import { tracerOf } from '../drawing/tracing.ts';
import { CompileError } from '../compile_error.ts';
import { compiled } from '../limited.ts';
import type { CompileLimits } from '../limited.ts';
import type { Answer, DrawingAnswer, Under } from '@mmspec/system';
import { askDrawing } from './ask.ts';
import { beginningAs, beginningIn } from './beginning_in.ts';
import type { Drawing } from './layout/drawing.ts';
import { settingsIn, undersOf } from './settings_in.ts';

export interface GivenSettings {
  /** Name of a check, or of a matrix; null: none was named. */
  readonly check: string | null;
  readonly set: Settings;
}

/** Limits of compiling and of the search. */
export type AskOptions = ProductOptions & CompileLimits;

/** Settings that are tried at most where none are given. */
const triedMax = 64;

/**
 * Asks whether what a drawing shows can happen in a model without errors: under the settings that are given or that the
 * drawing says, else under the declared ones and then those of each check until it is possible under one of them.
 * Throws a `CompileError` where the settings do not compile, and `LimitReached` where that takes too much.
 */
export async function readAndAsk(
  model: Model,
  drawing: Drawing,
  given: GivenSettings = { check: null, set: {} },
  options: AskOptions = {},
): Promise<DrawingAnswer> {
  const tracer = tracerOf(() => model);
  const answers: Answer[] = [];
  for (const under of undersOf(model, given, settingsIn(model, drawing)).slice(0, triedMax)) {
    const answer = await askUnder(model, drawing, under, tracer, options);
    answers.push(answer);
    // What some lines say may be in another variant only.
    if ((answer.answer === 'possible' && answer.read === answer.of) || options.signal?.aborted === true) break;
  }
  const best = bestOf(answers);
  return { answer: best, tried: answers.map(({ answer, under }) => ({ check: under.check, settings: under.settings, answer })) };
}

async function askUnder(model: Model, drawing: Drawing, under: Under, tracer: ReturnType<typeof tracerOf>, options: AskOptions): Promise<Answer> {
  const {
    value: { system, diagnostics },
    spent,
  } = await compiled(options, (budget) => compile(model, under.settings, budget));
  if (system === null) throw new CompileError(diagnostics, model.files);
  const begun = beginningAs(system, beginningIn(drawing));
  const answers: Answer[] = [];
  // What is drawn may be either branch of an `if`: it is impossible only if all of them are.
  for (const { columns, events } of [drawing, ...drawing.others]) {
    const answer = await askDrawing(model, { ...drawing, columns, events }, begun, tracer(under.settings), under, { ...options, spent });
    if (answer.answer === 'possible' && answer.read === answer.of) return answer;
    answers.push(answer);
  }
  const [first] = ['possible', 'not answered', 'impossible'].flatMap((kind) =>
    answers.filter(({ answer }) => answer === kind).toSorted((a, b) => b.read - a.read),
  );
  return first!;
}

/** What is possible wins, the most lines first; else the first that is impossible, as the most was read there. */
function bestOf(answers: readonly Answer[]): Answer {
  const rank = ({ answer, read }: Answer): number => ({ possible: 2, impossible: 1, 'not answered': 0 })[answer] * 100_000 + read;
  return answers.reduce((best, each) => (rank(each) > rank(best) ? each : best));
}
