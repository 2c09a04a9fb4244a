import { constantsUnder, valuesOfConstant, walk } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { positionAt, textOf } from '@mmspec/source';
import type { SourceFile, Span } from '@mmspec/source';
import type { ActionDeclaration, Block, Expression, IfStatement, Name, Statement } from '@mmspec/syntax';
import { placeKey, placeOfRow } from './places.ts';
import type { PlaceOf, PlaceRow, PlaceTable } from './places.ts';
import { isStep, staysOf } from './stays.ts';
import { valuesKey } from './step_text.ts';
import type { BranchPart, ConditionPart, StaticCondition, Stay, TextPart } from './step_text.ts';

/** Places of all statements of a model; a row of their table is made when it is asked for. */
export function placesOfModel(model: Model): PlaceOf {
  const conditions: StaticCondition[] = [];
  const rows = new Map<string, PlaceRow>();
  let known: { readonly steps: ReadonlyMap<string, Step>; readonly stays: Scene['stays'] } | null = null;
  return (span) => {
    known ??= { steps: new Map(statementsOf(model).map((step) => [placeKey(step.span), step])), stays: staysOf(model) };
    const key = placeKey(span);
    const step = known.steps.get(key);
    if (step !== undefined && !rows.has(key)) rows.set(key, rowOf({ model, conditions, stays: known.stays }, step));
    return placeOfRow(model.files[span.file]?.path ?? '', rows.get(key), conditions);
  };
}

/** The places of all statements of a model, for every setting. */
export function placeTable(model: Model): PlaceTable {
  const conditions: StaticCondition[] = [];
  const rows = new Map<string, PlaceRow>();
  const stays = staysOf(model);
  for (const statement of statementsOf(model)) rows.set(placeKey(statement.span), rowOf({ model, conditions, stays }, statement));
  return { paths: model.files.map((file) => file.path), rows: [...rows.values()], conditions };
}

function rowOf(scene: Omit<Scene, 'file'>, step: Step): PlaceRow {
  const { file: index, start, end } = step.span;
  const file = scene.model.files[index];
  if (file === undefined) throw new Error(`a statement lies in file ${index}, which does not exist`);
  return { file: index, start, end, ...positionAt(file, start), text: rowText({ ...scene, file }, step) };
}

interface Scene {
  readonly model: Model;
  readonly file: SourceFile;
  readonly stays: ReadonlyMap<IfStatement, Stay>;
  /** Filled on the way. */
  readonly conditions: StaticCondition[];
}

type Step = Statement | ActionDeclaration;

const stepKinds: ReadonlySet<string> = new Set([
  'local', 'assign', 'call_statement', 'if', 'while', 'either', 'choose', 'await', 'atomic', 'assert', 'return', 'skip', 'action',
]);

/** Everything that can be a step, outer ones first. */
function statementsOf(model: Model): Step[] {
  const found: Step[] = [];
  for (const module of model.modules) {
    for (const item of module.items) {
      if (item.kind !== 'actor' && item.kind !== 'operation' && item.kind !== 'action') continue;
      walk(item, (node) => {
        if (stepKinds.has(node.kind)) found.push(node as Step);
      });
    }
  }
  return found;
}

function rowText(scene: Scene, step: Step): PlaceRow['text'] {
  switch (step.kind) {
    case 'atomic':
    case 'action': return blockParts(scene, step.body);
    case 'if': return conditionPart(scene, step);
    case 'while': return `while ${source(scene, step.condition)}`;
    case 'either': return 'either';
    default: return source(scene, step);
  }
}

function blockParts(scene: Scene, block: Block): TextPart[] {
  return block.statements.flatMap((statement): readonly TextPart[] => {
    switch (statement.kind) {
      case 'label': return [];
      case 'if': return [conditionPart(scene, statement)];
      case 'atomic': return blockParts(scene, statement.body);
      case 'for': {
        const where = statement.condition === null ? '' : ` where ${source(scene, statement.condition)}`;
        return [`for ${source(scene, statement.binder)}${where} { ${flat(scene, statement.body)} }`];
      }
      case 'either': return [{
        text: statement.branches.map((branch, index) => `${index === 0 ? 'either' : 'or'} { ${flat(scene, branch)} }`).join(' '),
        branches: statement.branches.map((branch) => branchPart(branch, blockParts(scene, branch))),
      }];
      default: return [source(scene, statement)];
    }
  });
}

/** A block as it is written, on one line. */
function flat(scene: Scene, block: Block): string {
  return block.statements.filter((statement) => statement.kind !== 'label').map((statement) => source(scene, statement)).join('; ');
}

