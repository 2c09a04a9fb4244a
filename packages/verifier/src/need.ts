import { bodiesOf, cellsIn, eachStmt, partsOfExpr } from '@mmspec/compiler';
import type { Cell, Expr, Stmt } from '@mmspec/compiler';
import { has, isQuiet, merge, not, put } from './formula.ts';

/*
 * How many instances a part of a configuration must have, beside those of a view and the one that moves, so that a step or a property
 * says there what it says in the whole: `Infinity` where no number is enough. Instances that are read by their numbers come from
 * binders, which lowering writes out as chains of `and` and `or`.
 */

interface Need {
  /** Instances read by number. */
  readonly loose: ReadonlySet<number>;
  /** Texts of names of instances. */
  readonly names: ReadonlySet<string>;
  readonly more: number;
}

/** What there is in the program. */
export interface Scene {
  readonly size: number;
  /** By cell: the instance that has it, or -1. */
  readonly owner: (cell: number) => number;
  /** The instance that a name with a value means; undefined: none. */
  readonly memberOf: (cell: number, value: number) => number | undefined;
  readonly isSet: (cell: number) => boolean;
  readonly isName: (cell: number) => boolean;
  readonly moverOf: (action: number) => number;
  /** Whether `me` is an instance of the family. */
  readonly isMember: boolean;
  /** Sums over all instances that are understood. */
  readonly isSum: (expr: Expr) => boolean;
}

const none: Need = { loose: new Set(), names: new Set(), more: 0 };
const one: Need = { ...none, more: 1 };
const endless: Need = { ...none, more: Infinity };

const sizeOf = ({ loose, names, more }: Need): number => loose.size + names.size + more;
const all = (needs: readonly Need[]): Need => ({
  loose: new Set(needs.flatMap(({ loose }) => [...loose])),
  names: new Set(needs.flatMap(({ names }) => [...names])),
  more: needs.reduce((sum, { more }) => sum + more, 0),
});
/** One of several, it is not known which: what they have in common counts once where nothing else is there. */
function either(needs: readonly Need[]): Need {
  const together = all(needs);
  const most = Math.max(0, ...needs.map(sizeOf));
  return sizeOf(together) === most ? together : { ...none, more: most };
}

/** The need of a step, or of the choices of initial values. */
export function needOfBody(body: readonly Stmt[], scene: Scene): number {
  const stored = new Set<number>();
  eachStmt(body, (stmt) => stmt.kind === 'store' && cellsIn(stmt.cell, null).forEach((cell) => stored.add(cell)));
  return sizeOf(new Counting(scene, stored).body(body, new Map()));
}

/** The need of a property. */
export function needOfFormula(formula: Expr, scene: Scene): number {
  return sizeOf(new Counting(scene, new Set()).expr(formula));
}

class Counting {
  readonly #scene: Scene;
  readonly #stored: ReadonlySet<number>;
  constructor(scene: Scene, stored: ReadonlySet<number>) {
    this.#scene = scene;
    this.#stored = stored;
  }

