import { positionAt, type Diagnostic, type Edit } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { CheckDeclaration, Item, Node, Statement } from '@mmspec/syntax';
import { checkMatrices } from './check_matrix.ts';
import { newMistake, withEdits } from './edited.ts';
import { extractOperation } from './extract_operation.ts';
import { foundExpectation, foundPossibility, type Found, type FoundScenario } from './found_expectation.ts';
import { inlineOperation } from './inline_operation.ts';
import type { Snapshot } from '../names/snapshot.ts';

export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor' | 'refactor.extract' | 'refactor.inline' | 'refactor.rewrite';
  readonly edits: readonly Edit[];
  /** What it fixes. */
  readonly diagnostic: Diagnostic | null;
  /** The likeliest of what fixes the same. */
  readonly preferred?: boolean;
  /** A name that was made up, for the writer to change. */
  readonly renames?: string;
}

/** What was found by earlier runs, for the actions that write it down. */
export interface AllFound {
  readonly results: readonly Found[];
  readonly scenarios: readonly FoundScenario[];
}

/** The fixes of the diagnostics in a range, and what can be done with the statements, the call or the check there. */
export function codeActions(snapshot: Snapshot, from: number, to: number, found: AllFound = { results: [], scenarios: [] }): CodeAction[] {
  const touching = snapshot.analysed.diagnostics.filter(({ span }) => span.file === 0 && span.start <= to && from <= span.end);
  const fixes = touching.flatMap((diagnostic) =>
    diagnostic.fixes.map(({ title, edits }, index): CodeAction => ({ title, kind: 'quickfix', edits, diagnostic, preferred: index === 0 })),
  );
  const isWrapped = touching.some((diagnostic) => diagnostic.fixes.some(({ makesStep }) => makesStep === true));
  return [
    ...fixes,
    ...(isWrapped ? [] : wrapInAtomic(snapshot, from, to)),
    ...extractOperation(snapshot, from, to),
    ...inlineOperation(snapshot, from),
    ...ofItem(snapshot, itemAt(snapshot, from, to), found),
  ];
}

function ofItem(snapshot: Snapshot, item: Item | undefined, { results, scenarios }: AllFound): CodeAction[] {
  if (item?.kind === 'scenario') return foundPossibility(item, scenarios);
  if (item?.kind !== 'check') return [];
  return [...missingSettings(snapshot, item), ...checkMatrices(snapshot, item), ...foundExpectation(snapshot, item, results)];
}

function itemAt({ module }: Snapshot, from: number, to: number): Item | undefined {
  return module.items.find(({ span }) => span.start <= to && from <= span.end);
}

/** `atomic { … }` around the selected statements of one block, where that is a step. */
function wrapInAtomic(snapshot: Snapshot, from: number, to: number): CodeAction[] {
  const statements = selected(snapshot, from, to);
  const first = statements[0];
  const last = statements.at(-1);
  if (first === undefined || last === undefined) return [];
  const { main } = snapshot;
  const text = main.text.slice(first.span.start, last.span.end);
  const indent = ' '.repeat(positionAt(main, first.span.start).column - 1);
  const body = text.includes('\n') ? `atomic {\n${indent}  ${text.replaceAll('\n', '\n  ')}\n${indent}}` : `atomic { ${text} }`;
  const edits = [{ span: { file: 0, start: first.span.start, end: last.span.end }, text: body }];
  if (newMistake(snapshot, withEdits(snapshot, edits)) !== null) return [];
  return [{ title: statements.length > 1 ? 'Make these one step with `atomic`' : 'Wrap in `atomic`', kind: 'refactor.rewrite', edits, diagnostic: null }];
}

/** What `atomic` may be put around: it declares nothing for the statements after it, and is no block of that sort yet. */
const maySurround: Readonly<Record<Statement['kind'], boolean>> = {
  label: true,
  assign: true,
  call_statement: true,
  if: true,
  while: true,
  repeat: true,
  either: true,
  await: true,
  for: true,
  assert: true,
  break: true,
  continue: true,
  goto: true,
  return: true,
  skip: true,
  local: false,
  choose: false,
  error_statement: false,
  atomic: false,
};

/** The statements of the innermost block around the selection that it touches; none inside a step or where one declares what others use. */
function selected({ module }: Snapshot, from: number, to: number): readonly Statement[] {
  let best: readonly Statement[] = [];
  const around = ({ span }: Node): boolean => span.start <= from && to <= span.end;
  for (const item of module.items) {
    if ((item.kind !== 'actor' && item.kind !== 'operation') || !around(item)) continue;
    walk(item, (node) => {
      const isStep = (node.kind === 'atomic' || (node.kind === 'operation' && node.atomic)) && around(node);
      if (isStep) best = [];
      else if (node.kind === 'block' && around(node)) {
        const inside = node.statements.filter(({ kind, span }) => kind !== 'label' && span.start <= to && from <= span.end);
        if (inside.length > 0) best = inside;
      }
      return !isStep;
    });
  }
  return best.every(({ kind }) => maySurround[kind]) ? best : [];
}

/** Writes a constant or variant that the check does not set, with its declared value. */
function missingSettings(snapshot: Snapshot, check: CheckDeclaration): CodeAction[] {
  const { model } = snapshot.analysed;
  const set = new Set([
    ...check.settings.flatMap((each) => (each.kind === 'value_setting' ? [each.name.text] : [])),
    ...check.matrix.map(({ name }) => name.text),
  ]);
  const brace = snapshot.main.text.indexOf('{', check.matrix.at(-1)?.span.end ?? check.name.span.end);
  if (brace < 0 || brace > check.span.end) return [];
  const missing = model.constants.filter(({ name, span }) => span.file === 0 && !set.has(name.text));
  const at = check.settings.at(-1)?.span.end ?? brace + 1;
  return missing.slice(0, 8).map((constant) => {
    const value = snapshot.main.text.slice(constant.value.span.start, constant.value.span.end);
    const text = check.settings.length > 0 ? `, ${constant.name.text} = ${value}` : ` ${constant.name.text} = ${value}`;
    return {
      title: `Set \`${constant.name.text}\` in this check`,
      kind: 'refactor.rewrite',
      edits: [{ span: { file: 0, start: at, end: at }, text }],
      diagnostic: null,
    };
  });
}
