import { suggest, type Diagnostic, type Fix, type Span } from '@mmspec/source';
import { statementsUnder, walk } from '@mmspec/syntax';
import type { Block, GotoStatement, LabelStatement, Statement } from '@mmspec/syntax';
import { reachedWithout } from '../jumped_over.ts';
import { ofEachBody, type Facts, type Lint } from '../facts.ts';
import type { Model } from '../model.ts';
import { didYouMean, replacement, rule, violation, type Rule } from '../rule.ts';

/** `goto` names a label of the same text. */
const unknownLabel: Rule = rule({
  code: 'MM0306',
  title: 'unknown label',
  why: 'A `goto` jumps to a label of the same actor or operation, in the same block or one around it.',
  text: 'Labels have a name space of their own: they may have the names of variables.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { start: n = 1  again: if n == 1 { goto strat } }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { start: n = 1  again: if n == 1 { goto start } }\n',
});

/** In one block a label stands once. */
const duplicateLabel: Rule = rule({
  code: 'MM0307',
  title: 'label twice in one block',
  why: 'A label names the statements after it up to the next label of the block, so it must be clear which.',
  text: 'Branches of an `if` are blocks of their own and may use the same label.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1  set: n = 2 }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1  reset: n = 2 }\n',
});

/** A jump never leads into a scope. */
const jumpIntoScope: Rule = rule({
  code: 'MM0308',
  title: 'jump into a scope',
  why: 'A variable gets its value where it is declared, so nobody who comes around the declaration may name it.',
  text: 'A `goto` may leave blocks, and may not enter one. It may jump forward over a declaration of the block of its label where nothing from the label on names the variable, as far as control goes without passing the declaration: so a common exit may stand behind variables that it does not use. At the top level of an actor the same holds.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { first: if n == 1 { goto last }  let x = n  last: n = x }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { let x = n  first: if n == 1 { goto last }  last: n = x }\n',
});

/** `break` and `continue` belong to a loop. */
const outsideLoop: Rule = rule({
  code: 'MM0309',
  title: 'no loop around',
  why: '`break` and `continue` leave or repeat the innermost `loop`, `while` or `repeat` of the same actor or operation.',
  text: 'To end an actor or operation write `return`.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1  if n == 1 { break } }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1  if n == 1 { return } }\n',
});

