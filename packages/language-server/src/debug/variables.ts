import { textOf, type Value } from '@mmspec/interpreter';
import { nameOfLocal } from '@mmspec/semantics';
import { positionAt } from '@mmspec/source';
import { placeOfFrame } from './asking.ts';
import { handlesFrom, type Shown, type Unfolding } from './handles.ts';
import { frameLine, now, ownerOfFrame, type Running } from './running.ts';
import { heldBy, placeOf, remark, shownValue } from './shown.ts';

/*
 * What a client shows as variables: those of a frame, the shared ones, CPUs, settings, and what is unfolded below them.
 */

/** References of variables: below these, those of the actor of that number; between them and those of `Handles`, those of a frame further out. */
const sharedReference = 1000;
const settingsReference = 1001;
const cpusReference = 1002;

/** The scopes of a frame; null where there is no such frame. */
export function scopesOf(run: Running, frame: number): unknown[] | null {
  const actor = run.actors[ownerOfFrame(frame) - 1];
  if (actor === undefined) return null;
  const scope = (name: string, variablesReference: number, presentationHint?: string): unknown => ({
    name,
    variablesReference,
    expensive: false,
    ...(presentationHint === undefined ? {} : { presentationHint }),
  });
  const cpus = run.machine.inspect(now(run)).cpus().length === 0 ? [] : [scope('CPUs', cpusReference)];
  return [scope(`Variables of ${actor}`, frame, 'locals'), scope('Shared', sharedReference), ...cpus, scope('Settings', settingsReference)];
}

/** The variables below a reference, as the protocol has them. */
export function variables(run: Running, reference: number): unknown[] {
  const unfolding = unfoldingOf(run, reference);
  return unfolding === null ? [] : unfolding.children().map((shown) => variableOf(run, shown, unfolding.frame));
}

/** What is below a reference; null where there is nothing. */
export function unfoldingOf(run: Running, reference: number): Unfolding | null {
  if (reference > handlesFrom) return run.handles.get(reference);
  if (reference === sharedReference) return { children: () => sharedVariables(run), frame: null };
  if (reference === settingsReference) return { children: () => settingsOf(run), frame: null };
  if (reference === cpusReference) return { children: () => cpusOf(run), frame: null };
  return frameLine(run, reference) === null ? null : { children: () => variablesOfFrame(run, reference), frame: reference };
}

/** A number by which what is in it is asked for; 0: there is nothing. */
export function referenceOf(run: Running, { children }: Shown, frame: number | null): number {
  return children === null ? 0 : run.handles.of({ children, frame });
}

function variableOf(run: Running, shown: Shown, frame: number | null): unknown {
  const { name, value, path, canBeSet } = shown;
  return {
    name,
    value,
    variablesReference: referenceOf(run, shown, frame),
    ...(path === null ? {} : { evaluateName: path }),
    ...(canBeSet ? {} : { presentationHint: { attributes: ['readOnly'] } }),
  };
}

/** Those of the spec itself first. A library's variable that the spec has one of the same name beside has no expression. */
function sharedVariables(run: Running): Shown[] {
  const own = new Map(run.analysis.model.variables.map(({ name }) => [name.text, name.span.file === 0]));
  const all = run.machine.inspect(now(run)).variables();
  const shown = (of: readonly { readonly name: string; readonly value: Value }[]): Shown[] =>
    of.map(({ name, value }) => shownValue(run, name, value, own.has(name) ? name : null));
  return [...shown(all.filter(({ name }) => own.get(name) === true)), ...shown(all.filter(({ name }) => own.get(name) !== true))];
}

function settingsOf({ settings }: Running): Shown[] {
  return Object.entries(settings).map(([name, value]) => ({ name, value: String(value), path: name, canBeSet: false, children: null }));
}

/** Where the actor stands, the locals that the frame's text sees, what it is in and holds. */
function variablesOfFrame(run: Running, frame: number): Shown[] {
  const actor = run.actors[ownerOfFrame(frame) - 1] ?? '';
  const inspected = run.machine.inspect(now(run));
  const locals = placeOfFrame(run, frame).from.locals.flatMap(({ node }): Shown[] => {
    const value = inspected.local(actor, node);
    const name = nameOfLocal(node);
    return value === undefined || name === '' ? [] : [shownValue(run, name, value, name, node.kind === 'local' || node.kind === 'choose')];
  });
  const counts = inspected.counts(actor).map(({ name, value }) => remark(name, textOf(value)));
  return [remark('stands at', placeOf(run, actor)), ...locals, ...roundsOf(run, frame, actor), ...heldBy(inspected, actor), ...counts];
}

/** The loops of the frame's own text. */
function roundsOf(run: Running, frame: number, actor: string): Shown[] {
  const body = frameLine(run, frame)?.line.body;
  const { files } = run.analysis.model;
  return run.machine
    .inspect(now(run))
    .rounds(actor)
    .flatMap(({ statement: { span }, done, limit }): Shown[] => {
      const file = files[span.file];
      if (body === undefined || file === undefined || span.file !== body.span.file || span.start < body.span.start || span.end > body.span.end) return [];
      return [remark(`rounds of line ${positionAt(file, span.start).line}`, `${done} of ${limit}`)];
    });
}

/** Who runs on each CPU on which actors are placed, and what is off there. */
function cpusOf(run: Running): Shown[] {
  return run.machine
    .inspect(now(run))
    .cpus()
    .map(({ number, counts, holder, actors }) => {
      const active = actors.find(({ isActive, keptBy }) => isActive && keptBy === null);
      const idle = actors.some(({ context }) => context === 'task') ? 'task' : 'idle';
      const off = counts.flatMap(({ name }) => offInWords[name] ?? []);
      const kept = holder === null ? [] : [`kept by ${holder}`];
      const rows = actors.map(({ name, context, isActive, keptBy }) =>
        remark(name, `${context}${isActive ? ', active' : ''}, at ${placeOf(run, name)}${keptBy === null ? '' : `, kept out by ${keptBy}`}`),
      );
      const raised = counts.map(({ name, value }) => remark(name, String(value)));
      return remark(`CPU${number}`, [active?.context ?? idle, ...off, ...kept].join(', '), () => [...rows, ...raised]);
    });
}

const offInWords: Readonly<Record<string, string>> = { irq_off: 'interrupts off', bh_off: 'bottom halves off', preempt_count: 'preemption off' };
