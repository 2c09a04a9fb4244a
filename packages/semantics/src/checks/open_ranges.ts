import type { Diagnostic, Span } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { ActorDeclaration, CheckDeclaration, ConstDeclaration, MatrixAxis, Node } from '@mmspec/syntax';
import type { Facts, Lint } from '../facts.ts';
import type { Model } from '../model.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { modeNamed } from '../world/modes.ts';
import { asksForWindows } from '../world/settings.ts';

/** Views are about the instances of one family. */
const noFamily: Rule = rule({
  code: 'MM0351',
  title: 'an open range of what is no number of instances',
  why: 'All numbers from one on are decided together by looking at some of the instances of an actor, so an open range is one of the number of its instances.',
  text: '`check c for VCPUS in 1..` asks about every number of the actors that are declared as `actor vcpu[VCPUS]`. The constant says how many there are of one actor, and of one only.',
  example: 'module m\nconst CPUS: 1..4 = 2\nconst LIMIT: 1..4 = 2\nactor cpu[CPUS] { if LIMIT > 1 { go: skip } }\ncheck c for LIMIT in 1.. { }\n',
  fix: 'module m\nconst CPUS: 1..4 = 2\nconst LIMIT: 1..4 = 2\nactor cpu[CPUS] { if LIMIT > 1 { go: skip } }\ncheck c for CPUS in 1.. { }\n',
});

/** A check for every number has no single one. */
const oneNumber: Rule = rule({
  code: 'MM0352',
  title: 'one number in a check for every number',
  why: 'A check with an open range is about all numbers at once, so nothing in it can depend on which one it is.',
  text: 'The `where`, `when`, `within`, settings and other axes of a check with an open range ask nothing about its constant: what holds for some numbers only is a check of its own. Views are about `memory sc`, and about all that can be reached, so there is no `bound`.',
  example:
    'module m\nconst CPUS: 1..4 = 2\nshared n: 0..4 = 0\nactor cpu[CPUS] { up: if n < 4 { n += 1 } }\ninvariant small: n < 2\ncheck c for CPUS in 1.. { } expect violates small when CPUS > 1\n',
  fix: 'module m\nconst CPUS: 1..4 = 2\nshared n: 0..4 = 0\nactor cpu[CPUS] { up: if n < 4 { n += 1 } }\ninvariant small: n < 2\ncheck c for CPUS in 1..4 { } expect violates small when CPUS > 1\n',
});

/** A search decides everything about one number. */
const nothingOpen: Rule = rule({
  code: 'MM0353',
  title: '`undecided` in a check of one number',
  why: 'A search decides every property, or does not finish; only about every number at once can something stay undecided.',
  text: '`expect undecided p` belongs to a check with an open range, as `check c for VCPUS in 1.. { } expect undecided p`.',
  example: 'module m\nconst CPUS: 1..4 = 2\nshared n: 0..1 = 0\nactor cpu[CPUS] { up: n = 1 }\ninvariant p: n < 2\ncheck c { } expect undecided p\n',
  fix: 'module m\nconst CPUS: 1..4 = 2\nshared n: 0..1 = 0\nactor cpu[CPUS] { up: n = 1 }\ninvariant p: n < 2\ncheck c { } expect holds\n',
});

export const lint: Lint = {
  rules: [noFamily, oneNumber, nothingOpen],
  check: ({ model }: Facts) => model.checks.flatMap((check) => [...wrongAxes(model, check), ...dependent(model, check), ...undecidedOf(check)]),
};

const openAxes = (check: CheckDeclaration): readonly MatrixAxis[] => check.matrix.filter(({ isOpen }) => isOpen);

function wrongAxes(model: Model, check: CheckDeclaration): Diagnostic[] {
  return openAxes(check).flatMap((axis) => noFamilyOf(model, axis));
}

function noFamilyOf(model: Model, { name, span }: MatrixAxis): Diagnostic[] {
  const { text } = name;
  if (modeNamed(model, text) !== null)
    return [violation(noFamily, span, `\`${text}\` says how a check is searched, and is no number of instances.`, 'List the values: `in {…}`.')];
  const constant = model.constants.find((each) => each.name.text === text);
  if (constant === undefined) return [];
  const families = constant.kind === 'const' ? model.actors.filter((actor) => isCounted(model, actor, constant)) : [];
  const [family, second] = families;
  if (family === undefined) {
    const counted = model.constants.filter((each) => each.kind === 'const' && model.actors.some((actor) => isCounted(model, actor, each)));
    const known = counted.map((each) => `\`${each.name.text}\``);
    const help = known.length === 0 ? 'List its values, such as `in 1..4`.' : `List its values, such as \`in 1..4\`, or leave ${known.join(' or ')} open.`;
    return [violation(noFamily, span, `No actor is declared as \`actor …[${text}]\`.`, help)];
  }
  if (second === undefined) return [];
  const message = `\`${text}\` is the number of instances of \`${family.name.text}\` and of \`${second.name.text}\`.`;
  return [violation(noFamily, span, message, 'Give each of the two a constant of its own, and leave one of these open.')];
}

