import type { SourceSpan } from '@mmspec/system';
import { blocksOf, endOfLabel } from '@mmspec/syntax';
import type { ActorDeclaration, Anchor, Block, LabelStatement, OperationDeclaration, Statement } from '@mmspec/syntax';
import type { Model } from './model.ts';

/*
 * Anchors: which source a spec says that it models.
 */

/** Something with an anchor. */
export interface Anchored {
  readonly what: 'actor' | 'operation' | 'step' | 'field' | 'variable';
  /** `gup`, `gup.take.get`, `Folio.refcount`. */
  readonly name: string;
  readonly anchor: Anchor;
}

/** Everything with an anchor, in order of files and text. */
export function anchorsOf({ modules }: Pick<Model, 'modules'>): Anchored[] {
  return modules.flatMap(({ items }) =>
    items.flatMap((item): Anchored[] => {
      const name = item.name.text;
      switch (item.kind) {
        case 'actor':
          return [
            ...own('actor', name, item.anchor),
            ...item.operations.flatMap((operation) => ofOperation(operation, `${name}.`)),
            ...ofBlock(item.body, name),
          ];
        case 'operation':
          return ofOperation(item, '');
        case 'variable':
          return own('variable', name, item.anchor);
        case 'object':
          return item.members.flatMap((member) => (member.kind === 'variable' ? own('field', `${name}.${member.name.text}`, member.anchor) : []));
        case 'action':
          return ofBlock(item.body, name);
        case 'const':
        case 'variant':
        case 'define':
        case 'enum':
        case 'record':
        case 'invariant':
        case 'temporal':
        case 'possible':
        case 'reachable':
        case 'check':
        case 'scenario':
          return [];
      }
    }),
  );
}

function own(what: Anchored['what'], name: string, anchor: Anchor | undefined): Anchored[] {
  return anchor === undefined ? [] : [{ what, name, anchor }];
}

function ofOperation(operation: OperationDeclaration, before: string): Anchored[] {
  const name = `${before}${operation.name.text}`;
  return [...own('operation', name, operation.anchor), ...ofBlock(operation.body, name)];
}

/** Those of labels; the labels of inner blocks lie below the label that they stand under. */
function ofBlock({ statements }: Block, path: string): Anchored[] {
  let under = path;
  return statements.flatMap((statement) => {
    if (statement.kind === 'label') {
      under = `${path}.${statement.name.text}`;
      return own('step', under, statement.anchor);
    }
    return blocksOf(statement).flatMap((block) => ofBlock(block, under));
  });
}

/** A step as an action of a system knows it. */
export interface StepPlace {
  /** The kind of its actor; null: it is one of the environment. */
  readonly actor: string | null;
  /** Labels and operations from the outside in. */
  readonly path: readonly string[];
  readonly span: SourceSpan;
}

/** The anchor that is nearest to a step: of its label, of a label or operation around it, of its actor; null where there is none. */
export function anchorOfStep(model: Model, { actor, path, span }: StepPlace): Anchor | null {
  const declaration = model.actors.find(({ name }) => name.text === actor);
  const environment = declaration === undefined ? model.actions.find(({ name }) => name.text === path[0]) : undefined;
  let block = (declaration ?? environment)?.body;
  let found = declaration?.anchor ?? null;
  for (const part of environment === undefined ? path : path.slice(1)) {
    if (block === undefined) break;
    const label = labelIn(block, part, span);
    if (label !== null) {
      found = label.label.anchor ?? found;
      block = label.under;
      continue;
    }
    const called = operationOf(model, declaration, part);
    found = called?.anchor ?? found;
    block = called?.body;
  }
  return found;
}

function operationOf({ operations }: Model, actor: ActorDeclaration | undefined, name: string): OperationDeclaration | undefined {
  return [...(actor?.operations ?? []), ...operations].find((operation) => operation.name.text === name);
}

interface Labelled {
  readonly label: LabelStatement;
  /** What it covers. */
  readonly under: Block;
}

/** The label of this name in a block and below, outside of other labels; of several the one that covers the place, else the first. */
function labelIn(block: Block, name: string, { file, start }: SourceSpan): Labelled | null {
  const found = labelsIn(block, name);
  const covers = ({ under: { span } }: Labelled): boolean => span.file === file && span.start <= start && start < span.end;
  return found.find(covers) ?? found[0] ?? null;
}

function labelsIn({ statements }: Block, name: string): Labelled[] {
  const found: Labelled[] = [];
  for (let index = 0; index < statements.length;) {
    const statement = statements[index]!;
    if (statement.kind === 'label') {
      const end = endOfLabel(statements, index);
      if (statement.name.text === name) found.push({ label: statement, under: blockOf(statements.slice(index + 1, end), statement) });
      index = end;
    } else {
      for (const inner of blocksOf(statement)) found.push(...labelsIn(inner, name));
      index++;
    }
  }
  return found;
}

function blockOf(statements: readonly Statement[], { span }: LabelStatement): Block {
  return { kind: 'block', statements, span: { ...span, end: statements.at(-1)?.span.end ?? span.end } };
}
