import { textOf } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { Statement } from '@mmspec/syntax';
import { costs, type Candidate } from '../candidate.ts';
import { isTaken, type Scene } from '../scene.ts';
import type { Sequence, Unit } from '../units.ts';
import { nameOfRange, ranges } from './texts.ts';

const fewest = 2;
const most = 4;

/** Neighbouring steps become one. */
export function together(scene: Scene, sequence: Sequence): Candidate[] {
  if (sequence.isAtomic) return [];
  const { owner } = sequence;
  return ranges(sequence.units, fewest, most)
    .filter((range) => range.every(isStep) && range.slice(1).every(({ statement }) => statement.kind !== 'await'))
    .filter((range) => isTaken(scene, sequence, range))
    .map((range) => ({
      operator: 'together',
      owner,
      name: `together ${owner}: ${nameOfRange(range)}`,
      group: `together ${owner}`,
      cost: (isOneLocation(scene, range) ? costs.together : costs.togetherUnderLock) + (range.length - fewest) * costs.more,
      offset: range[0]!.start,
      changes: [
        { start: range[0]!.start, end: range[0]!.start, text: 'atomic {\n' },
        { start: range.at(-1)!.end, end: range.at(-1)!.end, text: '\n}' },
      ],
    }));
}

/** One location is read and written, as a single instruction can do it. */
function isOneLocation({ model, file }: Scene, range: readonly Unit[]): boolean {
  const paths = new Set<string>();
  for (const { statement } of range) {
    if (statement.kind !== 'assign' && statement.kind !== 'local') return false;
    walk(statement, (node) => {
      if (node.kind === 'call') paths.add(textOf(file, node.span));
      if (node.kind === 'field' || node.kind === 'index') paths.add(textOf(file, node.span));
      if (node.kind === 'name_expression' && model.meanings.get(node.name)?.kind === 'variable') paths.add(node.name.text);
      return node.kind !== 'field' && node.kind !== 'index';
    });
  }
  return paths.size === 1;
}

/** What can be part of a step. */
const canBePart: Readonly<Record<Statement['kind'], boolean>> = {
  assign: true,
  call_statement: true,
  atomic: true,
  if: true,
  await: true,
  local: true,
  skip: true,
  choose: true,
  assert: true,
  label: false,
  while: false,
  repeat: false,
  either: false,
  for: false,
  break: false,
  continue: false,
  goto: false,
  return: false,
  error_statement: false,
};

function isStep({ statement }: Unit): boolean {
  return canBePart[statement.kind];
}
