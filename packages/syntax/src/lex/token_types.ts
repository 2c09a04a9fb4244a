import { createToken, Lexer } from 'chevrotain';
import type { TokenType } from 'chevrotain';

/*
 * The terminals of the grammar.
 * Words are lexed as `Name` and get their type afterwards: reserved ones always, contextual ones by `classify`,
 * only where they mean something. A contextual word has the category `Name`, so that it can name things.
 */

/** A name with letters beyond ASCII: reported, and read as a name. */
export const ForeignName: TokenType = createToken({
  name: 'ForeignName',
  pattern: /[A-Za-z0-9_]*[\u00C0-\u024F\u0370-\u1FFF\u3040-\uD7FF][A-Za-z0-9_\u00C0-\u024F\u0370-\u1FFF\u3040-\uD7FF]*/,
});
/** `folio_try_get`. The category of every contextual word. */
export const Identifier: TokenType = createToken({
  name: 'Name',
  label: 'Name',
  pattern: /[A-Za-z_][A-Za-z0-9_]*/,
  longer_alt: ForeignName,
});
/** Digits; letters that stick to them are reported by the lexer. */
export const NumberLiteral: TokenType = createToken({ name: 'Number', label: 'Number', pattern: /[0-9][A-Za-z0-9_]*/ });
export const LineComment: TokenType = createToken({ name: 'Comment', pattern: /\/\/[^\n\r]*/, group: 'comments' });
/** To its end, or to that of the file, so that a text is read once only. Reported, never a comment. */
export const BlockComment: TokenType = createToken({ name: 'BlockComment', pattern: /\/\*[^]*?(?:\*\/|(?![^]))/, group: 'blocks', line_breaks: true });
/** Reported, and read as `none`: there are no strings. */
export const StringLiteral: TokenType = createToken({ name: 'String', pattern: /"[^"\n\r]*"?/ });
/** The strings of an anchor, after `at`: where it is, and what stands there. */
export const AnchorText: TokenType = createToken({ name: 'AnchorText', label: 'Text', pattern: Lexer.NA });
/** What C writes for `and`, `or`, `not` and `.`. */
export const ForeignAnd: TokenType = createToken({ name: 'ForeignAnd', pattern: '&&' });
export const ForeignOr: TokenType = createToken({ name: 'ForeignOr', pattern: '||' });
export const ForeignNot: TokenType = createToken({ name: 'ForeignNot', pattern: /!(?!=)/ });
export const ForeignArrow: TokenType = createToken({ name: 'ForeignArrow', pattern: '->' });
/** Before an operand what C writes for its address: nothing; between two it is no part of the language. */
export const ForeignAddress: TokenType = createToken({ name: 'ForeignAddress', pattern: '&' });
export const Blank: TokenType = createToken({ name: 'Blank', pattern: /[ \t\n\r\f\v\uFEFF]+/, group: Lexer.SKIPPED });
/** Any operator between two operands ; how tightly it binds says `operators.ts`. */
export const BinaryOperatorToken: TokenType = createToken({ name: 'BinaryOperator', pattern: Lexer.NA });

/** The operators that may stand in the bound of a type. */
export const ArithmeticOperatorToken: TokenType = createToken({ name: 'ArithmeticOperator', pattern: Lexer.NA });

const pascal = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function reserved(text: string, categories: TokenType[] = []): TokenType {
  return createToken({ name: pascal(text), label: `'${text}'`, pattern: Lexer.NA, categories });
}

function contextual(text: string, name: string = `${pascal(text)}Word`): TokenType {
  return createToken({ name, label: `'${text}'`, pattern: Lexer.NA, categories: [Identifier] });
}

function sign(name: string, text: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, label: `'${text}'`, pattern: text, categories });
}

/** A sign that `classify` splits off by context: never lexed by itself. */
function split(name: string, text: string): TokenType {
  return createToken({ name, label: `'${text}'`, pattern: Lexer.NA });
}

// ---------------------------------------------------------------- reserved words

