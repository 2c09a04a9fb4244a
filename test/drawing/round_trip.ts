import { readAndAsk, readDrawing, runSystems, tracerOf } from '@mmspec/analysis';
import type { Tracer } from '@mmspec/analysis';
import { compile } from '@mmspec/compiler';
import { raceDiagram } from '@mmspec/report';
import type { RaceOptions } from '@mmspec/report';
import { plan, withStandIns } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { isAboutGraph, isBrokenByLastStep, settingsOfRace } from '@mmspec/system';
import type { Answer, CheckResult, PlannedCheck, PropertyResult, TransitionSystem } from '@mmspec/system';
import { analysed, errorsOf } from '../random/pipeline.ts';

/*
 * A race that mmspec has drawn, pasted back under the settings that it was found under.
 */

/** A violated property with its race. */
export interface Race {
  readonly model: Model;
  readonly system: TransitionSystem;
  readonly check: CheckResult;
  readonly result: PropertyResult;
}

/** States of a check that is run for its races. */
const statesMax = 100_000;

/**
 * Races of a spec, of every check; or each violated property once, where a check names it first, and those of the first check.
 * Races without a step are left out.
 */
export async function racesIn(text: string, { all = false } = {}): Promise<readonly Race[]> {
  const { model, diagnostics } = analysed(text);
  const errors = errorsOf(model, diagnostics);
  if (errors.length > 0) throw new Error(errors.join('\n'));
  const tracer = tracerOf(() => model);
  const found = new Map<string, Race>();
  for (const [index, planned] of withStandIns(model, plan(model).checks).entries()) {
    const expected = planned.expectation?.items.map(({ property }) => property) ?? [];
    if (!all && index > 0 && expected.every((property) => found.has(property))) continue;
    const { system } = compile(model, planned.settings);
    if (system === null) continue;
    for (const race of await racesOf(model, planned, system, tracer)) {
      const name = all ? `${planned.name} ${race.result.property}` : race.result.property;
      if (!found.has(name)) found.set(name, race);
    }
  }
  return [...found.values()];
}

async function racesOf(model: Model, planned: PlannedCheck, system: TransitionSystem, tracer: Tracer): Promise<Race[]> {
  const [check] = await runSystems([planned], () => system, tracer, { statesMax });
  if (check === undefined) throw new Error('a check gave no result');
  return check.results.filter(({ trace }) => (trace?.steps.length ?? 0) > 0).map((result) => ({ model, system, check, result }));
}

/** The forms of a race as text. */
export const forms: readonly Pick<RaceOptions, 'form' | 'numbered'>[] = [
  { form: 'changelog', numbered: false },
  { form: 'comment', numbered: true },
  { form: 'markdown', numbered: false },
  { form: 'full', numbered: false },
  { form: 'brief', numbered: false },
];

export function drawn({ system, check, result }: Race, form: Pick<RaceOptions, 'form' | 'numbered'>): string {
  const property = system.properties.find(({ name }) => name === result.property);
  if (property === undefined) throw new Error(`no property ${result.property}`);
  const { name, kind, text, doc = '' } = property;
  return raceDiagram(check, result, { name, kind, text, doc }, { ...form, command: `mmspec check spec.mmspec --check ${check.name}` });
}

/** What is found out about a drawing under the settings of its race. */
export async function asked({ model, check, result }: Race, text: string): Promise<Answer> {
  const { answer } = await readAndAsk(model, readDrawing(text), { check: null, set: settingsOfRace(check, result) }, { statesMax: 2_000_000 });
  return answer;
}

/** What is wrong with the answer about a drawing that is a race; null: nothing. */
export function amiss(answer: Answer): string | null {
  if (answer.answer === 'possible' && answer.read === answer.of) return null;
  const unread = answer.lines.filter(({ as }) => as === 'unread' || as === 'guess').map(({ line, text }) => `${line}: ${text}`);
  const { obstacle } = answer;
  return `${answer.answer} ${answer.read}/${answer.of} ${answer.reason}${obstacle === null ? '' : ` line ${obstacle.line} ${obstacle.text}: ${obstacle.why}`}${unread.length === 0 ? '' : ` unread ${unread.join(' | ')}`}`;
}

/** What is wrong with the answer about the drawing of a race: also that the run found for it does not end in what is violated, which only a brief one may leave open. */
export function amissOf({ system, result: { property } }: Race, form: RaceOptions['form'], answer: Answer): string | null {
  const said = amiss(answer);
  const found = system.properties.find(({ name }) => name === property);
  if (said !== null || found === undefined || form === 'brief' || !isBrokenByLastStep(found.kind) || isAboutGraph(found.kind)) return said;
  const violated = answer.violations.map((each) => each.property);
  return violated.includes(property) ? null : `the run violates ${violated.join(', ') || 'nothing'}, not ${property}`;
}
