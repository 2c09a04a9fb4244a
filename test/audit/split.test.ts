import { split } from '@mmspec/analysis';
import { analyse } from '@mmspec/semantics';
import { hasErrors, type SourceFile } from '@mmspec/source';
import type { SplitChange, SplitPlace } from '@mmspec/system';
import { expect, test } from 'vitest';
import { stepPlaces, type StepPlace } from '../../packages/analysis/src/audit/split_places.ts';
import { resolve } from '../ledger/support.ts';
import { specOf } from '../random/specs.ts';
import { asParts, edited, withHeads } from './parts_by_hand.ts';
import { fileOf } from './specs.ts';
import { verdictsOf } from './verdicts.ts';

/*
 * What is said of a step that is taken as its parts is what separate checks say of a text in which it is no step.
 */

/** The text in which the place is its parts. */
function byHand(file: SourceFile, place: StepPlace): SourceFile {
  const { text, path } = file;
  if (place.kind === 'operation') {
    const { start } = place.operation.span;
    const head = text.slice(start).replace(/^atomic (?:(?:relaxed|acquire|release|full) )?/u, '');
    return { path, text: text.slice(0, start) + head };
  }
  return withHeads(edited(file, asParts(place.statement)));
}

type Row = Pick<SplitChange, 'check' | 'property' | 'after'>;

const key = ({ check, property, after }: Row): string => `${check} ${property}: ${after}`;

/** How many places of the spec itself are judged as separate checks judge them. */
async function compared(file: SourceFile): Promise<number> {
  const { model, diagnostics } = analyse(file, resolve);
  if (hasErrors(diagnostics)) return 0;
  const own = stepPlaces(model).filter((place) => place.kind === 'atomic' || place.file === 0);
  if (own.length === 0) return 0;
  const before = await verdictsOf(file);
  if (before === null) return 0;
  const { places } = await split(file, resolve);
  for (const [index, place] of own.entries()) {
    const after = await verdictsOf(byHand(file, place));
    const said = places[index]!;
    if (after === null) expect(said.verdict, nameOf(file, said)).toBe('not possible');
    else {
      const rows = after.flatMap(({ check, property, verdict }): Row[] => {
        const was = before.find((each) => each.check === check && each.property === property)?.verdict ?? 'holds';
        return was === verdict ? [] : [{ check, property, after: verdict }];
      });
      expect(said.changes.map(key).toSorted(), nameOf(file, said)).toEqual(rows.map(key).toSorted());
    }
  }
  return own.length;
}

const nameOf = ({ path }: SourceFile, { line, text }: SplitPlace): string => `${path}:${line} ${text}`;

test.each(['specs/swap_in_aba', 'specs/bugs/tlb_dirty', 'specs/bugs/af_unix_gc', 'specs/bugs/exclusive_wakeup'])('%s', async (name) => {
  expect(await compared(fileOf(`${name}.mmspec`))).toBeGreaterThan(2);
});

test('random specs', async () => {
  let places = 0;
  for (let number = 0; number < 20; number++) places += await compared({ path: `random ${number}`, text: specOf(number) });
  expect(places).toBeGreaterThan(10);
});
