import type { Diagnostic, Span } from '@mmspec/source';
import { difference } from '@mmspec/syntax';
import type { CheckDeclaration, EnumDeclaration, Item, Name, OperationDeclaration, ScenarioDeclaration, TagsType } from '@mmspec/syntax';
import { kindsOfEverySpec } from '@mmspec/system';
import type { Loaded } from './load.ts';
import type { DeclaredProperty, Meaning, Model } from './model.ts';
import type { Memory } from './memory.ts';
import { rule, type Rule, violation } from './rule.ts';
import { isOverSteps } from './step_atoms.ts';

/** A name is declared once in its name space. */
export const duplicateName: Rule = rule({
  code: 'MM0204',
  title: 'name declared twice',
  why: 'All modules of a spec share one name space of values, types and operations; properties have a second, checks and scenarios a third.',
  text: 'One name stands for one thing. Imported modules count too: a spec cannot declare a name that a module it imports has. Names of modules that those import in turn are free. `deadlock` and the other properties that every spec has without being asked are declared already.',
  example: `module m
shared x: bool = false
const x: 0..1 = 0
actor a { set: x = true }
`,
  fix: `module m
shared x: bool = false
const y: 0..1 = 0
actor a { set: x = y == 0 }
`,
});

/** Every caller has a form of an operation. */
export const plainForm: Rule = rule({
  code: 'MM0236',
  title: 'operation with no form for a CPU of its own',
  why: '`op f() on cpu` is the form of `f` for actors that stand `on cpu[…]`; the others, and steps that call it inside `atomic`, need one too.',
  text: 'Both forms stand in one module, with the same types of parameters and the same result. What the form on a CPU does in several steps, such as raising the preempt count and then spinning, the other one does in one.',
  example: 'module m\nshared n: 0..3 = 0\nop f() on cpu { one: n = 1  two: n = 2 }\nactor a { go: n = 3 }\n',
  fix: 'module m\nshared n: 0..3 = 0\natomic op f() { n = 2 }\nop f() on cpu { one: n = 1  two: n = 2 }\nactor a { go: f() }\n',
});

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** A name that a module declares, and the file where. */
export interface Global {
  readonly name: Name;
  readonly meaning: Meaning;
}

