/*
 * The words of the language, as types: who has something for each word is told by the compiler of one that is missing.
 * A test asks hover for every word that the lexer knows.
 */

/** Words that can never be names. */
export type ReservedWord =
  | 'module' | 'import' | 'const' | 'variant' | 'define' | 'enum' | 'record' | 'object' | 'shared' | 'ghost' | 'owns' | 'op' | 'atomic' | 'actor'
  | 'action' | 'invariant' | 'temporal' | 'possible' | 'reachable' | 'check' | 'scenario' | 'var' | 'let' | 'if' | 'else' | 'while' | 'loop'
  | 'repeat' | 'either' | 'or' | 'and' | 'not' | 'implies' | 'iff' | 'choose' | 'in' | 'where' | 'await' | 'assert' | 'break' | 'continue' | 'goto'
  | 'return' | 'skip' | 'for' | 'true' | 'false' | 'none' | 'self' | 'forever' | 'forall' | 'exists' | 'when' | 'within' | 'is' | 'expect';

/** Words that mean something in some places and are ordinary names elsewhere. */
export type ContextualWord =
  | 'idle' | 'live' | 'at' | 'holds' | 'until' | 'leads' | 'to' | 'refs' | 'holders' | 'step' | 'mover' | 'enabled' | 'quiescent' | 'always'
  | 'eventually' | 'no' | 'new' | 'on' | 'by' | 'of' | 'under' | 'fair' | 'strongly' | 'violated' | 'violates' | 'deadlocks' | 'waits' | 'deadlock'
  | 'memory' | 'ignore' | 'impossible' | 'bool' | 'set' | 'seq' | 'ref';

/** A word of the language. */
export type Word = ReservedWord | ContextualWord;
