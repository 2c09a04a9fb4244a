import type { ProductOptions } from '@mmspec/checker';
import { compile } from '@mmspec/compiler';
import { buildWorld } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { Property, Settings, TransitionSystem } from '@mmspec/system';
import { tracerOf } from '../drawing/tracing.ts';
import type { Tracer, Tracing } from '../drawing/tracing.ts';
import { CompileError } from '../compile_error.ts';
import { exploredWindows } from '../explored_windows.ts';
import { compiled } from '../limited.ts';
import type { CompileLimits } from '../limited.ts';
import { byWindows, isWindowed } from '../windows.ts';
import type { Answer, DrawingAnswer, Under } from '@mmspec/system';
import { askDrawing } from './ask.ts';
import { beginningAs, beginningIn } from './beginning_in.ts';
import type { Drawing, DrawingEvent } from './layout/drawing.ts';
import { splitsOf, withNamesOnCpus } from './shared_cpu.ts';
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
    if (isAll(answer) || options.signal?.aborted === true) break;
  }
  const best = bestOf(answers);
  return { answer: best, tried: answers.map(({ answer, under }) => ({ ...under, answer })) };
}

async function askUnder(model: Model, drawing: Drawing, under: Under, tracer: Tracer, options: AskOptions): Promise<Answer> {
  const {
    value: { system, diagnostics },
    spent,
  } = await compiled(options, (budget) => compile(model, under.settings, budget));
  if (system === null) throw new CompileError(diagnostics, model.files);
  return isWindowed(under)
    ? askWindows(model, drawing, under, tracer(under.settings), system.properties, { ...options, spent })
    : askReadings(model, drawing, under, tracer(under.settings), system, { ...options, spent });
}

type Spending = AskOptions & { readonly spent: number };

/** Under tso or weak: in narrow windows first; what is possible in one is possible in all wider ones. */
async function askWindows(model: Model, drawing: Drawing, under: Under, tracing: Tracing, properties: readonly Property[], options: Spending): Promise<Answer> {
  let spent = options.spent;
  const { value, window, bounded } = await byWindows(
    under,
    async (size) => {
      const run = { name: under.check ?? '', matrix: null, ...under, window: size };
      const { system, seconds } = await exploredWindows(model, under.settings, run, properties, { ...options, spent });
      spent += seconds;
      const found = await askReadings(model, asPerformed(drawing), under, { ...tracing, machine: system.machine }, system, { ...options, spent });
      spent += found.seconds;
      const isCut = system.cut !== '' && found.answer === 'impossible';
      const value: Answer = isCut ? { ...found, answer: 'not answered', reason: `The search did not finish: ${system.cut}.` } : found;
      return { value, system, states: found.states, finished: system.cut === '', isDecided: found.answer === 'possible' && found.read === found.of };
    },
    () => options.signal?.aborted === true || (options.timeMax !== undefined && spent >= options.timeMax),
  );
  return { ...value, under: { ...under, window }, ...(bounded === null || value.answer !== 'impossible' ? {} : { bounded }) };
}

/** The lines that are steps: an access that is drawn where it is issued, and is performed later, is drawn there once more. */
function asPerformed(drawing: Drawing): Drawing {
  const isIssue = ({ remarks }: DrawingEvent): boolean => remarks.some((remark) => /^(?:in the store buffer|not yet visible)\b/u.test(remark));
  const performed = <T extends Pick<Drawing, 'events'>>(drawn: T): T => ({ ...drawn, events: drawn.events.filter((event) => !isIssue(event)) });
  return { ...performed(drawing), others: drawing.others.map(performed) };
}

async function askReadings(model: Model, drawing: Drawing, under: Under, tracing: Tracing, system: TransitionSystem, options: Spending): Promise<Answer> {
  const begun = beginningAs(system, beginningIn(drawing));
  const world = buildWorld(model, under.settings);
  const answers: Answer[] = [];
  const readings = [{ ...drawing, apartFrom: undefined }, ...drawing.others].map((reading) => withNamesOnCpus(reading, world));
  // What is drawn may be either branch of an `if`: it is impossible only if all of them are.
  for (const { columns, events, apartFrom } of readings) {
    const answer = await askDrawing(model, { ...drawing, columns, events }, begun, tracing, under, options);
    if (isAll(answer)) return answer;
    const whole = apartFrom === undefined ? undefined : answers[apartFrom];
    // A line of several statements that are no one step says nothing as a whole.
    if (whole !== undefined && answer.answer !== 'not answered' && answer.of - answer.read < whole.of - whole.read) answers[apartFrom!] = answer;
    answers.push(answer);
  }
  const [first] = ['possible', 'not answered', 'impossible'].flatMap((kind) =>
    answers.filter(({ answer }) => answer === kind).toSorted((a, b) => b.read - a.read || Number(a.lacks === true) - Number(b.lacks === true)),
  );
  if (first!.answer !== 'impossible') return first!;
  // Who comes in between on a CPU may be drawn without a mark.
  for (const split of splitsOf({ ...drawing, ...readings[0]! }, first!, world)) {
    const { answer, read, of } = await askDrawing(model, split.drawing, begun, tracing, under, options);
    if (answer === 'possible' && read === of)
      return { ...first!, answer: 'not answered', reason: 'As steps of one actor they cannot follow each other.', form: split.form };
  }
  return first!;
}

/** Possible, with every line and all that is said of them. */
function isAll({ answer, read, of, lacks }: Answer): boolean {
  return answer === 'possible' && read === of && lacks !== true;
}

/** What is possible wins, the most lines first, and of these what has all that the drawing says, then what could be, written otherwise; else the first that is impossible, as the most was read there. */
function bestOf(answers: readonly Answer[]): Answer {
  const kinds = { possible: 3, impossible: 1, 'not answered': 0 } as const;
  const rank = ({ answer, read, form, lacks }: Answer): number => (form === undefined ? kinds[answer] : 2) * 100_000 + read - (lacks === true ? 0.5 : 0);
  return answers.reduce((best, each) => (rank(each) > rank(best) ? each : best));
}