function isCounted({ meanings }: Model, { count }: ActorDeclaration, constant: ConstDeclaration): boolean {
  const meaning = count?.kind === 'name_expression' ? meanings.get(count.name) : undefined;
  return meaning?.kind === 'const' && meaning.declaration === constant;
}

/** What in a check with an open range depends on a number. */
function dependent(model: Model, check: CheckDeclaration): Diagnostic[] {
  return openAxes(check).flatMap((axis, at) => dependentOn(model, check, axis, at === 0));
}

/** What depends on the number of one open range; `isFirst`: what no open range goes together with is told too. */
function dependentOn(model: Model, check: CheckDeclaration, axis: MatrixAxis, isFirst: boolean): Diagnostic[] {
  const constant = model.constants.find((each) => each.name.text === axis.name.text);
  if (constant?.kind !== 'const') return [];
  const found: Diagnostic[] = [];
  const text = constant.name.text;
  const refuse = (node: Node | null, what: string, help: string): void => {
    if (node !== null && asksFor(model, node, constant))
      found.push(violation(oneNumber, node.span, `This ${what} depends on \`${text}\`, which is open.`, help));
  };
  const apart = `Write what is so for some numbers as a check of its own, such as \`for ${text} in 1..4\`.`;
  refuse(check.where, '`where`', apart);
  for (const other of check.matrix) if (other !== axis) refuse(other.domain, 'axis', apart);
  refuse(axis.domain, 'range', 'Begin it with a number.');
  for (const setting of check.settings) {
    if (setting.kind === 'value_setting') refuse(setting.value, 'setting', apart);
    if (isFirst && setting.kind === 'bound_setting')
      found.push(
        violation(
          oneNumber,
          setting.span,
          'What lies within a bound is known of searched numbers only.',
          `Leave the bound out, or list numbers: \`${text} in 1..4\`.`,
        ),
      );
  }
  for (const { when, items } of check.expectation?.clauses ?? []) {
    refuse(when, '`when`', apart);
    for (const item of items) {
      refuse(item.when, '`when`', apart);
      refuse(item.within, '`within`', 'Write a number: that of the smallest number of instances that violates it.');
      refuse(item.fairness, 'fairness', 'Name the actor without an index.');
    }
  }
  if (isFirst && asksForWindows(model, check))
    found.push(violation(oneNumber, placeOfMemory(check), 'Views are about `memory sc`.', `Leave the memory model out, or list numbers: \`${text} in 1..4\`.`));
  return found;
}

/** Where a check says under which memory model it is searched. */
function placeOfMemory(check: CheckDeclaration): Span {
  const axis = check.matrix.find(({ name }) => name.text === 'memory');
  return (check.settings.find(({ kind }) => kind === 'memory_setting') ?? axis ?? check.name).span;
}

/** Whether what stands there has another value with another value of a constant: by its name, through a `define` or another constant, or by the actors of which there are so many. */
function asksFor(model: Model, node: Node, constant: ConstDeclaration, seen: ReadonlySet<Node> = new Set()): boolean {
  let found = false;
  walk(node, (each) => {
    const name = each.kind === 'name_expression' ? each.name : each.kind === 'call' ? each.callee : null;
    const meaning = name === null ? undefined : model.meanings.get(name);
    if (meaning?.kind === 'actor') found ||= isCounted(model, meaning.declaration, constant);
    if (meaning?.kind !== 'const' && meaning?.kind !== 'define') return;
    const { declaration } = meaning;
    if (declaration === constant) found = true;
    else if (!seen.has(declaration)) found ||= asksFor(model, declaration, constant, new Set([...seen, declaration]));
  });
  return found;
}

function undecidedOf(check: CheckDeclaration): Diagnostic[] {
  const clause = check.expectation?.clauses.find(({ verdict }) => verdict === 'undecided');
  if (clause === undefined) return [];
  if (openAxes(check).length === 0)
    return [
      violation(nothingOpen, clause.span, 'No range of this check is open.', 'Write `holds` or `violates`, or ask about every number: `for VCPUS in 1..`.'),
    ];
  if (clause.items.length > 0) return [];
  return [violation(nothingOpen, clause.span, '`undecided` does not say what.', 'Name the property: `expect undecided p`.')];
}
