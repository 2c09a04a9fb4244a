import type { LocalNode } from '@mmspec/semantics';
import { isPath, walk } from '@mmspec/syntax';
import type { Block, CallExpression, Expression, Parameter, Statement } from '@mmspec/syntax';
import { localsIn, waitingIn } from '../awaited.ts';
import { Awaited, Fault } from '../choices.ts';
import { children } from '../children.ts';
import { bind, type Context } from '../context.ts';
import { asBlock, blockEntry } from '../control.ts';
import { evaluate, truth } from '../evaluate.ts';
import { staticTruth } from '../known_truth.ts';
import { operationCall, type OperationCall } from '../operation_call.ts';
import { cellNameOf, resolve, type Place } from '../place.ts';
import { isGhost, isStatic, touchesShared } from '../reads.ts';
import { contextOf, type Run } from '../run.ts';
import { meaningOf, numbers } from '../scene.ts';
import type { Passed } from '../state.ts';
import { callerOf } from '../statement.ts';
import { concreteOf, counterArgument, typeOf } from '../types.ts';
import { watching } from '../watching.ts';
import type { Value } from '../value.ts';
import { Writes } from './writes.ts';

/*
 * Cells that a step touches, by walking through its text, with nothing of it executed.
 */

/** Built-ins that store into their first argument only in some cases, and those of them that a processor performs as one access even so. */
const exchanging: ReadonlySet<string> = new Set(['freeze', 'cmpxchg', 'remove']);
const mayFailTo: ReadonlySet<string> = new Set([...exchanging, 'try_get']);
const updates: ReadonlySet<string> = new Set([...mayFailTo, 'get', 'put', 'sub_and_test', 'xchg', 'append', 'pop', 'insert', 'remove_at']);

/** What was found of a step. */
export class Touches {
  readonly cells: Map<string, Place> = new Map();
  isUnknown = false;
  isSeveral = false;
  loads = false;
  readonly writes: Writes = new Writes();
  waits = false;
  jumps = false;
  readonly #memory: ReadonlyMap<string, Value>;
  #run: Run;
  /** Variables that the step has stored into. */
  readonly #stored = new Set<unknown>();
  #depth = 0;

  constructor(run: Run, memory: ReadonlyMap<string, Value>) {
    this.#run = run;
    this.#memory = memory;
  }

