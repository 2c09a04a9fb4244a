import type { SearchResult } from '@mmspec/checker';
import type { Model } from '@mmspec/semantics';
import { oneLine, positionAt, textOf } from '@mmspec/source';
import type { SourceFile, Span } from '@mmspec/source';
import { blocksOf, isStatement, walk } from '@mmspec/syntax';
import type { Block } from '@mmspec/syntax';
import type { Action, CoveredBranch, CoveredStep, TransitionSystem } from '@mmspec/system';

interface Counted {
  readonly action: Action;
  readonly owner: string;
  count: number;
}

/** Counts of the steps of the spec's own text, and of the blocks that they stand in or have labels of. */
export class StepCounts {
  private readonly steps = new Map<string, Counted>();
  private readonly branches: readonly Branch[];
  private readonly counts = new Map<Branch, number>();

  constructor(model: Model) {
    this.branches = branchesOf(model);
  }

  /** Adds what a search took that has counted its steps. */
  add({ actions, actors }: TransitionSystem, { steps: taken }: SearchResult): void {
    if (taken === null) throw new Error('the steps of a search are asked for that has not counted them');
    for (const [index, action] of actions.entries()) {
      const count = taken[index] ?? 0;
      const owner = actors[action.actor]?.kind ?? action.environment ?? '';
      for (const branch of this.branches) if (comesTo(branch, action, owner)) this.counts.set(branch, (this.counts.get(branch) ?? 0) + count);
      if (action.span.file !== 0) continue;
      const key = `${owner} ${action.span.start}`;
      const known = this.steps.get(key) ?? { action, owner, count: 0 };
      this.steps.set(key, known);
      known.count += count;
    }
  }

  stepsIn({ files: [main] }: Model): CoveredStep[] {
    if (main === undefined) return [];
    return [...this.steps.values()]
      .toSorted((a, b) => a.action.span.start - b.action.span.start)
      .map(({ action: { span, path }, owner, count }) => ({ owner, name: path.join('.'), ...placeOf(main, span), count }));
  }

  /** Those that are there under some setting: of others no check can say anything. */
  branchesIn({ files: [main] }: Model): CoveredBranch[] {
    if (main === undefined) return [];
    return this.branches.flatMap((branch) => {
      const count = this.counts.get(branch);
      return count === undefined ? [] : [{ owner: branch.owner, ...placeOf(main, branch.block.span), text: lineAt(main, branch.block.span.start), count }];
    });
  }
}

function placeOf(file: SourceFile, span: Span): { readonly line: number; readonly column: number; readonly text: string } {
  return { ...positionAt(file, span.start), text: oneLine(textOf(file, span).split('\n')[0]!.trim()) };
}

/** The whole line: a block alone begins with a brace. */
function lineAt({ text }: SourceFile, offset: number): string {
  const end = text.indexOf('\n', offset);
  return oneLine(text.slice(text.lastIndexOf('\n', offset) + 1, end < 0 ? undefined : end).trim());
}

/** A block that is not always come to. */
interface Branch {
  readonly owner: string;
  /** Its statements are those of an operation, which many call. */
  readonly isOperation: boolean;
  readonly block: Block;
  readonly labels: ReadonlySet<string>;
}

function branchesOf({ modules: [main] }: Model): Branch[] {
  return (main?.items ?? []).flatMap((item): Branch[] => {
    if (item.kind !== 'actor' && item.kind !== 'operation') return [];
    const found: Branch[] = [];
    walk(item, (node) => {
      // An `atomic` is no choice: whoever comes to it takes it.
      if (!isStatement(node) || node.kind === 'atomic') return;
      for (const block of blocksOf(node)) found.push({ owner: item.name.text, isOperation: item.kind === 'operation', block, labels: labelsOf(block) });
    });
    return found.toSorted((a, b) => a.block.span.start - b.block.span.start);
  });
}

function labelsOf({ statements }: Block): ReadonlySet<string> {
  return new Set(statements.flatMap((statement) => (statement.kind === 'label' ? [statement.name.text] : [])));
}

/** A step inside of the block, or one that executes what a label of the block covers. */
function comesTo({ owner, isOperation, block, labels }: Branch, { span, executed, operations }: Action, by: string): boolean {
  if (span.file === 0 && block.span.start <= span.start && span.end <= block.span.end) return true;
  if (isOperation ? !executed.some((path) => path.includes(owner)) && !operations.includes(owner) : by !== owner) return false;
  return labels.size > 0 && executed.some((path) => path.some((part) => labels.has(part)));
}
