import type { Candidate } from '../candidate.ts';
import type { Scene } from '../scene.ts';
import type { Sequence } from '../units.ts';
import { holding, locking, sections } from './around.ts';
import { checking } from './checking.ts';
import { freezing } from './freezing.ts';
import { instead } from './instead.ts';
import { lockOrder } from './lock_order.ts';
import { order } from './order.ts';
import { together } from './together.ts';
import { waiting } from './waiting.ts';

type Operator = (scene: Scene, sequence: Sequence) => Candidate[];

const operators: readonly Operator[] = [order, instead, checking, together, waiting, sections, holding, freezing, lockOrder, locking];

/** All single changes of a scene, those that cost least first; of equal ones in order of the text. */
export function candidatesOf(scene: Scene): Candidate[] {
  const all = operators.flatMap((operator) => scene.sequences.flatMap((sequence) => operator(scene, sequence)));
  return all.toSorted((a, b) => a.cost - b.cost || a.offset - b.offset);
}
