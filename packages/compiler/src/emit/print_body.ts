import { cellsIn, eachStmt, lastingStores, partsOfExpr, storedCells } from '../ir/access.ts';
import { asNumber, boundsOf } from '../ir/fold.ts';
import type { Cell, Expr, LeafReference, Stmt, Term } from '../ir/ir.ts';
import { packedStore } from './packed/words.ts';
import type { PackedWords } from './packed/words.ts';
import { printExpr, printTarget, tempName } from './print_expr.ts';
import type { Scope } from './print_expr.ts';
import { annotate } from './runtime_text.ts';
import { storesAhead } from '../ir/stmt_facts.ts';

/** How a function ends a path, and what it says at its leaves. */
export interface BodyStyle {
  /** Statement for a leaf; the end of the path follows. */
  readonly leaf: (leaf: LeafReference) => readonly string[];
  readonly fault: (leaf: LeafReference, property: number) => readonly string[];
  /** What ends the outermost path; `null`: a jump to its end, where stores are undone. */
  readonly exit: string | null;
  readonly blocked: string | null;
  /** Alternatives need not undo what they store: every one of them stores it anew. */
  readonly keeps?: true;
}

interface Printing {
  readonly scope: Scope;
  readonly style: BodyStyle;
  /** Label of the path that is printed, and whether it was used. */
  readonly label: string;
  readonly jumps: Set<string>;
  /** Cells that may have been stored to since the state was copied. */
  readonly stored: ReadonlySet<number>;
  readonly outermost: boolean;
  counter: { value: number };
}

/** The lines of a body that undoes its stores. */
export function printBody(scope: Scope, style: BodyStyle, body: readonly Stmt[], undoing: boolean): readonly string[] {
  const lines: string[] = [];
  let flags = false;
  let marks = false;
  eachStmt(body, (stmt) => {
    if (stmt.kind === 'flag') flags = true;
    if (stmt.kind === 'mark' || ((stmt.kind === 'leaf' || stmt.kind === 'fault') && stmt.leaf.marked)) marks = true;
  });
  if (flags) lines.push('let flags = 0;');
  if (marks) lines.push('let marks = 0;');
  const printing: Printing = { scope, style, label: 'step', jumps: new Set(), stored: new Set(), outermost: true, counter: { value: 0 } };
  const inner = printList(printing, body, true);
  const undo = undoing ? undoLines(printing, body).undo : [];
  if (printing.jumps.has('step')) lines.push('step: {', ...indent(inner), '}');
  else lines.push(...inner);
  lines.push(...undo);
  return lines;
}

export function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

function printList(printing: Printing, body: readonly Stmt[], tail: boolean): readonly string[] {
  const lines: string[] = [];
  const stored = new Set(printing.stored);
  body.forEach((stmt, at) => {
    const last = at === body.length - 1;
    lines.push(...printStmt({ ...printing, stored }, stmt, tail && last));
    if (storesAhead(stmt)) for (const cell of lastingStores([stmt])) stored.add(cell);
  });
  return lines;
}

function exitLines(printing: Printing, tail: boolean): readonly string[] {
  if (printing.outermost && printing.style.exit !== null) return printing.style.exit === '' ? [] : [printing.style.exit];
  if (tail) return [];
  printing.jumps.add(printing.label);
  return [`break ${printing.label};`];
}

