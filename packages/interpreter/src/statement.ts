import { lineName } from '@mmspec/source';
import type { ConcreteType } from '@mmspec/semantics';
import type { ActorDeclaration, Expression, IfStatement, Parameter, Statement, WhileStatement } from '@mmspec/syntax';
import { awaitedIn, ownerOfAwaited } from './awaited.ts';
import { Awaited, Blocked, Fault } from './choices.ts';
import type { Context } from './context.ts';
import { asBlock, blockEntry, current, endRound, finish, inAtomic, jump, leaveLoop, pathOf, pop, push, unwindCall, unwindToLoop } from './control.ts';
import { evaluate, number, truth } from './evaluate.ts';
import { isAtomicHere, knownTruth } from './known_truth.ts';
import { noteDone, noteEntered, noteLeft, noteOutcome, noteStore, noteValue } from './log.ts';
import { callPosition, operationCall, type OperationCall } from './operation_call.ts';
import { isGhost, isStatic } from './reads.ts';
import { ownerNamed } from './references.ts';
import { contextOf, type Run } from './run.ts';
import { elementsOf, fit } from './scene.ts';
import type { Entry, Passed } from './state.ts';
import { assign, chooseValue, declare } from './stores.ts';
import { concreteOf, typeOf } from './types.ts';
import { unexpected, type Value } from './value.ts';

/** Executes what comes next: a statement, or the end of a block. */
export function executeNext(run: Run): void {
  const entry = run.stack.at(-1);
  if (entry?.kind === 'for') {
    nextElement(run, entry);
    return;
  }
  const statement = current(run.stack);
  if (statement === null) leaveBlock(run);
  else execute(run, statement);
}

/** The paths of the statements that a step executed are what `step is` looks at. */
function record(run: Run): void {
  const path = pathOf(run.stack);
  run.executed.push(run.actor === null ? [run.kind, ...path] : path);
}

function leaveBlock(run: Run): void {
  pop(run);
  const entry = run.stack.at(-1);
  switch (entry?.kind) {
    case undefined:
      return;
    case 'block':
      finish(run);
      return;
    case 'while':
    case 'repeat':
    case 'for':
      endRound(run);
      return;
    case 'call':
      returnFrom(run, null);
      return;
    case 'atomic':
      pop(run);
      finish(run);
      return;
    default:
      unexpected(entry);
  }
}

function execute(run: Run, statement: Statement): void {
  const context = contextOf(run);
  const called = operationCall(run.scene, callPosition(statement), callerOf(run));
  if (called !== null && !entersWhile(run, statement)) {
    enterCall(run, called, context);
    return;
  }
  switch (statement.kind) {
    case 'if':
    case 'while':
    case 'repeat':
    case 'either':
    case 'atomic':
    case 'for':
    case 'break':
    case 'continue':
    case 'goto':
    case 'return':
      moveControl(run, statement, context);
      return;
    case 'label':
      finish(run);
      return;
    case 'local':
    case 'assign':
    case 'call_statement':
    case 'choose':
    case 'await':
    case 'assert':
    case 'skip':
      record(run);
      noteDone(run, 'statement', statement);
      perform(run, statement, context);
      finish(run);
      return;
    case 'error_statement':
      throw new Error('a statement that could not be parsed');
    default:
      unexpected(statement);
  }
}

/** The actor whose calls may take the form for its CPU: inside a step there are no others. */
export function callerOf(run: Run): ActorDeclaration | null {
  return inAtomic(run.stack) ? null : (run.actor?.declaration ?? null);
}

/** A `while` is entered at no cost; its condition is evaluated with the loop on top of the stack. */
export function entersWhile(run: Run, statement: Statement): boolean {
  return statement.kind === 'while' && run.stack.at(-1)?.kind === 'block';
}

type Simple = Extract<Statement, { kind: 'local' | 'assign' | 'call_statement' | 'choose' | 'await' | 'assert' | 'skip' }>;

