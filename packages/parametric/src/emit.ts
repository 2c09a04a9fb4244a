import { cellsIn, eachStmt } from '@mmspec/compiler';
import type { Cell, Expr, LeafReference, Stmt, Temp } from '@mmspec/compiler';
import { plus, unit } from './linear.ts';
import type { Amount } from './linear.ts';
import type { Ends } from './machine.ts';
import { Undecided } from './shape.ts';
import { sumOverFamily } from './sums.ts';
import { asTruth, compared, helped, indexIn, lookedUp, numeric, stored } from './values.ts';
import type { Machine, Making } from './values.ts';

/*
 * Bodies of the IR as JavaScript that does what `machine.ts` does. What is a plain number for certain is computed in place; what may depend
 * on who is outside goes through `values.ts`. The text has nothing of the spec in it.
 */

/** What a value can be: a truth; a number; a number or a name of somebody outside (NaN); any of these, or one that depends on who is outside. */
type Sort = 'truth' | 'number' | 'name' | 'amount';

interface Text {
  readonly text: string;
  readonly sort: Sort;
}

const order: Readonly<Record<Sort, number>> = { truth: 0, number: 1, name: 2, amount: 3 };
const wider = (one: Sort, other: Sort): Sort => (order[one] > order[other] ? one : other);

type Runtime = Readonly<Record<string, unknown>>;
type Made = (machine: Machine) => unknown;

/** Bodies that are made into JavaScript together, once all of them are known. */
export class Emitter {
  readonly #making: Making;
  readonly #functions: string[] = [];
  readonly #leaves: LeafReference[] = [];
  readonly #tables: (readonly number[])[] = [];
  readonly #ends: Ends[] = [];
  #made: readonly Made[] | null = null;
  #temps = new Map<number, Sort>();
  /** Whether the body that is written is that of a step. */
  #isStep = false;
  /** Whether sums over all instances are understood in the body that is written. */
  #isSummed = false;

  constructor(making: Making) {
    this.#making = making;
  }

  /** A body that ends in a result. `sums`: sums over all instances are understood in it. */
  property(body: readonly Stmt[], sums: boolean): (machine: Machine) => boolean {
    this.#isSummed = sums;
    this.#isStep = false;
    const made = this.#function(body, 'return true;');
    return (machine) => this.#get(made)(machine) as boolean;
  }

  step(body: readonly Stmt[], ends: Ends): (machine: Machine) => void {
    this.#isSummed = false;
    this.#isStep = true;
    this.#ends.push(ends);
    const made = this.#function(body, '');
    return (machine) => void this.#get(made)(machine);
  }

