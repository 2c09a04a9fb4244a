import { suggest, textOf } from '@mmspec/source';
import type { CallExpression, Expression, Name, OperationDeclaration, RecordDeclaration } from '@mmspec/syntax';
import { bare, describeType, unknown, type Type } from '../types.ts';
import { builtins, type Builtin, type Meaning } from '../model.ts';
import { didYouMean, rule, type Rule } from '../rule.ts';
import { inferBuiltin } from './builtins.ts';
import { namesInScope, report, globalNamed, type Context } from './context.ts';
import { typeOfDefine } from './defines.ts';
import { expectType, infer, wrongType } from './expressions.ts';
import { typeOfRecordField } from './fields.ts';
import { unknownAdvice } from './library_help.ts';
import { typeOfNode } from './types.ts';

/** A call has one argument for each parameter. */
export const wrongArity: Rule = rule({
  code: 'MM0219',
  title: 'wrong number of arguments',
  why: 'Parameters have no default values.',
  text: 'Operations, defines and built-in operations take their arguments in order; only records name them.',
  example: `module m
shared n: 0..3 = 0
atomic op add(k: 0..3) { n = k }
actor a { set: add() }
`,
  fix: `module m
shared n: 0..3 = 0
atomic op add(k: 0..3) { n = k }
actor a { set: add(1) }
`,
});

/** What is called is an operation, a define, a record or built in. */
export const unknownOperation: Rule = rule({
  code: 'MM0208',
  title: 'unknown operation',
  why: 'Operations are declared with `op` or `atomic op`, in the module, in the actor, or in a module that is imported.',
  text: 'The words `get try_get put sub_and_test freeze unfreeze count touch xchg cmpxchg append pop insert remove remove_at first last find index min max rest` are built in.',
  example: `module m
shared x: bool = false
atomic op set_it() { x = true }
actor a { set: set_ti() }
`,
  fix: `module m
shared x: bool = false
atomic op set_it() { x = true }
actor a { set: set_it() }
`,
});

/** A record is built with one value for each field, by name. */
export const recordArguments: Rule = rule({
  code: 'MM0218',
  title: 'wrong fields in a record',
  why: 'A record is a value: it is whole or it does not exist.',
  text: 'Fields have no default values.',
  example: `module m
record Pte { present: bool  dirty: bool }
shared pte: Pte = Pte(present: true)
invariant p: pte.dirty implies pte.present
`,
  fix: `module m
record Pte { present: bool  dirty: bool }
shared pte: Pte = Pte(present: true, dirty: false)
invariant p: pte.dirty implies pte.present
`,
});

export function inferCall(context: Context, call: CallExpression): Type {
  const meaning = lookUpCallee(context, call.callee.text);
  if (meaning === null) {
    for (const { value } of call.arguments) infer(context, value, null);
    if (call.callee.text !== '') unknownCallee(context, call);
    return unknown;
  }
  context.tables.meanings.set(call.callee, meaning);
  switch (meaning.kind) {
    case 'record':
      return inferRecord(context, call, meaning.declaration);
    case 'operation':
      return inferOperation(context, call, meaning);
    case 'define': {
      const { declaration } = meaning;
      if (declaration.parameters === null) {
        report(context, wrongArity, call.span, `\`${call.callee.text}\` has no parameters.`, 'Write it without parentheses.');
        return typeOfDefine(context, declaration);
      }
      const type = typeOfDefine(context, declaration);
      if (!hasArity(context, call, declaration.parameters.length)) return type;
      declaration.parameters.forEach((parameter, index) => {
        const value = call.arguments[index]?.value;
        if (value !== undefined) expectType(context, value, context.tables.locals.get(parameter) ?? unknown);
      });
      return type;
    }
    case 'builtin':
      return inferBuiltin(context, call, meaning.name);
  }
}

