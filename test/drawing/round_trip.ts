import { readAndAsk, readDrawing, runSystems } from '@mmspec/analysis';
import type { Tracer } from '@mmspec/analysis';
import { raceDiagram } from '@mmspec/report';
import type { RaceOptions } from '@mmspec/report';
import type { Model } from '@mmspec/semantics';
import type { Answer, CheckResult, PlannedCheck, PropertyResult, TransitionSystem } from '@mmspec/system';

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

/** The races of all violated properties of a check that have a step. */
export async function racesOf(model: Model, planned: PlannedCheck, system: TransitionSystem, tracer: Tracer, statesMax: number): Promise<Race[]> {
  const [check] = await runSystems([planned], () => system, tracer, { statesMax });
  if (check === undefined) throw new Error('a check gave no result');
  return check.results.filter(({ trace }) => (trace?.steps.length ?? 0) > 0).map((result) => ({ model, system, check, result }));
}

/** The forms of a race as text. */
export const forms: readonly Pick<RaceOptions, 'form' | 'numbered'>[] = [
  { form: 'changelog', numbered: false }, { form: 'comment', numbered: true }, { form: 'markdown', numbered: false }, { form: 'full', numbered: false }, { form: 'brief', numbered: false },
];

export function drawn({ system, check, result }: Race, form: Pick<RaceOptions, 'form' | 'numbered'>): string {
  const property = system.properties.find(({ name }) => name === result.property);
  if (property === undefined) throw new Error(`no property ${result.property}`);
  const { name, kind, text, doc = '' } = property;
  return raceDiagram(check, result, { name, kind, text, doc }, { ...form, command: `mmspec check spec.mmspec --check ${check.name}` });
}

/** What is found out about a drawing under the settings of its race. */
export async function asked({ model, check }: Race, text: string): Promise<Answer> {
  const { answer } = await readAndAsk(model, readDrawing(text), { check: null, set: check.settings }, { statesMax: 2_000_000 });
  return answer;
}

/** What is wrong with the answer about a drawing that is a race; null: nothing. */
export function amiss(answer: Answer): string | null {
  if (answer.answer === 'possible' && answer.read === answer.of) return null;
  const unread = answer.lines.filter(({ as }) => as === 'unread' || as === 'guess').map(({ line, text }) => `${line}: ${text}`);
  const { obstacle } = answer;
  return `${answer.answer} ${answer.read}/${answer.of} ${answer.reason}${obstacle === null ? '' : ` line ${obstacle.line} ${obstacle.text}: ${obstacle.why}`}${unread.length === 0 ? '' : ` unread ${unread.join(' | ')}`}`;
}