  #get(index: number): Made {
    this.#made ??= this.#compile();
    return this.#made[index]!;
  }

  #compile(): readonly Made[] {
    const making = this.#making;
    const runtime: Runtime = {
      plus,
      unit,
      asTruth,
      compared,
      indexIn,
      numeric: (operator: Parameters<typeof numeric>[0], one: Amount, other: Amount) => numeric(operator, one, other, making),
      helped: (machine: Machine, helper: Parameters<typeof helped>[1], ...values: readonly Amount[]) => helped(machine, helper, values, making),
      lookedUp: (table: readonly number[], index: Amount) => lookedUp(table, index, making),
      stored: (machine: Machine, at: number, value: Amount) => stored(machine, at, value, making),
      enabled: () => {
        throw new Undecided('it asks `enabled`');
      },
    };
    const text = `"use strict";\nreturn [\n${this.#functions.join(',\n')}\n];`;
    // oxlint-disable-next-line no-implied-eval -- the text is made here, of numbers alone.
    const make = new Function('R', 'L', 'T', 'E', text) as (...tables: readonly unknown[]) => readonly Made[];
    return make(runtime, this.#leaves, this.#tables, this.#ends);
  }

  #function(body: readonly Stmt[], last: string): number {
    this.#temps = this.#sortsIn(body);
    const temps = [...this.#temps.keys()].map((id) => `t${id} = 0`);
    const head = `const b = m.before, a = m.after, d = m.decisions, me = m.me;${temps.length === 0 ? '' : ` let ${temps.join(', ')};`}`;
    return this.#functions.push(`(m) => { ${head}\n${this.#list(body)}${last}\n}`) - 1;
  }

  /** What locals can be: the widest of all that they are given. */
  #sortsIn(body: readonly Stmt[]): Map<number, Sort> {
    const temps = new Map<number, Sort>();
    const given: { readonly temp: Temp; readonly value: Expr }[] = [];
    eachStmt(body, (stmt) => {
      if (stmt.kind === 'each' || stmt.kind === 'loop') temps.set(stmt.temp.id, 'number');
      if (stmt.kind !== 'let' && stmt.kind !== 'set') return;
      temps.set(stmt.temp.id, stmt.temp.boolean ? 'truth' : 'number');
      if (!stmt.temp.boolean) given.push(stmt);
    });
    this.#temps = temps;
    for (let changes = true; changes;) {
      changes = false;
      for (const { temp, value } of given) {
        const before = temps.get(temp.id)!;
        const sort = wider(before, this.#sortOf(value));
        if (sort === before) continue;
        temps.set(temp.id, sort);
        changes = true;
      }
    }
    return temps;
  }

  #sortOf(expr: Expr): Sort {
    switch (expr.kind) {
      case 'number':
      case 'me':
      case 'action':
      case 'lookup':
        return 'number';
      case 'truth':
      case 'compare':
      case 'and':
      case 'or':
      case 'not':
      case 'enabled':
        return 'truth';
      case 'temp':
        return this.#temps.get(expr.temp.id) ?? 'number';
      case 'load':
        return this.#sortOfCell(expr.cell);
      case 'conditional':
        return wider(this.#sortOf(expr.consequent), this.#sortOf(expr.alternative));
      case 'numeric':
        if (this.#sumOf(expr) !== null) return 'amount';
        return wider('number', wider(this.#sortOf(expr.left), this.#sortOf(expr.right)));
      case 'helper':
        return expr.operands.reduce<Sort>((so, operand) => wider(so, this.#sortOf(operand)), 'number');
    }
  }

  #sortOfCell(cell: Cell): Sort {
    const { shape } = this.#making;
    const cells = cellsIn(cell, null);
    if (cells.some((each) => shape.counters.has(each))) return 'amount';
    return cells.some((each) => shape.names.has(each)) ? 'name' : 'number';
  }

  #sumOf(expr: Expr & { readonly kind: 'numeric' }): ReturnType<typeof sumOverFamily> {
    return this.#isSummed && this.#making.sums !== null ? sumOverFamily(expr, this.#making.shape) : null;
  }

  // -------------------------------------------------------------- statements

  #list(body: readonly Stmt[]): string {
    return body.map((stmt) => this.#stmt(stmt)).join('');
  }

  #stmt(stmt: Stmt): string {
    switch (stmt.kind) {
      case 'let':
      case 'set':
        return `t${stmt.temp.id} = ${stmt.temp.boolean ? this.#truth(stmt.value) : this.#amount(stmt.value).text};\n`;
      case 'store':
        return this.#store(stmt.cell, this.#amount(stmt.value));
      case 'if': {
        const otherwise = stmt.else.length === 0 ? '' : ` else {\n${this.#list(stmt.else)}}`;
        return `if (${this.#truth(stmt.condition)}) {\n${this.#list(stmt.then)}}${otherwise}\n`;
      }
      case 'result':
        return `return ${this.#truth(stmt.value)};\n`;
      case 'leaf':
        return !this.#isStep ? 'return true;\n' : `E[${this.#ends.length - 1}].leaf(m, L[${this.#leaves.push(stmt.leaf) - 1}]); return;\n`;
      case 'fault':
        if (!this.#isStep) return 'return true;\n';
        return `E[${this.#ends.length - 1}].fault(m, L[${this.#leaves.push(stmt.leaf) - 1}], ${stmt.property}); return;\n`;
      case 'blocked':
        return this.#isStep ? 'return;\n' : 'return true;\n';
      case 'block':
        return `B${stmt.label}: {\n${this.#list(stmt.body)}}\n`;
      case 'leave':
        return `break B${stmt.label};\n`;
      case 'loop': {
        const at = `t${stmt.temp.id}`;
        return `B${stmt.label}: for (let i${stmt.label} = 0; i${stmt.label} < ${stmt.count}; i${stmt.label}++) {\n${at} = i${stmt.label};\n${this.#list(stmt.body)}}\n`;
      }
      case 'alternative':
        return `if (d.either()) {\n${this.#list(stmt.body)}return;\n}\n`;
      case 'each': {
        const [way, at] = [`w${stmt.temp.id}`, `t${stmt.temp.id}`];
        return `for (let ${way} = 0; ${way} < ${stmt.count}; ${way}++) {\nif (!d.either()) continue;\n${at} = ${way};\n${this.#list(stmt.body)}return;\n}\n`;
      }
      case 'flag':
        return `m.flags |= ${2 ** stmt.bit};\n`;
      case 'mark':
        return `m.marks |= ${2 ** stmt.bit};\n`;
    }
  }

  #store(cell: Cell, { text, sort }: Text): string {
    const { shape } = this.#making;
    const cells = cellsIn(cell, null);
    const isPlain = sort === 'number' || cells.every((each) => shape.counters.has(each)) || (sort === 'name' && cells.every((each) => shape.names.has(each)));
    if (isPlain && cell.terms.length === 0) return `a[${cell.base}] = ${text};\n`;
    return `{ const v = ${text}, c = ${this.#cell(cell)}; a[c] = ${isPlain ? 'v' : 'R.stored(m, c, v)'}; }\n`;
  }

  #cell({ base, terms }: Cell): string {
    const texts = terms.map(({ index, stride, count }) => {
      if (index.kind === 'number' && index.value >= 0 && index.value < count) return String(index.value * stride);
      const text = index.kind === 'me' && index.count <= count ? 'me' : `R.indexIn(${this.#amount(index).text}, ${count})`;
      return stride === 1 ? text : `${text} * ${stride}`;
    });
    return [String(base), ...texts].join(' + ');
  }

  // -------------------------------------------------------------- expressions

  /** A value as a condition. */
  #truth(expr: Expr): string {
    const { text, sort } = this.#expr(expr);
    if (sort === 'truth') return text;
    return sort === 'number' ? `(${text} !== 0)` : `R.asTruth(m, ${text})`;
  }

  /** A value as a number. */
  #amount(expr: Expr): Text {
    const made = this.#expr(expr);
    return made.sort === 'truth' ? { text: `(${made.text} ? 1 : 0)`, sort: 'number' } : made;
  }

  #expr(expr: Expr): Text {
    return { text: this.#text(expr), sort: this.#sortOf(expr) };
  }

  #text(expr: Expr): string {
    switch (expr.kind) {
      case 'number':
        return expr.value < 0 ? `(${expr.value})` : String(expr.value);
      case 'truth':
        return String(expr.value);
      case 'me':
        return 'me';
      case 'action':
        return 'm.action';
      case 'temp':
        return `t${expr.temp.id}`;
      case 'load':
        return `${expr.from === 'before' ? 'b' : 'a'}[${this.#cell(expr.cell)}]`;
      case 'numeric':
        return this.#numeric(expr);
      case 'compare':
        return this.#comparison(expr);
      case 'and':
      case 'or':
        return `(${this.#truth(expr.left)} ${expr.kind === 'and' ? '&&' : '||'} ${this.#truth(expr.right)})`;
      case 'not':
        return `!${this.#truth(expr.operand)}`;
      case 'conditional': {
        const side = (each: Expr): string => (this.#sortOf(expr) === 'truth' ? this.#truth(each) : this.#amount(each).text);
        return `(${this.#truth(expr.condition)} ? ${side(expr.consequent)} : ${side(expr.alternative)})`;
      }
      case 'helper':
        return `R.helped(m, "${expr.helper}", ${expr.operands.map((operand) => this.#amount(operand).text).join(', ')})`;
      case 'lookup': {
        const { text, sort } = this.#amount(expr.index);
        const table = `T[${this.#tables.push(expr.table) - 1}]`;
        return sort === 'number' ? `(${table}[${text}] ?? 0)` : `R.lookedUp(${table}, ${text})`;
      }
      case 'enabled':
        return 'R.enabled()';
    }
  }

  #numeric(expr: Expr & { readonly kind: 'numeric' }): string {
    const sum = this.#sumOf(expr);
    if (sum !== null) return this.#sum(sum);
    const [left, right] = [this.#amount(expr.left), this.#amount(expr.right)];
    if (wider(left.sort, right.sort) === 'number') return `(${left.text} ${expr.operator} ${right.text})`;
    return `R.numeric("${expr.operator}", ${left.text}, ${right.text})`;
  }

  #sum({ base, members }: Exclude<ReturnType<typeof sumOverFamily>, null>): string {
    const { shape, sums } = this.#making;
    const feature = shape.counters.size + sums!.length;
    const total = (parts: readonly Text[]): string =>
      parts.reduce((so, { text, sort }) => (sort === 'number' ? `(${so} + ${text})` : `R.numeric("+", ${so}, ${text})`), '0');
    const texts = (parts: readonly Expr[]): readonly Text[] => parts.map((part) => this.#amount(part));
    /** Where it is in the part. */
    const ofMember = (own: readonly Expr[], member: number): readonly Text[] =>
      texts(own).map(({ text, sort }) => ({ text: `(m.there[${member}] ? ${text} : 0)`, sort }));
    const parts = shape.families.map(({ first }) => {
      const made = this.#functions.push(`(m) => { const b = m.before; return ${total(texts(members[first] ?? []))}; }`) - 1;
      return (machine: Machine): Amount => this.#get(made)(machine) as Amount;
    });
    sums!.push({ parts, feature });
    return `R.plus(${total([...texts(base), ...members.flatMap(ofMember)])}, R.unit(${feature}, 0), 1)`;
  }

  #comparison({ operator, left, right }: Expr & { readonly kind: 'compare' }): string {
    const [one, other] = [this.#amount(left), this.#amount(right)];
    if (wider(one.sort, other.sort) === 'number') return `(${one.text} ${operator} ${other.text})`;
    return `R.compared(m, "${operator}", ${one.text}, ${other.text})`;
  }
}
