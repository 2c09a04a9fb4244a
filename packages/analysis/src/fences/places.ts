import type { Model } from '@mmspec/semantics';
import { textOf } from '@mmspec/source';
import type { SourceFile, Span } from '@mmspec/source';
import { calledExpression, isBarrier, isPath, isStatement, walk } from '@mmspec/syntax';
import type { Block, Expression, PathExpression, Statement } from '@mmspec/syntax';
import { fullName } from '../bodies.ts';
import { barrierWords, oneLineOf, textsOf } from '../present_orders.ts';
import type { TextChange } from '../text_change.ts';

/*
 * Where a spec could have barriers and orders of accesses: in its own file, not in the library.
 */

/** What a text could have in a place. */
export interface Site {
  /** In the words of the kernel. */
  readonly word: string;
  readonly owner: string;
  /** The statement that it would be put in front of, or that it would change. */
  readonly span: Span;
  readonly text: string;
  /** It stands at the end of each round of this loop. */
  readonly inRounds: boolean;
  readonly change: TextChange;
}

/** A kind of order that a place could get. */
export type SiteKind = 'full' | 'read' | 'write' | 'acquire' | 'release';

/** What it costs beside the others: a full barrier is one that waits on every processor, an acquire or a release is free on most. */
export const costs: Readonly<Record<SiteKind, number>> = { acquire: 1, release: 1, read: 2, write: 2, full: 4 };

/** Says where barriers and orders could stand in a spec, by its statements. */
export class Places {
  readonly #model: Model;
  readonly #file: SourceFile;
  /** By where it begins: each statement that stands in a block, with the one before it. */
  readonly #known = new Map<number, { readonly owner: string; readonly statement: Statement; readonly before: Statement | null }>();

  constructor(model: Model) {
    this.#model = model;
    this.#file = model.files[0]!;
    for (const body of textsOf(model.modules[0]!)) this.#note(fullName(body), body.body);
  }