/** Everything that the modules declare, before any of it was looked into. */
export interface Declarations {
  readonly model: Omit<Model, 'meanings'>;
  /** Values, types and operations: one name space for all files. */
  readonly globals: ReadonlyMap<string, Global>;
  /** By name what a module declares that the spec gets only along with another one, and declares anew: its own modules mean the first. */
  readonly hidden: ReadonlyMap<string, readonly Global[]>;
  /** The enums and tag types that have a tag. */
  readonly tags: ReadonlyMap<string, readonly TagOwner[]>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface TagOwner {
  readonly file: number;
  readonly declaration: EnumDeclaration | null;
  readonly tags: readonly string[];
}

/** Collects the declarations of all files, imports first. */
export function declare(loaded: Loaded): Declarations {
  const model: Mutable<Omit<Model, 'meanings'>> = {
    files: [...loaded.files],
    modules: [...loaded.modules],
    imports: [...loaded.imports],
    name: nameOf(loaded),
    constants: [],
    defines: [],
    enums: [],
    records: [],
    objects: [],
    variables: [],
    operations: [],
    placedForms: new Map(),
    actors: [],
    actions: [],
    properties: [],
    checks: [],
    scenarios: [],
  };
  const diagnostics: Diagnostic[] = [];
  const globals = new Map<string, Global>();
  const tags = new Map<string, TagOwner[]>();
  const properties = new Map<string, Name>();
  const runs = new Map<string, Name>();
  const placed = new Map<string, OperationDeclaration>();

  const isFree = (name: Name, earlier: Name | undefined): boolean => {
    if (name.text === '') return false;
    if (earlier === undefined) return true;
    diagnostics.push(duplicate(name, earlier.span));
    return false;
  };
  const hidden = new Map<string, Global[]>();
  /** Whether a name of a module that the spec does not import itself makes room for one of the spec. */
  const makesRoom = (name: Name): boolean => {
    const earlier = globals.get(name.text);
    if (earlier === undefined || name.span.file !== 0 || !isHidden(loaded, earlier)) return false;
    globals.delete(name.text);
    hidden.set(name.text, [...(hidden.get(name.text) ?? []), renamed(loaded, model, earlier)]);
    return true;
  };
  const global = (name: Name, meaning: Meaning): void => {
    makesRoom(name);
    if (isFree(name, globals.get(name.text)?.name)) globals.set(name.text, { name, meaning });
  };
  const property = (declared: DeclaredProperty): void => {
    const { name } = declared.declaration;
    if (kindsOfEverySpec.some((kind) => kind === name.text)) {
      diagnostics.push(ofEverySpec(name));
      return;
    }
    if (!isFree(name, properties.get(name.text))) return;
    properties.set(name.text, name);
    model.properties.push(declared);
  };
  const run = (item: CheckDeclaration | ScenarioDeclaration): boolean => {
    if (!isFree(item.name, runs.get(item.name.text))) return false;
    runs.set(item.name.text, item.name);
    return true;
  };
  const owner = (file: number, declaration: EnumDeclaration | null, members: readonly Name[]): void => {
    const seen = new Map<string, Name>();
    for (const member of members) if (isFree(member, seen.get(member.text))) seen.set(member.text, member);
    const texts = [...seen.keys()];
    for (const text of texts) {
      const owners = tags.get(text) ?? [];
      owners.push({ file, declaration, tags: texts });
      tags.set(text, owners);
    }
  };

  const item = (declaration: Item, file: number): void => {
    switch (declaration.kind) {
      case 'const':
      case 'variant':
        global(declaration.name, declaration.kind === 'const' ? { kind: 'const', declaration } : { kind: 'variant', declaration });
        model.constants.push(declaration);
        for (const own of ownTags(declaration)) owner(file, null, own.tags);
        return;
      case 'define':
        global(declaration.name, { kind: 'define', declaration });
        model.defines.push(declaration);
        return;
      case 'enum':
        global(declaration.name, { kind: 'enum', declaration });
        model.enums.push(declaration);
        owner(file, declaration, declaration.members);
        return;
      case 'record': {
        global(declaration.name, { kind: 'record', declaration });
        model.records.push(declaration);
        const fields = new Map<string, Name>();
        for (const { name } of declaration.fields) if (isFree(name, fields.get(name.text))) fields.set(name.text, name);
        return;
      }
      case 'object': {
        global(declaration.name, { kind: 'object', declaration });
        model.objects.push(declaration);
        const fields = new Map<string, Name>();
        for (const member of declaration.members) {
          if (member.kind === 'variable' && isFree(member.name, fields.get(member.name.text))) fields.set(member.name.text, member.name);
          if (member.kind === 'invariant') property({ name: member.name.text, declaration: member, object: declaration, overSteps: false });
        }
        return;
      }
      case 'variable':
        global(declaration.name, { kind: 'variable', declaration });
        model.variables.push(declaration);
        return;
      case 'operation':
        model.operations.push(declaration);
        if (declaration.placed) {
          if (isFree(declaration.name, placed.get(declaration.name.text)?.name)) placed.set(declaration.name.text, declaration);
          return;
        }
        global(declaration.name, { kind: 'operation', declaration, actor: null });
        return;
      case 'actor':
        global(declaration.name, { kind: 'actor', declaration });
        model.actors.push(declaration);
        return;
      case 'action':
        model.actions.push(declaration);
        isFree(declaration.name, model.actions.find((other) => other !== declaration && other.name.text === declaration.name.text)?.name);
        return;
      case 'invariant':
      case 'temporal':
      case 'possible':
      case 'reachable':
        property({ name: declaration.name.text, declaration, object: null, overSteps: false });
        return;
      case 'check':
        if (file === 0 && run(declaration)) model.checks.push(declaration);
        return;
      case 'scenario':
        if (file === 0 && run(declaration)) model.scenarios.push(declaration);
        return;
    }
  };

  for (const file of loaded.order) for (const declaration of loaded.modules[file]?.items ?? []) item(declaration, file);
  // `step is a` and `fair a` mean an actor or an action.
  for (const { name } of model.actions) {
    const actor = globals.get(name.text);
    if (actor?.meaning.kind === 'actor') isFree(name, actor.name);
  }
  const forms = new Map<OperationDeclaration, OperationDeclaration>();
  for (const form of placed.values()) {
    const { text } = form.name;
    const plain = [...(globals.has(text) ? [globals.get(text)] : []), ...(hidden.get(text) ?? [])].find(
      (each) => each?.name.span.file === form.name.span.file,
    )?.meaning;
    if (plain?.kind === 'operation' && isFormOf(form, plain.declaration)) forms.set(plain.declaration, form);
    else if (form.name.text !== '') diagnostics.push(withoutPlainForm(form));
  }
  model.placedForms = forms;
  return { model, globals, hidden, tags, diagnostics };
}

/** The same with properties that say whether they are about steps. */
export function withSteps(declarations: Declarations, memory: Memory): Declarations {
  const { model } = declarations;
  const defines = new Map(model.defines.map((define) => [define.name.text, define]));
  const properties = model.properties.map((declared): DeclaredProperty => {
    const { object, declaration } = declared;
    const find = (): boolean => isOverSteps(declaration.body, defines);
    return { ...declared, overSteps: memory.value(object ?? declaration, `steps in ${declaration.name.text}`, find) };
  });
  return { ...declarations, model: { ...model, properties } };
}

/** A file says nothing about names that come along with what it imports; constants, which checks set by name, aside. */
function isHidden({ imports }: Loaded, { name, meaning }: Global): boolean {
  const { file } = name.span;
  return file > 0 && imports[0]?.includes(file) === false && meaning.kind !== 'const' && meaning.kind !== 'variant' && meaning.kind !== 'actor';
}

/** A variable that another one of its name hides is shown with the name of its module. */
function renamed({ modules }: Loaded, model: Mutable<Omit<Model, 'meanings'>>, { name, meaning }: Global): Global {
  if (meaning.kind !== 'variable') return { name, meaning };
  const { declaration } = meaning;
  const text = [...(modules[name.span.file]?.name ?? []), name].map((part) => part.text).join('_');
  const shown = { ...declaration, name: { ...name, text } };
  model.variables = model.variables.map((variable) => (variable === declaration ? shown : variable));
  return { name, meaning: { kind: 'variable', declaration: shown } };
}

/** The same name, file and parameters, and a result or none. */
function isFormOf(form: OperationDeclaration, plain: OperationDeclaration): boolean {
  return (
    form.name.span.file === plain.name.span.file &&
    form.parameters.length === plain.parameters.length &&
    form.parameters.every((parameter, index) => difference(parameter.type, plain.parameters[index]?.type) === null) &&
    difference(form.result, plain.result) === null
  );
}

function withoutPlainForm(form: OperationDeclaration): Diagnostic {
  const name = form.name.text;
  return violation(
    plainForm,
    form.name.span,
    `\`${name}\` has a form for shared CPUs, and none for others.`,
    `Declare \`${name}\` without \`on cpu\` too, with the same parameters and result.`,
  );
}

function ownTags(declaration: { readonly type: { readonly kind: string } }): TagsType[] {
  return declaration.type.kind === 'tags_type' ? [declaration.type as TagsType] : [];
}

function nameOf(loaded: Loaded): string {
  const name = (loaded.modules[0]?.name ?? []).map((part) => part.text).join('.');
  if (name !== '') return name;
  const file = loaded.files[0]?.path.split(/[/\\]/).at(-1) ?? '';
  return file.replace(/\.mmspec$/, '') || 'spec';
}

function duplicate(name: Name, earlier: Span): Diagnostic {
  return violation(duplicateName, name.span, `\`${name.text}\` is declared twice.`, 'Give one of them another name.', {
    related: [{ span: earlier, message: `\`${name.text}\` is declared here already` }],
  });
}

/** A property of the spec would stand for the one of the same name that finds deadlocks, or lost references, in every spec. */
function ofEverySpec(name: Name): Diagnostic {
  return violation(
    duplicateName,
    name.span,
    `Every spec has a property \`${name.text}\` already.`,
    `It is judged without being asked; give this one another name, such as \`no_${name.text}\`.`,
  );
}
