import type { Expression, Item, Module } from '@mmspec/syntax';
import { itemPrinter } from './declarations.ts';
import { expressionPrinter } from './expressions.ts';
import { propertyPrinter } from './properties.ts';
import { statementPrinter } from './statements.ts';
import { typePrinter } from './types.ts';
import { writer } from './writer.ts';
import type { Writer } from './writer.ts';

/**
 * The text of a tree, from its nodes and comments alone: reading it again gives the same tree but for spans.
 * Comments keep their order and go before the node that they stood before; in a tree without a source (`noSpan`) doc
 * comments go to their declarations and the others before them. A tree with mistakes has no text: that throws.
 */
export function print(module: Module): string {
  const out = writer(module.comments);
  const item = printers(out);
  if (module.name.length > 0) {
    const [first] = module.name;
    if (first !== undefined) out.before(first.span.start, first.span);
    dotted(
      out,
      'module',
      module.name.map(({ text }) => text),
    );
  }
  module.imports.forEach(({ path, span }, index) => {
    if (index === 0) out.gap();
    else out.line();
    out.before(span.start, span);
    dotted(
      out,
      'import',
      path.map(({ text }) => text),
    );
  });
  let previous: Item | null = null;
  for (const each of module.items) {
    if (previous !== null && together(previous, each)) out.line();
    else out.gap();
    item(each);
    previous = each;
  }
  return out.end();
}

function printers(out: Writer): (item: Item) => void {
  const width = memoised(widthOf);
  const expressions = expressionPrinter(out, width);
  const types = typePrinter(out, expressions);
  const statements = statementPrinter(out, expressions, types, width);
  const properties = propertyPrinter(out, expressions, types);
  return itemPrinter(out, { expressions, types, statements, properties });
}

function memoised(measure: (expression: Expression) => number): (expression: Expression) => number {
  const known = new Map<Expression, number>();
  return (expression) => {
    const width = known.get(expression) ?? measure(expression);
    known.set(expression, width);
    return width;
  };
}

/** The width of an expression on one line. */
function widthOf(expression: Expression): number {
  const flat = writer([]);
  try {
    expressionPrinter(flat, () => 0).expression(expression);
  } catch {
    return 0;
  }
  return flat.end().length;
}

function dotted(out: Writer, keyword: string, names: readonly string[]): void {
  out.token(keyword);
  names.forEach((name, index) => {
    if (index > 0) out.token('.', 'tight');
    out.token(name, index > 0 ? 'tight' : 'blank');
  });
}

const oneLine: ReadonlySet<Item['kind']> = new Set([
  'const',
  'variant',
  'define',
  'enum',
  'variable',
  'invariant',
  'temporal',
  'possible',
  'reachable',
  'check',
  'scenario',
]);
const properties: ReadonlySet<Item['kind']> = new Set(['invariant', 'temporal', 'possible', 'reachable']);

/** Short declarations of a kind stand without an empty line between them. */
function together(a: Item, b: Item): boolean {
  if (!oneLine.has(a.kind) || !oneLine.has(b.kind) || b.doc.length > 0) return false;
  return a.kind === b.kind || (properties.has(a.kind) && properties.has(b.kind)) || (a.kind === 'const' && b.kind === 'variant');
}