function printStmt(printing: Printing, stmt: Stmt, tail: boolean): readonly string[] {
  const { scope, style } = printing;
  switch (stmt.kind) {
    case 'let': {
      const word = stmt.mutable ? 'let' : 'const';
      // Without its type a constant would have a type of one value, and comparing it with another one would be an error.
      const type = annotate(scope.printer.typed)(stmt.temp.boolean ? 'boolean' : 'number');
      return [`${word} ${tempName(scope, stmt.temp)}${type} = ${printAs(scope, stmt.value, stmt.temp.boolean)};`];
    }
    case 'set':
      return [`${tempName(scope, stmt.temp)} = ${printAs(scope, stmt.value, stmt.temp.boolean)};`];
    case 'store': {
      if (scope.packed !== undefined) return packedStore(scope, scope.packed, stmt.cell, asNumber(stmt.value));
      const target = printTarget(scope, scope.after, stmt.cell);
      return target === null ? [] : [`${target} = ${printExpr(scope, asNumber(stmt.value))};`];
    }
    case 'if':
      return printIf(printing, stmt, tail);
    case 'leaf':
      return [...style.leaf(stmt.leaf), ...exitLines(printing, tail)];
    case 'fault':
      return [...style.fault(stmt.leaf, stmt.property), ...exitLines(printing, tail)];
    case 'blocked':
      return printing.outermost && style.blocked !== null ? [style.blocked] : exitLines(printing, tail);
    case 'result':
      return [`return ${printExpr(scope, stmt.value)};`];
    case 'block': {
      const label = `block_${stmt.label}`;
      const inner = printList(printing, stmt.body, false);
      return printing.jumps.has(label) ? [`${label}: {`, ...indent(inner), '}'] : inner;
    }
    case 'loop': {
      const name = tempName(scope, stmt.temp);
      const label = `block_${stmt.label}`;
      const inner = printList(printing, stmt.body, false);
      const head = `for (let ${name} = 0; ${name} < ${stmt.count}; ${name}++) {`;
      return [printing.jumps.has(label) ? `${label}: ${head}` : head, ...indent(inner), '}'];
    }
    case 'leave':
      printing.jumps.add(`block_${stmt.label}`);
      return [`break block_${stmt.label};`];
    case 'alternative':
      return printAlternative(printing, stmt.body, null);
    case 'each': {
      const name = tempName(scope, stmt.temp);
      return printAlternative(printing, stmt.body, `for (let ${name} = 0; ${name} < ${stmt.count}; ${name}++) {`);
    }
    case 'flag':
      return [`flags |= ${2 ** stmt.bit};`];
    case 'mark':
      return [`marks |= ${2 ** stmt.bit};`];
  }
}

function printAs(scope: Scope, value: Expr, boolean: boolean): string {
  return printExpr(scope, boolean ? value : asNumber(value));
}

function printIf(printing: Printing, stmt: Stmt & { kind: 'if' }, tail: boolean): readonly string[] {
  const condition = printExpr(printing.scope, stmt.condition);
  const then = printList(printing, stmt.then, tail);
  const otherwise = printList(printing, stmt.else, tail);
  if (then.length === 0 && otherwise.length === 0) return [];
  if (otherwise.length === 0) {
    return then.length === 1 && !(then[0] ?? '').startsWith('const') && !(then[0] ?? '').startsWith('let') && !(then[0] ?? '').startsWith('if')
      ? [`if (${condition}) ${then[0] ?? ''}`]
      : [`if (${condition}) {`, ...indent(then), '}'];
  }
  if (then.length === 0) return [`if (!(${condition})) {`, ...indent(otherwise), '}'];
  return [`if (${condition}) {`, ...indent(then), '} else {', ...indent(otherwise), '}'];
}

/** An alternative, or one for each round of a loop: what it stores is undone at its end. */
function printAlternative(printing: Printing, body: readonly Stmt[], loop: string | null): readonly string[] {
  printing.counter.value += 1;
  const label = `way_${printing.counter.value}`;
  const inner: Printing = { ...printing, label, outermost: false };
  const lines = printList(inner, body, true);
  const { saved, undo } = undoLines(inner, body);
  const labelled = printing.jumps.has(label) ? [`${label}: {`, ...indent(lines), '}'] : loop === null ? ['{', ...indent(lines), '}'] : lines;
  const kept = [...saved, ...keptLines(body, label)];
  const restored = [...undo, ...restoredLines(body, label)];
  if (loop !== null) return [...kept, loop, ...indent([...labelled, ...restored]), '}'];
  return kept.length === 0 ? [...labelled, ...restored] : ['{', ...indent([...kept, ...labelled, ...restored]), '}'];
}

function changes(body: readonly Stmt[], kind: 'flag' | 'mark'): boolean {
  let found = false;
  eachStmt(body, (stmt) => {
    if (stmt.kind === kind) found = true;
  });
  return found;
}

