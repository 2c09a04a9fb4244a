import { suggest } from '@mmspec/source';
import { adviceOf, habitOfName, isPath, walk } from '@mmspec/syntax';
import type { ActorDeclaration, FieldExpression, IndexExpression, Name } from '@mmspec/syntax';
import { anyActor, bare, describeType, int, unknown, type Type } from '../types.ts';
import { didYouMean, replacement, rule, type Rule } from '../rule.ts';
import { report, type Context } from './context.ts';
import { expectType, infer, wrongType } from './expressions.ts';
import { typeOfNode, typeOfVariable } from './types.ts';

/** The variables of an actor are seen by its own text and by properties. */
export const actorPrivate: Rule = rule({
  code: 'MM0217',
  title: 'variable of another actor',
  why: 'What others read or write is shared, and reading it is a step.',
  text: 'Declare the data as `shared x: T[vcpu]`: every actor then has its element, indexed by `self`.',
  example: `module m
shared n: 0..3 = 0
actor a { var x: 0..3 = 0  pick: choose x in 0..3 }
actor b { peek: n = a.x }
`,
  fix: `module m
shared n: 0..3 = 0
actor a { pick: choose x in 0..3  tell: n = x }
`,
});

/** A name after a dot is a field. */
export const unknownField: Rule = rule({
  code: 'MM0207',
  title: 'unknown field',
  why: 'Objects and records have the fields that their declaration lists, actors (in properties) the variables at the top level of their text.',
  text: 'Fields are looked up in the type of what stands before the dot.',
  example: `module m
object Folio { refcount: ref = 1 }
shared f: Folio
actor a { look: assert f.refcuont > 0 }
`,
  fix: `module m
object Folio { refcount: ref = 1 }
shared f: Folio
actor a { look: assert f.refcount > 0 }
`,
});

export function inferField(context: Context, expression: FieldExpression): Type {
  const type = bare(infer(context, expression.object, null));
  const { name } = expression;
  if (name.text === '') return unknown;
  switch (type.kind) {
    case 'unknown':
      return unknown;
    case 'object': {
      for (const member of type.declaration.members) {
        if (member.kind !== 'variable' || member.name.text !== name.text) continue;
        context.tables.fields.set(expression, { kind: 'field', object: type.declaration, declaration: member });
        return typeOfVariable(context, member);
      }
      const names = type.declaration.members.flatMap((member) => (member.kind === 'variable' ? [member.name.text] : []));
      return noField(context, name, type.declaration.name.text, names);
    }
    case 'record': {
      const field = type.declaration.fields.find((candidate) => candidate.name.text === name.text);
      if (field === undefined)
        return noField(
          context,
          name,
          type.declaration.name.text,
          type.declaration.fields.map((candidate) => candidate.name.text),
        );
      context.tables.fields.set(expression, { kind: 'record_field', declaration: field });
      return typeOfRecordField(context, field);
    }
    case 'actor':
      return type.declaration === null ? noField(context, name, 'actor', []) : inferActorVariable(context, expression, type.declaration);
    case 'array':
    case 'bool':
    case 'enum':
    case 'int':
    case 'none':
    case 'nothing':
    case 'option':
    case 'ref':
    case 'seq':
    case 'set':
    case 'tag': {
      const habit = habitOfName('field', name.text);
      report(
        context,
        wrongType,
        expression.object.span,
        `This is ${describeType(type)} and has no fields.`,
        habit === null ? 'Only objects, records and (in properties) actors have fields.' : adviceOf(habit),
      );
      return unknown;
    }
  }
}

/** The type of a field of a record. */
export function typeOfRecordField(context: Context, field: import('@mmspec/syntax').RecordField): Type {
  const home: Context = { ...context, file: field.span.file, scope: null, object: null, self: null, generic: false, operation: null };
  // Reported once, where the record is declared.
  const quiet: Context = { ...home, tables: { ...home.tables, diagnostics: [] } };
  return typeOfNode(quiet, field.type, 'element');
}

function inferActorVariable(context: Context, expression: FieldExpression, actor: ActorDeclaration): Type {
  const { name } = expression;
  const names = context.tables.actorScopes.get(actor)?.names ?? new Map();
  const meaning = names.get(name.text);
  if (meaning?.kind !== 'local') {
    let isInner = false;
    walk(actor.body, (node) => {
      isInner ||= node.kind === 'local' && node.name.text === name.text;
    });
    return noField(
      context,
      name,
      actor.name.text,
      [...names.keys()],
      isInner ? 'It is a local of a block: others are seen from outside, those at the top level of the actor.' : sharedAdvice(context, name),
    );
  }
  context.tables.fields.set(expression, { kind: 'actor_variable', actor, declaration: meaning.declaration });
  if (context.role === 'code') {
    report(
      context,
      actorPrivate,
      expression.span,
      `\`${name.text}\` is a variable of actor \`${actor.name.text}\`, which only that actor sees.`,
      'Use a `shared` variable, or an array over actors.',
    );
  }
  return context.tables.locals.get(meaning.declaration) ?? unknown;
}

/** What an actor stores is not its own. */
function sharedAdvice(context: Context, { text }: Name): string {
  return context.tables.declarations.model.variables.some(({ name }) => name.text === text) ? `It belongs to no actor: write \`${text}\`.` : '';
}

function noField(context: Context, name: Name, owner: string, names: readonly string[], help = ''): Type {
  const near = suggest(name.text, names);
  const all = names.length === 0 ? 'It has none.' : `It has ${names.join(', ')}.`;
  const habit = near.length === 0 ? habitOfName('field', name.text) : null;
  report(
    context,
    unknownField,
    name.span,
    `\`${owner}\` has no field \`${name.text}\`.`,
    help || (habit === null ? didYouMean(near) || all : adviceOf(habit)),
    {
      fixes: near.slice(0, 3).map((text) => replacement(name.span, text)),
    },
  );
  return unknown;
}

export function inferIndex(context: Context, expression: IndexExpression): Type {
  const { array, index } = expression;
  if (isPath(array) || array.kind === 'prime') {
    const type = infer(context, array, null);
    if (type.kind === 'unknown') {
      infer(context, index, null);
      return unknown;
    }
    if (type.kind === 'set' && type.element.kind === 'actor' && type.element.declaration !== null) {
      expectType(context, index, int);
      return type.element;
    }
    if (type.kind === 'array') {
      // Any actor may be tried as an index: one that has no element there is out of range.
      expectType(context, index, type.key.kind === 'actor' ? anyActor : type.key);
      return type.element;
    }
    if (type.kind === 'seq') {
      expectType(context, index, int);
      return type.element;
    }
    report(
      context,
      wrongType,
      array.span,
      `This is ${describeType(type)}, not an array.`,
      'Only arrays, sequences, pools and actors with a count have elements.',
    );
  } else {
    infer(context, array, null);
    report(context, wrongType, array.span, 'Only a variable has elements.', 'Name the array.');
  }
  infer(context, index, null);
  return unknown;
}
