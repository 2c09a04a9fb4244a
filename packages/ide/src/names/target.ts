import { modeDeclared } from '@mmspec/semantics';
import type { LocalNode, Meaning } from '@mmspec/semantics';
import type { Item, LabelStatement, LiveDeclaration, Name, ObjectDeclaration, ObjectMember, RecordField, VariableDeclaration } from '@mmspec/syntax';
import type { Owner } from './owners.ts';
import type { Snapshot } from './snapshot.ts';

/** A declaration that has a name. */
export type Named = Exclude<Item | ObjectMember, { readonly kind: 'live' }> | LocalNode | RecordField;

/** What a name in a text stands for. */
export type Target =
  | { readonly kind: 'declaration'; readonly declaration: Named }
  /** All labels of that name in one text. */
  | { readonly kind: 'label'; readonly owner: Owner; readonly labels: readonly LabelStatement[] }
  /** A member of an enum or of a variant's own tags: an atom, the same wherever it is written. */
  | { readonly kind: 'tag'; readonly text: string }
  /** `Type.live`: what the object says behind `live when`. */
  | { readonly kind: 'live'; readonly object: ObjectDeclaration; readonly member: LiveDeclaration }
  /** A field of a parameter that takes any object: whatever object is given has one of that name. */
  | { readonly kind: 'any_field'; readonly text: string }
  | { readonly kind: 'builtin'; readonly text: string };

/** The names that declare a target; empty for what the language itself declares. */
export function namesOf(target: Target): Name[] {
  switch (target.kind) {
    case 'declaration': {
      const name = nameOf(target.declaration);
      return name === null ? [] : [name];
    }
    case 'label':
      return target.labels.map(({ name }) => name);
    case 'tag':
    case 'live':
    case 'any_field':
    case 'builtin':
      return [];
  }
}

/** The name of a declaration; a `choose` has one only where it declares. */
export function nameOf(declaration: Named): Name | null {
  if (declaration.kind !== 'choose') return declaration.name;
  return declaration.target.kind === 'name_expression' ? declaration.target.name : null;
}

/** The same text for the same target in whatever snapshot. */
export function keyOf({ analysed }: Snapshot, target: Target): string {
  if (target.kind === 'tag' || target.kind === 'any_field' || target.kind === 'builtin') return `${target.kind} ${target.text}`;
  const [name] = target.kind === 'live' ? [target.member] : namesOf(target);
  return name === undefined ? 'nothing' : `${analysed.model.files[name.span.file]?.path ?? ''}:${name.span.start}`;
}

export function targetOfMeaning(meaning: Meaning): Target | null {
  switch (meaning.kind) {
    case 'builtin':
      return { kind: 'builtin', text: meaning.name };
    case 'tag':
      return { kind: 'tag', text: meaning.text };
    case 'all_actors':
    case 'any_object':
      return null;
    case 'variant':
      // The memory model and the window of a check are declared in no file.
      return modeDeclared(meaning.declaration) === null ? { kind: 'declaration', declaration: meaning.declaration } : null;
    case 'actor':
    case 'const':
    case 'define':
    case 'enum':
    case 'local':
    case 'object':
    case 'operation':
    case 'own_field':
    case 'record':
    case 'variable':
      return { kind: 'declaration', declaration: meaning.declaration };
  }
}

/** The fields of that name that the objects of a spec have. */
export function fieldsNamed({ analysed: { model } }: Snapshot, text: string): { readonly object: ObjectDeclaration; readonly field: VariableDeclaration }[] {
  return model.objects.flatMap((object) =>
    object.members.flatMap((field) => (field.kind === 'variable' && field.name.text === text ? [{ object, field }] : [])),
  );
}
