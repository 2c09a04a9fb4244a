import type { Model } from '@mmspec/semantics';
import { walk } from '@mmspec/syntax';
import type { CallExpression, Expression, Module, Name, Node, StepPath } from '@mmspec/syntax';
import { contextDocs } from './builtin_docs.ts';
import { isOwner, type Owner } from './owners.ts';
import type { Snapshot } from './snapshot.ts';
import { keyOf, nameOf, namesOf, targetOfMeaning, type Named, type Target } from './target.ts';
import { labelFinder, propertyTargets, stepPathTargets } from './path_targets.ts';

/** A name in a text and what it stands for. */
export interface Occurrence {
  readonly name: Name;
  readonly target: Target;
  readonly key: string;
  readonly declares: boolean;
  /** The name is written to. */
  readonly written: boolean;
}

const known = new WeakMap<Snapshot, readonly Occurrence[]>();

/** Every name of every file of a spec that stands for something, in the order of files and text. */
export function occurrences(snapshot: Snapshot): readonly Occurrence[] {
  const found = known.get(snapshot) ?? gather(snapshot);
  known.set(snapshot, found);
  return found;
}

/** The occurrence under an offset of the spec's own file. */
export function occurrenceAt(snapshot: Snapshot, offset: number): Occurrence | null {
  const near = occurrences(snapshot).filter(({ name: { span } }) => span.file === 0 && span.start <= offset && offset <= span.end);
  return near.find(({ name }) => name.span.end > offset) ?? near.at(-1) ?? null;
}

function gather(snapshot: Snapshot): Occurrence[] {
  const { model, typing } = snapshot.analysed;
  const found = new Map<Name, Occurrence>();
  const written = new Set<Name>();
  const add = (name: Name, target: Target | null): void => {
    if (target === null || name.text === '' || found.has(name)) return;
    const declares = namesOf(target).includes(name);
    found.set(name, { name, target, key: keyOf(snapshot, target), declares, written: declares || written.has(name) });
  };
  const labelled = labelFinder();
  const path = (at: StepPath, actor: Owner | null): void => {
    for (const [name, target] of stepPathTargets(snapshot, labelled, at, actor)) add(name, target);
  };

  const visit = (node: Node, owner: Owner | null): void => {
    switch (node.kind) {
      case 'assign':
        markWritten(node.target, written);
        break;
      case 'choose': {
        const name = nameOf(node);
        const meaning = name === null ? undefined : model.meanings.get(name);
        if (name !== null && (meaning === undefined || (meaning.kind === 'local' && meaning.declaration === node)))
          add(name, { kind: 'declaration', declaration: node });
        else markWritten(node.target, written);
        break;
      }
      case 'enum':
        add(node.name, { kind: 'declaration', declaration: node });
        for (const member of node.members) add(member, { kind: 'tag', text: member.text });
        break;
      case 'operation': {
        // Both forms of an operation are one name.
        const plain = node.placed ? [...model.placedForms].find(([, form]) => form === node)?.[0] : undefined;
        add(node.name, { kind: 'declaration', declaration: plain ?? node });
        break;
      }
      case 'actor':
        add(node.name, { kind: 'declaration', declaration: node });
        if (node.context !== null && Object.hasOwn(contextDocs, node.context.text)) add(node.context, { kind: 'builtin', text: node.context.text });
        break;
      case 'tags_type':
        for (const tag of node.tags) add(tag, { kind: 'tag', text: tag.text });
        break;
      case 'label':
        if (owner !== null) add(node.name, labelled(owner, node.name.text));
        break;
      case 'goto':
        if (owner !== null) add(node.label, labelled(owner, node.label.text));
        break;
      case 'field': {
        const field = typing.fields.get(node);
        if (field !== undefined) add(node.name, { kind: 'declaration', declaration: field.declaration });
        else if (isOfAnyObject(model, node)) add(node.name, { kind: 'any_field', text: node.name.text });
        break;
      }
      case 'call':
        recordLabels(node, model.meanings.get(node.callee), add);
        break;
      case 'at': {
        const type = typing.types.get(node.actor);
        const actor = type?.kind === 'actor' ? type.declaration : null;
        for (const { low, high } of node.places) {
          path(low, actor);
          if (high !== null) path(high, actor);
        }
        break;
      }
      case 'step_is':
      case 'enabled':
        path(node.path, null);
        break;
      case 'scenario_step':
        path(node.path, null);
        if (node.waits !== null && node.waits.place !== null)
          path(node.waits.place, model.actors.find(({ name }) => name.text === node.path.parts[0]?.text) ?? null);
        break;
      case 'fairness_item':
        if (node.path !== null) path(node.path, null);
        break;
      case 'value_setting':
      case 'matrix_axis': {
        const constant = model.constants.find(({ name }) => name.text === node.name.text);
        if (constant !== undefined) add(node.name, { kind: 'declaration', declaration: constant });
        break;
      }
      case 'property_path':
        for (const [name, target] of propertyTargets(snapshot, labelled, node)) add(name, target);
        break;
      case 'action':
      case 'anchor':
      case 'argument':
      case 'array_type':
      case 'assert':
      case 'atomic':
      case 'await':
      case 'binary':
      case 'binder':
      case 'block':
      case 'bool_type':
      case 'boolean':
      case 'break':
      case 'call_statement':
      case 'check':
      case 'choice_beginning':
      case 'comprehension':
      case 'conditional':
      case 'const':
      case 'continue':
      case 'count':
      case 'sum':
      case 'define':
      case 'either':
      case 'error_expression':
      case 'error_statement':
      case 'error_type':
      case 'expectation':
      case 'expectation_clause':
      case 'expectation_item':
      case 'fairness':
      case 'for':
      case 'forever':
      case 'holders':
      case 'holds':
      case 'if':
      case 'bound_setting':
      case 'ignore_setting':
      case 'import':
      case 'index':
      case 'invariant':
      case 'key_binder':
      case 'keyed_beginning':
      case 'list_beginning':
      case 'key_count':
      case 'key_type':
      case 'live':
      case 'local':
      case 'memory_setting':
      case 'window_setting':
      case 'module':
      case 'mover':
      case 'name':
      case 'name_expression':
      case 'named_type':
      case 'new_refs':
      case 'none':
      case 'number':
      case 'object':
      case 'option_type':
      case 'parameter':
      case 'place_range':
      case 'possible':
      case 'prime':
      case 'quantifier':
      case 'quiescent':
      case 'range':
      case 'range_type':
      case 'reachable':
      case 'record':
      case 'record_field':
      case 'ref_type':
      case 'refs':
      case 'repeat':
      case 'return':
      case 'scenario':
      case 'scenario_end':
      case 'scenario_wait':
      case 'self':
      case 'seq_type':
      case 'set':
      case 'set_type':
      case 'size':
      case 'skip':
      case 'step_path':
      case 'temporal':
      case 'temporal_expression':
      case 'unary':
      case 'variable':
      case 'variant':
      case 'while':
        if (isNamed(node)) {
          const name = nameOf(node);
          if (name !== null) add(name, { kind: 'declaration', declaration: node });
        }
    }
  };
  model.modules.forEach((module) => {
    eachNode(module, (node, owner) => visit(node, owner));
    walk(module, (node) => {
      if (node.kind !== 'name') return;
      const meaning = model.meanings.get(node);
      if (meaning !== undefined) add(node, targetOfMeaning(meaning));
    });
  });
  return [...found.values()].sort((a, b) => a.name.span.file - b.name.span.file || a.name.span.start - b.name.span.start);
}

