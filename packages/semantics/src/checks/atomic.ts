import type { Diagnostic, Span } from '@mmspec/source';
import { isBarrier } from '@mmspec/syntax';
import type { CallExpression, OperationDeclaration, Order, Statement } from '@mmspec/syntax';
import { isContextEffect } from '../contexts.ts';
import { effectIn, effectOf } from '../effects.ts';
import { ofEachBody, type Facts, type Lint } from '../facts.ts';
import { forOutside, forStandsOutside } from '../flow/for_outside.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { isStatic } from '../world/static_value.ts';

/** In one step, waiting comes first or not at all. */
const awaitFirst: Rule = rule({
  code: 'MM0302',
  title: '`await` inside a step',
  why: 'A step that has begun cannot wait: an `await` stands first in `atomic`, and never in an action or in a branch of `either` there.',
  text: 'An atomic block whose `await` is false cannot be entered. An `atomic op` that begins with `await`, such as a lock, counts as one. An action waits with `when`.',
  example: 'module m\nshared a: bool = false\nshared b: bool = false\nactor x { both: atomic { a = true  await b } }\nactor y { set: b = true }\n',
  fix: 'module m\nshared a: bool = false\nshared b: bool = false\nactor x { both: atomic { await b  a = true } }\nactor y { set: b = true }\n',
});

/** A step is finite. */
const loopInAtomic: Rule = rule({
  code: 'MM0303',
  title: 'loop inside a step',
  why: 'A step is finite and short, so `loop`, `while` and `repeat` cannot stand in `atomic`, in an `atomic op` or in an action.',
  text: 'To do something for every element of a set in one step, write `for x in S { … }`.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { fill: atomic { while n < 3 { n += 1 } } }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { while n < 3 { fill: n += 1 } }\n',
});

/** One step does not contain several. */
const stepsInAtomic: Rule = rule({
  code: 'MM0304',
  title: 'operation with several steps inside a step',
  why: 'An `op` has steps of its own; only an `atomic op` can be part of another step.',
  text: 'This holds in `atomic { … }`, in an `atomic op` and in an action.',
  example: 'module m\nshared n: 0..3 = 0\nop twice() { one: n = 1  two: n = 2 }\nactor a { both: atomic { twice() } }\n',
  fix: 'module m\nshared n: 0..3 = 0\natomic op twice() { one: n = 1  two: n = 2 }\nactor a { both: atomic { twice() } }\n',
});

/** The order of loads alone, or of stores alone, is that of a barrier. */
const barrierOnly: Rule = rule({
  code: 'MM0342',
  title: 'order of a barrier on a step',
  why: '`read` and `write` say what a barrier orders, and a barrier does nothing else.',
  text: '`atomic read { }` is smp_rmb(), `atomic write { }` is smp_wmb(). A step that does something is `relaxed`, `acquire`, `release`, `full`, `lock`, `unlock`, or a mark of a `section`.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { set: atomic write { n = 1 } }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { atomic write { }  set: n = 1 }\n',
});

/** An order of accesses stands on some. */
const orderOfNothing: Rule = rule({
  code: 'MM0347',
  title: 'order of an access, with no access in it',
  why: 'An acquire is a load that everything after it comes after, a release a store that everything before it comes before: without the access they order nothing.',
  text: 'The kernel has no fence that is an acquire or a release alone. `atomic full { }` is smp_mb(), `atomic read { }` smp_rmb(), `atomic write { }` smp_wmb(); `smp_load_acquire(x)` and `smp_store_release(x, e)` are accesses with these orders.',
  example: 'module m\nshared n: 0..3 = 0\nshared k: 0..3 = 0\nactor a { set: n = 1  atomic release { }  tell: k = 1 }\n',
  fix: 'module m\nshared n: 0..3 = 0\nshared k: 0..3 = 0\nactor a { set: n = 1  tell: smp_store_release(k, 1) }\n',
});

interface Enclosing {
  readonly facts: Facts;
  readonly atomic: boolean;
  /** False in an action and in a branch of an `either` in a step: there may be no waiting at all. */
  readonly mayWait: boolean;
  readonly report: (rule: Rule, span: Span, message: string, help: string) => void;
}

export const lint: Lint = { rules: [awaitFirst, loopInAtomic, stepsInAtomic, forOutside, barrierOnly, orderOfNothing], check: checkAtomic };

function checkAtomic(facts: Facts): Diagnostic[] {
  return ofEachBody(facts, 'atomic', (body, found) => {
    const report: Enclosing['report'] = (of, span, message, help) => found.push(violation(of, span, message, help));
    reportBarrierOnly(body.operation?.order ?? null, report);
    visitAll({ facts, atomic: body.atomic, mayWait: body.action === null, report }, body.block.statements, true);
  });
}

function reportBarrierOnly(order: Order | null, report: Enclosing['report']): void {
  if (order?.word !== 'read' && order?.word !== 'write') return;
  report(
    barrierOnly,
    order.span,
    `\`${order.word}\` orders nothing here.`,
    `Write \`atomic ${order.word} { }\` beside the step, or give the step an order of its own.`,
  );
}

/** Without anything in it only what a barrier orders is an order. */
function reportOrderOfNothing(order: Order | null, report: Enclosing['report']): void {
  if (order === null || order.word === 'full' || order.word === 'read' || order.word === 'write') return;
  report(
    orderOfNothing,
    order.span,
    `\`${order.word}\` orders nothing here: there is no access in it.`,
    order.word === 'release'
      ? 'Write the store that is the release into it, or `atomic full { }` for a barrier.'
      : 'Write the access into it, or `atomic full { }` for a barrier.',
  );
}

