import type { Diagnostic } from '@mmspec/source';
import type { Expression, Name } from '@mmspec/syntax';
import { counterIn } from '../counted.ts';
import { itemsOf, kindSet, nodesIn, ofEach, type Facts, type Lint, type NodeLists } from '../facts.ts';
import type { Type } from '../types.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** What `owns` a reference can be empty. */
const ownsOption: Rule = rule({
  code: 'MM0325',
  title: '`owns` on a variable that owns nothing',
  why: '`owns` says that a variable of type `T?` holds one reference on the object that it points to, or is `none`.',
  text: 'The type must be an option of an object that has a `ref` field, or an array of such. `owns 3 x: T?` holds three references while `x` is not none; the number is a constant, and at least 1.',
  example: 'module m\nobject Folio { refcount: ref = 1 }\nshared folio: Folio\nshared owns n: 0..3 = 0\nactor a { set: n = 1 }\n',
  fix: 'module m\nobject Folio { refcount: ref = 1 }\nshared folio: Folio\nshared owns n: Folio? = folio\nactor a { take: owns let old = xchg(n, none)  put: if old != none { put(old.refcount) } }\n',
});

export const lint: Lint = { rules: [ownsOption], check: checkOwners };

/** More than any counter of the kernel has as its bias. */
const weightMax = 65_536;

function checkOwners(facts: Facts): Diagnostic[] {
  return ofEach(facts, 'owners', itemsOf(facts.model), (item, found) => checkIn(facts, nodesIn(item), found));
}

const declaring = kindSet('variable', 'local');

function checkIn({ tables, settings }: Facts, nodes: NodeLists, diagnostics: Diagnostic[]): void {
  if (!nodes.ofAll(declaring).some(({ owns, weight }) => owns || weight !== undefined)) return;
  const judgeWeight = (weight: Expression | undefined): void => {
    if (weight === undefined) return;
    const wrong = settings.map(({ constants }) => constants.number(weight)).find((count) => count !== undefined && (count < 1 || count > weightMax));
    if (wrong === undefined) return;
    const message = `This variable would own ${wrong} references.`;
    diagnostics.push(violation(ownsOption, weight.span, message, `Write a number from 1 to ${weightMax}.`));
  };
  const judge = (name: Name, type: Type | undefined): void => {
    if (type === undefined || ownsSomething(type)) return;
    diagnostics.push(
      violation(
        ownsOption,
        name.span,
        `\`${name.text}\` cannot own a reference.`,
        'Give it a type `T?` where the object `T` has a `ref` field, or remove `owns`.',
      ),
    );
  };
  for (const node of nodes.of('variable')) {
    if (node.owns) judge(node.name, tables.variables.get(node));
    judgeWeight(node.weight);
  }
  for (const node of nodes.of('local')) {
    judgeWeight(node.weight);
    if (node.owns) judge(node.name, tables.locals.get(node));
  }
}

function ownsSomething(type: Type): boolean {
  if (type.kind === 'unknown') return true;
  if (type.kind === 'array') return ownsSomething(type.element);
  if (type.kind !== 'option' || type.element.kind === 'unknown') return type.kind === 'option';
  if (type.element.kind !== 'object') return false;
  return counterIn(type.element.declaration) !== null;
}