/** What a statement does after which the next one follows. */
function perform(run: Run, statement: Simple, context: Context): void {
  switch (statement.kind) {
    case 'local': {
      const watched = statement.storage === 'ghost' ? { ...context, exempt: true } : context;
      declare(run, statement, evaluate(statement.initial, watched), watched);
      return;
    }
    case 'assign': {
      const watched = isGhost(run.scene, statement.target, context.passed) ? { ...context, exempt: true } : context;
      assign(run, statement, evaluate(statement.value, watched), watched);
      return;
    }
    case 'call_statement':
      evaluate(statement.call, context);
      return;
    case 'choose':
      chooseValue(run, statement, context);
      return;
    case 'await':
      if (!decided(run, truth(evaluate(statement.condition, context)))) throw new Blocked();
      return;
    case 'assert':
      if (!decided(run, truth(evaluate(statement.condition, context)))) throw new Fault(assertionName(run, statement));
      return;
    case 'skip':
      return;
    default:
      unexpected(statement);
  }
}

function outcomeOf(run: Run, value: () => boolean): boolean {
  return run.decide === undefined ? value() : run.decide(value);
}

/** What came of a condition. */
function decided(run: Run, outcome: boolean): boolean {
  noteOutcome(run, outcome);
  return outcome;
}

type Moving = Extract<Statement, { kind: 'if' | 'while' | 'repeat' | 'either' | 'atomic' | 'for' | 'break' | 'continue' | 'goto' | 'return' }>;

/** What a statement does that decides what comes next. */
function moveControl(run: Run, statement: Moving, context: Context): void {
  switch (statement.kind) {
    case 'if': {
      const known = knownTruth(run.scene, statement.condition);
      if (known !== null) {
        branch(run, statement, known);
        return;
      }
      record(run);
      noteDone(run, 'statement', statement);
      branch(
        run,
        statement,
        decided(
          run,
          outcomeOf(run, () => truth(evaluate(statement.condition, context))),
        ),
      );
      return;
    }
    case 'while':
      if (entersWhile(run, statement)) {
        push(run, { kind: 'while', statement });
        return;
      }
      if (isStatic(run.scene, statement.condition)) {
        decideWhile(run, statement, truth(evaluate(statement.condition, context)));
        return;
      }
      record(run);
      noteDone(run, 'statement', statement);
      decideWhile(
        run,
        statement,
        decided(
          run,
          outcomeOf(run, () => truth(evaluate(statement.condition, context))),
        ),
      );
      return;
    case 'repeat': {
      const count = statement.count === null ? 'forever' : evaluate(statement.count, context);
      const limit = count === 'forever' ? count : number(count);
      if (limit !== 'forever' && limit <= 0) finish(run);
      else push(run, { kind: 'repeat', statement, limit, rounds: 0 }, blockEntry(statement.body));
      return;
    }
    case 'either': {
      const chosen = statement.branches[run.choose(statement.branches.length)];
      if (chosen !== undefined) push(run, blockEntry(chosen));
      return;
    }
    case 'atomic':
      if (isAtomicHere(run.scene, statement)) {
        record(run);
        push(run, { kind: 'atomic' });
      }
      push(run, blockEntry(statement.body));
      return;
    case 'for':
      record(run);
      noteDone(run, 'statement', statement);
      push(run, { kind: 'for', statement, items: elementsOf(evaluate(statement.binder.domain, context)), index: 0 });
      return;
    case 'break':
      record(run);
      noteDone(run, 'statement', statement);
      unwindToLoop(run);
      leaveLoop(run);
      return;
    case 'continue':
      record(run);
      noteDone(run, 'statement', statement);
      unwindToLoop(run);
      endRound(run);
      return;
    case 'goto':
      record(run);
      noteDone(run, 'statement', statement);
      jump(run, statement.label.text);
      return;
    case 'return': {
      record(run);
      noteDone(run, 'statement', statement);
      const value = statement.value === null ? null : evaluate(statement.value, context);
      if (statement.value !== null) noteValue(run, value);
      returnFrom(run, value);
      return;
    }
    default:
      unexpected(statement);
  }
}

function branch(run: Run, statement: IfStatement, value: boolean): void {
  const chosen = value ? statement.consequent : statement.alternative;
  if (chosen === null) finish(run);
  else push(run, blockEntry(asBlock(chosen)));
}