/** Operations, defines and records; a built-in where the spec declares none of that name. */
function lookUpCallee(context: Context, text: string): Extract<Meaning, { kind: 'operation' | 'define' | 'record' | 'builtin' }> | null {
  for (let scope = context.scope; scope !== null; scope = scope.parent) {
    const meaning = scope.names.get(text);
    if (meaning?.kind === 'operation') return meaning;
  }
  const meaning = globalNamed(context, text);
  if (meaning !== null) {
    if (meaning.kind === 'operation' || meaning.kind === 'define' || meaning.kind === 'record') return meaning;
  }
  return (builtins as readonly string[]).includes(text) ? { kind: 'builtin', name: text as Builtin } : null;
}

function unknownCallee(context: Context, call: CallExpression): void {
  const { callee } = call;
  if (globalNamed(context, callee.text)?.kind === 'object') {
    const help = `Declare those that there are, \`shared pool: ${callee.text}[2]\`, and take one that is not used: \`choose x in pool where p\`. A value that is copied is a \`record\`.`;
    report(context, unknownOperation, callee.span, `\`${callee.text}\` is a type of objects, and no step makes an object.`, help);
    return;
  }
  const candidates = namesInScope(context).filter((text) => lookUpCallee(context, text) !== null);
  const { help, fixes } = unknownAdvice(callee, {
    place: 'call',
    names: [...candidates, ...builtins],
    otherwise: 'Declare it with `op`, or import the module that does.',
    condition: conditionIn(context, call),
  });
  report(context, unknownOperation, callee.span, `There is no operation \`${callee.text}\`.`, help, { fixes });
}

/** The first condition among the arguments of a call, as it is written; null where there is none, or one in signs of another language. */
function conditionIn({ tables }: Context, call: CallExpression): string | null {
  const condition = call.arguments.find(({ value }) => tables.types.get(value)?.kind === 'bool')?.value;
  const file = tables.declarations.model.files[call.span.file];
  if (condition === undefined || file === undefined) return null;
  const text = textOf(file, condition.span);
  return /[^ -~]|&|\|\||->|!(?!=)/u.test(text) ? null : text;
}

/** What takes a counter in C takes here the object that has it. */
function objectAdvice({ tables }: Context, value: Expression, type: Type): string {
  const file = tables.declarations.model.files[value.span.file];
  const isCounter = value.kind === 'field' && type.kind === 'ref' && file !== undefined;
  return isCounter ? `Name the object that has it: \`${textOf(file, value.object.span)}\`.` : 'Name an object.';
}

/** In C they keep in a variable whether interrupts were on. */
const savesFlags = /_irqsave$|_irqrestore$|^local_irq_(?:save|restore)$/u;

/** Reports a wrong number of arguments, after looking into those that are there. */
export function hasArity(context: Context, call: CallExpression, least: number, most: number = least): boolean {
  for (const { label } of call.arguments) {
    if (label !== null) report(context, wrongArity, label.span, 'Only records are built with named arguments.', `Leave out \`${label.text}:\`.`);
  }
  const count = call.arguments.length;
  if (count >= least && count <= most) return true;
  const keepsFlags = savesFlags.test(call.callee.text) && count > most;
  for (const { value } of keepsFlags ? call.arguments.slice(0, most) : call.arguments) infer(context, value, null);
  const wanted = most === Infinity ? `at least ${least}` : least === most ? String(least) : `${least} or ${most}`;
  report(
    context,
    wrongArity,
    call.span,
    `\`${call.callee.text}\` takes ${wanted} argument${wanted === '1' ? '' : 's'}, not ${count}.`,
    keepsFlags
      ? `Write \`${call.callee.text}(${most === 0 ? '' : 'l'})\`, without flags: whether interrupts were on is known without them.`
      : 'Write one argument for each parameter.',
  );
  return false;
}

/** What a call may give fields their values for, and what is said where it does not. */
interface Fields<F> {
  readonly of: string;
  readonly fields: readonly F[];
  readonly code: Rule;
  /** How such a call is written. */
  readonly form: string;
  readonly typeOf: (field: F) => Type;
  /** Why a field gets no value here, behind its name; null where it may. */
  readonly refused?: (field: F) => string | null;
}

