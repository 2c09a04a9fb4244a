import { suggest } from '@mmspec/source';
import { adviceOf, habitOfName, walk } from '@mmspec/syntax';
import type { Name, NameExpression, Word } from '@mmspec/syntax';
import { anyActor, describeType, enumOf, unknown, type Type } from '../types.ts';
import type { Declarations } from '../declare.ts';
import type { Meaning } from '../model.ts';
import { didYouMean, replacement, rule, type Rule } from '../rule.ts';
import { localNamed, namesInScope, report, globalNamed, type Context } from './context.ts';
import { typeOfDefine } from './defines.ts';
import { importHelp } from './library_help.ts';
import { typeOfConstant, typeOfVariable } from './types.ts';

/** Code sees the state as a processor does. */
export const propertyOnly: Rule = rule({
  code: 'MM0315',
  title: 'only properties may say this',
  why: 'Locations, held references, steps and values after a step exist for the reader of a spec, not for the kernel code in it.',
  text: '`at`, `holds`, `holders`, `refs`, `rest`, `enabled`, `quiescent`, `mover`, `step is`, `new refs` and primes stand in properties, and in defines that only properties use.',
  example: "module m\nshared n: 0..3 = 0\nactor a { set: n = 1 }\nactor b { look: await n' == 1  set: n = 2 }\n",
  fix: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1 }\nactor b { look: await n == 1  set: n = 2 }\n',
});

/** Where an enum is wanted, a bare name is one of its tags or a value of it. */
export const unknownTag: Rule = rule({
  code: 'MM0209',
  title: 'not a tag of this enum',
  why: 'A tag belongs to the enum that lists it; which enum is meant follows from the other side.',
  text: 'Tags may be the same in several enums: they are compared by their text.',
  example: `module m
enum Kind { file, anon }
shared kind: Kind = file
actor a { set: kind = anno }
`,
  fix: `module m
enum Kind { file, anon }
shared kind: Kind = file
actor a { set: kind = anon }
`,
});

/** Every name that is used is declared. */
export const unknownName: Rule = rule({
  code: 'MM0205',
  title: 'unknown name',
  why: 'A name must be declared in this module or in one that it imports, and a local variable before its use.',
  text: 'Names are those of local variables in scope, of fields of the object around a property, and of the modules that are imported. A local variable is in scope from its declaration to the end of its block.',
  example: `module m
shared ready: bool = false
actor a { set: raedy = true }
`,
  fix: `module m
shared ready: bool = false
actor a { set: ready = true }
`,
});

/** A name that is no value does not stand alone in an expression. */
export const notAValue: Rule = rule({
  code: 'MM0214',
  title: 'not a value',
  why: 'Operations, records and defines with parameters are called; the others are values.',
  text: 'The result of an operation is there after its steps, so it is called, not named.',
  example: `module m
shared n: 0..3 = 0
atomic op next(): 0..3 { return n }
actor a { set: n = next }
`,
  fix: `module m
shared n: 0..3 = 0
atomic op next(): 0..3 { return n }
actor a { set: n = next() }
`,
});

/** Words that mean something in properties and are ordinary names elsewhere. */
const propertyWords: ReadonlySet<string> = new Set<Word | 'rest'>(['holders', 'refs', 'mover', 'quiescent', 'step', 'rest']);

/** The type of a name; `expected` decides between a tag and a variable of the same name. */
export function inferName(context: Context, expression: NameExpression, expected: Type | null): Type {
  const { name } = expression;
  if (name.text === '') return unknown;
  const wanted = enumOf(expected);
  if (wanted !== null && wanted.tags.includes(name.text)) {
    context.tables.meanings.set(name, { kind: 'tag', text: name.text });
    return wanted;
  }
  const meaning = lookUp(context, name.text);
  if (meaning !== null) {
    context.tables.meanings.set(name, meaning);
    return typeOfMeaning(context, name, meaning);
  }
  const owners = (context.tables.declarations.tags.get(name.text) ?? []).filter(({ file }) => context.tables.visible[context.file]?.has(file));
  const only = owners[0];
  if (wanted === null && only !== undefined) {
    context.tables.meanings.set(name, { kind: 'tag', text: name.text });
    return owners.length === 1 ? { kind: 'enum', declaration: only.declaration, tags: only.tags } : { kind: 'tag', text: name.text };
  }
  // In the text of a generic operation the enum is known at the calls only.
  if (context.generic && (expected === null || expected.kind === 'unknown')) {
    context.tables.meanings.set(name, { kind: 'tag', text: name.text });
    return { kind: 'tag', text: name.text };
  }
  unknownHere(context, name, expected);
  return unknown;
}

