import type { Outcome, WindowOutcome } from '@mmspec/interpreter';
import type { Model } from '@mmspec/semantics';
import { textOf } from '@mmspec/source';
import type { Span } from '@mmspec/source';
import type { AccessKind, PassedAccess, TraceStep } from '@mmspec/system';
import { sourcePosition } from '../source_position.ts';
import { triedText } from './step_record.ts';
import type { Wording } from './step_record.ts';

/*
 * Which accesses of a path under tso or weak are performed before others that come before them in the text.
 */

type Order = Pick<TraceStep, 'access' | 'passes' | 'late' | 'half'>;
type Performing = NonNullable<WindowOutcome['access']>;
type Passed = Performing['passes'][number];

/** For each step of a path what it passes, and whether it was passed; nothing of steps in order. */
export function orderOf(taken: readonly Outcome[], model: Model, wording: Wording): Order[] {
  // By actor and statement: how often it was passed and is still to come.
  const pending = new Map<string, number>();
  return taken.map((outcome) => {
    const { actor } = outcome;
    const access = 'access' in outcome ? (outcome as WindowOutcome).access : null;
    if (access === null || actor === null) return {};
    const own = `${actor} ${keyOf(access)}`;
    const open = pending.get(own) ?? 0;
    if (open > 0) pending.set(own, open - 1);
    const passes = access.passes.flatMap((each) => {
      const kind = kindOf(each);
      return kind === null ? [] : [{ each, kind }];
    });
    for (const { each } of passes) pending.set(`${actor} ${keyOf(each)}`, Math.max(1, pending.get(`${actor} ${keyOf(each)}`) ?? 0));
    const kind = kindOf(access);
    return {
      ...(access.half === 'whole' ? {} : { half: access.half }),
      ...(open > 0 ? { late: true as const } : {}),
      ...(passes.length === 0 || kind === null
        ? {}
        : { access: kind, passes: passes.map(({ each, kind: other }) => passedAccess(each, other, model, wording)) }),
    };
  });
}

const keyOf = ({ statement }: Passed): string => (statement === null ? '' : `${statement.span.file}:${statement.span.start}`);

/** What an access does to memory; null: what is no access, or is performed in order. */
function kindOf({ kind }: Passed): AccessKind | null {
  switch (kind) {
    case 'load':
    case 'await':
      return 'load';
    case 'store':
    case 'unlock':
      return 'store';
    case 'update':
    case 'lock':
      return 'update';
    case 'enter':
    case 'leave':
    case 'several':
    case 'choose':
    case 'either':
    case 'none':
      return null;
  }
}

/** An atomic block on one line. */
function shortText({ files }: Model, span: Span): string {
  const file = files[span.file];
  const text = file === undefined ? 'atomic' : textOf(file, span).replaceAll(/\s+/gu, ' ');
  return text.length <= textMost ? text : 'atomic { … }';
}

const textMost = 48;

function passedAccess({ statement, stack }: Passed, kind: AccessKind, model: Model, wording: Wording): PassedAccess {
  if (statement === null) throw new Error('a step without a statement');
  const text = statement.kind === 'atomic' ? shortText(model, statement.span) : triedText({ statement, stack }, wording);
  return { kind, ...sourcePosition(model, statement.span), text };
}
