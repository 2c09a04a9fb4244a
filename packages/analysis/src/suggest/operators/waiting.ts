import { walk } from '@mmspec/syntax';
import { isWaiting, lockPairs } from '../../audit/pairings.ts';
import { costs, type Candidate } from '../candidate.ts';
import { isTaken, piecesFor, type Scene } from '../scene.ts';
import type { Sequence } from '../units.ts';
import { takesLocks } from './around.ts';
import { places } from './texts.ts';

/** Somebody waits here: for a grace period, for what runs elsewhere, for what others do under a lock, for a store to be seen. */
export function waiting(scene: Scene, sequence: Sequence): Candidate[] {
  if (sequence.isAtomic) return [];
  const { owner, units } = sequence;
  const cost = takesLocks(scene, owner) ? costs.wait : costs.wait + costs.hurry;
  const texts = waits(scene, owner);
  return places(units, ({ name, at, next }) =>
    !isTaken(scene, sequence, [next])
      ? []
      : texts.map((text) => ({
          operator: 'wait',
          owner,
          name: `wait ${owner}: ${text} ${name}`,
          group: `wait ${owner} ${text}`,
          cost,
          does: text,
          offset: next.start,
          changes: [at(text.replace('; ', '\n'))],
        })),
  );
}

/** All that an owner may wait for, as text. */
function waits(scene: Scene, owner: string): string[] {
  const calls = [...scene.operations.keys()].filter(isWaiting).flatMap((name) => piecesFor(scene, name, owner).map((piece) => `${name}(${piece})`));
  const awaits = scene.awaited.filter((piece) => piece.owner === null || piece.owner === owner).map(({ text }) => `await ${text}`);
  const locks = lockPairs
    .filter(({ opens }) => !opens.includes('read') && !opens.includes('irq') && !opens.includes('bh'))
    .flatMap(({ opens, closes }) => piecesFor(scene, opens, owner).map((piece) => `${opens}(${piece}); ${closes}(${piece})`));
  const all = [...new Set([...ownWaits(scene), ...calls, ...awaits, ...locks])];
  // What the spec calls somewhere is nearer than what it only could call.
  const isCalled = (text: string): boolean => scene.file.text.includes(text.slice(0, text.indexOf('(') + 1));
  return [...all.filter(isCalled), ...all.filter((text) => !isCalled(text))];
}

/** Operations of the spec that wait, or that are done for somebody else under a lock. */
function ownWaits({ model, fileOf }: Scene): string[] {
  return model.operations.flatMap((operation) => {
    if (fileOf.get(operation) !== 0 || operation.parameters.length > 0 || operation.result !== null) return [];
    let waits = false;
    walk(operation.body, (node) => {
      if (node.kind === 'await' || node.kind === 'call') waits = true;
    });
    return waits ? [`${operation.name.text}()`] : [];
  });
}