/** A `switch` of C was named as that already, with what is written in place of it. */
function isOfSwitch(model: Model, block: Block, { span }: Statement): boolean {
  const text = model.files[span.file]?.text.slice(block.span.start, span.start) ?? '';
  return /^[^\S\n]*(?:\w+:[^\S\n]*)?switch\b[^\n=]*\{/mu.test(text);
}

/** A `break` that ends a branch, as in C those of a `switch` are ended, is to be left out. */
function helpOutside(statement: Statement, levels: readonly Level[]): string {
  const own = levels.at(-1);
  return statement.kind === 'break' && levels.length > 1 && own?.index === own!.statements.length - 1
    ? 'Leave it out where it ends the branch, which ends by itself; to end the actor or operation write `return`.'
    : 'Write `return`, or put it into a loop.';
}

interface Level {
  readonly statements: readonly Statement[];
  /** The index of the statement that is being looked at. */
  index: number;
  /** Where the labels of the block stand, and its declarations; found at its first jump. */
  places: { readonly labels: ReadonlyMap<string, number>; readonly declarations: readonly number[] } | null;
}

export const lint: Lint = { rules: [unknownLabel, duplicateLabel, jumpIntoScope, outsideLoop], check: checkJumps };

function checkJumps(facts: Facts): Diagnostic[] {
  const { model } = facts;
  return ofEachBody(facts, 'labels', (body, found) => {
    const report = (of: Rule, span: Span, message: string, help: string, fixes: readonly Fix[] = []): void => {
      found.push(violation(of, span, message, help, { fixes }));
    };
    const all = labelsOf(body.block);
    const levels: Level[] = [];

    const visitBlock = (statements: readonly Statement[], loops: number): void => {
      const seen = new Set<string>();
      const level: Level = { statements, index: 0, places: null };
      levels.push(level);
      for (; level.index < statements.length; level.index++) {
        const statement = statements[level.index] as Statement;
        if (statement.kind === 'label' && statement.name.text !== '') {
          if (seen.has(statement.name.text))
            report(duplicateLabel, statement.name.span, `The label \`${statement.name.text}\` stands twice in this block.`, 'Rename one of them.');
          seen.add(statement.name.text);
        }
        visit(statement, loops);
      }
      levels.pop();
    };

    const visit = (statement: Statement, loops: number): void => {
      switch (statement.kind) {
        case 'if':
          visitBlock(statement.consequent.statements, loops);
          if (statement.alternative?.kind === 'if') visit(statement.alternative, loops);
          else if (statement.alternative !== null) visitBlock(statement.alternative.statements, loops);
          return;
        case 'while':
        case 'repeat':
          visitBlock(statement.body.statements, loops + 1);
          return;
        case 'either':
          for (const branch of statement.branches) visitBlock(branch.statements, loops);
          return;
        case 'atomic':
        case 'for':
          visitBlock(statement.body.statements, loops);
          return;
        case 'break':
        case 'continue':
          if (loops === 0 && !isOfSwitch(model, body.block, statement))
            report(outsideLoop, statement.span, `There is no loop around this \`${statement.kind}\`.`, helpOutside(statement, levels));
          return;
        case 'goto':
          visitGoto(statement);
          return;
        case 'assert':
        case 'assign':
        case 'await':
        case 'call_statement':
        case 'choose':
        case 'error_statement':
        case 'label':
        case 'local':
        case 'return':
        case 'skip':
          break;
      }
    };

    const visitGoto = (statement: GotoStatement): void => {
      const { text, span } = statement.label;
      if (text === '') return;
      if (!all.has(text)) {
        const near = suggest(text, all);
        report(
          unknownLabel,
          span,
          `There is no label \`${text}\` here.`,
          didYouMean(near) || 'Write the label before a statement: `name: …`.',
          near.slice(0, 3).map((name) => replacement(span, name)),
        );
        return;
      }
      for (const level of levels.toReversed()) {
        level.places ??= placesIn(model, level.statements);
        const target = level.places.labels.get(text);
        if (target === undefined) continue;
        const used = level.places.declarations.filter((place) => place > level.index && place < target).find((place) => usedFrom(model, level, place, target));
        const over = used === undefined ? undefined : level.statements[used];
        if (over !== undefined) {
          const message = `This jumps over the declaration of \`${nameOf(over)}\`, which is used behind \`${text}\`.`;
          report(jumpIntoScope, statement.span, message, 'Declare it before the jump, or use it before the label only.');
        }
        return;
      }
      report(
        jumpIntoScope,
        statement.span,
        `The label \`${text}\` stands in another block, which cannot be jumped into.`,
        'Move the label to this block or one around it.',
      );
    };

    visitBlock(body.block.statements, 0);
  });
}

function placesIn(model: Pick<Model, 'meanings'>, statements: readonly Statement[]): Exclude<Level['places'], null> {
  const labels = new Map<string, number>();
  const declarations: number[] = [];
  statements.forEach((statement, place) => {
    if (statement.kind === 'label' && !labels.has(statement.name.text)) labels.set(statement.name.text, place);
    if (declares(model, statement)) declarations.push(place);
  });
  return { labels, declarations };
}

/** True if the variable that is declared at a place of a block is named where control comes from a label without passing the declaration. */
function usedFrom(model: Pick<Model, 'meanings'>, { statements }: Level, declaration: number, label: number): boolean {
  return [...reachedWithout(statements, declaration, label)].some((place) => names(model, statements[place], statements[declaration]));
}

function names(model: Pick<Model, 'meanings'>, statement: Statement | undefined, declaration: Statement | undefined): boolean {
  let found = false;
  if (statement === undefined) return false;
  walk(statement, (node) => {
    const meaning = node.kind === 'name' ? model.meanings.get(node) : undefined;
    if (meaning?.kind === 'local' && meaning.declaration === declaration) found = true;
    return !found;
  });
  return found;
}

/** A declared local, or a `choose` that declares one. */
function declares(model: Pick<Model, 'meanings'>, statement: Statement): boolean {
  if (statement.kind === 'local') return true;
  if (statement.kind !== 'choose' || statement.target.kind !== 'name_expression') return false;
  const meaning = model.meanings.get(statement.target.name);
  return meaning?.kind === 'local' && meaning.declaration === statement;
}

function nameOf(statement: Statement): string {
  if (statement.kind === 'local') return statement.name.text;
  return statement.kind === 'choose' && statement.target.kind === 'name_expression' ? statement.target.name.text : '';
}

function labelsOf(block: Block): Set<string> {
  const names = new Set<string>();
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'label') names.add((statement satisfies LabelStatement).name.text);
      for (const inside of statementsUnder(statement)) visit(inside);
    }
  };
  visit(block.statements);
  return names;
}
