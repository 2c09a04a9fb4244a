import { tracerOf } from '@mmspec/analysis';
import type { Tracing } from '@mmspec/analysis';
import { raceEvents } from '@mmspec/report';
import type { RaceEvent } from '@mmspec/report';
import type { MachineState } from '@mmspec/interpreter';
import { settingsOfRace } from '@mmspec/system';
import type { Deed, Frame, StepRecord, Trace, TraceStep, Waiting } from '@mmspec/system';
import { stepRecord } from '../../packages/analysis/src/drawing/step_record.ts';
import { withWaiting } from '../../packages/report/src/race/event.ts';
import { remarksOf } from '../../packages/report/src/race/remark.ts';
import type { Race } from './round_trip.ts';

/*
 * Whether the lines of a drawing can follow each other, by the interpreter: all its states, each with how many lines were
 * met. A step is a line where it executes the statements of the line, in their order, with what is told of them and within
 * the calls around it; other steps may come between, and one step may be several lines of its actor that follow each other.
 * The line of a call of the library is its last step, or any other one where it says that it begins or goes on; the last line
 * of an actor may be any. A deadlock has to end where the same actors wait at the same places.
 */

/** The race with one step at another place. */
export function moved(race: Race, from: number, to: number): Race {
  const trace = race.result.trace!;
  const steps = trace.steps.toSpliced(from, 1).toSpliced(to, 0, trace.steps[from]!);
  return { ...race, result: { ...race.result, trace: { ...trace, steps } } };
}

/** Places that steps can be moved to, the nearest first: an actor that is inside a call keeps its order, which calls are drawn by. */
export function moves({ steps }: Trace): { readonly from: number; readonly to: number }[] {
  const places = [...steps.keys()].flatMap((from) => [...steps.keys()].filter((to) => to !== from && !(to === from - 1)).map((to) => ({ from, to })));
  const isFree = ({ from, to }: { readonly from: number; readonly to: number }): boolean => {
    const crossed = from < to ? steps.slice(from, to + 1) : steps.slice(to, from + 1);
    const own = crossed.filter((step) => moverOf(step) === moverOf(steps[from]!));
    // No drawing has steps of a task inside of a handler of its CPU.
    if (crossed.some(({ cpu, context }) => cpu !== undefined && cpu === steps[from]!.cpu && context !== steps[from]!.context)) return false;
    return own.length === 1 || own.every(({ did }) => did.frames.length === 0);
  };
  return places.filter(isFree).toSorted((a, b) => Math.abs(a.from - a.to) - Math.abs(b.from - b.to));
}

const moverOf = ({ actor, action }: TraceStep): string => actor ?? action ?? '';

/** A line with the calls that its steps lie in. */
interface Line {
  readonly event: RaceEvent;
  readonly frames: readonly Frame[];
  /** Text of the call of the library that the line is. */
  readonly library: string | null;
  /** No other line of its actor follows. */
  readonly isLast: boolean;
}

/** The lines of a drawing that are steps; a call that goes on waiting as soon as it has begun is told as who waits. */
function linesOf(trace: Trace, formula: string, waiting: readonly Waiting[]): readonly Line[] {
  const events = raceEvents(trace, { property: '', formula, isBroken: false }, { full: false, marked: [], only: null });
  return withWaiting(events, waiting, trace.steps)
    .filter(({ isStep, steps }) => isStep && steps.length > 0)
    .map((event, at, all): Line => {
      const { frames } = trace.steps[event.steps[0]!]!.did;
      const depth = frames.findIndex(({ library }) => library);
      const isLast = !all.slice(at + 1).some(({ actor }) => actor === event.actor);
      return { event, isLast, frames: depth < 0 ? frames : frames.slice(0, depth), library: depth < 0 ? null : frames[depth]!.text };
    });
}

/** A step that the interpreter can take. */
interface Taken {
  readonly next: MachineState | null;
  readonly mover: string;
  readonly record: StepRecord;
}

/** All runs of a check by the interpreter; each state is asked once what can follow. */
export class Runs {
  readonly #tracing: Tracing;
  readonly #race: Race;
  readonly #movers: readonly { readonly actor: string | null; readonly environment: string | null }[];
  readonly #following = new Map<string, readonly Taken[]>();

