import { positionAt } from '@mmspec/source';
import type { Diagnostic, Related, Span } from '@mmspec/source';
import type { Expression, Statement } from '@mmspec/syntax';
import type { FlowLocal, Frame } from '../flow/types.ts';
import type { World } from '../world/world.ts';
import { ledgerCode } from './codes.ts';
import type { LedgerCode } from './codes.ts';
import type { Conflict } from './join.ts';
import type { LockOrder } from './lock_order.ts';
import { sourceText } from './names.ts';
import type { callersText } from './names.ts';
import type { Held, Lost } from './state.ts';
import { isZero, textOfTerm } from './term.ts';
import type { Term } from './term.ts';
import type { Taken } from './types.ts';

/*
 * What the ledger says: one function per diagnostic.
 */

/** Where an event happens. */
export interface Where {
  readonly statement: Statement | null;
  readonly frame: Frame;
  readonly path: readonly string[];
}

/** Why a reference has no name any more. */
export type WhyLost = 'assigned' | 'scope' | 'emptied';

export function diagnostic(code: LedgerCode, span: Span, message: string, help: string, related: readonly Related[] = []): Diagnostic {
  const { severity, why } = ledgerCode(code);
  return { code, severity, span, message, why, help, related, fixes: [] };
}

/** The part of a statement that stands on its first line: what a reader recognises it by. */
function headOf(statement: Statement): Span {
  switch (statement.kind) {
    case 'if':
    case 'while':
    case 'await':
    case 'assert':
      return statement.condition.span;
    case 'repeat':
    case 'either':
    case 'atomic':
    case 'for': {
      const { file, start, end } = statement.span;
      return { file, start, end: Math.min(end, start + (statement.kind === 'repeat' && statement.count === null ? 'loop' : statement.kind).length) };
    }
    case 'assign':
    case 'break':
    case 'call_statement':
    case 'choose':
    case 'continue':
    case 'error_statement':
    case 'goto':
    case 'label':
    case 'local':
    case 'return':
    case 'skip':
      return statement.span;
  }
}

/** The span that a user can do something about: that of the statement, or of the call that leads from the file of the actor into another one. */
export function spanOf(world: World, where: Where): Span {
  let root = where.frame;
  while (root.parent !== null) root = root.parent;
  const owner = root.actor ?? world.model.actions[0];
  let { statement, frame } = where;
  while (statement !== null && statement.span.file !== owner?.span.file && frame.call !== null && frame.parent !== null) {
    statement = frame.call.statement;
    frame = frame.parent;
  }
  if (statement !== null) return headOf(statement);
  return owner?.name.span ?? { file: 0, start: 0, end: 0 };
}

/** What the caller calls it, and what it is called where it happens, if that is something else. */
type Named = ReturnType<typeof callersText>;

/** `a reference on `folio``, `2 references on `f`` */
function references(count: Term, text: string): string {
  return textOfTerm(count) === '1' ? `a reference on \`${text}\`` : `${textOfTerm(count)} references on \`${text}\``;
}

function lineOf(world: World, where: Where): number {
  const span = spanOf(world, where);
  const file = world.model.files[span.file];
  return file === undefined ? 0 : positionAt(file, span.start).line;
}

/** `get`, or `line 12` where there is no label. */
export function placeName(world: World, where: Where): string {
  return where.path.length > 0 ? where.path.join('.') : `line ${lineOf(world, where)}`;
}

function takenHere(world: World, taken: readonly Taken[]): Related[] {
  return taken.map((one) => ({ span: spanOf(world, one), message: `the reference is taken here, by \`${one.how}\`` }));
}

/** A path through the actor, as a reader follows it. */
export interface Route {
  readonly text: string;
  readonly span: Span;
}

/** The common false start: a `get` whose reference is meant to be kept in a variable that owns none. */
function ownerHelp(conflicts: readonly Conflict[]): string {
  const conflict = conflicts.find(({ first, second }) => first === null || second === null);
  const taken = (conflict?.first ?? conflict?.second)?.taken[0];
  if (taken === undefined) return '';
  return ` \`${taken.how}\` gives the reference to the actor, until a put: if a variable keeps it from here on, declare that with \`owns\` and store the pointer there.`;
}