  body(body: readonly Stmt[], held: Map<number, Expr>): Need {
    const isWay = (stmt: Stmt): boolean =>
      stmt.kind === 'alternative' || stmt.kind === 'each' || (stmt.kind === 'if' && bodiesOf(stmt).flat().length > 0 && bodiesOf(stmt).flat().every(isWay));
    const needs = body.map((stmt) => this.#stmt(stmt, held));
    return all([...needs.filter((_, at) => !isWay(body[at]!)), either(needs.filter((_, at) => isWay(body[at]!)))]);
  }

  #stmt(stmt: Stmt, held: Map<number, Expr>): Need {
    switch (stmt.kind) {
      case 'let':
      case 'set':
        held.set(stmt.temp.id, put(stmt.value, held));
        return none;
      case 'if': {
        const condition = put(stmt.condition, held);
        const [yes, no] = [new Map(held), new Map(held)];
        const ways = either([this.body(stmt.then, yes), this.body(stmt.else, no)]);
        const isStuck = (body: readonly Stmt[]): boolean => body.length === 1 && body[0]!.kind === 'blocked';
        // Nothing comes of the other outcome.
        if (isStuck(stmt.then) || isStuck(stmt.else)) {
          for (const id of held.keys()) held.set(id, (isStuck(stmt.then) ? no : yes).get(id)!);
          return all([this.#passing(condition, isStuck(stmt.else)), ways]);
        }
        const round = this.#round(stmt, held);
        merge(condition, held, yes, no);
        // What only gives locals their values matters where these are used.
        return isQuiet(stmt) ? none : (round ?? all([this.expr(condition), ways]));
      }
      case 'store':
        return this.#round(stmt, held) ?? all([this.#cell(this.#put(stmt.cell, held), true), this.#value(put(stmt.value, held))]);
      case 'block':
        // What a jump leaves behind is not followed.
        if (has(stmt.body, 'leave') && has(stmt.body, 'set')) return endless;
        return this.#round(stmt, held) ?? this.body(stmt.body, held);
      case 'alternative': {
        const chosen = new Set<number>();
        eachStmt(stmt.body, (each) => each.kind === 'store' && each.cell.terms.length === 0 && chosen.add(this.#scene.owner(each.cell.base)));
        chosen.delete(-1);
        return all([this.body(stmt.body, new Map(held)), { ...none, loose: chosen.size === this.#scene.size ? none.loose : chosen }]);
      }
      case 'each':
        if (stmt.count >= 2 ** this.#scene.size) return endless;
        return all([this.body(stmt.body, new Map(held)), stmt.count < this.#scene.size ? none : one]);
      case 'loop':
        return endless;
      case 'result':
      case 'leaf':
      case 'fault':
      case 'blocked':
      case 'leave':
      case 'flag':
      case 'mark':
        return none;
    }
  }

  /** What a `for` over all does to one of them, which depends on that one alone; what it notes has one witness. */
  #round(stmt: Stmt, held: ReadonlyMap<number, Expr>): Need | null {
    const own = new Set<number>();
    const notes = new Set<string>();
    const needs: Need[] = [];
    const visit = (body: readonly Stmt[], inner: Map<number, Expr>): boolean =>
      body.every((each) => {
        if (each.kind === 'let' || each.kind === 'set') inner.set(each.temp.id, put(each.value, inner));
        else if (each.kind === 'store') {
          own.add(each.cell.terms.length > 0 ? -1 : this.#scene.owner(each.cell.base));
          needs.push(this.#value(put(each.value, inner)));
        } else if (each.kind === 'if') {
          needs.push(this.expr(put(each.condition, inner)));
          return visit(each.then, new Map(inner)) && visit(each.else, new Map(inner)) && !has([each], 'set');
        } else if (each.kind === 'flag' || each.kind === 'mark') notes.add(`${each.kind} ${each.bit}`);
        else return each.kind === 'block' && !has(each.body, 'set') && visit(each.body, inner);
        return true;
      });
    if (!visit([stmt], new Map(held)) || own.size !== 1 || own.has(-1)) return null;
    const { loose, names, more } = all(needs);
    return names.size > 0 || more > 0 || [...loose].some((member) => !own.has(member)) ? null : { ...none, names: notes };
  }

  #put(cell: Cell, held: ReadonlyMap<number, Expr>): Cell {
    return { base: cell.base, terms: cell.terms.map((term) => ({ ...term, index: put(term.index, held) })) };
  }

  #value(expr: Expr): Need {
    return this.#isSet(expr) ? this.#set(expr) : this.expr(expr);
  }

  expr(expr: Expr): Need {
    const parts = (): Need => all(partsOfExpr(expr).map((part) => this.expr(part)));
    switch (expr.kind) {
      case 'and':
      case 'or':
      case 'not':
        return this.#chain(expr);
      case 'load':
        return cellsIn(expr.cell, null).some((cell) => this.#scene.isSet(cell)) ? endless : this.#cell(expr.cell, false);
      case 'numeric': {
        if (this.#scene.isSum(expr)) return none;
        const bits = this.#masked(expr);
        return bits === null ? parts() : all(bits.map((bit) => this.#bit(expr.left, bit)));
      }
      case 'compare': {
        const { left, right } = expr;
        if (this.#masked(left) !== null && right.kind === 'number') return this.expr(left);
        if (this.#isSet(left) || this.#isSet(right)) return all([one, this.#set(left), this.#set(right)]);
        return all([parts(), this.#literal(left, right), this.#literal(right, left)]);
      }
      case 'enabled':
        return endless;
      // Only what a choice gives is still a local.
      case 'temp':
      case 'number':
      case 'truth':
      case 'me':
      case 'action':
        return none;
      case 'conditional':
      case 'helper':
      case 'lookup':
        return parts();
    }
  }

  /** A chain over all instances, or over all tuples of them, is a binder: one of its parts decides, or none does. */
  #chain(expr: Expr): Need {
    if (expr.kind === 'not') return this.expr(expr.operand);
    const needs = this.#links(expr, expr.kind as 'and' | 'or').map((part) => this.expr(part.kind === 'not' ? part.operand : part));
    const about = needs.filter(({ loose }) => loose.size > 0);
    if (about.length === 0 || about.some(({ more }) => more > 0) || !this.#isOverAll(about)) return all(needs);
    return all([...needs.filter(({ loose }) => loose.size === 0), { ...none, more: Math.max(...about.map(sizeOf)) }]);
  }

  /** A condition that has to have a value: what is so of all stays so of some. */
  #passing(condition: Expr, value: boolean): Need {
    if (condition.kind === 'not') return this.#passing(condition.operand, !value);
    if (condition.kind !== (value ? 'and' : 'or')) return this.expr(condition);
    const parts = this.#links(condition, condition.kind);
    const about = parts.map((part) => this.expr(part)).filter(({ loose }) => loose.size > 0);
    const isBinder = about.length > 0 && about.every(({ names, more }) => names.size + more === 0) && this.#isOverAll(about);
    return all(
      parts.map((part) => {
        const need = this.expr(part);
        return need.loose.size === 0 ? this.#passing(part, value) : isBinder ? none : need;
      }),
    );
  }

  /** The parts of a chain of one connective, with negations moved inside. */
  #links(part: Expr, kind: 'and' | 'or'): readonly Expr[] {
    if (part.kind === 'not') return this.#links(part.operand, kind === 'and' ? 'or' : 'and').map(not);
    return part.kind === kind ? [...this.#links(part.left, kind), ...this.#links(part.right, kind)] : [part];
  }

  #isOverAll(needs: readonly Need[]): boolean {
    const times = new Map<string, number>();
    for (const { loose } of needs) {
      const key = [...loose].toSorted((a, b) => a - b).join();
      times.set(key, (times.get(key) ?? 0) + 1);
    }
    return [...new Set(needs.map(({ loose }) => loose.size))].every((tuple) => {
      const counts = [...times].filter(([key]) => key.split(',').length === tuple).map(([, count]) => count);
      let tuples = 1;
      for (let at = 0; at < tuple; at++) tuples = (tuples * (this.#scene.size - at)) / (at + 1);
      return tuple < this.#scene.size && counts.length === Math.round(tuples) && new Set(counts).size === 1;
    });
  }

  /** A number that a name is compared with is an instance. */
  #literal(name: Expr, literal: Expr): Need {
    const member = literal.kind === 'number' ? this.#called(name, literal.value) : undefined;
    return member === undefined ? none : { ...none, loose: new Set([member]) };
  }

  #called(name: Expr, value: number): number | undefined {
    const { size, isMember, memberOf, moverOf } = this.#scene;
    const known = value >= 0 && value < size ? value : undefined;
    if (name.kind === 'me') return isMember ? known : undefined;
    if (name.kind === 'temp') return known;
    if (name.kind === 'load') return cellsIn(name.cell, null).map((cell) => memberOf(cell, value))[0];
    if (name.kind === 'conditional') return this.#called(name.consequent, value) ?? this.#called(name.alternative, value);
    if (name.kind === 'numeric' && name.right.kind === 'number' && (name.operator === '+' || name.operator === '-'))
      return this.#called(name.left, name.operator === '+' ? value - name.right.value : value + name.right.value);
    if (name.kind !== 'lookup') return undefined;
    if (name.index.kind !== 'action') return name.table.includes(value) ? this.#called(name.index, name.table.indexOf(value)) : undefined;
    const [mover, ...others] = new Set(name.table.flatMap((each, action) => (each === value ? [moverOf(action)] : [])));
    return others.length === 0 && mover !== undefined && mover >= 0 ? mover : undefined;
  }

  #cell(cell: Cell, isStore: boolean): Need {
    const indices = all(cell.terms.map(({ index }) => this.expr(index)));
    const owners = new Set(cellsIn(cell, null).map((each) => this.#scene.owner(each)));
    owners.delete(-1);
    if (owners.size === 0) return indices;
    const moving = cell.terms.filter(({ index }) => index.kind !== 'number');
    if (moving.length === 0) return isStore ? indices : all([indices, { ...none, loose: owners }]);
    return all([indices, ...moving.map(({ index }) => this.#name(index))]);
  }

  /** What an expression reads, and what it reads to find that. */
  #loads(expr: Expr): readonly number[] {
    return [...(expr.kind === 'load' ? cellsIn(expr.cell, null) : []), ...partsOfExpr(expr).flatMap((part) => this.#loads(part))];
  }

  #isMe(expr: Expr): boolean {
    return expr.kind === 'me' || (expr.kind === 'numeric' && expr.right.kind === 'number' && this.#isMe(expr.left));
  }

  /** Who is named: once for each text, each time where the step stores names that are in it. What was chosen was counted. */
  #name(index: Expr): Need {
    const loads = this.#loads(index);
    if (index.kind === 'number' || this.#isMe(index) || loads.length === 0) return none;
    return loads.some((cell) => this.#stored.has(cell)) ? one : { ...none, names: new Set([JSON.stringify(index)]) };
  }

  // ---- sets of instances, a bit for each

  #isSet(expr: Expr): boolean {
    if (expr.kind === 'load') return cellsIn(expr.cell, null).some((cell) => this.#scene.isSet(cell));
    if (expr.kind === 'conditional') return this.#isSet(expr.consequent) || this.#isSet(expr.alternative);
    if (expr.kind !== 'numeric') return false;
    if (expr.operator === '<<') return expr.left.kind === 'number' && this.#isName(expr.right);
    return (expr.operator === '&' || expr.operator === '|' || expr.operator === '^') && (this.#isSet(expr.left) || this.#isSet(expr.right));
  }

  #isName(expr: Expr): boolean {
    if (expr.kind === 'load') return cellsIn(expr.cell, null).some((cell) => this.#scene.isName(cell));
    return expr.kind === 'me' ? this.#scene.isMember : expr.kind === 'temp' || (expr.kind === 'numeric' && this.#isName(expr.left));
  }

  /** What a set is made of; its members count where somebody looks. */
  #set(expr: Expr): Need {
    if (expr.kind === 'load') return this.#cell(expr.cell, false);
    if (!this.#isSet(expr)) return this.expr(expr);
    if (expr.kind === 'conditional') return all([this.expr(expr.condition), this.#set(expr.consequent), this.#set(expr.alternative)]);
    if (expr.kind === 'numeric' && expr.operator === '<<') return all([this.expr(expr.right), this.#name(expr.right)]);
    return all(partsOfExpr(expr).map((part) => this.#set(part)));
  }

  /** The bits of a value that are looked at; null: it is no such expression. */
  #masked(expr: Expr): readonly number[] | null {
    if (expr.kind !== 'numeric' || expr.operator !== '&' || expr.right.kind !== 'number' || expr.right.value < 0) return null;
    const mask = expr.right.value;
    return Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => ((mask >> bit) & 1) === 1);
  }

  /** One bit of a value. */
  #bit(expr: Expr, bit: number): Need {
    if (expr.kind === 'number') return none;
    if (expr.kind === 'conditional') {
      const { condition, consequent: yes, alternative: no } = expr;
      if (yes.kind === 'number' && no.kind === 'number' && ((yes.value ^ no.value) >> bit) % 2 === 0) return none;
      return all([this.expr(condition), this.#bit(yes, bit), this.#bit(no, bit)]);
    }
    if (expr.kind === 'load' && this.#isSet(expr)) {
      const members = cellsIn(expr.cell, null).flatMap((cell) => this.#scene.memberOf(cell, bit) ?? []);
      return all([this.#cell(expr.cell, false), { ...none, loose: new Set(members) }]);
    }
    if (expr.kind !== 'numeric') return this.expr(expr);
    const { operator, left, right } = expr;
    if (operator === '>>' && right.kind === 'number') return this.#bit(left, bit + right.value);
    if (operator === '>>' && this.#isSet(left)) return all([this.#set(left), this.expr(right), this.#name(right)]);
    if (operator === '<<' && this.#isSet(expr)) return all([this.#set(expr), this.#literal(right, { kind: 'number', value: bit })]);
    return operator === '&' || operator === '|' || operator === '^' ? all([this.#bit(left, bit), this.#bit(right, bit)]) : this.expr(expr);
  }
}