  #note(owner: string, body: Block): void {
    walk(body, (node) => {
      if (node.kind === 'atomic') return false;
      if (node.kind === 'block')
        node.statements.forEach((statement, at) => {
          const before = lastOf({ ...node, statements: node.statements.slice(0, at) });
          this.#known.set(statement.span.start, { owner, statement, before });
        });
      return true;
    });
  }

  /** What would order the statement that begins there, or stand in front of it, behind the one that begins at `after`; null: nothing can. */
  siteAt(start: number, kind: SiteKind, after: number | null): Site | null {
    const known = this.#known.get(start);
    if (known === undefined) return null;
    const { owner, statement, before } = known;
    const site = (word: string, change: TextChange, inRounds = false): Site => ({
      word,
      owner,
      span: statement.span,
      text: oneLineOf(this.#file, headOf(statement)),
      inRounds,
      change,
    });
    if (kind === 'acquire') return this.#acquire(statement, (change) => site('smp_load_acquire()', change));
    if (kind === 'release') return this.#release(statement, (change) => site('smp_store_release()', change));
    const wordFor = (next: Statement | null, last: Statement | null): string => (kind === 'full' ? this.#fullWord(next, last) : barrierWords[kind]!);
    // The condition of a loop comes behind what stands in front of it once, and then behind its rounds.
    if (statement.kind === 'while' && after !== null && after >= start && after < statement.span.end) {
      if (hasOwnContinue(statement.body)) return null;
      const end = statement.body.span.end - 1;
      return site(wordFor(null, lastOf(statement.body)), { start: end, end, text: ` atomic ${kind} { } ` }, true);
    }
    return site(wordFor(statement, before), { start, end: start, text: `atomic ${kind} { }  ` });
  }

  /** Beside an atomic operation of the library a full barrier has names of its own, which cost nothing on x86. */
  #fullWord(next: Statement | null, before: Statement | null): string {
    if (next !== null && this.#isAtomicOperation(next)) return 'smp_mb__before_atomic()';
    return before !== null && this.#isAtomicOperation(before) ? 'smp_mb__after_atomic()' : 'smp_mb()';
  }

  #isAtomicOperation(statement: Statement): boolean {
    const called = statement.kind === 'call_statement' ? calledExpression(statement) : null;
    const meaning = called?.kind === 'call' ? this.#model.meanings.get(called.callee) : undefined;
    if (meaning?.kind !== 'operation') return false;
    const { atomic, span, order, result } = meaning.declaration;
    // One that gives a value may fail, and then there is nothing on x86 that orders.
    return atomic && span.file > 0 && order?.word === 'relaxed' && result === null;
  }

  #acquire(statement: Statement, site: (change: TextChange) => Site): Site | null {
    const read = readBy(statement);
    const loads = read === null ? [] : this.#loadsIn(read);
    const [load] = loads;
    if (load === undefined || loads.length > 1 || load.macro === 'smp_load_acquire') return null;
    const { start, end } = load.span;
    const place = textOf(this.#file, load.span);
    const inner = load.macro === undefined ? place : place.slice(place.indexOf('(') + 1, place.lastIndexOf(')'));
    return site({ start, end, text: `smp_load_acquire(${inner})` });
  }

  #release(statement: Statement, site: (change: TextChange) => Site): Site | null {
    if (statement.kind !== 'assign' || statement.operator !== '=') return null;
    if (statement.macro !== undefined && statement.macro !== 'WRITE_ONCE') return null;
    const { start, end } = statement.span;
    const [target, value] = [textOf(this.#file, statement.target.span), textOf(this.#file, statement.value.span)];
    return site({ start, end, text: `smp_store_release(${target}, ${value})` });
  }

  /** Shared places that an expression loads, by the names that they begin with. */
  #loadsIn(expression: Expression): PathExpression[] {
    const found: PathExpression[] = [];
    walk(expression, (node) => {
      if (!('span' in node) || isStatement(node) || !isPath(node as Expression)) return true;
      const path = node as PathExpression;
      if (this.#isShared(path)) found.push(path);
      return false;
    });
    return found;
  }

  #isShared(path: PathExpression): boolean {
    if (path.kind === 'field') return true;
    if (path.kind === 'index') return isPath(path.array) && this.#isShared(path.array);
    const meaning = this.#model.meanings.get(path.name)?.kind;
    return meaning === 'variable' || meaning === 'own_field';
  }
}

/** The last statement of a block that is a step. */
function lastOf({ statements }: Block): Statement | null {
  return statements.findLast((each) => !isNoStep(each)) ?? null;
}

/** Whether a round of a loop may end before the end of its text. */
function hasOwnContinue(body: Block): boolean {
  let has = false;
  walk(body, (node) => {
    if (node.kind === 'continue') has = true;
    return node.kind !== 'while' && node.kind !== 'repeat' && node.kind !== 'for';
  });
  return has;
}

/** A label, or a condition with nothing but barriers behind it. */
function isNoStep(statement: Statement): boolean {
  if (statement.kind === 'label') return true;
  if (statement.kind === 'atomic') return isBarrier(statement);
  return statement.kind === 'if' && statement.alternative === null && statement.consequent.statements.every(isNoStep);
}

function headOf(statement: Statement): Span {
  return statement.kind === 'if' || statement.kind === 'while' ? { ...statement.span, end: statement.condition.span.end } : statement.span;
}

/** What a statement of one access asks for. */
function readBy(statement: Statement): Expression | null {
  switch (statement.kind) {
    case 'local':
      return statement.initial;
    case 'assign':
      return statement.value;
    case 'if':
    case 'while':
    case 'await':
    case 'assert':
      return statement.condition;
    case 'return':
      return statement.value;
    case 'atomic':
    case 'break':
    case 'call_statement':
    case 'choose':
    case 'continue':
    case 'either':
    case 'error_statement':
    case 'for':
    case 'goto':
    case 'label':
    case 'repeat':
    case 'skip':
      return null;
  }
}
