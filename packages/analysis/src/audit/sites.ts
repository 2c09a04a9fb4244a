import { isEffect } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { textOf } from '@mmspec/source';
import type { SourceFile, Span } from '@mmspec/source';
import { isStatement, walk } from '@mmspec/syntax';
import type { AtomicStatement, Block, Expression, GotoStatement, IfStatement, Node, Statement } from '@mmspec/syntax';
import type { AuditKind } from '@mmspec/system';
import { bodiesOf, callOf, flat, fullName, leadsAway } from '../bodies.ts';
import { presentOrders, type PresentOrder } from '../present_orders.ts';
import type { TextChange } from '../text_change.ts';
import { joinsStepBefore } from './own_step.ts';
import { isWaiting, pairingOf } from './pairings.ts';

/*
 * What can be taken out of the texts of a spec, or changed in them: of its own file, not of the library.
 */

/** What becomes of the text of a spec: statements are left out, an `atomic` is taken as its parts, two neighbours change places, an access orders less. */
export interface Change {
  readonly without: readonly Statement[];
  readonly parts: readonly AtomicStatement[];
  readonly swapped: readonly [Statement, Statement] | null;
  /** A word that orders an access is another one. */
  readonly weaker: TextChange | null;
  /** It is about what actors do alone, which no property asks. */
  readonly isOfActor: boolean;
}

/** A part of a design that an audit tries to do without. */
export interface Site {
  readonly kind: AuditKind;
  readonly owner: string;
  /** The places, in order. */
  readonly spans: readonly Span[];
  readonly text: string;
  readonly change: Change;
}

const nothing: Omit<Change, 'isOfActor'> = { without: [], parts: [], swapped: null, weaker: null };

/** The sites of the spec's own file, in order of their text. */
export function sitesOf(model: Model): Site[] {
  const [file] = model.files;
  const [module] = model.modules;
  if (file === undefined || module === undefined) return [];
  const actors = new Set(bodiesOf(module).flatMap((each) => (each.isActor ? [fullName(each)] : [])));
  const orders = presentOrders(model, { scalar: () => undefined });
  return [
    ...bodiesOf(module).flatMap((each) => sitesOfBody({ model, file, owner: fullName(each), isActor: each.isActor, isAtomic: each.isAtomic, body: each.body })),
    ...orders.map((order) => siteOfOrder(order, actors)),
  ].toSorted((a, b) => startOf(a) - startOf(b));
}

/** A barrier, or a word that orders an access. */
function siteOfOrder({ owner, span, text, statement, change }: PresentOrder, actors: ReadonlySet<string>): Site {
  const what: Partial<Change> = statement === null ? { weaker: change } : { without: [statement] };
  return { kind: 'barrier', owner, spans: [span], text, change: { ...nothing, isOfActor: actors.has(owner), ...what } };
}

const startOf = ({ spans }: Site): number => spans[0]?.start ?? 0;

interface Place {
  readonly owner: string;
  readonly isActor: boolean;
  /** All of it is one step. */
  readonly isAtomic: boolean;
  readonly body: Block;
  readonly model: Model;
  readonly file: SourceFile;
}

function sitesOfBody(place: Place): Site[] {
  const statements = statementsIn(place.body);
  const site = (kind: AuditKind, spans: readonly Span[], change: Partial<Change>): Site => ({
    kind,
    owner: place.owner,
    spans,
    text: spans
      .filter((_, index) => index === 0 || kind === 'order')
      .map((span) => lineOf(place.file, span))
      .join(' ; '),
    change: { ...nothing, isOfActor: place.isActor, ...change },
  });
  return [
    ...pairsIn(place, statements).map(({ kind, all }) =>
      site(
        kind,
        all.map(({ shown }) => shown),
        { without: all.map(({ statement }) => statement) },
      ),
    ),
    ...statements.flatMap((statement): Site[] => {
      const kind = kindOf(place, statement);
      return kind === null ? [] : [site(kind, [shownOf(statement)], kind === 'atomic' ? { parts: [statement as AtomicStatement] } : { without: [statement] })];
    }),
    ...neighboursIn(place).map(([first, second]) => site('order', [first.span, second.span], { swapped: [first, second] })),
  ];
}

/** The statements of a block and of all blocks inside, in order of their text. */
function statementsIn(block: Block): Statement[] {
  const found: Statement[] = [];
  walk(block, (node: Node) => {
    if (isStatement(node)) found.push(node);
  });
  return found;
}

interface PairedCall {
  readonly statement: Statement;
  readonly shown: Span;
}