export function pathsConflict(world: World, at: Where, place: string, actor: string, conflicts: readonly Conflict[], first: Route, second: Route): Diagnostic {
  const say = (held: Held | null, text: string): string => (held === null ? `no reference on \`${text}\`` : references(held.count, text));
  const sides = (side: 'first' | 'second'): string => conflicts.map((conflict) => say(conflict[side], conflict.text)).join(' and ');
  return diagnostic(
    'MM0421',
    spanOf(world, at),
    `${actor} comes to ${place} holding ${sides('first')} on one path and ${sides('second')} on another`,
    `Put the reference before the paths meet, or let them go on at different labels (\`undo:\` and \`out:\`).${storeHelp(conflicts)}${ownerHelp(conflicts)}`,
    [
      { span: first.span, message: `path 1, holding ${sides('first')}: ${first.text}` },
      { span: second.span, message: `path 2, holding ${sides('second')}: ${second.text}` },
      ...conflicts.flatMap((conflict) => takenHere(world, [...(conflict.first?.taken ?? []), ...(conflict.second?.taken ?? [])])),
    ],
  );
}

/** A store of a count makes references, whatever exists already. */
function storeHelp(conflicts: readonly Conflict[]): string {
  const taken = conflicts.flatMap(({ first, second }) => [...(first?.taken ?? []), ...(second?.taken ?? [])]);
  if (!taken.some(({ how }) => how === 'store')) return '';
  return ' A store `r = n` makes n new references beside those that exist: put these first, `put(owner, n)`, or store with `unfreeze`.';
}

export function lostName(world: World, where: Where, lost: Lost, why: WhyLost): Diagnostic {
  if (lost.counted !== null) return lostNumber(world, where, lost, lost.counted);
  const what = references(lost.held.count, lost.text);
  const happens = {
    assigned: `\`${lost.text}\` changes while ${what} is held under this name`,
    scope: `\`${lost.text}\` goes out of scope while ${what} is held under this name`,
    emptied: `\`${lost.text}\` is emptied while ${what} is held under this name`,
  }[why];
  const help = {
    assigned: 'Put the reference first, or use another variable for the new value.',
    scope: 'Put the reference on this path too, or declare the variable in a block that lasts as long as the reference.',
    emptied: 'Take the reference under a name of its own: `let f = …` before the `get`.',
  }[why];
  return diagnostic('MM0422', spanOf(world, where), happens, help, takenHere(world, lost.held.taken));
}

/** The local that says how many references are held is gone, or gets another value. */
function lostNumber(world: World, where: Where, lost: Lost, counted: FlowLocal): Diagnostic {
  return diagnostic(
    'MM0422',
    spanOf(world, where),
    `\`${counted.name}\` says how many references on \`${lost.text}\` are held, and goes out of scope`,
    'Put them first, or declare the number in a block that lasts as long as the references.',
    takenHere(world, lost.held.taken),
  );
}

export function noName(world: World, where: Where, lost: Lost): Diagnostic {
  const [taken] = lost.held.taken;
  const exchanged = taken?.how === 'xchg';
  return diagnostic(
    'MM0426',
    spanOf(world, taken ?? where),
    exchanged
      ? 'the reference that `xchg` takes out of the `owns` variable gets no name'
      : `the reference is taken through \`${lost.text}\`, which another step may change`,
    exchanged
      ? 'Keep the result, `owns let old = xchg(…)`, or say in the same step whose it is: `assert slot == f` before the `xchg`.'
      : 'Load it into a local first, `let f = …`, and take the reference on that.',
  );
}

export function notHeld(world: World, where: Where, actor: string, { text, inside }: Named, held: Term | null, count: Term): Diagnostic {
  const holds = held === null || isZero(held) ? 'that it does not hold here' : `, but holds ${textOfTerm(held)} here`;
  return diagnostic(
    'MM0423',
    spanOf(world, where),
    `${actor} puts ${references(count, text)}${inside}${holds.startsWith(',') ? holds : ` ${holds}`}`,
    'Take one first, or say who owns it: put the `owns` variable itself, or take the reference out of it with `xchg`.',
  );
}

export function endHolding(world: World, where: Where, actor: string, held: Held, text: string, ends: 'actor' | 'action'): Diagnostic {
  const message =
    ends === 'actor'
      ? `${actor} ends while it holds ${references(held.count, text)}`
      : `the action ${actor} leaves ${references(held.count, text)} that nobody holds`;
  const span = spanOf(world, held.taken[0] ?? where);
  const related = [{ span: spanOf(world, where), message: ends === 'actor' ? 'a path ends here' : 'the action ends here' }];
  return diagnostic('MM0424', span, message, 'Put it on every path, or move it into an `owns` variable.', related);
}

