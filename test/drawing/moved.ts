import { tracerOf } from '@mmspec/analysis';
import { raceEvents } from '@mmspec/report';
import type { RaceEvent } from '@mmspec/report';
import type { MachineState } from '@mmspec/interpreter';
import type { Deed, StepRecord, Trace, TraceStep } from '@mmspec/system';
import { stepRecord } from '../../packages/analysis/src/drawing/step_record.ts';
import { remarksOf } from '../../packages/report/src/race/remark.ts';
import type { Race } from './round_trip.ts';

/*
 * Whether the lines of a drawing can follow each other, by the interpreter: all its states, each with how many lines were
 * met. A step is a line where it executes the statements of the line, in their order and with what is told of them; other
 * steps may come between, and one step may be several lines of its actor that follow each other.
 */

/** The race with two neighbouring steps changed over. */
export function swapped(race: Race, at: number): Race {
  const trace = race.result.trace!;
  const steps = [...trace.steps];
  [steps[at], steps[at + 1]] = [trace.steps[at + 1]!, trace.steps[at]!];
  return { ...race, result: { ...race.result, trace: { ...trace, steps } } };
}

/** Every line is one step, and none is a call of several. */
export function isPlain({ result: { trace, waiting } }: Race): boolean {
  return trace !== null && trace.loop === null && waiting === undefined && trace.steps.every(({ did }) => did.frames.length === 0 && did.deeds.length > 0);
}

/** The lines of a drawing, without those that are no steps. */
function linesOf(trace: Trace, formula: string): readonly RaceEvent[] {
  return raceEvents(trace, { property: '', formula, isBroken: false }, { full: false, marked: [], only: null }).filter(({ isStep }) => isStep);
}

/** True or false; null where there are more states than may be. */
export function canFollow(race: Race, statesMax: number): boolean | null {
  const { model, check, result, system } = race;
  const formula = system.properties.find(({ name }) => name === result.property)?.text ?? '';
  const lines = linesOf(result.trace!, formula);
  const { machine, wording } = tracerOf(() => model)(check.settings);
  const seen = new Set<string>();
  const queue: { readonly state: MachineState; readonly met: number }[] = [];
  let isDone = false;
  const enter = (state: MachineState | null, met: number): void => {
    isDone ||= met === lines.length;
    if (state === null) return;
    const key = `${met} ${machine.key(state)}`;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push({ state, met });
  };
  for (const { next } of machine.initial()) enter(next, 0);
  const movers = [...system.actors.map(({ name }) => ({ actor: name, environment: null })), ...model.actions.map(({ name }) => ({ actor: null, environment: name.text }))];
  for (const { state, met } of queue) {
    if (isDone) return true;
    if (seen.size > statesMax) return null;
    for (const mover of movers) {
      for (const outcome of machine.waysOf(state, mover)) {
        enter(outcome.next, met);
        const record = stepRecord(wording, machine, outcome);
        for (let count = 1; met + count <= lines.length && lines[met + count - 1]!.actor === (mover.actor ?? mover.environment); count++) {
          if (!isMet(lines.slice(met, met + count), record, result.trace!.steps[0]!)) break;
          enter(outcome.next, met + count);
        }
      }
    }
  }
  return isDone;
}

/** The step executes what the lines say, one after the other. */
function isMet(lines: readonly RaceEvent[], record: StepRecord, any: TraceStep): boolean {
  const deeds = flat([...record.deeds]);
  const own = deeds.length === 0 ? [{ kind: 'skip' as const, text: 'skip', loads: [], stores: [], inside: [] }] : deeds;
  const head = lines[0]!.isNamed ? lines[0]!.head : '';
  const given = Object.entries(record.parameters).map(([name, value]) => `${name} = ${value}`).join(', ');
  if (head !== '' && !head.endsWith(`(${given})`)) return false;
  let at = 0;
  for (const line of lines) {
    for (const part of line.parts) {
      const found = own.findIndex((deed, index) => index >= at && deed.text === part.text && outcomeFits(deed, part.remarks));
      if (found < 0) return false;
      at = found + 1;
    }
  }
  const told = lines.flatMap((line) => line.parts.flatMap(({ remarks }) => remarks)).filter((remark) => remark !== 'true' && remark !== 'false');
  const all = new Set(remarksIn(record, any));
  return told.every((remark) => all.has(remark));
}

function flat(deeds: readonly Deed[]): Deed[] {
  return deeds.flatMap((deed) => [deed, ...flat(deed.inside)]);
}

function outcomeFits({ outcome }: Deed, remarks: readonly string[]): boolean {
  const told = remarks.find((remark) => remark === 'true' || remark === 'false');
  return told === undefined || outcome === undefined || String(outcome) === told;
}

/** All that could be told of a step. */
function remarksIn(record: StepRecord, any: TraceStep): string[] {
  const scene = { steps: [{ ...any, did: record }], index: 0, formula: '', full: true };
  return record.deeds.flatMap((deed, index) => remarksOf(deed, index === record.deeds.length - 1 ? record : { after: [], returned: [] }, scene));
}