  get #context(): Context {
    return { ...contextOf(this.#run), shared: this.#memory, exempt: true };
  }

  /** The step itself: of an `if` or `while` its condition alone; where a `return` leads to is known. */
  step(statement: Statement): void {
    if (statement.kind === 'if' || statement.kind === 'while') this.#callOr(statement.condition);
    else if (statement.kind === 'return' && statement.value !== null) this.#callOr(statement.value);
    else this.#statement(statement);
  }

  #block(block: Block): void {
    for (const statement of block.statements) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'local':
        this.#stored.add(statement);
        if (statement.storage !== 'ghost') this.#callOr(statement.initial);
        return;
      case 'assign': {
        const passed = this.#context.passed;
        if (isGhost(this.#run.scene, statement.target, passed)) return;
        if (touchesShared(this.#run.scene, statement.target, passed)) {
          this.#target(statement.target);
          this.writes.store();
          if (statement.operator !== '=') this.loads = true;
        } else {
          this.#operands(statement.target);
          for (const local of localsIn(this.#run.scene, statement.target)) this.#stored.add(local);
        }
        this.#callOr(statement.value);
        return;
      }
      case 'call_statement':
        this.#callOr(statement.call);
        return;
      case 'if':
        this.#branches(statement);
        return;
      case 'atomic':
        this.#block(statement.body);
        return;
      case 'for':
        this.#expression(statement.binder.domain, this.#context);
        if (this.#touchesBelow(statement.body)) this.isSeveral = true;
        return;
      case 'either':
        this.writes.oneOf(statement.branches.map((branch) => () => this.#block(branch)));
        return;
      case 'choose':
        this.#expression(statement.domain, this.#context);
        if (touchesShared(this.#run.scene, statement.target, this.#context.passed)) this.isSeveral = true;
        return;
      case 'await':
        this.waits = true;
        this.#expression(statement.condition, this.#context);
        return;
      case 'assert':
        this.#expression(statement.condition, this.#context);
        return;
      case 'return':
        if (statement.value !== null) this.#callOr(statement.value);
        this.#leave();
        return;
      case 'break':
      case 'continue':
      case 'goto':
        this.#leave();
        return;
      case 'while':
      case 'repeat':
      case 'label':
      case 'skip':
      case 'error_statement':
        return;
    }
  }

  /** A way out of the text: nothing follows on it. */
  #leave(): void {
    if (this.#depth === 0) this.jumps = true;
    this.writes.leave();
  }

  #branches(statement: Statement & { kind: 'if' }): void {
    const known = this.#knownTruth(statement.condition);
    const { consequent, alternative } = statement;
    const other = alternative === null ? null : asBlock(alternative);
    if (known !== null) {
      const chosen = known ? consequent : other;
      if (chosen !== null) this.#block(chosen);
      return;
    }
    this.#callOr(statement.condition);
    this.writes.oneOf([() => this.#block(consequent), () => (other === null ? undefined : this.#block(other))]);
  }

  /** A condition that asks nothing of memory. */
  #knownTruth(condition: Expression): boolean | null {
    const { scene } = this.#run;
    if (isStatic(scene, condition)) return staticTruth(scene, condition);
    if (
      operationCall(scene, condition) !== null ||
      touchesShared(scene, condition, this.#context.passed) ||
      localsIn(scene, condition).some((local) => this.#stored.has(local))
    )
      return null;
    try {
      return truth(evaluate(condition, this.#context));
    } catch (error) {
      if (error instanceof Awaited || error instanceof Fault) return null;
      throw error;
    }
  }

  #callOr(expression: Expression): void {
    const called = operationCall(this.#run.scene, expression, callerOf(this.#run));
    if (called === null) this.#expression(expression, this.#context);
    else this.#call(called);
  }

  #call({ operation, call }: OperationCall): void {
    const outer = this.#run;
    const passed = new Map<Parameter, Passed>();
    for (const [index, parameter] of operation.parameters.entries()) {
      const argument = call.arguments[index]?.value;
      if (argument === undefined) continue;
      this.#expression(argument, this.#context);
      const type = concreteOf(outer.scene, parameter.type) ?? typeOf(outer.scene, argument, this.#context.passed);
      passed.set(parameter, { type, value: this.#valueOf(argument), owner: null });
    }
    this.#run = { ...outer, stack: [...outer.stack, { kind: 'call', operation, arguments: passed }, blockEntry(operation.body)] };
    this.#depth++;
    this.writes.called(() => this.#block(operation.body));
    this.#depth--;
    this.#run = outer;
  }

  #valueOf(argument: Expression): Value {
    try {
      return evaluate(argument, this.#context);
    } catch (error) {
      if (error instanceof Awaited || error instanceof Fault) return { kind: 'awaited', key: '' };
      throw error;
    }
  }

  #touchesBelow(block: Block): boolean {
    let found = false;
    walk(block, (node) => {
      if (node.kind === 'assign' || node.kind === 'call_statement' || node.kind === 'if') found = true;
      return !found;
    });
    return found;
  }

  #expression(expression: Expression, context: Context): void {
    const { scene } = this.#run;
    if (!touchesShared(scene, expression, context.passed)) return;
    switch (expression.kind) {
      case 'name_expression': {
        const meaning = meaningOf(scene, expression.name);
        if (meaning.kind === 'define') this.#expression(meaning.declaration.body, context);
        else this.#load(expression, context);
        return;
      }
      case 'field':
      case 'index':
        this.#load(expression, context);
        return;
      case 'call':
        this.#callExpression(expression, context);
        return;
      case 'comprehension':
      case 'quantifier':
      case 'count':
      case 'sum':
        this.isSeveral = true;
        this.loads = true;
        return;
      case 'at':
      case 'binary':
      case 'boolean':
      case 'conditional':
      case 'enabled':
      case 'error_expression':
      case 'forever':
      case 'holders':
      case 'holds':
      case 'mover':
      case 'new_refs':
      case 'none':
      case 'number':
      case 'prime':
      case 'quiescent':
      case 'range':
      case 'refs':
      case 'self':
      case 'set':
      case 'size':
      case 'step_is':
      case 'temporal_expression':
      case 'unary':
        for (const child of children(expression)) this.#expression(child, context);
    }
  }

  #callExpression(call: CallExpression, context: Context): void {
    const meaning = meaningOf(this.#run.scene, call.callee);
    const given = call.arguments.map(({ value }) => value);
    if (meaning.kind === 'define') {
      let inside = context;
      for (const [index, parameter] of (meaning.declaration.parameters ?? []).entries()) {
        const argument = given[index];
        if (argument === undefined) continue;
        this.#expression(argument, context);
        inside = bind(inside, parameter as LocalNode, this.#valueOf(argument));
      }
      this.#expression(meaning.declaration.body, inside);
      return;
    }
    if (meaning.kind !== 'builtin') {
      for (const argument of given) this.#expression(argument, context);
      return;
    }
    const [first, ...others] = given;
    if (first === undefined) return;
    if (meaning.name === 'touch') this.loads = true;
    if (updates.has(meaning.name) || meaning.name === 'unfreeze') this.#update(meaning.name, first, context);
    else this.#expression(first, context);
    for (const argument of others) this.#expression(argument, context);
  }

  #update(name: string, first: Expression, context: Context): void {
    const isPut = name === 'put' || name === 'sub_and_test';
    const target = isPut ? counterArgument(this.#run.scene, first, context.passed) : first;
    if (!touchesShared(this.#run.scene, target, context.passed)) return;
    // The variable that owned the reference becomes empty.
    if (target !== first && touchesShared(this.#run.scene, first, context.passed)) this.isSeveral = true;
    if (name !== 'unfreeze') this.loads = true;
    if (mayFailTo.has(name)) this.writes.mayStore(exchanging.has(name));
    else this.writes.store();
    this.#note(target, context);
  }

  #target(target: Expression): void {
    this.#operands(target);
    this.#note(target, this.#context);
  }

  /** Indices inside of a path. */
  #operands(path: Expression): void {
    if (path.kind === 'index') {
      this.#expression(path.index, this.#context);
      this.#operands(path.array);
    } else if (path.kind === 'field') this.#operands(path.object);
  }

  #load(path: Expression, context: Context): void {
    this.loads = true;
    this.#note(path, context);
  }

  /** The cell at the end of a path, and those that lead there. */
  #note(path: Expression, context: Context): void {
    if (!isPath(path)) return;
    try {
      this.#noteAt(path, context);
    } catch (error) {
      if (error instanceof Fault) this.isSeveral = true;
      else if (error instanceof Awaited) {
        this.isUnknown = true;
        this.#noteAnyway(path, context);
      } else throw error;
    }
  }

  /** An address that waits for variables is known where none of their values changes it. */
  #noteAnyway(path: Expression, context: Context): void {
    const { scene } = this.#run;
    const [local, ...others] = waitingIn(this.#run, path);
    const type = local?.kind === 'local' && local.type !== null ? concreteOf(scene, local.type) : null;
    if (local === undefined || others.length > 0 || type?.kind !== 'int' || type.max - type.min > 64) return;
    const alone = new Touches(this.#run, this.#memory);
    try {
      for (const value of numbers(type.min, type.max)) alone.#noteAt(path, bind(context, local, value));
    } catch (error) {
      if (error instanceof Awaited || error instanceof Fault) return;
      throw error;
    }
    const [only, ...more] = alone.cells;
    if (only !== undefined && more.length === 0) this.cells.set(...only);
  }

  #noteAt(path: Expression, context: Context): void {
    const run = { ...watching(this.#run.scene), actor: this.#run.actor };
    const watched: Context = { ...context, run };
    const named = resolve(path, watched);
    if (named?.kind === 'place') this.#cell(named.place, watched);
    // What leads there is loaded too.
    if (run.log?.done.some(({ loads }) => loads.some(({ local }) => local === null)) === true) this.isSeveral = true;
  }

  #cell(place: Place, context: Context): void {
    if (place.root.kind !== 'shared') return;
    if (context.scene.rootOf.get(place.root.row)?.declaration.storage === 'ghost') return;
    this.cells.set(cellNameOf(place, { ...context, run: null }), place);
  }
}