export function severalInLoop(world: World, where: Where, text: string): Diagnostic {
  return diagnostic(
    'MM0425',
    spanOf(world, where),
    `the loop takes or gives up references on \`${text}\` in every round`,
    'Take or put all of them in one step, `get(r, n)`, and let one variable own them, `owns n x: T?`; or move each into an `owns` variable in its round, such as `owns slot: T?[K]`; or take and put it within the round.',
  );
}

export function whichOne(world: World, where: Where, text: string, rival: string, what: 'put' | 'move'): Diagnostic {
  const verb = what === 'put' ? 'put' : 'moved';
  return diagnostic(
    'MM0427',
    spanOf(world, where),
    `whether the reference held on \`${rival}\` is ${verb} here depends on whether \`${text}\` is the same object`,
    `Use the name under which the reference was taken, \`${rival}\`.`,
  );
}

export function notConstant(world: World, where: Where, expression: Expression): Diagnostic {
  return diagnostic(
    'MM0428',
    spanOf(world, where),
    `how many references this is, \`${sourceText(world, expression)}\`, is no constant, and no local that keeps its value and is 0 or more`,
    'Write a constant, a `let` of a type `0..N`, or `unfreeze` where the references exist already.',
  );
}

export function untested(world: World, where: Where): Diagnostic {
  return diagnostic(
    'MM0428',
    spanOf(world, where),
    'whether this `cmpxchg` on an `owns` variable succeeds is not tested, so nobody knows where the references are',
    'Use it as a condition: `if cmpxchg(…) { … }`.',
  );
}

export function overwritten(world: World, where: Where, target: Expression): Diagnostic {
  return diagnostic(
    'MM0429',
    spanOf(world, where),
    `\`${sourceText(world, target)}\` owns a reference already, which is lost here`,
    'Put it first, or take it out with `xchg`.',
  );
}

export function ownerLost(world: World, where: Where, local: FlowLocal): Diagnostic {
  return diagnostic(
    'MM0429',
    spanOf(world, where),
    `\`${local.name}\` goes out of scope while it owns a reference, which is lost here`,
    'Put it first, or declare it at the top level of the actor.',
  );
}

export function usedAfterPut(world: World, where: Where, owner: Expression): Diagnostic {
  const text = sourceText(world, owner);
  return diagnostic(
    'MM0437',
    spanOf(world, where),
    `\`${text}\` is none here: what it owned was put or moved before`,
    `Take the pointer first, \`let ${text === 'p' ? 'q' : 'p'} = ${text}\`, or test it.`,
  );
}

export function ownerNotGiven(world: World, where: Where, actor: string, { text, inside }: Named): Diagnostic {
  return diagnostic(
    'MM0430',
    spanOf(world, where),
    `${actor} stores \`${text}\`${inside} into an \`owns\` variable, but holds no reference on it to move`,
    `Take a reference first: an \`owns\` variable counts as one. Where \`${text}\` owns one, move that in one step: \`owns let old = xchg(${text}, none)\`.`,
  );
}

export function unreleased(world: World, where: Where, actor: string, held: Held, text: string): Diagnostic {
  return diagnostic(
    'MM0431',
    spanOf(world, held.taken[0] ?? where),
    `${actor} ends while it holds the lock \`${text}\``,
    'Release it on every path to the end.',
    [{ span: spanOf(world, where), message: 'a path ends here' }],
  );
}

/** Locks that are taken in a cycle, in lockdep's words. */
export function circularLocking(world: World, circle: readonly LockOrder[]): Diagnostic {
  const [first] = circle;
  const does = ({ actor, held, taken }: LockOrder): string => `${actor} holds \`${held}\` and waits for \`${taken}\``;
  return diagnostic(
    'MM0432',
    first === undefined ? { file: 0, start: 0, end: 0 } : spanOf(world, first.takenAt),
    `possible circular locking: ${circle.map(does).join('; ')}`,
    'Take the locks in one order everywhere.',
    circle.flatMap(({ actor, held, heldAt, taken, takenAt }) => [
      { span: spanOf(world, heldAt), message: `${actor} takes \`${held}\` here` },
      { span: spanOf(world, takenAt), message: `${actor} waits for \`${taken}\` here` },
    ]),
  );
}
