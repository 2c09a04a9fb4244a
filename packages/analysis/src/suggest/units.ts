import type { Constants, Model } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import type { Block, IfStatement, Statement } from '@mmspec/syntax';
import { bodiesOf, leadsAway } from '../bodies.ts';

/*
 * The steps of a design as they are under one setting: what a constant condition excludes is not there, and what it lets through stands
 * where the condition stands.
 */

/** A statement with the label in front of it. */
export interface Unit {
  /** Its label; or the label that it is covered by, and its number there. */
  readonly name: string;
  readonly label: string | null;
  /** The statement itself, without constant conditions around it. */
  readonly statement: Statement;
  /** Its whole text, from its label on. */
  readonly start: number;
  readonly end: number;
  /** Where the statement begins, behind its label. */
  readonly inner: number;
}

/** Units that follow each other. */
export interface Sequence {
  readonly owner: string;
  /** The body that it is part of. */
  readonly body: Block;
  /** Inside of one step. */
  readonly isAtomic: boolean;
  readonly units: readonly Unit[];
}

interface Around {
  readonly model: Model;
  readonly file: SourceFile;
  readonly constants: Constants;
  readonly owner: string;
  readonly body: Block;
}

/** All sequences of the spec's own file, those of outer blocks first. */
export function sequencesOf(model: Model, constants: Constants): Sequence[] {
  const file = model.files[0]!;
  return bodiesOf(model.modules[0]!).flatMap(({ owner, body }) => sequencesIn({ model, file, constants, owner, body }, body, false));
}

function sequencesIn(around: Around, block: Block, isAtomic: boolean): Sequence[] {
  const units = named(unitsOf(around, block));
  const own: Sequence = { owner: around.owner, body: around.body, isAtomic, units };
  return [...(units.length > 0 ? [own] : []), ...units.flatMap(({ statement }) => innerOf(around, statement, isAtomic))];
}

/** The sequences inside of a statement. */
function innerOf(around: Around, statement: Statement, isAtomic: boolean): Sequence[] {
  const inside = (block: Block, atomic: boolean = isAtomic): Sequence[] => sequencesIn(around, block, atomic);
  switch (statement.kind) {
    case 'if':
      return branchesOf(around.constants, statement).flatMap((block) => inside(block));
    case 'while':
    case 'repeat':
      return inside(statement.body);
    case 'either':
      return statement.branches.flatMap((block) => inside(block));
    case 'atomic':
      return inside(statement.body, true);
    case 'for':
    case 'label':
    case 'local':
    case 'assign':
    case 'call_statement':
    case 'choose':
    case 'await':
    case 'assert':
    case 'break':
    case 'continue':
    case 'goto':
    case 'return':
    case 'skip':
    case 'error_statement':
      return [];
  }
}

/** The blocks of an `if` that can be taken. */
function branchesOf(constants: Constants, { condition, consequent, alternative }: IfStatement): Block[] {
  const value = constants.scalar(condition);
  const rest = alternative === null ? [] : alternative.kind === 'block' ? [alternative] : branchesOf(constants, alternative);
  if (value === true) return [consequent];
  return value === false ? rest : [consequent, ...rest];
}

/** The units of a block, before they have names. */
function unitsOf(around: Around, { statements }: Block): Unit[] {
  const found: Unit[] = [];
  let label: { readonly name: string; readonly start: number } | null = null;
  for (const statement of statements) {
    if (statement.kind === 'label') {
      label = { name: statement.name.text, start: statement.span.start };
      continue;
    }
    const { start } = statement.span;
    const end = behindComment(around.file, statement.span.end);
    const inner = constantPart(around, statement);
    // What is not there has no name: its label covers what follows.
    if (inner?.length === 0) continue;
    const own = { name: '', label: label?.name ?? null, start: label?.start ?? start, end, inner: start };
    if (inner === null) found.push({ ...own, statement });
    else if (inner.length === 1) found.push({ ...own, label: own.label ?? inner[0]!.label, statement: inner[0]!.statement });
    else found.push(...inner.map((unit, index) => (index === 0 ? { ...unit, label: unit.label ?? own.label } : unit)));
    label = null;
  }
  return found;
}

/** The end of a comment that ends the line of a statement. */
function behindComment({ text }: SourceFile, end: number): number {
  const comment = /^[^\S\n]*\/\/[^\n]*/u.exec(text.slice(end, text.indexOf('\n', end) + 1 || undefined));
  return end + (comment?.[0].trimEnd().length ?? 0);
}

/** What an `if` or an `atomic when` with a constant condition comes to; null for all other statements. */
function constantPart(around: Around, statement: Statement): readonly Unit[] | null {
  const { constants } = around;
  if (statement.kind === 'atomic' && statement.when !== null && constants.scalar(statement.when) === false) return unitsOf(around, statement.body);
  if (statement.kind !== 'if' || typeof constants.scalar(statement.condition) !== 'boolean') return null;
  const [taken] = branchesOf(constants, statement);
  return taken === undefined ? [] : unitsOf(around, taken);
}

function named(units: readonly Unit[]): Unit[] {
  let cover = '';
  let since = 0;
  return units.map((unit) => {
    if (unit.label !== null) {
      cover = unit.label;
      since = 0;
      return { ...unit, name: unit.label };
    }
    since += 1;
    return { ...unit, name: `${cover}+${since}` };
  });
}

/** A check: where its condition holds, it leads away. */
export function isCheck(statement: Statement): statement is IfStatement {
  return statement.kind === 'if' && statement.alternative === null && leadsAway(statement.consequent);
}
