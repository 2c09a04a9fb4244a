import type { Analysis, Model } from '@mmspec/semantics';
import type { Span } from '@mmspec/source';
import { walk, type AtExpression } from '@mmspec/syntax';
import type { TextChange } from '../text_change.ts';

/*
 * Steps that become one take the places between them away, and a property that asks whether somebody is there is no property any more.
 * Nobody is there, so what it asks for is false: with that in its place the property says of all other places what it said before.
 */

/** What is changed in properties besides, and which they are. */
export interface RemovedPlaces {
  readonly changes: readonly TextChange[];
  readonly properties: readonly string[];
}

/** `A at L` where L lies inside of a step. */
const atInsideStep = 'MM0326';

/**
 * What properties of a text have to say in place of `A at L` where a change has made L a part of a step, in offsets of the text before.
 * Null where something else is wrong with the text, or asks for such a place. Properties are as they were before.
 */
export function removedPlaces(before: Model, { model, diagnostics }: Pick<Analysis, 'model' | 'diagnostics'>): RemovedPlaces | null {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0 || errors.some(({ code }) => code !== atInsideStep)) return null;
  const found = errors.map(({ span }) => askedAt(before, model, span));
  if (found.includes(null)) return null;
  const asked = found.flatMap((each) => each ?? []);
  return {
    changes: asked.map(({ at: { start, end } }) => ({ start, end, text: 'false' })),
    properties: [...new Set(asked.map(({ property }) => property))],
  };
}

interface Asked {
  readonly property: string;
  /** Where it is asked in the text before. */
  readonly at: Span;
}

/** The property that asks for the place, and where it did; null where none does, or it asks for other places too. */
function askedAt(before: Model, { properties }: Model, place: Span): Asked | null {
  for (const { name, declaration } of properties) {
    const index = questionsIn(declaration).findIndex(({ span }) => span.file === place.file && span.start <= place.start && place.end <= span.end);
    const old = before.properties.find((each) => each.name === name);
    if (index < 0 || old === undefined) continue;
    const at = questionsIn(old.declaration)[index];
    const [only, ...others] = at?.places ?? [];
    return at === undefined || others.length > 0 || only?.high !== null || at.span.file !== 0 ? null : { property: name, at: at.span };
  }
  return null;
}

function questionsIn(declaration: Model['properties'][number]['declaration']): AtExpression[] {
  const found: AtExpression[] = [];
  walk(declaration, (node) => {
    if (node.kind === 'at') found.push(node);
  });
  return found;
}