export const Module: TokenType = reserved('module');
export const Import: TokenType = reserved('import');
export const Const: TokenType = reserved('const');
export const Variant: TokenType = reserved('variant');
export const Define: TokenType = reserved('define');
export const Enum: TokenType = reserved('enum');
export const Record: TokenType = reserved('record');
export const ObjectKeyword: TokenType = reserved('object');
export const Shared: TokenType = reserved('shared');
export const Ghost: TokenType = reserved('ghost');
export const Owns: TokenType = reserved('owns');
export const Op: TokenType = reserved('op');
export const Atomic: TokenType = reserved('atomic');
export const Actor: TokenType = reserved('actor');
export const Action: TokenType = reserved('action');
export const Invariant: TokenType = reserved('invariant');
export const Temporal: TokenType = reserved('temporal');
export const Possible: TokenType = reserved('possible');
export const Reachable: TokenType = reserved('reachable');
export const Check: TokenType = reserved('check');
export const Scenario: TokenType = reserved('scenario');
export const Var: TokenType = reserved('var');
export const Let: TokenType = reserved('let');
export const If: TokenType = reserved('if');
export const Else: TokenType = reserved('else');
export const While: TokenType = reserved('while');
export const Loop: TokenType = reserved('loop');
export const Repeat: TokenType = reserved('repeat');
export const Either: TokenType = reserved('either');
export const Or: TokenType = reserved('or', [BinaryOperatorToken]);
export const And: TokenType = reserved('and', [BinaryOperatorToken]);
export const Not: TokenType = reserved('not');
export const Implies: TokenType = reserved('implies', [BinaryOperatorToken]);
export const Iff: TokenType = reserved('iff', [BinaryOperatorToken]);
export const Choose: TokenType = reserved('choose');
export const In: TokenType = reserved('in', [BinaryOperatorToken]);
export const Where: TokenType = reserved('where');
export const Await: TokenType = reserved('await');
export const Assert: TokenType = reserved('assert');
export const Break: TokenType = reserved('break');
export const Continue: TokenType = reserved('continue');
export const Goto: TokenType = reserved('goto');
export const Return: TokenType = reserved('return');
export const Skip: TokenType = reserved('skip');
export const For: TokenType = reserved('for');
export const True: TokenType = reserved('true');
export const False: TokenType = reserved('false');
export const None: TokenType = reserved('none');
export const Self: TokenType = reserved('self');
export const Forever: TokenType = reserved('forever');
export const Forall: TokenType = reserved('forall');
export const Exists: TokenType = reserved('exists');
export const When: TokenType = reserved('when');
export const Within: TokenType = reserved('within', [BinaryOperatorToken]);
export const Is: TokenType = reserved('is');
export const Expect: TokenType = reserved('expect');

// ---------------------------------------------------------------- what classify splits off

/** `a if c else b`: the words of the conditional expression, as opposed to the statement. */
export const ConditionalIf: TokenType = split('ConditionalIf', 'if');
export const ConditionalElse: TokenType = split('ConditionalElse', 'else');
/** `return` with a value; a bare one stays `Return`. */
export const ReturnValue: TokenType = split('ReturnValue', 'return');
/** `actor` and `object` as a type or set, as opposed to the declarations. */
export const ActorWord: TokenType = split('ActorWord', 'actor');
export const ObjectWord: TokenType = split('ObjectWord', 'object');
export const SetOpen: TokenType = split('SetOpen', '{');
export const SetClose: TokenType = split('SetClose', '}');
/** `..` with nothing behind it, in the head of a check: `for VCPUS in 1..`. */
export const OpenRange: TokenType = split('OpenRange', '..');
export const BarOpen: TokenType = split('BarOpen', '|');
export const BarClose: TokenType = split('BarClose', '|');

// ---------------------------------------------------------------- contextual words

