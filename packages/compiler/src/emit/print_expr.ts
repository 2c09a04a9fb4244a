import { slotExpr } from '../ir/cells.ts';
import type { Cell, Expr, Helper, Program, Temp } from '../ir/ir.ts';
import { isBoolean } from '../ir/fold.ts';
import { identifier } from './names.ts';
import type { PackedWords } from './packed/words.ts';
import type { RuntimePart } from './runtime_source.ts';

/** What printing of one module shares. */
export interface Printer {
  readonly program: Program;
  readonly typed: boolean;
  /** Constant tables, printed once each. */
  readonly tables: Map<string, string>;
  readonly helpers: Set<RuntimePart>;
  readonly stepNames: readonly string[];
}

/** What printing of one function shares. */
export interface Scope {
  readonly printer: Printer;
  readonly temps: Map<number, string>;
  /** Names of the arrays for `before` and `after`. */
  readonly before: string;
  readonly after: string;
  /** Where the state is packed into words, how; absent where it is an array. */
  readonly packed?: PackedWords;
}

export function tempName(scope: Scope, temp: Temp): string {
  const known = scope.temps.get(temp.id);
  if (known !== undefined) return known;
  const name = identifier([temp.name], scope.temps.size + 1);
  scope.temps.set(temp.id, name);
  return name;
}

// Precedence of JavaScript, higher binds tighter.
const precedence: Readonly<Record<string, number>> = {
  '?:': 1,
  '||': 2,
  '&&': 3,
  '|': 4,
  '^': 5,
  '&': 6,
  '===': 7,
  '!==': 7,
  '<': 8,
  '<=': 8,
  '>': 8,
  '>=': 8,
  '<<': 9,
  '>>': 9,
  '+': 10,
  '-': 10,
  '*': 11,
  '!': 12,
};

export function printExpr(scope: Scope, expr: Expr, around: number = 0): string {
  const wrap = (operator: string, text: (inner: number) => string): string => {
    const own = precedence[operator] ?? 12;
    return own < around ? `(${text(own)})` : text(own);
  };
  const binary = (operator: string, left: Expr, right: Expr): string =>
    wrap(operator, (own) => `${printExpr(scope, left, own)} ${operator} ${printExpr(scope, right, own + 1)}`);
  switch (expr.kind) {
    case 'number':
      return expr.value < 0 ? `(${expr.value})` : String(expr.value);
    case 'truth':
      return String(expr.value);
    case 'me':
      return 'me';
    case 'temp':
      return tempName(scope, expr.temp);
    case 'load':
      return printLoad(scope, expr.from === 'before' ? scope.before : scope.after, expr.cell, around);
    case 'numeric':
      return binary(expr.operator, expr.left, expr.right);
    case 'compare':
      return binary(expr.operator, expr.left, expr.right);
    case 'and':
      return binary('&&', expr.left, expr.right);
    case 'or':
      return binary('||', expr.left, expr.right);
    case 'not':
      return wrap('!', () => `!${printExpr(scope, expr.operand, 12)}`);
    case 'conditional':
      return wrap(
        '?:',
        () => `${printExpr(scope, expr.condition, 2)} ? ${printNumberLike(scope, expr.consequent, expr)} : ${printNumberLike(scope, expr.alternative, expr)}`,
      );
    case 'helper':
      return printHelper(scope, expr.helper, expr.operands);
    case 'lookup':
      return `${tableName(scope.printer, expr.table)}[${printExpr(scope, expr.index)}]`;
    case 'action':
      return 'action';
    case 'enabled': {
      scope.printer.helpers.add('possible');
      const array = expr.from === 'before' ? scope.before : scope.after;
      const wanted = expr.wanted === null ? 'null' : tableName(scope.printer, expr.wanted);
      return `possible(${scope.printer.stepNames[expr.step] ?? ''}, ${printExpr(scope, expr.me)}, ${array}, ${wanted})`;
    }
  }
}

/** Both sides of a conditional are numbers or both are truth values. */
function printNumberLike(scope: Scope, side: Expr, whole: Expr): string {
  const text = printExpr(scope, side, 1);
  return isBoolean(side) && !isBoolean(whole) ? `(${text} ? 1 : 0)` : text;
}

function printHelper(scope: Scope, helper: Helper, operands: readonly Expr[]): string {
  const args = operands.map((operand) => printExpr(scope, operand)).join(', ');
  if (helper === 'least') return `Math.min(${args})`;
  if (helper === 'greatest') return `Math.max(${args})`;
  scope.printer.helpers.add(helper);
  return `${helper}(${args})`;
}

/** The name of a constant table. */
function tableName(printer: Printer, table: readonly number[]): string {
  const key = table.join(', ');
  const known = printer.tables.get(key);
  if (known !== undefined) return known;
  const name = `table_${printer.tables.size + 1}`;
  printer.tables.set(key, name);
  return name;
}

function printLoad(scope: Scope, array: string, cell: Cell, around: number): string {
  if (scope.packed !== undefined) return scope.packed.load(scope, array, cell);
  const place = slotExpr(scope.printer.program, cell);
  switch (place.kind) {
    case 'constant':
      return printExpr(scope, { kind: 'number', value: place.value }, around);
    case 'slot':
      return `${array}[${printExpr(scope, place.index)}]`;
    case 'table': {
      if (place.slots.every((slot) => slot >= 0)) return `${array}[${tableName(scope.printer, place.slots)}[${printExpr(scope, place.index)}]]`;
      scope.printer.helpers.add('pick');
      return `pick(${array}, ${tableName(scope.printer, place.slots)}, ${tableName(scope.printer, place.constants)}, ${printExpr(scope, place.index)})`;
    }
  }
}

/** The place of a store; null where nothing needs to be stored. */
export function printTarget(scope: Scope, array: string, cell: Cell): string | null {
  const place = slotExpr(scope.printer.program, cell);
  switch (place.kind) {
    case 'constant':
      return null;
    case 'slot':
      return `${array}[${printExpr(scope, place.index)}]`;
    case 'table':
      return `${array}[${tableName(scope.printer, place.slots)}[${printExpr(scope, place.index)}]]`;
  }
}
