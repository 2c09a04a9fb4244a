import { positionAt, type Diagnostic, type Edit } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { CheckDeclaration, Node, Statement } from '@mmspec/syntax';
import { newMistake, withEdits } from './edited.ts';
import type { Snapshot } from '../names/snapshot.ts';

export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor';
  readonly edits: readonly Edit[];
  /** What it fixes. */
  readonly diagnostic: Diagnostic | null;
  /** The likeliest of what fixes the same. */
  readonly preferred?: boolean;
}

/** A verdict that an earlier run found, for the action that writes it down. */
export interface Found {
  readonly name: string;
  readonly met: boolean;
  readonly results: readonly { readonly property: string; readonly verdict: 'holds' | 'violated' | 'unfinished'; readonly depth: number | null }[];
}

/** The fixes of the diagnostics in a range, and what can be done with the statement or check there. */
export function codeActions(snapshot: Snapshot, from: number, to: number, found: readonly Found[] = []): CodeAction[] {
  const touching = snapshot.analysed.diagnostics.filter(({ span }) => span.file === 0 && span.start <= to && from <= span.end);
  const fixes = touching.flatMap((diagnostic) => diagnostic.fixes.map(({ title, edits }): CodeAction => ({ title, kind: 'quickfix', edits, diagnostic })));
  const isWrapped = touching.some((diagnostic) => diagnostic.fixes.some(({ makesStep }) => makesStep === true));
  return [
    ...fixes,
    ...(isWrapped ? [] : wrapInAtomic(snapshot, from, to)),
    ...missingSettings(snapshot, from, to),
    ...foundExpectation(snapshot, from, to, found),
  ];
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
  return [{ title: statements.length > 1 ? 'Make these one step with `atomic`' : 'Wrap in `atomic`', kind: 'refactor', edits, diagnostic: null }];
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

function checkAt({ module }: Snapshot, from: number, to: number): CheckDeclaration | undefined {
  return module.items.find((item): item is CheckDeclaration => item.kind === 'check' && item.span.start <= to && from <= item.span.end);
}

/** Writes a constant or variant that the check does not set, with its declared value. */
function missingSettings(snapshot: Snapshot, from: number, to: number): CodeAction[] {
  const check = checkAt(snapshot, from, to);
  if (check === undefined) return [];
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
      kind: 'refactor',
      edits: [{ span: { file: 0, start: at, end: at }, text }],
      diagnostic: null,
    };
  });
}

/** Turns an expectation that was not met into what was found. */
function foundExpectation(snapshot: Snapshot, from: number, to: number, found: readonly Found[]): CodeAction[] {
  const check = checkAt(snapshot, from, to);
  if (check === undefined || check.matrix.length > 0) return [];
  const result = found.find(({ name }) => name === check.name.text);
  if (result === undefined || (result.met && check.expectation !== null) || result.results.some(({ verdict }) => verdict === 'unfinished')) return [];
  const violated = result.results.filter(({ verdict }) => verdict === 'violated').map(({ property, depth }) => `${property} within ${depth ?? 0}`);
  const text = violated.length === 0 ? 'expect holds' : `expect violates ${violated.join(', ')}`;
  const { expectation } = check;
  const span = expectation === null ? { file: 0, start: check.span.end, end: check.span.end } : expectation.span;
  const edit = { span, text: expectation === null ? ` ${text}` : text };
  return [
    { title: expectation === null ? 'Expect what was found' : 'Change the expectation to what was found', kind: 'quickfix', edits: [edit], diagnostic: null },
  ];
}