function keptLines(body: readonly Stmt[], label: string): readonly string[] {
  return [...(changes(body, 'flag') ? [`const flags_${label} = flags;`] : []), ...(changes(body, 'mark') ? [`const marks_${label} = marks;`] : [])];
}

function restoredLines(body: readonly Stmt[], label: string): readonly string[] {
  return [...(changes(body, 'flag') ? [`flags = flags_${label};`] : []), ...(changes(body, 'mark') ? [`marks = marks_${label};`] : [])];
}

/** More slots than this are restored by copying the whole state. */
const undoMax = 12;

/** The lines that bring the slots back that the body stores to, and those that must run before it. */
function undoLines(printing: Printing, body: readonly Stmt[]): { readonly saved: readonly string[]; readonly undo: readonly string[] } {
  const { scope } = printing;
  if (printing.style.keeps === true) return { saved: [], undo: [] };
  if (scope.packed !== undefined) return packedUndo(printing, scope.packed, body);
  const cells = distinct(storedCells(body).flatMap(fixedCells));
  const clean = cells.every((cell) => cellsIn(cell, null).every((each) => !printing.stored.has(each)));
  const saved: string[] = [];
  const undo: string[] = [];
  const save = (target: string): void => {
    printing.counter.value += 1;
    const name = `saved_${printing.counter.value}`;
    saved.push(`const ${name} = ${target};`);
    undo.push(`${target} = ${name};`);
  };
  if (clean && cells.length > undoMax) {
    undo.push(`${scope.after}.set(${scope.before});`);
    // What was stored before the alternatives stays.
    for (const cell of printing.stored) {
      const target = printTarget(scope, scope.after, { base: cell, terms: [] });
      if (target !== null) save(target);
    }
    return { saved, undo };
  }
  for (const cell of cells) {
    const target = printTarget(scope, scope.after, cell);
    const source = printTarget(scope, scope.before, cell);
    if (target === null || source === null) continue;
    if (cellsIn(cell, null).every((each) => !printing.stored.has(each))) {
      undo.push(`${target} = ${source};`);
      continue;
    }
    save(target);
  }
  return { saved, undo };
}

/** The same for packed words: those that the body may change. */
function packedUndo(printing: Printing, packed: PackedWords, body: readonly Stmt[]): { readonly saved: readonly string[]; readonly undo: readonly string[] } {
  const wordsOf = (cells: readonly number[]): ReadonlySet<number> => new Set(cells.flatMap((cell) => packed.wordOf(cell) ?? []));
  const stored = wordsOf([...printing.stored]);
  const saved: string[] = [];
  const undo: string[] = [];
  for (const word of wordsOf(lastingStores(body))) {
    if (!stored.has(word)) {
      undo.push(`w${word} = v${word};`);
      continue;
    }
    printing.counter.value += 1;
    const name = `saved_${printing.counter.value}`;
    saved.push(`const ${name} = w${word};`);
    undo.push(`w${word} = ${name};`);
  }
  return { saved, undo };
}

function distinct(cells: readonly Cell[]): readonly Cell[] {
  return [...new Map(cells.map((cell) => [JSON.stringify(cell), cell])).values()];
}

/** The cells that a cell can be, each known without running anything but for the number of the instance. */
function fixedCells(cell: Cell): readonly Cell[] {
  let found: Cell[] = [{ base: cell.base, terms: [] }];
  for (const term of cell.terms) {
    if (isFixed(term.index)) found = found.map((each) => ({ base: each.base, terms: [...each.terms, term] }));
    else found = found.flatMap((each) => rangeOf(term).map((at) => ({ base: each.base + at * term.stride, terms: each.terms })));
  }
  return found;
}

function rangeOf(term: Term): readonly number[] {
  const { min, max } = boundsOf(term.index);
  const low = Math.max(0, min);
  return Array.from({ length: Math.max(0, Math.min(term.count - 1, max) - low + 1) }, (_, at) => low + at);
}

function isFixed(expr: Expr): boolean {
  if (expr.kind === 'temp' || expr.kind === 'load') return false;
  return partsOfExpr(expr).every(isFixed);
}
