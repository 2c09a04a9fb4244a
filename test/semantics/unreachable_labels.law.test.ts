import { libraryText } from '@mmspec/library';
import { analyse, buildWorld, plan, withStandIns } from '@mmspec/semantics';
import { hasErrors, type Span } from '@mmspec/source';
import { expect, test } from 'vitest';
import { corpus } from '../syntax/corpus.ts';

/*
 * Law: a label is never reached, or covers no step, in a spec with some checks just where it is so with each of them alone. Actors are
 * followed under further settings only where they may come to something new; with one check alone little is left out.
 */

type Code = 'MM0311' | 'MM0312';

const analysed = (text: string): ReturnType<typeof analyse> =>
  analyse({ path: 'spec.mmspec', text }, (path) => {
    const found = libraryText(path.join('.'));
    return found === null ? null : { path: `${path.join('/')}.mmspec`, text: found };
  });

interface Reported {
  readonly places: readonly number[];
  /** The texts of actors of whom there is somebody in some check. */
  readonly actors: readonly Span[];
}

/** Where labels of the text are reported, with blanks in place of these spans. */
function reported(text: string, blanked: readonly Span[], codes: readonly Code[]): Reported {
  const left = blanked.reduce((all, { start, end }) => all.slice(0, start) + all.slice(start, end).replaceAll(/\S/gu, ' ') + all.slice(end), text);
  const { model, diagnostics } = analysed(left);
  const worlds = withStandIns(model, plan(model).checks).map(({ settings }) => buildWorld(model, settings));
  return {
    places: diagnostics.filter(({ code, span }) => codes.some((each) => each === code) && span.file === 0).map(({ span }) => span.start),
    actors: model.actors.filter((actor) => worlds.some((world) => world.actorsOf(actor).length > 0)).map(({ span }) => span),
  };
}

/** True where nobody comes there who is in some check. */
const isMissing = ({ places, actors }: Reported, place: number): boolean =>
  places.includes(place) || !actors.some(({ file, start, end }) => file === 0 && start <= place && place < end);

test.each<[string, ...Code[]]>([
  ['is not reached', 'MM0311'],
  ['covers no step that is reached', 'MM0311', 'MM0312'],
])(
  'what %s',
  (_, ...codes) => {
    const total = { specs: 0, alone: 0, together: 0 };
    for (const { name, text } of corpus) {
      const { model, diagnostics } = analysed(text);
      const checks = model.checks.filter(({ span }) => span.file === 0).map(({ span }) => span);
      if (hasErrors(diagnostics) || checks.length < 2) continue;
      total.specs++;
      const alone = checks.map((kept) =>
        reported(
          text,
          checks.filter((each) => each !== kept),
          codes,
        ),
      );
      // All of them, every second one, and the others.
      for (const isIn of [() => true, (index: number) => index % 2 === 0, (index: number) => index % 2 === 1]) {
        const parts = alone.filter((_, index) => isIn(index));
        const together = reported(
          text,
          checks.filter((_, index) => !isIn(index)),
          codes,
        ).places;
        const expected = new Set(parts.flatMap(({ places }) => places).filter((place) => parts.every((each) => isMissing(each, place))));
        expect(together, name).toEqual([...expected].toSorted((a, b) => a - b));
        total.together += together.length;
      }
      total.alone += alone.reduce((sum, { places }) => sum + places.length, 0);
    }
    console.log(`${total.specs} specs: ${total.alone} labels with one check alone, ${total.together} with several`);
    expect(total.specs).toBeGreaterThan(60);
    expect(total.alone).toBeGreaterThan(1000);
    expect(total.together).toBeGreaterThan(100);
  },
  60_000,
);