function decideWhile(run: Run, statement: WhileStatement, value: boolean): void {
  if (value) push(run, blockEntry(statement.body));
  else leaveLoop(run);
}

/** A `for` on top of the stack: its next element, or its end. */
function nextElement(run: Run, entry: Extract<Entry, { kind: 'for' }>): void {
  if (entry.index >= entry.items.length) {
    leaveLoop(run);
    return;
  }
  const { condition, body } = entry.statement;
  if (condition === null || truth(evaluate(condition, contextOf(run)))) push(run, blockEntry(body));
  else endRound(run);
}

/** Parameters get their values once; an atomic operation is executed as one. */
function enterCall(run: Run, called: OperationCall, context: Context): void {
  const { operation, call } = called;
  const isPart = operation.atomic || inAtomic(run.stack);
  if (isPart) record(run);
  noteDone(run, isPart ? 'statement' : 'enter', current(run.stack));
  const passed = new Map<Parameter, Passed>();
  for (const [index, parameter] of operation.parameters.entries()) {
    const argument = call.arguments[index]?.value;
    if (argument === undefined) throw new Error(`too few arguments of ${operation.name.text}`);
    const type = concreteOf(run.scene, parameter.type) ?? typeOf(run.scene, argument, context.passed);
    const given = givenBy(run, argument, type, `${run.kind}.${parameter.name.text}`, context);
    passed.set(parameter, { type, ...given });
    noteStore(run, parameter.name.text, parameter, undefined, given.value);
  }
  if (isPart) noteEntered(run);
  push(run, { kind: 'call', operation, arguments: passed });
  if (operation.atomic) record(run);
  push(run, blockEntry(operation.body));
}

/** What an argument gives to a parameter. */
function givenBy(run: Run, argument: Expression, type: ConcreteType | null, name: string, context: Context): Pick<Passed, 'value' | 'owner'> {
  try {
    const value = evaluate(argument, context);
    return { value: value === null || type === null ? value : fit(run.scene, value, type, name), owner: ownerNamed(argument, { ...context, exempt: true }) };
  } catch (error) {
    if (error instanceof Awaited && run.decide !== undefined) return { value: awaitedIn(run, argument), owner: ownerOfAwaited(run, argument) };
    if (!(error instanceof Fault) || !run.choosing) throw error;
    run.failed ??= error;
    return { value: null, owner: null };
  }
}

/** The running text is over; its caller goes on with the value. */
export function returnFrom(run: Run, value: Value): void {
  if (!unwindCall(run)) return;
  const statement = current(run.stack);
  if (!noteLeft(run)) noteDone(run, 'leave', statement);
  if (value !== null) noteValue(run, value);
  const context = contextOf(run);
  const called = statement === null ? null : operationCall(run.scene, callPosition(statement));
  if (statement === null || called === null) throw new Error('a return to no call');
  if (statement.kind !== 'call_statement') record(run);
  switch (statement.kind) {
    case 'call_statement':
      finish(run);
      return;
    case 'local':
      declare(run, statement, value, context);
      finish(run);
      return;
    case 'assign':
      assign(run, statement, value, context);
      finish(run);
      return;
    case 'if':
      branch(
        run,
        statement,
        decided(
          run,
          outcomeOf(run, () => truth(value) !== called.negated),
        ),
      );
      return;
    case 'while':
      decideWhile(
        run,
        statement,
        decided(
          run,
          outcomeOf(run, () => truth(value) !== called.negated),
        ),
      );
      return;
    case 'return':
      returnFrom(run, value);
      return;
    case 'assert':
    case 'atomic':
    case 'await':
    case 'break':
    case 'choose':
    case 'continue':
    case 'either':
    case 'error_statement':
    case 'for':
    case 'goto':
    case 'label':
    case 'repeat':
    case 'skip':
      throw new Error('a return to a statement that calls nothing');
  }
}

/** `walker.recheck.touch`, or `walker.line 12` where no label stands around it. */
function assertionName(run: Run, statement: Statement): string {
  const path = pathOf(run.stack);
  return [run.kind, ...(path.length === 0 ? [lineName(run.scene.model.files, statement.span)] : path)].join('.');
}