function conditionPart(scene: Scene, statement: IfStatement): ConditionPart {
  const { condition, consequent, alternative } = statement;
  const none: BranchPart = { parts: [], labels: [], start: -1, end: -1, isStep: false };
  return {
    condition: source(scene, condition),
    opposite: opposite(scene, condition),
    fixed: fixedCondition(scene, condition),
    then: branchPart(consequent, blockParts(scene, consequent)),
    else: alternative === null ? none : branchPart(alternative, alternative.kind === 'if' ? [conditionPart(scene, alternative)] : blockParts(scene, alternative)),
    stay: scene.stays.get(statement) ?? null,
  };
}

function branchPart(node: Block | IfStatement, parts: readonly TextPart[]): BranchPart {
  return { parts, labels: labelsIn(node), start: node.span.start, end: node.span.end, isStep: node.kind === 'block' && isStep(node.statements.find((statement) => statement.kind !== 'label')) };
}

function labelsIn(node: Block | IfStatement): string[] {
  if (node.kind === 'if') return [...labelsIn(node.consequent), ...(node.alternative === null ? [] : labelsIn(node.alternative))];
  return node.statements.flatMap((statement) => {
    if (statement.kind === 'label') return [statement.name.text];
    if (statement.kind === 'if') return labelsIn(statement);
    return statement.kind === 'atomic' || statement.kind === 'for' ? labelsIn(statement.body) : [];
  });
}

const turned: ReadonlyMap<string, string> = new Map([['==', '!='], ['!=', '=='], ['<', '>='], ['>=', '<'], ['>', '<='], ['<=', '>'], ['in', 'not in'], ['not in', 'in']]);

function opposite(scene: Scene, condition: Expression): string {
  if (condition.kind === 'unary' && condition.operator === 'not') return source(scene, condition.operand);
  const operator = condition.kind === 'binary' ? turned.get(condition.operator) : undefined;
  if (condition.kind === 'binary' && operator !== undefined) return `${source(scene, condition.left)} ${operator} ${source(scene, condition.right)}`;
  const text = source(scene, condition);
  return condition.kind === 'binary' || condition.kind === 'conditional' || condition.kind === 'quantifier' ? `not (${text})` : `not ${text}`;
}

/** Values of the constants in a condition that are worth a table. */
const combinationsMax = 4096;

/** Enters a condition over constants into the table; null where it is none. */
function fixedCondition({ model, conditions }: Scene, condition: Expression): number | null {
  const names = new Set<string>();
  if (!namesIn(model, condition, names)) return null;
  const declared = constantsUnder(model, {});
  const axes = [...names].map((name) => {
    const declaration = model.constants.find((candidate) => candidate.name.text === name);
    return declaration === undefined ? [] : (valuesOfConstant(model, declaration.type, declared) ?? []);
  });
  if (axes.reduce((product, values) => product * values.length, 1) > combinationsMax) return null;
  const combinations = axes.reduce<(readonly (number | boolean | string)[])[]>((lists, values) => lists.flatMap((list) => values.map((value) => [...list, value])), [[]]);
  const truth = combinations.flatMap((values): [string, boolean][] => {
    const settings = Object.fromEntries([...names].map((name, index) => [name, values[index] ?? false]));
    const value = constantsUnder(model, settings).scalar(condition);
    return typeof value === 'boolean' ? [[valuesKey(values), value]] : [];
  });
  return conditions.push({ names: [...names], truth: Object.fromEntries(truth) }) - 1;
}

/** Collects the constants that an expression names; false where it names anything else. */
function namesIn(model: Model, node: unknown, names: Set<string>): boolean {
  if (Array.isArray(node)) return node.every((element) => namesIn(model, element, names));
  if (typeof node !== 'object' || node === null) return true;
  if ('kind' in node && node.kind === 'name') {
    const meaning = model.meanings.get(node as Name);
    if (meaning === undefined) return false;
    switch (meaning.kind) {
      case 'const':
      case 'variant':
        names.add(meaning.declaration.name.text);
        return true;
      case 'tag':
      case 'enum': return true;
      case 'define': return meaning.declaration.parameters === null && namesIn(model, meaning.declaration.body, names);
      default: return false;
    }
  }
  if ('kind' in node && (node.kind === 'self' || node.kind === 'call' || node.kind === 'at')) return false;
  return Object.values(node).every((part) => namesIn(model, part, names));
}

/** A part of the sources on one line, without comments. */
function source({ file }: Scene, node: { readonly span: Span }): string {
  return textOf(file, node.span).replace(/\/\/[^\r\n]*/gu, '').replace(/\s+/gu, ' ').trim();
}