  constructor(race: Race) {
    const { model, system, check } = race;
    this.#race = race;
    this.#tracing = tracerOf(() => model)(settingsOfRace(check, race.result));
    this.#movers = [
      ...system.actors.map(({ name }) => ({ actor: name, environment: null })),
      ...model.actions.map(({ name }) => ({ actor: null, environment: name.text })),
    ];
  }

  /** Whether the lines of a race of this check can follow each other; null where more states than `statesMax` would have to be asked. */
  canFollow({ result }: Race, statesMax: number): boolean | null {
    const { waiting } = result;
    if (waiting === undefined) return this.#ends(result.trace!, statesMax, () => true);
    const wanted = new Set<string>();
    const atEnd = this.#ends(this.#race.result.trace!, statesMax, (state) => {
      // Where all are done nobody waits.
      if (this.#isStuck(state) && waiting.every(({ actor }) => this.#tracing.machine.waitsOf(state, actor).length > 0)) wanted.add(this.#stand(state, waiting));
      return false;
    });
    return atEnd === null ? null : this.#ends(result.trace!, statesMax, (state) => this.#isStuck(state) && wanted.has(this.#stand(state, waiting)));
  }

  /** Whether all lines can be met so that the run can then be in a state that is accepted; null is the state after a fault. */
  #ends(trace: Trace, statesMax: number, isAccepted: (state: MachineState | null) => boolean): boolean | null {
    const { machine } = this.#tracing;
    const formula = this.#race.system.properties.find(({ name }) => name === this.#race.result.property)?.text ?? '';
    const lines = linesOf(trace, formula, this.#race.result.waiting ?? []);
    const seen = new Set<string>();
    const queue: { readonly state: MachineState; readonly key: string; readonly met: number }[] = [];
    let isDone = false;
    const enter = (state: MachineState | null, met: number): void => {
      const key = state === null ? '' : machine.key(state);
      if (seen.has(`${met} ${key}`)) return;
      seen.add(`${met} ${key}`);
      isDone ||= met === lines.length && isAccepted(state);
      if (state !== null) queue.push({ state, key, met });
    };
    // A drawing that says in which state it begins is asked about there.
    const begins = Object.entries(trace.begins ?? {});
    const isBeginning = (state: MachineState): boolean => {
      const rows = new Map(machine.describe(state).map(({ name, value }) => [name, String(value)]));
      return begins.every(([name, value]) => rows.get(name) === String(value));
    };
    for (const { next } of machine.initial()) if (next === null || isBeginning(next)) enter(next, 0);
    for (const { state, key, met } of queue) {
      if (isDone) return true;
      if (this.#following.size > statesMax || seen.size > statesMax * 20) return null;
      for (const { next, mover, record } of this.#followers(state, key)) {
        enter(next, met);
        for (let count = 1; met + count <= lines.length && lines[met + count - 1]!.event.actor === mover; count++) {
          if (!isMet(lines.slice(met, met + count), record, trace.steps[0]!)) break;
          enter(next, met + count);
        }
      }
    }
    return isDone;
  }

  #followers(state: MachineState, key: string): readonly Taken[] {
    const known = this.#following.get(key);
    if (known !== undefined) return known;
    const { machine, wording } = this.#tracing;
    const found = this.#movers.flatMap((mover) =>
      machine
        .outcomesOf(state, mover)
        .map((outcome): Taken => ({ next: outcome.next, mover: mover.actor ?? mover.environment ?? '', record: stepRecord(wording, machine, outcome) })),
    );
    this.#following.set(key, found);
    return found;
  }

  #isStuck(state: MachineState | null): state is MachineState {
    return state !== null && this.#followers(state, this.#tracing.machine.key(state)).length === 0;
  }

  /** Where actors stand. */
  #stand(state: MachineState, waiting: readonly { readonly actor: string }[]): string {
    return JSON.stringify(waiting.map(({ actor }) => this.#tracing.machine.waitsOf(state, actor).map(({ path }) => path)));
  }
}

/** The step executes what the lines say, one after the other. */
function isMet(lines: readonly Line[], record: StepRecord, any: TraceStep): boolean {
  const [first] = lines;
  if (lines.some(({ frames }) => !isWithin(frames, record.frames))) return false;
  if (lines.some(({ library }) => library !== null)) return lines.length === 1 && isPartOf(first!, record);
  const deeds = flat([...record.deeds, ...record.after]);
  const own = deeds.length === 0 ? [{ kind: 'skip' as const, text: 'skip', loads: [], stores: [], inside: [] }] : deeds;
  const head = first!.event.isNamed ? first!.event.head : '';
  const given = Object.entries(record.parameters)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
  if (head !== '' && !head.endsWith(`(${given})`)) return false;
  let at = 0;
  for (const { event } of lines) {
    for (const part of event.parts) {
      const found = own.findIndex((deed, index) => index >= at && deed.text === part.text && outcomeFits(deed, part.remarks));
      if (found < 0) return false;
      at = found + 1;
    }
  }
  const told = lines.flatMap(({ event }) => event.parts.flatMap(({ remarks }) => remarks)).filter((remark) => remark !== 'true' && remark !== 'false');
  const all = new Set(remarksIn(record, any));
  return told.every((remark) => all.has(remark));
}

/** The step is of the call of the library that the line is, and where in the call the line says. */
function isPartOf({ event, library, isLast }: Line, { frames, left }: StepRecord): boolean {
  const depth = frames.findIndex(({ text }) => text === library);
  if (depth < 0) return false;
  const isOver = left >= frames.length - depth;
  const [word] = event.parts[0]!.remarks;
  if (word === 'begins' || word === 'goes on') return !isOver;
  return isOver || (isLast && word !== 'ends');
}

/** The calls lie around the step, in their order. */
function isWithin(calls: readonly Frame[], around: readonly Frame[]): boolean {
  let at = 0;
  for (const { text } of around) if (text === calls[at]?.text) at++;
  return at === calls.length;
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
