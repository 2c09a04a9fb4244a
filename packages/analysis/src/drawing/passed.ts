import type { InWindow, Outcome, Performing, WindowOutcome } from '@mmspec/interpreter';
import type { Model } from '@mmspec/semantics';
import { textOf } from '@mmspec/source';
import type { Span } from '@mmspec/source';
import { calledExpression } from '@mmspec/syntax';
import type { Statement } from '@mmspec/syntax';
import type { AccessKind, PassedAccess, TraceStep } from '@mmspec/system';
import { sourcePosition } from '../source_position.ts';
import { withoutComments } from './expression_text.ts';
import { isLibraryFile, triedText } from './step_record.ts';
import type { Wording } from './step_record.ts';

/*
 * Which accesses of a path under tso or weak are performed before others that come before them in the text.
 */

type Order = Pick<TraceStep, 'access' | 'passes' | 'late' | 'half' | 'issue'>;

/** What a step under tso or weak has performed; null: one in order, or of an action. */
export function performedIn(outcome: Outcome): Performing | null {
  const access = 'access' in outcome ? (outcome as WindowOutcome).access : null;
  return access === null ? null : access();
}

/** An access that is fetched and not performed, of those that something else was performed before. */
interface Pending {
  readonly issue: number;
  /** Its statement. */
  readonly key: string;
  readonly isPassed: boolean;
}

/** For each step of a path what it passes, and whether it was passed; nothing of steps in order. */
export function orderOf(taken: readonly Outcome[], model: Model, wording: Wording): Order[] {
  // By actor, in the order of the text.
  const pending = new Map<string, readonly Pending[]>();
  let count = 0;
  const issued = (key: string, isPassed: boolean): Pending => ({ issue: count++, key, isPassed });
  return taken.map((outcome) => {
    const { actor } = outcome;
    const performed = performedIn(outcome);
    const access = performed?.steps.at(-1);
    if (performed === null || access === undefined || actor === null) return {};
    const { half } = performed;
    const passed = performed.steps.slice(0, -1).filter(({ isPending }) => isPending);
    const open = [...(pending.get(actor) ?? [])];
    const before = passed.map((each): Pending => {
      const at = open.findIndex(({ key }) => key === keyOf(each));
      const known = at < 0 ? undefined : open.splice(at, 1)[0];
      return known === undefined ? issued(keyOf(each), true) : { ...known, isPassed: true };
    });
    const own = open.findIndex(({ key }) => key === keyOf(access));
    const known = own < 0 ? undefined : open.splice(own, 1)[0];
    // The store of a read-modify-write is still to come when its load is performed.
    const self = known ?? (half === 'load' ? issued(keyOf(access), false) : undefined);
    pending.set(actor, [...before, ...(self === undefined || half !== 'load' ? [] : [self]), ...open]);
    const passes = passed.flatMap((each, at) => {
      const kind = kindOf(each, model);
      return kind === null ? [] : [{ ...passedAccess(each, kind, model, wording), issue: before[at]!.issue }];
    });
    const kind = kindOf(access, model);
    return {
      ...(half === 'whole' ? {} : { half }),
      ...(self?.isPassed === true ? { late: true as const } : {}),
      ...(self === undefined ? {} : { issue: self.issue }),
      ...(passes.length === 0 || kind === null ? {} : { access: kind, passes }),
    };
  });
}

const keyOf = ({ statement }: InWindow): string => (statement === null ? '' : `${statement.span.file}:${statement.span.start}`);

/** What an access does to memory; null: what is no access, or is performed in order. */
function kindOf({ kind, statement }: InWindow, model: Model): AccessKind | null {
  switch (kind) {
    case 'load':
    case 'await':
      return 'load';
    case 'store':
      return 'store';
    case 'update':
      return statement !== null && callsLibrary(statement, model) ? 'atomic' : 'update';
    case 'lock':
    case 'unlock':
      return kind;
    case 'enter':
    case 'leave':
    case 'several':
    case 'choose':
    case 'either':
    case 'none':
      return null;
  }
}

/** Whether a statement is a call of an operation of the kernel library, or asks or stores what one gives. */
function callsLibrary(statement: Statement, model: Model): boolean {
  const called = calledExpression(statement);
  const call = called?.kind === 'unary' ? called.operand : called;
  const meaning = call?.kind === 'call' ? model.meanings.get(call.callee) : undefined;
  return meaning?.kind === 'operation' && isLibraryFile(model, meaning.declaration.span.file);
}

/** An atomic block on one line. */
function shortText({ files }: Model, span: Span): string {
  const file = files[span.file];
  const text = file === undefined ? 'atomic' : withoutComments(textOf(file, span));
  return text.length <= textMost ? text : 'atomic { … }';
}

const textMost = 48;

function passedAccess({ statement, stack }: InWindow, kind: AccessKind, model: Model, wording: Wording): Omit<PassedAccess, 'issue'> {
  if (statement === null) throw new Error('a step without a statement');
  const text = statement.kind === 'atomic' ? shortText(model, statement.span) : triedText({ statement, stack }, wording);
  return { kind, ...sourcePosition(model, statement.span), text };
}
