import { walk } from '@mmspec/syntax';
import { buildWorld } from '@mmspec/semantics';
import type { ConcreteType, Model, World } from '@mmspec/semantics';
import { isBrokenByState, isFlag, judgedOn } from '@mmspec/system';
import type { Settings, TransitionSystem } from '@mmspec/system';
import type { Tracing } from '../drawing/tracing.ts';
import type { Drawing, DrawingEvent } from './layout/drawing.ts';
import { statementForm } from './layout/event_text.ts';
import { evidenceFor } from './meaning/evidence.ts';
import { bases } from './meaning/evidence_rank.ts';
import { localPart } from './meaning/facts.ts';
import type { StepFacts } from './meaning/facts.ts';
import { isFault, isResult } from './meaning/results.ts';
import type { SpecNames } from './meaning/spec_names.ts';
import { senseOf } from './meaning/sense.ts';
import type { LineSense } from './meaning/sense.ts';
import { standingFacts, staticFacts } from './meaning/static_facts.ts';
import { factsLeftOut } from './meaning/left_out.ts';
import { plainName } from './meaning/kernel_names.ts';
import { moversOf } from './movers.ts';
import type { Mover } from './movers.ts';
import { recorderOf } from './recorder.ts';
import type { Recorder } from './recorder.ts';

/** A drawing beside a spec under one setting. */
export interface Question {
  readonly drawing: Drawing;
  readonly system: TransitionSystem;
  readonly settings: Settings;
  readonly tracing: Tracing;
  readonly movers: readonly Mover[];
  readonly names: SpecNames;
  readonly recorder: Recorder;
  readonly senses: readonly LineSense[];
  /** By event and action: the rank of what the text of the step says for it, or -1. */
  readonly ranks: readonly Int8Array[];
  /** By event and mover: the actor may stand at a statement with this text that nobody can ever take. */
  readonly stands: readonly (readonly boolean[])[];
  /** By event: its text is that of the spec only where a parameter stands for the right thing. */
  readonly open: readonly boolean[];
  /** By event: it is work on locals, which joins the step before it. */
  readonly local: readonly boolean[];
  /** By event: indices of the properties that its mark, `[BUG: p]`, says are violated. */
  readonly bugs: readonly (readonly number[])[];
  /** By event: it says what comes of it all, and is no step. */
  readonly results: readonly boolean[];
  /** By event and mover: its text has the line as a statement that control never comes to under the settings. */
  readonly isLeftOut: readonly (readonly boolean[])[];
  /** A line says that something goes wrong, and names no property. */
  readonly isFaulty: boolean;
  /** By event: it may be a call of the library that has several steps. */
  readonly calls: readonly boolean[];
  /** By event: it may be a call of several steps, of the library or of the spec. */
  readonly lasts: readonly boolean[];
}

export function questionOf(model: Model, drawing: Drawing, system: TransitionSystem, settings: Settings, tracing: Tracing): Question {
  const facts = staticFacts(model, settings, system);
  const shared = new Set(model.modules.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'variable' ? [item.name.text] : []))));
  const steps = new Set(facts.flatMap(({ names }) => [...names]));
  const valued = (text: string): string => withConstants(text, settings);
  const senses = drawing.events.map(({ text, remarks }) => labelledSense(valued(text), remarks.map(valued), steps));
  const world = buildWorld(model, settings);
  const values = valueNames(model, world);
  const references = referenceNames(world);
  const locals = localsOf(model);
  const someLocal = new Set([...locals.values()].flatMap((own) => [...own]));
  const names: SpecNames = {
    isShared: (name) => shared.has(name),
    isReference: (name) => references.has(name),
    isLocal: (name) => someLocal.has(name),
    isStep: (name) => steps.has(name),
    isValue: (text) => values.has(text),
  };
  const found = senses.map((sense) =>
    facts.map((each, action) => {
      const evidence = evidenceFor(sense, each, names);
      const own = locals.get(system.actors[system.actions[action]!.actor]?.kind ?? '');
      return evidence?.rank === accessRank && own !== undefined && isOfAnother(sense, each, own) ? null : evidence;
    }),
  );
  const results = found.map(
    (list, event) => list.every((each) => each === null || each.rank > accessRank) && isResult(drawing.events[event]!.text, event === found.length - 1),
  );
  const ranks = found.map((list, event) => Int8Array.from(list, (each) => (results[event] === true ? -1 : (each?.rank ?? -1))));
  const open = found.map((list) => list.some((each) => each?.rank === 0) && list.every((each) => each?.rank !== 0 || each.isOpen === true));
  const local = found.map((list) => {
    const known = list.filter((each) => each !== null && each.rank <= accessRank);
    return known.length > 0 && known.every((each) => each!.parts.length > 0 && each!.parts.every((part) => part >= localPart));
  });
  const isCall = (ofSpec: boolean): boolean[] =>
    senses.map(({ statements: [said] }) =>
      facts.some(({ frames, libraryFrames }) => frames.some((tokens, at) => (ofSpec || libraryFrames[at] === true) && tokens[0] === said?.call?.name)),
    );
  const [calls, lasts] = [isCall(false), isCall(true)];
  const bugs = drawing.events.map(({ remarks }) => bugsIn(remarks, system));
  const isFaulty =
    bugs.every(({ length }) => length === 0) &&
    drawing.events.some(({ text, remarks }, event) => (results[event] === true ? [text] : remarks).some((said) => isFault(said)));
  const movers = moversOf(system, world);
  const standing = standingFacts(model, settings, system);
  const stands = senses.map((sense) =>
    movers.map(({ actor, kind }) => {
      const own = actor < 0 ? undefined : standing.get(kind);
      const found = own === undefined ? null : evidenceFor(sense, own, names);
      return found !== null && found.rank === 0 && found.isOpen !== true;
    }),
  );
  const leftOut = factsLeftOut(model, settings);
  const isLeftOut = senses.map((sense) =>
    movers.map(({ kind }) =>
      (leftOut.get(kind) ?? []).some((each) => {
        const evidence = evidenceFor(sense, each, names);
        return evidence !== null && evidence.rank <= nameRank && evidence.isOpen !== true;
      }),
    ),
  );
  return {
    isLeftOut,
    drawing,
    system,
    settings,
    tracing,
    movers,
    names,
    stands,
    recorder: recorderOf(
      system,
      tracing,
      facts.map((each) => each.names),
      world.cpus.length > 0,
    ),
    senses,
    ranks,
    open,
    local,
    results,
    isFaulty,
    calls,
    lasts,
    bugs,
  };
}

