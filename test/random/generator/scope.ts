import type { ActorType, ObjectType, Type, Variable, World } from './world.ts';
import { bare, isOfNobody } from './world.ts';
import { index } from './expressions.ts';

/*
 * What may be named at a place of the text, and every path from there: `x`, `a[i]`, `f.n`, `pool[0].pte.dirty`.
 */

export interface Scope {
  readonly world: World;
  /** Locals, parameters and bound variables, innermost last. */
  readonly locals: readonly Variable[];
  /** The actor whose text this is; `any` in operations of the module; `none` in actions and properties. */
  readonly self: ActorType | 'any' | 'none';
  /** May shared state be read? */
  readonly shared: boolean;
  /** May ghosts be read (ghost code and properties)? */
  readonly ghosts: boolean;
  /** Nothing that may fault: no path through an option, no division by what may be zero, no index that may miss. */
  readonly safe: boolean;
  readonly property: 'no' | 'state' | 'step';
  /** The object whose invariant this is: its fields are names. */
  readonly own: ObjectType | null;
}

export interface Path {
  readonly type: Type;
  readonly ghost: boolean;
  readonly owns: boolean;
  readonly writable: boolean;
  readonly isShared: boolean;
  readonly text: () => string;
}

/** The scope with more locals in it. */
export function withLocals(scope: Scope, ...locals: readonly Variable[]): Scope {
  return { ...scope, locals: [...scope.locals, ...locals] };
}

/** A local that is read only. */
export function binder(name: string, type: Type): Variable {
  return { name, type, ghost: false, owns: false, writable: false };
}

/** Every path that the scope can read; places and arrays themselves are not among them. */
export function paths(scope: Scope): readonly Path[] {
  const found: Path[] = [];
  const seen = new Set<string>();
  for (const local of [...scope.locals].reverse()) {
    if (seen.has(local.name)) continue;
    seen.add(local.name);
    if (local.ghost && !scope.ghosts) continue;
    expand(scope, found, local, () => local.name, false);
  }
  if (scope.shared) {
    for (const variable of scope.world.shared) expand(scope, found, variable, () => variable.name, true);
    for (const field of scope.own?.fields ?? []) expand(scope, found, field, () => field.name, true);
    if (scope.ghosts) for (const ghost of scope.world.ghosts) expand(scope, found, ghost, () => ghost.name, true);
  }
  if (scope.property !== 'no') {
    for (const actor of scope.world.actors) {
      for (const variable of actor.variables) {
        const base = actor.count === null ? () => actor.name : () => `${actor.name}[${scope.world.choices.below(actor.count ?? 1)}]`;
        expand(scope, found, variable, () => `${base()}.${variable.name}`, true);
      }
    }
  }
  return found;
}

function expand(scope: Scope, found: Path[], variable: Variable, text: () => string, isShared: boolean): void {
  visit(scope, found, variable.type, text, { ghost: variable.ghost, owns: variable.owns, writable: variable.writable, isShared }, 0);
}

type Marks = Pick<Path, 'ghost' | 'owns' | 'writable' | 'isShared'>;

function visit(scope: Scope, found: Path[], type: Type, text: () => string, marks: Marks, depth: number): void {
  if (depth > 3) return;
  switch (type.kind) {
    case 'array': {
      const { key } = type;
      // Nobody is there whom such an array could be asked about, but for a variable that stands for one.
      if (
        key.kind === 'actor' &&
        isOfNobody(key) &&
        key.actor !== scope.self &&
        !scope.locals.some((local) => local.type.kind === 'actor' && local.type.actor === key.actor)
      )
        return;
      const inner = { ...scope, shared: scope.shared && !scope.safe };
      visit(scope, found, type.element, () => `${text()}[${index(inner, type.key)}]`, { ...marks, writable: marks.isShared || marks.writable }, depth + 1);
      return;
    }
    case 'place':
      fields(scope, found, type.object, text, depth);
      return;
    case 'record':
      found.push({ type, text, ...marks });
      for (const field of type.record.fields) visit(scope, found, field.type, () => `${text()}.${field.name}`, { ...marks, owns: false }, depth + 1);
      return;
    case 'object':
      found.push({ type, text, ...marks });
      if (scope.shared && depth < 2) fields(scope, found, type.object, text, depth);
      return;
    case 'option': {
      found.push({ type, text, ...marks });
      const element = bare(type);
      if (element.kind === 'record' && !scope.safe && depth < 2 && (scope.world.daring || scope.property !== 'no')) {
        for (const field of element.record.fields) visit(scope, found, field.type, () => `${text()}.${field.name}`, { ...marks, owns: false }, depth + 2);
      }
      if (element.kind === 'object' && scope.shared && !scope.safe && depth < 1 && (scope.world.daring || scope.property !== 'no'))
        fields(scope, found, element.object, text, depth + 1);
      return;
    }
    case 'actor':
    case 'bool':
    case 'enum':
    case 'int':
    case 'ref':
    case 'seq':
    case 'set':
      found.push({ type, text, ...marks });
  }
}

function fields(scope: Scope, found: Path[], object: ObjectType, text: () => string, depth: number): void {
  if (!scope.shared) return;
  for (const field of object.fields) {
    if (field.ghost && !scope.ghosts) continue;
    visit(
      scope,
      found,
      field.type,
      () => `${text()}.${field.name}`,
      { ghost: field.ghost, owns: field.owns, writable: field.writable, isShared: true },
      depth + 1,
    );
  }
}