function unknownHere(context: Context, name: Name, expected: Type | null): void {
  const wanted = enumOf(expected);
  if (wanted !== null && expected !== null) {
    const near = suggest(name.text, [...wanted.tags, ...namesInScope(context)]);
    report(context, unknownTag, name.span, `\`${name.text}\` is not ${describeType(wanted)}.`, didYouMean(near) || `Its tags are ${wanted.tags.join(', ')}.`, {
      fixes: near.slice(0, 3).map((text) => replacement(name.span, text)),
    });
    return;
  }
  if (context.role === 'code' && propertyWords.has(name.text)) {
    report(context, propertyOnly, name.span, `\`${name.text}\` stands in properties only.`, 'Use a `shared` variable that says what the code needs to know.');
    return;
  }
  const habit = habitOfName('value', name.text);
  const spelt = habit?.instead === undefined || habit.instead === null || !/^\w+$/u.test(habit.instead) ? [] : [habit.instead];
  const near = habit === null ? suggest(name.text, [...namesInScope(context), ...context.tables.declarations.tags.keys()]) : spelt;
  const help =
    habit !== null && spelt.length === 0
      ? adviceOf(habit)
      : localHelp(context, name.text) ||
        didYouMean(near) ||
        labelHelp(context, name.text) ||
        importHelp(name.text) ||
        'Declare it, or import the module that does.';
  report(context, unknownName, name.span, `There is no \`${name.text}\` here.`, help, {
    fixes: near.slice(0, 3).map((text) => replacement(name.span, text)),
  });
}

/** Properties name a local by its actor. */
function localHelp({ role, tables }: Context, text: string): string {
  if (role === 'code') return '';
  const actor = tables.declarations.model.actors.find(({ body }) => body.statements.some((each) => each.kind === 'local' && each.name.text === text));
  if (actor === undefined) return '';
  const owner = actor.count === null ? actor.name.text : `${actor.name.text}[0]`;
  return `It is a local of \`${actor.name.text}\`: write \`${owner}.${text}\`.`;
}

/** Where an actor stands is asked with `at`. */
function labelHelp({ tables }: Context, text: string): string {
  const actor = actorsOfLabels(tables.declarations).get(text);
  return actor === undefined ? '' : `It is a label of \`${actor}\`: write \`${actor} at ${text}\` in a property.`;
}

const labels = new WeakMap<Declarations, ReadonlyMap<string, string>>();

/** By label an actor that has it; found once for all names that are not known. */
function actorsOfLabels(declarations: Declarations): ReadonlyMap<string, string> {
  const known = labels.get(declarations);
  if (known !== undefined) return known;
  const found = new Map<string, string>();
  for (const { name, body } of declarations.model.actors) {
    walk(body, (node) => {
      if (node.kind === 'label') found.set(node.name.text, name.text);
    });
  }
  labels.set(declarations, found);
  return found;
}

/** What a name in an expression stands for: a local, a field of the object around, or a name of a module; tags aside. */
export function lookUp(context: Context, text: string): Meaning | null {
  const local = localNamed(context.scope, text);
  if (local !== null && local.kind !== 'operation') return local;
  const own = ownField(context, text);
  if (own !== null) return own;
  if (text === 'actor') return { kind: 'all_actors' };
  return globalNamed(context, text);
}

function ownField(context: Context, text: string): Meaning | null {
  const { object } = context;
  if (object === null) return null;
  for (const member of object.members) {
    if (member.kind === 'variable' && member.name.text === text) return { kind: 'own_field', declaration: member, object };
  }
  return null;
}

function typeOfMeaning(context: Context, name: Name, meaning: Meaning): Type {
  switch (meaning.kind) {
    case 'const':
    case 'variant':
      return typeOfConstant(context, meaning.declaration);
    case 'define':
      if (meaning.declaration.parameters !== null) return notValue(context, name, 'It has parameters: call it.');
      return typeOfDefine(context, meaning.declaration);
    case 'enum': {
      const tags = meaning.declaration.members.map((member) => member.text);
      return { kind: 'set', element: { kind: 'enum', declaration: meaning.declaration, tags } };
    }
    case 'object':
      return { kind: 'set', element: { kind: 'object', declaration: meaning.declaration } };
    case 'actor': {
      const one: Type = { kind: 'actor', declaration: meaning.declaration };
      return meaning.declaration.count === null ? one : { kind: 'set', element: one };
    }
    case 'all_actors':
      return { kind: 'set', element: anyActor };
    case 'variable':
    case 'own_field':
      return typeOfVariable(context, meaning.declaration);
    case 'local':
      return context.tables.locals.get(meaning.declaration) ?? unknown;
    case 'tag':
      return { kind: 'tag', text: meaning.text };
    case 'record':
      return notValue(context, name, `Build a value with \`${name.text}(…)\`.`);
    case 'operation':
      return notValue(context, name, `Call it: \`${name.text}(…)\`.`);
    case 'any_object':
    case 'builtin':
      return notValue(context, name, 'Use it as the grammar shows.');
  }
}

function notValue(context: Context, name: Name, help: string): Type {
  report(context, notAValue, name.span, `\`${name.text}\` is not a value.`, help);
  return unknown;
}
