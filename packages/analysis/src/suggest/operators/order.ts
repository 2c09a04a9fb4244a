import { textOf } from '@mmspec/source';
import { costs, type Candidate } from '../candidate.ts';
import { isTaken, type Scene } from '../scene.ts';
import { flat } from '../../bodies.ts';
import { isCheck, type Sequence, type Unit } from '../units.ts';
import { before, behind, gone } from './texts.ts';
import { waysOut } from './ways_out.ts';

/** A step is taken before another one, or after it; a check then leads away from where it stands. */
export function order(scene: Scene, sequence: Sequence): Candidate[] {
  const { units } = sequence;
  return units.flatMap((_, to) =>
    units.slice(0, to).flatMap((_earlier, from) => {
      const crossed = units.slice(from, to + 1);
      if (!isTaken(scene, sequence, crossed)) return [];
      return to === from + 1 ? swapped(scene, sequence, crossed) : [...earlier(scene, sequence, crossed), ...later(scene, sequence, crossed)];
    }),
  );
}

function swapped(scene: Scene, sequence: Sequence, crossed: readonly Unit[]): Candidate[] {
  const [first, second] = [crossed[0]!, crossed[1]!];
  const plain = moved(scene, sequence, { unit: second, place: `before ${first.name}`, steps: 1 }, (text) => before(first, text));
  // A check that comes later leads away from a place where more has been done.
  const checked = isCheck(first.statement) ? otherWays(scene, sequence, { unit: first, named: second, place: `before ${first.name}` }, second) : [];
  return [plain, ...checked];
}

function earlier(scene: Scene, sequence: Sequence, crossed: readonly Unit[]): Candidate[] {
  const [first, last] = [crossed[0]!, crossed.at(-1)!];
  return [moved(scene, sequence, { unit: last, place: `before ${first.name}`, steps: crossed.length - 1 }, (text) => before(first, text))];
}

function later(scene: Scene, sequence: Sequence, crossed: readonly Unit[]): Candidate[] {
  const [first, last] = [crossed[0]!, crossed.at(-1)!];
  const plain = moved(scene, sequence, { unit: first, place: `after ${last.name}`, steps: crossed.length - 1 }, (text) => behind(last, text));
  return [plain, ...(isCheck(first.statement) ? otherWays(scene, sequence, { unit: first, named: first, place: `after ${last.name}` }, last) : [])];
}

interface Move {
  readonly unit: Unit;
  readonly place: string;
  readonly steps: number;
}

function moved(scene: Scene, { owner }: Sequence, { unit, place, steps }: Move, put: (text: string) => ReturnType<typeof before>): Candidate {
  return {
    operator: 'order',
    owner,
    name: `order ${owner}: ${unit.name} ${place}`,
    group: `order ${owner} ${unit.name}`,
    cost: costs.order + (steps - 1) * costs.further,
    does: flat(scene.file, { start: unit.inner, end: unit.end }),
    offset: unit.start,
    changes: [gone(scene.file, unit), put(textOf(scene.file, { file: 0, start: unit.start, end: unit.end }))],
  };
}

/** A check comes behind a step, and leads away in each of the ways that there are. */
function otherWays(scene: Scene, sequence: Sequence, { unit, named, place }: { unit: Unit; named: Unit; place: string }, behindIt: Unit): Candidate[] {
  const { statement } = unit;
  if (!isCheck(statement)) return [];
  const own = flat(scene.file, statement.consequent.span);
  const head = textOf(scene.file, { file: 0, start: unit.start, end: unit.inner });
  const condition = flat(scene.file, statement.condition.span);
  return waysOut(scene, sequence, behindIt.end)
    .filter(({ block }) => block !== own)
    .map(({ block, name }) => ({
      operator: 'order',
      owner: sequence.owner,
      name: `order ${sequence.owner}: ${named.name} ${place}, ${name}`,
      group: `order ${sequence.owner} ${named.name}`,
      cost: costs.order + costs.wayOut,
      offset: unit.start,
      changes: [gone(scene.file, unit), behind(behindIt, `${head}if ${condition} ${block}`)],
    }));
}
