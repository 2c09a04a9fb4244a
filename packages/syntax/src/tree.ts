import type { Span } from '@mmspec/source';
import type { Anchor, Comment, Name } from './tree/names.ts';
import type { Argument, Binder, Expression, PlaceRange, StepPath } from './tree/expressions.ts';
import type { Key, TypeNode } from './tree/types.ts';
import type { Block, Statement } from './tree/statements.ts';
import type { Fairness, FairnessItem, PropertyPath } from './tree/properties.ts';
import type { Expectation, ExpectationClause, ExpectationItem, MatrixAxis, ScenarioEnd, ScenarioStep, ScenarioWait, Setting } from './tree/checks.ts';
import type { Beginning, Item, KeyBinder, LiveDeclaration, Parameter, RecordField } from './tree/declarations.ts';

export type * from './tree/names.ts';
export type * from './tree/expressions.ts';
export type * from './tree/types.ts';
export type * from './tree/statements.ts';
export type * from './tree/properties.ts';
export type * from './tree/checks.ts';
export type * from './tree/declarations.ts';

/*
 * The tree of a file. Plain immutable data: it crosses to a worker as it is.
 * Every node has `kind` and `span`; unions are switched on `kind`, exhaustively.
 * Half-typed text gives a tree too: a part that is missing is an `error` expression, or an empty name.
 */

export interface Module {
  readonly kind: 'module';
  /** The dotted name after `module`. */
  readonly name: readonly Name[];
  readonly imports: readonly Import[];
  readonly items: readonly Item[];
  /** All comments of the file in text order, doc comments included. */
  readonly comments: readonly Comment[];
  readonly span: Span;
}

export interface Import {
  readonly kind: 'import';
  readonly path: readonly Name[];
  readonly span: Span;
}

export type Node =
  | Name
  | Anchor
  | Module
  | Import
  | Item
  | RecordField
  | LiveDeclaration
  | Beginning
  | KeyBinder
  | Parameter
  | Binder
  | TypeNode
  | Key
  | Block
  | Statement
  | Expression
  | Argument
  | StepPath
  | PlaceRange
  | Fairness
  | FairnessItem
  | MatrixAxis
  | Setting
  | Expectation
  | ExpectationClause
  | ExpectationItem
  | PropertyPath
  | ScenarioStep
  | ScenarioWait
  | ScenarioEnd;