/** Judges statements in order; true where what follows them is still the first thing in its step. */
function visitAll(enclosing: Enclosing, statements: readonly Statement[], first: boolean): boolean {
  let still = first;
  for (const statement of statements) still = visit(enclosing, statement, still) && still;
  return still;
}

function visit(enclosing: Enclosing, statement: Statement, first: boolean): boolean {
  const { facts, atomic, report } = enclosing;
  switch (statement.kind) {
    case 'label':
      return true;
    case 'await':
      if (atomic && !(first && enclosing.mayWait))
        report(awaitFirst, statement.span, 'This `await` is not the first thing in its step.', 'Move it to the front, or split the step.');
      return false;
    case 'if': {
      const called = effectIn(facts.model, statement.condition);
      if (called !== null) visitCall(enclosing, called, first);
      const isDecided = isStatic(statement.condition, facts.model);
      const inside = first && isDecided;
      const left = visitAll(enclosing, statement.consequent.statements, inside);
      const { alternative } = statement;
      const right =
        alternative === null ? true : alternative.kind === 'if' ? visit(enclosing, alternative, inside) : visitAll(enclosing, alternative.statements, inside);
      return isDecided && left && right;
    }
    case 'while':
    case 'repeat':
      if (atomic) report(loopInAtomic, statement.span, 'A step cannot contain a loop.', 'Use `for x in S`, or let every round be a step.');
      visitAll({ ...enclosing, atomic: false }, statement.body.statements, true);
      return false;
    case 'either':
      for (const branch of statement.branches) visitAll(atomic ? { ...enclosing, mayWait: false } : enclosing, branch.statements, true);
      return false;
    case 'atomic':
      if (isBarrier(statement)) reportOrderOfNothing(statement.order, report);
      else reportBarrierOnly(statement.order, report);
      return visitAll({ ...enclosing, atomic: true }, statement.body.statements, atomic ? first : true);
    case 'for':
      if (!atomic) report(forOutside, statement.span, forStandsOutside.message, forStandsOutside.help);
      visitAll({ ...enclosing, atomic: true, mayWait: false }, statement.body.statements, false);
      return false;
    case 'call_statement':
      visitCall(enclosing, statement.call, first);
      return isSilent(facts, statement.call);
    case 'local':
      visitValue(enclosing, statement.initial, first);
      return false;
    case 'assign':
      visitValue(enclosing, statement.value, first);
      return false;
    case 'return':
      if (statement.value !== null) visitValue(enclosing, statement.value, first);
      return false;
    case 'assert':
    case 'break':
    case 'choose':
    case 'continue':
    case 'error_statement':
    case 'goto':
    case 'skip':
      return false;
  }
}

/** What only counts, or asks whether sleeping is allowed, may stand before an `await`: a step that cannot be taken has done nothing. */
function isSilent({ model }: Facts, call: CallExpression): boolean {
  const meaning = effectOf(model, call);
  return meaning?.kind === 'builtin' && isContextEffect(meaning.name);
}

function visitValue(enclosing: Enclosing, value: Parameters<typeof effectIn>[1], first: boolean): void {
  const called = effectIn(enclosing.facts.model, value);
  if (called !== null) visitCall(enclosing, called, first);
}

function visitCall({ facts, atomic, mayWait, report }: Enclosing, call: CallExpression, first: boolean): void {
  const meaning = effectOf(facts.model, call);
  if (!atomic || meaning?.kind !== 'operation') return;
  const { declaration } = meaning;
  const name = declaration.name.text;
  if (!declaration.atomic) {
    report(
      stepsInAtomic,
      call.span,
      `\`${name}\` has steps of its own, so it cannot be part of this one.`,
      `Declare \`${name}\` as \`atomic op\`, or call it outside.`,
    );
  } else if (!(first && mayWait) && mayBeginWithAwait(facts, declaration, new Set())) {
    report(awaitFirst, call.span, `\`${name}\` begins with \`await\`, so it must be the first thing in its step.`, 'Move it to the front, or split the step.');
  }
}

/** True if the operation waits before anything else; judged on the text. */
function mayBeginWithAwait(facts: Facts, operation: OperationDeclaration, seen: Set<OperationDeclaration>): boolean {
  if (seen.has(operation)) return false;
  seen.add(operation);
  const begins = (statements: readonly Statement[]): boolean => {
    for (const statement of statements) {
      switch (statement.kind) {
        case 'label':
          continue;
        case 'await':
          return true;
        case 'atomic':
          return begins(statement.body.statements);
        case 'if': {
          if (!isStatic(statement.condition, facts.model)) return false;
          const { alternative } = statement;
          if (begins(statement.consequent.statements)) return true;
          if (alternative !== null && begins(alternative.kind === 'if' ? [alternative] : alternative.statements)) return true;
          continue;
        }
        case 'call_statement': {
          const meaning = effectOf(facts.model, statement.call);
          if (isSilent(facts, statement.call)) continue;
          return meaning?.kind === 'operation' && meaning.declaration.atomic && mayBeginWithAwait(facts, meaning.declaration, seen);
        }
        case 'assert':
        case 'assign':
        case 'break':
        case 'choose':
        case 'continue':
        case 'either':
        case 'error_statement':
        case 'for':
        case 'goto':
        case 'local':
        case 'repeat':
        case 'return':
        case 'skip':
        case 'while':
          return false;
      }
    }
    return false;
  };
  return begins(operation.body.statements);
}
