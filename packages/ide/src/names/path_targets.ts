import { elementType } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { Name, PropertyPath, StepPath } from '@mmspec/syntax';
import { calledFrom, labelsOf } from './owners.ts';
import type { Owner } from './owners.ts';
import type { Snapshot } from './snapshot.ts';
import { nameOf } from './target.ts';
import type { Named, Target } from './target.ts';

/** What a label of a text stands for; null where it has none of that name. */
type LabelFinder = (owner: Owner, text: string) => Target | null;

/** A finder that looks each text through once. */
export function labelFinder(): LabelFinder {
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
export function stepPathTargets(snapshot: Snapshot, labelled: LabelFinder, path: StepPath, around: Owner | null): [Name, Target][] {
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

/** What the parts of the name of a property stand for. */
export function propertyTargets(snapshot: Snapshot, labelled: LabelFinder, { parts, of }: PropertyPath): [Name, Target][] {
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
    case 'key_binder':
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
