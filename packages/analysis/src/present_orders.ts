import type { Constants, Model } from '@mmspec/semantics';
import { textOf } from '@mmspec/source';
import type { SourceFile, Span } from '@mmspec/source';
import { isBarrier, walk } from '@mmspec/syntax';
import type { AtomicStatement, Block, CallExpression, Module, Node, OrderWord, Statement } from '@mmspec/syntax';
import { bodiesOf, fullName, type Body } from './bodies.ts';
import { withoutComments } from './drawing/expression_text.ts';
import type { TextChange } from './text_change.ts';

/*
 * The barriers of a spec and the words that order accesses: those of its own file, not of the library.
 */

/** What a text has in the place of a barrier or of a word that orders. */
export interface PresentOrder {
  /** In the words of the kernel. */
  readonly word: string;
  readonly owner: string;
  /** Where it stands. */
  readonly span: Span;
  readonly text: string;
  /** Without it. */
  readonly change: TextChange;
  /** A barrier as a statement of its own; null: a word of an access. */
  readonly statement: Statement | null;
}

/** The texts of actors and operations of several steps: in one step nothing comes between. */
export function textsOf(module: Module): readonly Body[] {
  return bodiesOf(module).filter(({ isAtomic }) => !isAtomic);
}

/** The barriers and orders that are there under settings, in order of the text; `change` takes one out or makes it order nothing. */
export function presentOrders(model: Model, constants: Pick<Constants, 'scalar'>): PresentOrder[] {
  const [file] = model.files;
  const [module] = model.modules;
  if (file === undefined || module === undefined) return [];
  return textsOf(module)
    .flatMap((body) =>
      nodesIn(body.body, constants).flatMap((node) => orderOf(model, file, node).map((order): PresentOrder => ({ ...order, owner: fullName(body) }))),
    )
    .toSorted((a, b) => a.span.start - b.span.start);
}

/** The nodes of a text but for what the settings leave out. */
function nodesIn(block: Block, constants: Pick<Constants, 'scalar'>): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void =>
    walk(node, (each) => {
      found.push(each);
      const known = each.kind === 'if' ? constants.scalar(each.condition) : undefined;
      if (each.kind !== 'if' || typeof known !== 'boolean') return true;
      const chosen = known ? each.consequent : each.alternative;
      if (chosen !== null) visit(chosen);
      return false;
    });
  visit(block);
  return found;
}

export const barrierWords: Readonly<Partial<Record<OrderWord, string>>> = { full: 'smp_mb()', read: 'smp_rmb()', write: 'smp_wmb()' };

type Found = Omit<PresentOrder, 'owner'>;

function orderOf(model: Model, file: SourceFile, node: Node): Found[] {
  const replaced = (word: string, span: Span, from: string, to: string): Found => {
    const start = span.start + textOf(file, span).indexOf(from);
    return { word, span, text: oneLineOf(file, span), change: { start, end: start + from.length, text: to }, statement: null };
  };
  if (node.kind === 'call_statement' && node.call.kind === 'call' && isBarrierCall(model, node.call)) return [gone(file, `${node.call.callee.text}()`, node)];
  if (node.kind === 'atomic' && node.order !== null) return orderOfAtomic(file, node);
  if (node.kind === 'assign' && node.macro !== undefined && node.macro !== 'WRITE_ONCE')
    return [replaced(`${node.macro}()`, node.span, node.macro, 'WRITE_ONCE')];
  if ('macro' in node && node.macro === 'smp_load_acquire') return [replaced(`${node.macro}()`, node.span, node.macro, 'READ_ONCE')];
  const [, plain = '', order = ''] = node.kind === 'call' ? (/^(\w+)(_acquire|_release)$/u.exec(node.callee.text) ?? []) : [];
  if (node.kind !== 'call' || plain === '' || !hasOperation(model, `${plain}_relaxed`)) return [];
  return [replaced(`${node.callee.text}()`, node.span, `${plain}${order}`, `${plain}_relaxed`)];
}

function orderOfAtomic(file: SourceFile, node: AtomicStatement): Found[] {
  const word = node.order?.word;
  if (word === undefined || node.order === null) return [];
  const barrier = barrierWords[word];
  if (isBarrier(node)) return barrier === undefined ? [] : [gone(file, barrier, node)];
  if (word !== 'acquire' && word !== 'release' && word !== 'full') return [];
  const { start, end } = node.order.span;
  return [{ word: `atomic ${word}`, span: node.span, text: oneLineOf(file, node.span), change: { start, end, text: 'relaxed' }, statement: null }];
}

/** Blanks in its place, so that everything else keeps its own. */
function gone(file: SourceFile, word: string, statement: Statement): Found {
  const { span } = statement;
  const blanks = textOf(file, span).replaceAll(/[^\n]/gu, ' ');
  return { word, span, text: oneLineOf(file, span), change: { start: span.start, end: span.end, text: blanks }, statement };
}

function isBarrierCall(model: Model, { callee }: CallExpression): boolean {
  const meaning = model.meanings.get(callee);
  if (meaning?.kind !== 'operation') return false;
  const { statements } = meaning.declaration.body;
  return statements.length > 0 && statements.every((each) => each.kind === 'atomic' && isBarrier(each));
}

function hasOperation(model: Model, name: string): boolean {
  return model.operations.some((operation) => operation.name.text === name);
}

const textMost = 60;

export function oneLineOf(file: SourceFile, span: Span): string {
  const text = withoutComments(textOf(file, span)).trim();
  return text.length > textMost ? `${text.slice(0, textMost - 2)} …` : text;
}
