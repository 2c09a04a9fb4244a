import { anchorsOf, isInside } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { AnchorFinding, AnchorRow, CheckResult, StepSource, Trace } from '@mmspec/system';
import { sourcePosition } from '../source_position.ts';
import { findAnchor } from './find_anchor.ts';
import type { ReadSource } from './find_anchor.ts';

/*
 * The anchors of a spec, looked up in trees of sources.
 */

/** Every anchor, with where it is in each tree. */
export function anchorRows(model: Model, trees: readonly ReadSource[]): AnchorRow[] {
  const anchors = anchorsOf(model);
  const paths = [...new Set(anchors.map(({ anchor }) => anchor.path))].filter(isInside);
  return anchors.map(({ what, name, anchor }) => {
    const { path, line } = sourcePosition(model, anchor.span);
    const { symbol, text } = anchor;
    return { what, name, path: anchor.path, symbol, text, spec: { path, line }, found: trees.map((read) => sought(anchor, read, paths)) };
  });
}

function sought(anchor: Pick<StepSource, 'path' | 'symbol' | 'text'>, read: ReadSource, paths: readonly string[]): AnchorFinding {
  if (!isInside(anchor.path)) return { kind: 'refused', path: anchor.path, line: null, symbol: null, why: null };
  return findAnchor(anchor, read, paths);
}

/** The result of a check, with the lines in a tree of the steps that have an anchor. */
export function withLines(result: CheckResult, rows: readonly AnchorRow[]): CheckResult {
  const key = ({ path, symbol, text }: StepSource): string => JSON.stringify([path, symbol, text]);
  const known = new Map(rows.map((row) => [key(row), row.found[0]]));
  const located = (trace: Trace | null): Trace | null =>
    trace === null
      ? null
      : {
          ...trace,
          steps: trace.steps.map((step) => {
            const found = step.source === undefined ? undefined : known.get(key(step.source));
            if (step.source === undefined || found === undefined || found.line === null || (found.kind !== 'found' && found.kind !== 'moved')) return step;
            return { ...step, source: { ...step.source, path: found.path, line: found.line } };
          }),
        };
  return { ...result, results: result.results.map((each) => ({ ...each, trace: located(each.trace) })), trace: located(result.trace) };
}
