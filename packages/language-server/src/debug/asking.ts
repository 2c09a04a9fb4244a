import type { MachineState, Value } from '@mmspec/interpreter';
import { ask, localsAt, type Asked, type AskedExpression, type AskedFrom, type LocalInScope, type Type } from '@mmspec/semantics';
import { frameLine, now, type Running } from './running.ts';
import type { SourceLine } from './source_lines.ts';
import { whatMayBeAsked } from './may_be_asked.ts';
import { whyNoValue } from './why_no_value.ts';

/*
 * Expressions of the language, judged by the interpreter in one state.
 */

/** Where something is asked: at a line of an actor, or nowhere in particular. */
export interface Place {
  readonly actor: string | null;
  readonly from: AskedFrom;
  /** Equal for places where names mean the same. */
  readonly key: string;
}

export type Answer =
  | { readonly kind: 'value'; readonly value: Value }
  /** `why`: what is wrong with it; `help`: what may be asked instead, empty where it was asked well and has no value. */
  | { readonly kind: 'wrong'; readonly why: string; readonly help: string };

export type Wrong = Extract<Answer, { kind: 'wrong' }>;

/** All that is to be said of what is wrong. */
export const inFull = ({ why, help }: Wrong): string => (help === '' ? why : `${why} ${help}`);

export const boolType: Type = { kind: 'bool' };

const nowhere: Place = { actor: null, from: { self: null, locals: [] }, key: '' };

/** The place of a frame, whose text decides what names mean. */
export function placeOfFrame(run: Running, frame: number | null): Place {
  const found = frame === null ? null : frameLine(run, frame);
  return found === null ? nowhere : placeOfLine(run, found.line, found.actor);
}

/** The place of an actor at a line; with null, of any actor that may stand there. */
export function placeOfLine(run: Running, { body, offset, actor }: SourceLine, name: string | null): Place {
  const locals = localsAt(run.analysis, body, offset).map((local) => (name === null ? local : withTypeNow(run, local, name)));
  const types = locals.map(({ type }) => (type.kind === 'object' ? type.declaration.name.text : type.kind)).join();
  return { actor: name, from: { self: actor, locals }, key: `${body.span.file} ${body.span.start} ${offset} ${actor.name.text} ${types}` };
}

/** A parameter that takes any object has the type of the one that it is given. */
function withTypeNow(run: Running, local: LocalInScope, actor: string): LocalInScope {
  if (local.type.kind !== 'unknown') return local;
  const value = run.machine.inspect(now(run)).local(actor, local.node);
  return typeof value === 'object' && value?.kind === 'object' ? { ...local, type: { kind: 'object', declaration: value.object.declaration } } : local;
}

/** Checks an expression, once for all states. */
export function checked(run: Running, text: string, { from, key }: Place, wanted: Type | null = null): Asked {
  const name = `${wanted?.kind ?? ''} ${key}\n${text}`;
  const known = run.asked.get(name);
  if (known !== undefined) return known;
  if (run.asked.size >= rememberedMax) run.asked.clear();
  const asked = ask(run.analysis, text, from, wanted);
  run.asked.set(name, asked);
  return asked;
}

const rememberedMax = 1000;

/** The value of an expression in a state, or what is wrong with it. */
export function answerTo(run: Running, text: string, place: Place, wanted: Type | null = null, state: MachineState = now(run)): Answer {
  const asked = checked(run, text, place, wanted);
  if (asked.kind === 'wrong') return whyWrong(run, asked, place);
  return valueOf(run, asked.asked, place, state);
}

function valueOf(run: Running, asked: AskedExpression, { actor }: Place, state: MachineState): Answer {
  const judged = run.machine.ask(asked, state, actor);
  return judged.kind === 'value' ? judged : { kind: 'wrong', why: whyNoValue(judged.fault), help: '' };
}

/** What is wrong with a text, and what may be asked in its place. */
export function whyWrong(run: Running, { message, help }: Extract<Asked, { kind: 'wrong' }>, place: Place): Wrong {
  return { kind: 'wrong', why: [message, help].filter((part) => part !== '').join(' '), help: whatMayBeAsked(run, place) };
}