/** Types the values of `T(field: e)`, each by the field that it names; the names of the fields that have one. */
export function typeFieldValues<F extends { readonly name: Name }>(
  context: Context,
  call: CallExpression,
  { of, fields, code, form, typeOf, refused = () => null }: Fields<F>,
): ReadonlySet<string> {
  const given = new Set<string>();
  const names = fields.map(({ name }) => name.text);
  for (const { label, value, span } of call.arguments) {
    const field = fields.find(({ name }) => name.text === label?.text);
    const why = field === undefined ? null : (refused(field) ?? (given.has(field.name.text) ? 'is given twice' : null));
    if (field !== undefined && why === null) {
      given.add(field.name.text);
      expectType(context, value, typeOf(field));
      continue;
    }
    infer(context, value, null);
    const what =
      label === null ? 'Each value needs the name of its field.' : why === null ? `\`${of}\` has no field \`${label.text}\`.` : `\`${label.text}\` ${why}.`;
    report(context, code, label?.span ?? span, what, didYouMean(label === null ? [] : suggest(label.text, names)) || `Write \`${form}\`.`);
  }
  return given;
}

function inferRecord(context: Context, call: CallExpression, declaration: RecordDeclaration): Type {
  const given = typeFieldValues(context, call, {
    of: declaration.name.text,
    fields: declaration.fields,
    code: recordArguments,
    form: `${declaration.name.text}(${declaration.fields.map(({ name }) => `${name.text}: …`).join(', ')})`,
    typeOf: (field) => typeOfRecordField(context, field),
  });
  const missing = declaration.fields.filter((field) => field.name.text !== '' && !given.has(field.name.text)).map((field) => `\`${field.name.text}\``);
  const complete = call.arguments.every(({ label }) => label !== null);
  if (missing.length > 0 && complete)
    report(context, recordArguments, call.span, `No value for ${missing.join(', ')}.`, 'A record is built whole: give each field its value.');
  return { kind: 'record', declaration };
}

function inferOperation(context: Context, call: CallExpression, meaning: Extract<Meaning, { kind: 'operation' }>): Type {
  const { declaration } = meaning;
  const result: Type = declaration.result === null ? { kind: 'nothing' } : typeOfOwnNode(context, declaration, declaration.result);
  if (!hasArity(context, call, declaration.parameters.length)) return result;
  let isGeneric = false;
  const types = declaration.parameters.map((parameter, index): Type => {
    const value = call.arguments[index]?.value as Expression;
    if (!takesAnyObject(parameter)) return expectType(context, value, typeOfOwnNode(context, declaration, parameter.type));
    isGeneric = true;
    const type = bare(infer(context, value, null));
    if (type.kind === 'object' || type.kind === 'unknown') return type;
    report(
      context,
      wrongType,
      value.span,
      `This is ${describeType(type)}, but \`${declaration.name.text}\` needs an object.`,
      objectAdvice(context, value, type),
    );
    return unknown;
  });
  if (isGeneric && types.every((type, index) => type.kind !== 'unknown' || !takesAnyObject(declaration.parameters[index]))) {
    context.tables.genericCalls.push({ call, operation: declaration, actor: meaning.actor, types });
    const placed = context.tables.declarations.model.placedForms.get(declaration);
    if (placed !== undefined) context.tables.genericCalls.push({ call, operation: placed, actor: meaning.actor, types });
  }
  return result;
}

/** True for a parameter of type `object`. */
export function takesAnyObject(parameter: OperationDeclaration['parameters'][number] | undefined): boolean {
  return parameter?.type.kind === 'named_type' && parameter.type.name.text === 'object';
}

/** The type that is written in the head of an operation; mistakes in it are reported at the head. */
function typeOfOwnNode(context: Context, declaration: OperationDeclaration, type: OperationDeclaration['parameters'][number]['type']): Type {
  const quiet: Context = {
    ...context,
    file: declaration.span.file,
    scope: null,
    object: null,
    self: null,
    generic: false,
    operation: null,
    tables: { ...context.tables, diagnostics: [] },
  };
  return typeOfNode(quiet, type, 'parameter');
}