/** The properties of marks such as `[BUG: p, q]` that a step can be seen to violate. */
function bugsIn(remarks: readonly string[], { properties }: TransitionSystem): number[] {
  const names = remarks.flatMap((remark) => /^\[BUG: (.*)\]$/u.exec(remark)?.[1]?.split(', ') ?? []);
  return [...properties.keys()].filter((index) => {
    const { name, kind } = properties[index]!;
    return names.includes(name) && (isFlag(kind) || isBrokenByState(kind) || judgedOn(kind) === 'step' || judgedOn(kind) === 'fault');
  });
}

/** Constants by their values, as the texts of steps have them. */
function withConstants(text: string, settings: Settings): string {
  return text.replace(/(?<![\w.>])[A-Za-z_]\w*(?![\w(])/gu, (name) => (typeof settings[name] === 'number' ? String(settings[name]) : name));
}

const statement = new RegExp(`^${statementForm}$`, 'u');

/** `label: statement` as the spec has it: the statement, which may be meant by its label too. */
function labelledSense(text: string, remarks: readonly string[], steps: ReadonlySet<string>): LineSense {
  const [, label = '', rest = ''] = /^(\w+):\s+(\S.*)$/su.exec(text) ?? [];
  // Of C, or of whoever takes it.
  if (!steps.has(label)) return senseOf(statement.test(rest) ? rest : text, remarks);
  const sense = senseOf(rest, remarks);
  return sense.statements.length === 1
    ? { ...sense, statements: sense.statements.map((said) => ({ ...said, name: said.name !== null && steps.has(said.name.at(-1)!) ? said.name : [label] })) }
    : sense;
}

const nameRank: number = bases.indexOf('name');
export const accessRank: number = bases.indexOf('access');

/** The line stores to a local of the actor that the step says nothing of. */
function isOfAnother({ statements }: LineSense, { facts }: StepFacts, locals: ReadonlySet<string>): boolean {
  const targets = statements.flatMap(({ assignment }) => (assignment?.target.length === 1 ? assignment.target : []));
  return targets.some(
    (name) => locals.has(name) && !facts.some(({ kind, part, tokens }) => kind !== 'condition' && part < localPart && tokens.slice(0, 2).includes(name)),
  );
}

/** By the name of an actor: names of the locals of its body. */
function localsOf(model: Model): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    model.actors.map((actor): [string, ReadonlySet<string>] => {
      const names = new Set<string>();
      walk(actor.body, (node) => {
        if (node.kind === 'local') names.add(node.name.text);
        else if (node.kind === 'choose' && node.target.kind === 'name_expression') names.add(node.target.name.text);
      });
      return [actor.name.text, names];
    }),
  );
}

/** Shared variables that are references, or arrays of them. */
function referenceNames({ variables }: World): ReadonlySet<string> {
  const leads = (type: ConcreteType): boolean => type.kind === 'object' || ((type.kind === 'option' || type.kind === 'array') && leads(type.element));
  return new Set(variables.filter(({ type }) => leads(type)).map(({ declaration }) => declaration.name.text));
}

/** Values that have a name of their own: objects, actors and tags. */
function valueNames(model: Model, world: World): ReadonlySet<string> {
  const objects = model.objects.flatMap((declaration) => world.objects(declaration).map(({ name }) => name));
  return new Set([...objects, ...world.actors.map(({ name }) => name), ...model.enums.flatMap(({ members }) => members.map(({ text }) => text)), 'none']);
}

/** Whether a line only says who it is: the name of the actor, or of its function. */
export function isHeading({ text }: DrawingEvent, { name, kind }: Mover): boolean {
  const plain = text.replace(/\s*(?:\(\s*\))?:?$/u, '').toLowerCase();
  return plain === name.toLowerCase() || plain === kind.toLowerCase();
}

/** Whether a line is the function of the kernel that an actor models: `try_to_unmap_one()` above what it does. */
export function isFunctionOf({ text }: DrawingEvent, { functions }: Mover): boolean {
  const name = /^(\w+)\s*(?:\(.*\))?:?$/su.exec(text)?.[1];
  return name !== undefined && functions.includes(plainName(name));
}
