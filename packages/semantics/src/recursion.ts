import { grouped } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { Item, Name, Node, TypeNode } from '@mmspec/syntax';
import type { Declarations } from './declare.ts';
import { elementType } from './embedded_objects.ts';
import type { Memory } from './memory.ts';
import { rule, violation, type Rule } from './rule.ts';

/** Nothing is declared in terms of itself. */
export const recursion: Rule = rule({
  code: 'MM0227',
  title: 'declared in terms of itself',
  why: 'Operations and defines are written out where they are used, and every type has a size, so none may contain itself.',
  text: 'A state is finite: no call stack grows, no record or object contains itself, and no constant is computed from itself. An object may refer to objects of its own type by a reference, `next: T?`.',
  example: 'module m\nshared n: 0..3 = 0\nop again() { add: n = 1  again() }\nactor a { again() }\n',
  fix: 'module m\nshared n: 0..3 = 0\nop again() { add: n = 1 }\nactor a { loop { again() } }\n',
});

/** A declaration never becomes too large when what it uses is written out. */
export const tooLarge: Rule = rule({
  code: 'MM0228',
  title: 'too large when written out',
  why: 'Operations and defines are written out where they are used: at most 100 levels, and at most 100,000 parts in one declaration.',
  text: 'A chain of defines or operations in which each uses the one before twice doubles at every link.',
  example: `module m\n${doublings(20)}`,
  fix: `module m\n${doublings(3)}`,
});

function doublings(count: number): string {
  const lines = ['define d0 = 1'];
  for (let index = 1; index <= count; index++) lines.push(`define d${index} = d${index - 1} + d${index - 1}`);
  return `${lines.join('\n')}\nshared n: 0..9 = 0\ninvariant p: n < d${count}\n`;
}

const depthMax = 100;
const sizeMax = 100_000;

interface Unit {
  readonly name: Name;
  readonly what: string;
  /** Nodes of its own text. */
  readonly size: number;
  /** Names of units that it uses, as often as it does. */
  readonly uses: readonly string[];
}

/** Diagnostics for all declarations that contain themselves, or that grow too large; judged on names alone, before types. */
export function checkRecursion({ model, hidden }: Declarations, memory: Memory): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const units = new Map<string, Unit>();
  const operations = new Set(model.operations.map((operation) => operation.name.text));
  /** `binders` are what binds names around the parts; `actor` is the actor whose operations come first. */
  const inFile = (text: string, file: number): string =>
    hidden.get(text)?.some(({ name }) => name.span.file !== 0) === true && file !== 0 ? `${text} below` : text;
  const add = (
    item: Item,
    named: string,
    name: Name,
    what: string,
    parts: readonly Node[],
    binders: readonly Node[] = parts,
    actor: string | null = null,
  ): void => {
    const key = named === name.text ? inFile(named, name.span.file) : named;
    if (name.text === '' || units.has(key)) return;
    const { size, named: all } = memory.text(item, `names of ${key}`, () => namesIn(parts, binders));
    units.set(key, { name, what, size, uses: memory.value(item, `uses of ${key}`, () => usesOf(all, actor)) });
  };
  const usesOf = (all: readonly Named[], actor: string | null): readonly string[] =>
    all.flatMap(({ isCall, text, file }) => {
      if (isCall) return [...(actor === null ? [] : [`${actor}.${text}`]), inFile(text, file), placedKey(text)];
      // No operation is named without being called.
      return operations.has(text) ? [] : [inFile(text, file)];
    });
  for (const constant of model.constants) add(constant, constant.name.text, constant.name, 'constant', [constant.value, constant.type]);
  for (const define of model.defines) add(define, define.name.text, define.name, 'define', [define.body], [define]);
  for (const record of model.records)
    add(
      record,
      record.name.text,
      record.name,
      'record',
      record.fields.map((field) => withoutOption(field.type)),
    );
  for (const object of model.objects) {
    const places = object.members.flatMap((member) =>
      member.kind === 'variable' && member.initial === null && member.beginning === null ? [elementType(member.type)] : [],
    );
    add(object, object.name.text, object.name, 'object', places);
  }
  for (const variable of model.variables) add(variable, variable.name.text, variable.name, 'type of', keysOf(variable.type));
  for (const operation of model.operations)
    add(operation, operation.placed ? placedKey(operation.name.text) : operation.name.text, operation.name, 'operation', [operation.body], [operation]);
  for (const actor of model.actors) {
    const { text } = actor.name;
    for (const operation of actor.operations)
      add(actor, `${text}.${operation.name.text}`, operation.name, 'operation', [operation.body], [operation, actor.body], text);
    add(actor, `actor ${text}`, actor.name, 'actor', [actor.body], [actor.body], text);
    add(
      actor,
      text,
      actor.name,
      'number of',
      [actor.count, actor.cpu].filter((part) => part !== null),
    );
  }
  for (const { name, object, declaration } of model.properties)
    add(object ?? declaration, `property ${name}`, declaration.name, 'property', [declaration.body]);

  const depths = new Map<string, number>();
  const sizes = new Map<string, number>();
  for (const key of units.keys()) visit(units, key, depths, sizes, diagnostics);
  return diagnostics;
}