export const Idle: TokenType = contextual('idle', 'Idle');
export const Live: TokenType = contextual('live', 'Live');
export const At: TokenType = contextual('at', 'At');
export const Holds: TokenType = contextual('holds', 'Holds');
/** `holds` that begins a clause of an expectation: never the operator of a `when` before it. */
export const HoldsClause: TokenType = contextual('holds', 'HoldsClause');
export const Until: TokenType = contextual('until', 'Until');
export const Leads: TokenType = contextual('leads', 'Leads');
export const To: TokenType = contextual('to', 'To');
export const Refs: TokenType = contextual('refs', 'Refs');
export const Holders: TokenType = contextual('holders', 'Holders');
export const Step: TokenType = contextual('step', 'Step');
export const Mover: TokenType = contextual('mover', 'Mover');
export const Enabled: TokenType = contextual('enabled', 'Enabled');
export const Quiescent: TokenType = contextual('quiescent', 'Quiescent');
export const Always: TokenType = contextual('always', 'Always');
export const Eventually: TokenType = contextual('eventually', 'Eventually');
export const No: TokenType = contextual('no', 'No');
export const New: TokenType = contextual('new', 'New');
export const On: TokenType = contextual('on', 'On');
/** `on` that says where an actor runs, as opposed to `refs on f`. */
export const OnPlace: TokenType = contextual('on', 'OnPlace');
/** The `at` of an anchor, before the path of a file. */
export const AnchorAt: TokenType = contextual('at', 'AnchorAt');
export const Cpu: TokenType = contextual('cpu', 'Cpu');
export const As: TokenType = contextual('as', 'As');
export const By: TokenType = contextual('by', 'By');
export const Of: TokenType = contextual('of', 'Of');
export const Under: TokenType = contextual('under', 'Under');
export const Fair: TokenType = contextual('fair', 'Fair');
export const Strongly: TokenType = contextual('strongly', 'Strongly');
export const Violated: TokenType = contextual('violated', 'Violated');
export const Violates: TokenType = contextual('violates', 'Violates');
export const Deadlocks: TokenType = contextual('deadlocks', 'Deadlocks');
export const Undecided: TokenType = contextual('undecided', 'Undecided');
export const Waits: TokenType = contextual('waits', 'Waits');
export const Deadlock: TokenType = contextual('deadlock', 'Deadlock');
export const Memory: TokenType = contextual('memory', 'Memory');
export const Window: TokenType = contextual('window', 'Window');
export const Ignore: TokenType = contextual('ignore', 'Ignore');
export const Except: TokenType = contextual('except', 'Except');
export const BoundWord: TokenType = contextual('bound', 'BoundWord');
export const Impossible: TokenType = contextual('impossible', 'Impossible');
/** What an `atomic` orders under `memory tso` and `memory weak`. */
export const Relaxed: TokenType = contextual('relaxed', 'Relaxed');
export const Acquire: TokenType = contextual('acquire', 'Acquire');
export const Release: TokenType = contextual('release', 'Release');
export const Full: TokenType = contextual('full', 'Full');
export const Read: TokenType = contextual('read', 'Read');
export const Write: TokenType = contextual('write', 'Write');
export const Lock: TokenType = contextual('lock', 'Lock');
export const Unlock: TokenType = contextual('unlock', 'Unlock');
export const Section: TokenType = contextual('section', 'Section');
export const Enter: TokenType = contextual('enter', 'Enter');
export const Leave: TokenType = contextual('leave', 'Leave');
export const Bool: TokenType = contextual('bool', 'Bool');
export const SetWord: TokenType = contextual('set', 'Set');
export const Seq: TokenType = contextual('seq', 'Seq');
export const Ref: TokenType = contextual('ref', 'Ref');

// ---------------------------------------------------------------- signs

export const Steps: TokenType = sign('DoubleSemicolon', ';;');
export const Semicolon: TokenType = sign('Semicolon', ';');
export const Colon: TokenType = sign('Colon', ':');
export const Comma: TokenType = sign('Comma', ',');
export const Range: TokenType = sign('Range', '..', [BinaryOperatorToken]);
export const Dot: TokenType = sign('Dot', '.');
export const Prime: TokenType = sign('Prime', "'");
export const Question: TokenType = sign('Question', '?');
export const Bar: TokenType = sign('Bar', '|');
export const ParenthesisOpen: TokenType = sign('ParenthesisOpen', '(');
export const ParenthesisClose: TokenType = sign('ParenthesisClose', ')');
export const BracketOpen: TokenType = sign('BracketOpen', '[');
export const BracketClose: TokenType = sign('BracketClose', ']');
export const BlockOpen: TokenType = sign('BlockOpen', '{');
export const BlockClose: TokenType = sign('BlockClose', '}');
export const AddAssign: TokenType = sign('AddAssign', '+=');
export const SubtractAssign: TokenType = sign('SubtractAssign', '-=');
export const Equal: TokenType = sign('Equal', '==', [BinaryOperatorToken]);
export const NotEqual: TokenType = sign('NotEqual', '!=', [BinaryOperatorToken]);
export const AtMost: TokenType = sign('AtMost', '<=', [BinaryOperatorToken]);
export const AtLeast: TokenType = sign('AtLeast', '>=', [BinaryOperatorToken]);
export const Less: TokenType = sign('Less', '<', [BinaryOperatorToken]);
export const Greater: TokenType = sign('Greater', '>', [BinaryOperatorToken]);
export const Assign: TokenType = sign('Assign', '=');
export const Plus: TokenType = sign('Plus', '+', [BinaryOperatorToken, ArithmeticOperatorToken]);
export const Minus: TokenType = sign('Minus', '-', [BinaryOperatorToken, ArithmeticOperatorToken]);
export const Times: TokenType = sign('Times', '*', [BinaryOperatorToken, ArithmeticOperatorToken]);
export const Divide: TokenType = sign('Divide', '/', [BinaryOperatorToken, ArithmeticOperatorToken]);
export const Modulo: TokenType = sign('Modulo', '%', [BinaryOperatorToken, ArithmeticOperatorToken]);