/** Openings and closings with the same arguments, where both are there. */
function pairsIn({ file }: Place, statements: readonly Statement[]): { readonly kind: AuditKind; readonly all: readonly PairedCall[] }[] {
  const groups = new Map<string, { kind: AuditKind; opens: number; all: PairedCall[] }>();
  for (const statement of statements) {
    const call = callOf(statement);
    const pairing = call === null ? null : pairingOf(call.callee.text);
    if (call === null || pairing === null) continue;
    const [first] = call.arguments;
    const key = `${pairing.key} ${first === undefined ? '' : textOf(file, first.span)}`;
    const group = groups.get(key) ?? { kind: pairing.kind, opens: 0, all: [] };
    groups.set(key, { ...group, opens: group.opens + (pairing.opens ? 1 : 0), all: [...group.all, { statement, shown: shownOf(statement) }] });
  }
  return [...groups.values()].filter(({ opens, all }) => opens > 0 && all.length > opens);
}

/** What a site of one statement is; null: it is none. */
function kindOf(place: Place, statement: Statement): AuditKind | null {
  const call = callOf(statement);
  if (call !== null && pairingOf(call.callee.text) !== null) return null;
  switch (statement.kind) {
    case 'call_statement':
      return call !== null && isWaiting(call.callee.text) ? 'wait' : null;
    case 'await':
      return 'wait';
    case 'goto':
      return isBackward(place, statement) ? 'retry' : null;
    case 'continue':
      return 'retry';
    case 'atomic':
      return statement.when === null && statement.body.statements.length > 1 ? 'atomic' : null;
    case 'if':
      return checkKind(place, statement);
    case 'label':
    case 'local':
    case 'assign':
    case 'while':
    case 'repeat':
    case 'either':
    case 'choose':
    case 'for':
    case 'assert':
    case 'break':
    case 'return':
    case 'skip':
    case 'error_statement':
      return null;
  }
}

/** A jump to a label above it. */
function isBackward({ body }: Place, { label, span }: GotoStatement): boolean {
  return statementsIn(body).some((each) => each.kind === 'label' && each.name.text === label.text && each.span.start < span.start);
}

/** A condition that reads something shared, changes nothing, and leads away where it holds: it looks again where it stands behind another read of the same. */
function checkKind(place: Place, statement: IfStatement): AuditKind | null {
  const { condition, consequent } = statement;
  if (!leadsAway(consequent) || hasEffect(place.model, condition)) return null;
  const paths = sharedPaths(place, condition);
  if (paths.length === 0) return null;
  const before = place.file.text.slice(place.body.span.start, statement.span.start);
  return paths.some((path) => before.includes(path)) ? 'recheck' : 'check';
}

/** Whether an expression calls something that changes the state. */
function hasEffect(model: Model, expression: Expression): boolean {
  let found = false;
  walk(expression, (node) => {
    if (node.kind !== 'call') return;
    const meaning = model.meanings.get(node.callee);
    if (meaning?.kind === 'builtin') found ||= isEffect(meaning.name);
    if (meaning?.kind === 'operation') found ||= !isQuestion(model, meaning.declaration.body);
  });
  return found;
}

/** An operation that only computes a value. */
function isQuestion(model: Model, { statements }: Block): boolean {
  const [only] = statements;
  return statements.length === 1 && only?.kind === 'return' && only.value !== null && !hasEffect(model, only.value);
}

/** Texts of the shared variables and fields that an expression reads, and of what it hands to operations. */
function sharedPaths({ model, file }: Place, expression: Expression): string[] {
  const found: string[] = [];
  walk(expression, (node) => {
    if (node.kind === 'field' || node.kind === 'index') {
      found.push(textOf(file, node.span));
      return false;
    }
    const meaning = node.kind === 'name_expression' ? model.meanings.get(node.name)?.kind : undefined;
    if (node.kind === 'name_expression' && (meaning === 'variable' || meaning === 'own_field')) found.push(node.name.text);
    return true;
  });
  return found;
}

/** Steps of one block that follow each other and could change places: none of them declares or leads elsewhere, and each is a step of its own. */
function neighboursIn({ body, isAtomic, model }: Place): [Statement, Statement][] {
  const found: [Statement, Statement][] = [];
  if (isAtomic) return found;
  const isMovable = (statement: Statement): boolean => {
    const { kind } = statement;
    return kind === 'call_statement' || kind === 'atomic' || (kind === 'assign' && !joinsStepBefore(model, statement));
  };
  walk(body, (node: Node) => {
    if (node.kind === 'atomic') return false;
    const steps = node.kind === 'block' ? node.statements.filter(({ kind }) => kind !== 'label') : [];
    for (const [index, first] of steps.entries()) {
      const second = steps[index + 1];
      if (second !== undefined && isMovable(first) && isMovable(second)) found.push([first, second]);
    }
    return true;
  });
  return found;
}

/** What stands for a statement: of one with a block its head. */
function shownOf(statement: Statement): Span {
  const { span } = statement;
  if (statement.kind === 'if') return { ...span, end: statement.condition.span.end };
  return span;
}

const textMax = 60;

/** The text of a place on one line. */
function lineOf(file: SourceFile, span: Span): string {
  const text = flat(file, span);
  return text.length > textMax ? `${text.slice(0, textMax - 4)} ...` : text;
}
