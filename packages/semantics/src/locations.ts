import type { Span } from '@mmspec/source';
import { children, isExpression } from '@mmspec/syntax';
import type { Expression, FieldExpression, Name, Node } from '@mmspec/syntax';
import { isEmbeddedObject } from './embedded_objects.ts';
import type { Tables } from './typing/context.ts';

/** A shared variable, element or field that an expression loads. */
export interface SharedLocation {
  /** Its text without blanks: two loads of the same text are one location. */
  readonly text: string;
  readonly span: Span;
}

/**
 * The shared locations that evaluating an expression loads, in text order. Objects themselves are addresses: naming
 * them loads nothing, their fields do. Ghosts are not shared; what a define loads counts where it is used.
 */
export function sharedLoads(tables: Tables, expression: Expression): SharedLocation[] {
  const found: SharedLocation[] = [];
  collect(tables, expression, found);
  return found;
}

/** The location that a store to the target changes, with what finding it loads. */
export function sharedStores(tables: Tables, target: Expression): SharedLocation[] {
  return sharedLoads(tables, target);
}

function collect(tables: Tables, expression: Expression, found: SharedLocation[]): void {
  switch (expression.kind) {
    case 'name_expression':
      collectName(tables, expression.name, expression, found);
      return;
    case 'field':
      collectField(tables, expression, expression, found);
      return;
    case 'index': {
      let base: Expression = expression;
      let whole: Expression = expression;
      for (; base.kind === 'index'; base = base.array) {
        collect(tables, base.index, found);
        // A sequence is one location, whichever of its elements is meant.
        if (tables.types.get(base.array)?.kind === 'seq') whole = base.array;
      }
      if (base.kind === 'name_expression') collectName(tables, base.name, whole, found);
      else if (base.kind === 'field') collectField(tables, base, whole, found);
      else collect(tables, base, found);
      return;
    }
    case 'call': {
      for (const { value } of expression.arguments) collect(tables, value, found);
      const meaning = tables.meanings.get(expression.callee);
      if (meaning?.kind === 'define') collect(tables, meaning.declaration.body, found);
      return;
    }
    case 'at':
    case 'binary':
    case 'boolean':
    case 'comprehension':
    case 'conditional':
    case 'count':
    case 'sum':
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
    case 'quantifier':
    case 'quiescent':
    case 'range':
    case 'refs':
    case 'self':
    case 'set':
    case 'size':
    case 'step_is':
    case 'temporal_expression':
    case 'unary':
      for (const part of children(expression)) collectPart(tables, part, found);
  }
}

function collectPart(tables: Tables, node: Node, found: SharedLocation[]): void {
  if (node.kind === 'binder') collect(tables, node.domain, found);
  else if (isExpression(node)) collect(tables, node, found);
}

function collectName(tables: Tables, name: Name, whole: Expression, found: SharedLocation[]): void {
  const meaning = tables.meanings.get(name);
  if (meaning?.kind === 'define') {
    collect(tables, meaning.declaration.body, found);
    return;
  }
  if (meaning?.kind !== 'variable' && meaning?.kind !== 'own_field') return;
  if (meaning.declaration.storage !== 'ghost' && !isAddress(tables, meaning.declaration)) found.push(location(tables, whole));
}

function collectField(tables: Tables, field: FieldExpression, whole: Expression, found: SharedLocation[]): void {
  collect(tables, field.object, found);
  const meaning = tables.fields.get(field);
  switch (meaning?.kind) {
    // The field of a parameter that takes any object: taken for a plain one.
    case undefined:
      if (tables.types.get(field.object)?.kind === 'unknown') found.push(location(tables, whole));
      return;
    case 'field':
      if (meaning.declaration.storage !== 'ghost' && !isAddress(tables, meaning.declaration)) found.push(location(tables, whole));
      return;
    // Part of what the record itself is.
    case 'record_field':
    case 'actor_variable':
      return;
  }
}

/** True for places of objects, and for nothing else without initial value. */
function isAddress(tables: Tables, declaration: Parameters<typeof isEmbeddedObject>[0]): boolean {
  const type = tables.variables.get(declaration);
  return isEmbeddedObject(declaration, tables.meanings) && (type === undefined || type.kind === 'object' || (type.kind === 'array' && type.pool));
}

function location(tables: Tables, expression: Expression): SharedLocation {
  const { span } = expression;
  const text = tables.declarations.model.files[span.file]?.text.slice(span.start, span.end) ?? '';
  return { text: text.replace(/\s+/g, ''), span };
}