/** A name in a text that is none of its own variables, which hide declarations; or one that is called. */
interface Named {
  readonly isCall: boolean;
  readonly text: string;
  readonly file: number;
}

/** The names in parts of a declaration, and how many nodes these have. */
function namesIn(parts: readonly Node[], binders: readonly Node[]): { readonly size: number; readonly named: readonly Named[] } {
  const named: Named[] = [];
  const bound = new Set(binders.flatMap(boundNames));
  let size = 1;
  for (const part of parts) {
    walk(part, (node) => {
      size += 1;
      const { file } = node.span;
      if (node.kind === 'call') named.push({ isCall: true, text: node.callee.text, file });
      else if ((node.kind === 'name_expression' || node.kind === 'named_type') && !bound.has(node.name.text))
        named.push({ isCall: false, text: node.name.text, file });
    });
  }
  return { size, named };
}

/** The form of an operation for actors on a CPU. */
function placedKey(name: string): string {
  return `${name} on cpu`;
}

/** What says how many elements an array has. */
function keysOf(type: TypeNode): Node[] {
  return type.kind === 'array_type' ? [type.key, ...keysOf(type.element)] : [];
}

/** Depth first without recursion, since a chain may be as long as the file. */
function visit(units: ReadonlyMap<string, Unit>, start: string, depths: Map<string, number>, sizes: Map<string, number>, diagnostics: Diagnostic[]): void {
  if (depths.has(start)) return;
  const stack: { readonly key: string; next: number }[] = [{ key: start, next: 0 }];
  const open = new Set([start]);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const unit = units.get(top.key) as Unit;
    const used = unit.uses[top.next];
    if (used !== undefined) {
      top.next += 1;
      if (!units.has(used) || depths.has(used)) continue;
      if (open.has(used)) {
        const from = stack.findIndex(({ key }) => key === used);
        const circle = stack.slice(from).map(({ key }) => (units.get(key) as Unit).name.text);
        const again = units.get(used) as Unit;
        if (again.what !== 'actor' && again.what !== 'property') {
          diagnostics.push(
            violation(
              recursion,
              again.name.span,
              `The ${again.what} \`${again.name.text}\` contains itself: ${[...circle, again.name.text].join(' -> ')}.`,
              helpFor(again.what),
            ),
          );
        }
        depths.set(used, 0);
        continue;
      }
      stack.push({ key: used, next: 0 });
      open.add(used);
      continue;
    }
    stack.pop();
    open.delete(top.key);
    let depth = 1;
    let size = unit.size;
    for (const key of unit.uses) {
      depth = Math.max(depth, 1 + (depths.get(key) ?? 0));
      size += sizes.get(key) ?? 0;
    }
    if (depth > depthMax || size > sizeMax) {
      const what = depth > depthMax ? `more than ${depthMax} levels deep` : `more than ${grouped(sizeMax)} parts`;
      diagnostics.push(
        violation(
          tooLarge,
          unit.name.span,
          `\`${unit.name.text}\` is ${what} when everything that it uses is written out.`,
          'Use fewer levels, or a variable for what is used often.',
        ),
      );
      depth = 1;
      size = 1;
    }
    depths.set(top.key, depth);
    sizes.set(top.key, size);
  }
}

function helpFor(what: string): string {
  switch (what) {
    case 'operation':
      return 'Use `loop`, `while` or `repeat` instead of recursion.';
    case 'object':
      return 'Refer to another object by a field of type `T?`.';
    default:
      return 'Break the cycle.';
  }
}

function withoutOption(type: Node): Node {
  return type.kind === 'option_type' ? type.element : type;
}

/** Names that the text itself binds: they hide the declarations of the same name. */
function boundNames(node: Node): string[] {
  const names: string[] = [];
  walk(node, (inside) => {
    if (inside.kind === 'binder' || inside.kind === 'key_binder' || inside.kind === 'local' || inside.kind === 'parameter') names.push(inside.name.text);
    if (inside.kind === 'choose' && inside.target.kind === 'name_expression') names.push(inside.target.name.text);
  });
  return names;
}
