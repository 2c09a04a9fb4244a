import { textOf } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import { lockPairs, sectionPairs } from '../../audit/pairings.ts';
import { costs, type Candidate } from '../candidate.ts';
import { callOf } from '../../bodies.ts';
import { isTaken, piecesFor, type Scene } from '../scene.ts';
import type { Sequence, Unit } from '../units.ts';
import { before, behind, nameOfRange, ranges } from './texts.ts';

/* Something is opened before some steps and closed behind them. */

const most = 6;

/** A lock is held. */
export function locking(scene: Scene, sequence: Sequence): Candidate[] {
  const cost = takesLocks(scene, sequence.owner) ? costs.lock : costs.fastPathLock;
  return lockPairs.flatMap(({ opens, closes }) =>
    piecesFor(scene, opens, sequence.owner).flatMap((piece) => around(scene, sequence, { operator: 'lock', opens, closes, piece, cost })),
  );
}

/** Whether an owner takes a lock anywhere. */
export function takesLocks({ sequences }: Scene, owner: string): boolean {
  return sequences.some((each) => each.owner === owner && each.units.some(isLock));
}

function isLock(unit: Unit): boolean {
  const name = callOf(unit.statement)?.callee.text;
  return lockPairs.some(({ opens }) => opens === name);
}

/** A section of readers, or interrupts or preemption off. */
export function sections(scene: Scene, sequence: Sequence): Candidate[] {
  return sectionPairs
    .filter(({ opens }) => scene.operations.get(opens)?.parameters.length === 0)
    .flatMap(({ opens, closes }) => around(scene, sequence, { operator: 'section', opens, closes, piece: '', cost: costs.section }));
}

const references: readonly { readonly opens: string; readonly closes: string }[] = [
  { opens: 'mmgrab', closes: 'mmdrop' },
  { opens: 'folio_get', closes: 'folio_put' },
  { opens: 'kref_get', closes: 'kref_put' },
  { opens: 'refcount_inc', closes: 'refcount_dec_and_test' },
];

/** A reference is held on what is touched. */
export function holding(scene: Scene, sequence: Sequence): Candidate[] {
  const touched = touchedIn(scene, sequence);
  return references
    .filter(({ opens, closes }) => scene.operations.has(opens) && scene.operations.has(closes))
    .flatMap(({ opens, closes }) => touched.flatMap((piece) => around(scene, sequence, { operator: 'hold', opens, closes, piece, cost: costs.hold })));
}

function touchedIn({ file }: Scene, { units }: Sequence): string[] {
  const found = new Set<string>();
  for (const { statement } of units) {
    walk(statement, (node) => {
      const [first] = node.kind === 'call' && node.callee.text === 'touch' ? node.arguments : [];
      if (first !== undefined) found.add(textOf(file, first.span));
    });
  }
  return [...found];
}

interface Pair {
  readonly operator: 'lock' | 'section' | 'hold';
  readonly opens: string;
  readonly closes: string;
  readonly piece: string;
  readonly cost: number;
}

function around(scene: Scene, sequence: Sequence, { operator, opens, closes, piece, cost }: Pair): Candidate[] {
  if (sequence.isAtomic || !scene.operations.has(opens) || !scene.operations.has(closes)) return [];
  const { owner } = sequence;
  return ranges(sequence.units, 1, most)
    .filter((range) => isTaken(scene, sequence, range))
    .map((range) => ({
      operator,
      owner,
      name: `${operator} ${owner}: ${opens}(${piece}) around ${nameOfRange(range)}`,
      group: `${operator} ${owner} ${opens} ${piece}`,
      cost,
      offset: range[0]!.start,
      changes: [before(range[0]!, `${opens}(${piece})`), behind(range.at(-1)!, `${closes}(${piece})`)],
    }));
}
