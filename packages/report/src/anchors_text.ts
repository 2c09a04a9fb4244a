import { oneLine } from '@mmspec/source';
import type { AnchorFinding, AnchorRow } from '@mmspec/system';
import { plainPaint, type Paint, type Role } from './colour.ts';
import { counted, shorten } from './wrap.ts';

/*
 * Where the source is that a spec models, as text.
 */

const roles: Readonly<Record<AnchorFinding['kind'], Role>> = { found: 'good', moved: 'warning', gone: 'bad', refused: 'bad' };

const reasons: Readonly<Record<NonNullable<AnchorFinding['why']>, string>> = {
  'no file': 'there is no such file',
  'no symbol': 'there is no such symbol',
  'no text': 'the symbol is there, without the text',
};

/** A line for each anchor, below it one for each tree, and a sum at the end. */
export function anchorsText(rows: readonly AnchorRow[], trees: readonly string[], paint: Paint = plainPaint): string {
  if (rows.length === 0) return 'The spec has no anchors.';
  return [...rows.map((row) => rowText(row, trees, paint)), '', sumText(rows, trees)].join('\n');
}

function rowText(row: AnchorRow, trees: readonly string[], paint: Paint): string {
  const head = `${String(row.spec.line).padStart(5)}  ${oneLine(row.name)}  ${paint('dim', wanted(row))}`;
  return [
    head,
    ...row.found.map((finding, index) => `       ${foundText(finding, row, trees.length > 1 ? `${oneLine(trees[index] ?? '')}: ` : '', paint)}`),
  ].join('\n');
}

function wanted({ path, symbol, text }: AnchorRow): string {
  return `${oneLine(path)} ${symbol}${text === null ? '' : ` "${shorten(oneLine(text), 60)}"`}`;
}

function foundText({ kind, path, line, symbol, why }: AnchorFinding, row: AnchorRow, tree: string, paint: Paint): string {
  const mark = paint(roles[kind], kind);
  if (kind === 'refused') return `${tree}${mark}  the path leads out of the tree`;
  if (kind === 'gone') return `${tree}${mark}  ${why === null ? '' : reasons[why]}${line === null ? '' : ` (${oneLine(path)}:${line})`}`;
  return `${tree}${mark}  ${oneLine(path)}:${line}${kind === 'moved' && symbol !== null && symbol !== row.symbol ? ` in ${symbol}` : ''}`;
}

/** `12 anchors: 10 found, 1 moved, 1 gone`; of several trees also since which one something is gone. */
function sumText(rows: readonly AnchorRow[], trees: readonly string[]): string {
  if (trees.length === 0) return `${counted(rows.length, 'anchor')}; --kernel TREE looks them up.`;
  const perTree = trees.map((tree, index) => {
    const count = (kind: AnchorFinding['kind']): number => rows.filter(({ found }) => found[index]?.kind === kind).length;
    const parts = (['found', 'moved', 'gone', 'refused'] as const).filter((kind) => count(kind) > 0).map((kind) => `${count(kind)} ${kind}`);
    return `${oneLine(tree)}: ${parts.join(', ')}`;
  });
  const since = trees.length < 2 ? [] : rows.flatMap((row) => sinceText(row, trees));
  return [`${counted(rows.length, 'anchor')}. ${perTree.join('; ')}.`, ...since].join('\n');
}

/** Of one that was there before: the first tree in which it is gone. */
function sinceText({ name, found }: AnchorRow, trees: readonly string[]): string[] {
  const gone = found.findIndex(({ kind }) => kind === 'gone');
  if (gone <= 0) return [];
  return [`${oneLine(name)} is gone since ${oneLine(trees[gone] ?? '')}.`];
}