/** Calls `visit` for every node, with the text of statements around it. */
function eachNode(module: Module, visit: (node: Node, owner: Owner | null) => void): void {
  for (const item of module.items) {
    walk(item, (node) => {
      const inner = item.kind === 'actor' ? item.operations.find(({ span }) => span.start <= node.span.start && node.span.end <= span.end) : undefined;
      visit(node, inner ?? (isOwner(item) ? item : null));
    });
  }
}

/** Does a chain of fields begin at a parameter that takes any object? */
function isOfAnyObject(model: Model, node: Expression): boolean {
  if (node.kind === 'field') return isOfAnyObject(model, node.object);
  if (node.kind === 'index') return isOfAnyObject(model, node.array);
  const meaning = node.kind === 'name_expression' ? model.meanings.get(node.name) : undefined;
  if (meaning?.kind !== 'local' || meaning.declaration.kind !== 'parameter' || meaning.declaration.type.kind !== 'named_type') return false;
  return model.meanings.get(meaning.declaration.type.name)?.kind === 'any_object';
}

function recordLabels(
  call: CallExpression,
  meaning: ReturnType<Snapshot['analysed']['model']['meanings']['get']>,
  add: (name: Name, target: Target) => void,
): void {
  if (meaning?.kind !== 'record' && meaning?.kind !== 'object') return;
  const fields = meaning.kind === 'record' ? meaning.declaration.fields : meaning.declaration.members.filter((member) => member.kind === 'variable');
  for (const { label } of call.arguments) {
    const field = label === null ? undefined : fields.find(({ name }) => name.text === label.text);
    if (label !== null && field !== undefined) add(label, { kind: 'declaration', declaration: field });
  }
}

function markWritten(target: Node, written: Set<Name>): void {
  if (target.kind === 'name_expression' || target.kind === 'field') written.add(target.name);
  else if (target.kind === 'index') markWritten(target.array, written);
}

/** Nodes whose `name` declares something. */
const declaring: Readonly<Record<Exclude<Named['kind'], 'choose'>, true>> = {
  const: true,
  variant: true,
  define: true,
  enum: true,
  record: true,
  record_field: true,
  object: true,
  variable: true,
  operation: true,
  parameter: true,
  actor: true,
  action: true,
  binder: true,
  key_binder: true,
  invariant: true,
  temporal: true,
  possible: true,
  reachable: true,
  check: true,
  scenario: true,
  local: true,
};

function isNamed(node: Node): node is Named & Node {
  return Object.hasOwn(declaring, node.kind);
}
