import { elementType, type Model } from '@mmspec/semantics';
import { walk } from '@mmspec/syntax';
import type { CallExpression, Expression, Module, Name, Node, PropertyPath, StepPath } from '@mmspec/syntax';
import { calledFrom, isOwner, labelsOf, type Owner } from './owners.ts';
import type { Snapshot } from './snapshot.ts';
import { keyOf, nameOf, namesOf, targetOfMeaning, type Named, type Target } from './target.ts';

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
        const kind = typing.kinds.get(node.actor);
        const actor = kind?.kind === 'actor' ? kind.declaration : null;
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
      case 'actor':
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
      case 'comprehension':
      case 'conditional':
      case 'const':
      case 'continue':
      case 'count':
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
      case 'ignore_setting':
      case 'import':
      case 'index':
      case 'invariant':
      case 'key_count':
      case 'key_type':
      case 'live':
      case 'local':
      case 'memory_setting':
      case 'module':
      case 'mover':
      case 'name':
      case 'name_expression':
      case 'named_type':
      case 'new_refs':
      case 'none':
      case 'number':
      case 'object':
      case 'operation':
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

type LabelFinder = (owner: Owner, text: string) => Target | null;

function labelFinder(): LabelFinder {
  const tables = new Map<Owner, Map<string, Target>>();
  return (owner, text) => {
    let table = tables.get(owner);
    if (table === undefined) {
      table = new Map();
      const labels = labelsOf(owner);
      for (const { name } of labels) table.set(name.text, { kind: 'label', owner, labels: labels.filter((label) => label.name.text === name.text) });
      tables.set(owner, table);
    }
    return table.get(text) ?? null;
  };
}

/** Labels and operations along a path; the actor in front of it too. */
function stepPathTargets(snapshot: Snapshot, labelled: LabelFinder, path: StepPath, around: Owner | null): [Name, Target][] {
  const { model } = snapshot.analysed;
  const found: [Name, Target][] = [];
  let parts = path.parts;
  let start: readonly Owner[] = around === null ? [...model.actors, ...model.actions] : [around];
  const [first] = parts;
  const named = first === undefined ? undefined : [...model.actors, ...model.actions].find(({ name }) => name.text === first.text);
  const meaning = first === undefined ? undefined : model.meanings.get(first);
  if (first !== undefined && named !== undefined && (around === null || parts.length > 1)) {
    found.push([first, { kind: 'declaration', declaration: named }]);
    start = [named];
    parts = parts.slice(1);
  } else if (meaning?.kind === 'local') parts = parts.slice(1);
  let best: [Name, Target][] = [];
  for (const owner of start) {
    const targets = along(snapshot, labelled, parts, owner);
    if (targets.length > best.length) best = targets;
  }
  return [...found, ...best];
}

function along(snapshot: Snapshot, labelled: LabelFinder, parts: readonly Name[], start: Owner): [Name, Target][] {
  const { model } = snapshot.analysed;
  const found: [Name, Target][] = [];
  let inside: Owner = start;
  for (const part of parts) {
    const below = calledFrom(model, inside);
    const own = labelled(inside, part.text);
    const operation = below.find(({ name }) => name.text === part.text);
    const deep = below.map((owner) => labelled(owner, part.text)).find((target) => target !== null);
    if (own !== null) found.push([part, own]);
    else if (operation !== undefined) {
      found.push([part, { kind: 'declaration', declaration: operation }]);
      inside = operation;
    } else if (deep !== undefined) found.push([part, deep]);
  }
  return found;
}

function propertyTargets(snapshot: Snapshot, labelled: LabelFinder, { parts, of }: PropertyPath): [Name, Target][] {
  const { model } = snapshot.analysed;
  const found: [Name, Target][] = [];
  const [first, ...rest] = parts;
  if (first === undefined) return found;
  const property =
    model.properties.find(({ name }) => name === parts.map(({ text }) => text).join('.'))?.declaration ??
    model.properties.find(({ declaration }) => declaration.name.text === first.text)?.declaration;
  const object = model.objects.find(({ name }) => name.text === first.text);
  const owner = [...model.actors, ...model.actions].find(({ name }) => name.text === first.text);
  if (parts.length === 1 && property !== undefined) found.push([first, { kind: 'declaration', declaration: property }]);
  else if (object !== undefined) {
    found.push([first, { kind: 'declaration', declaration: object }]);
    const live = object.members.find((member) => member.kind === 'live');
    const [second] = rest;
    if (second?.text === 'live' && live !== undefined) found.push([second, { kind: 'live', object, member: live }]);
  } else if (owner !== undefined) found.push([first, { kind: 'declaration', declaration: owner }], ...along(snapshot, labelled, rest, owner));
  return [...found, ...variableTargets(snapshot, of)];
}

/** The names of `range of folio.safe`, `range of Folio.safe`, `range of vcpu.x`. */
function variableTargets({ analysed: { model } }: Snapshot, of: readonly Name[]): [Name, Target][] {
  const found: [Name, Target][] = [];
  let inside: readonly Named[] = [...model.variables, ...model.objects, ...model.records, ...model.actors, ...model.actions];
  for (const name of of) {
    const declaration = inside.find((candidate) => nameOf(candidate)?.text === name.text);
    if (declaration === undefined) break;
    found.push([name, { kind: 'declaration', declaration }]);
    inside = membersOf(model, declaration);
  }
  return found;
}

/** What may stand after the dot behind a declaration. */
function membersOf(model: Model, declaration: Named): readonly Named[] {
  switch (declaration.kind) {
    case 'object':
      return declaration.members.filter((member) => member.kind === 'variable');
    case 'record':
      return declaration.fields;
    case 'actor':
    case 'action':
      return declaration.body.statements.filter((statement) => statement.kind === 'local');
    case 'variable': {
      const inner = elementType(declaration.type);
      const named = inner.kind === 'option_type' ? inner.element : inner;
      const meaning = named.kind === 'named_type' ? model.meanings.get(named.name) : undefined;
      return meaning?.kind === 'object' || meaning?.kind === 'record' ? membersOf(model, meaning.declaration) : [];
    }
    case 'binder':
    case 'check':
    case 'choose':
    case 'const':
    case 'define':
    case 'enum':
    case 'invariant':
    case 'local':
    case 'operation':
    case 'parameter':
    case 'possible':
    case 'reachable':
    case 'record_field':
    case 'scenario':
    case 'temporal':
    case 'variant':
      return [];
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
  if (meaning?.kind !== 'record') return;
  for (const { label } of call.arguments) {
    const field = label === null ? undefined : meaning.declaration.fields.find(({ name }) => name.text === label.text);
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
