import { nameOfLocal, type Model } from '@mmspec/semantics';
import type { Place } from './asking.ts';
import type { Running } from './running.ts';

/** What may be asked at a place, with names of the spec. */
export function whatMayBeAsked({ analysis: { model }, sourceLines }: Running, { from: { locals } }: Place): string {
  const object = countedObject(model);
  const label = labelOf(sourceLines);
  const kinds = [
    `shared variables${named(model.variables.map(({ name }) => name.text))}`,
    ...(locals.length === 0 ? [] : [`variables of the actor${named(locals.map(({ node }) => nameOfLocal(node)))}`]),
    `where actors stand${label === null ? '' : named([label])}`,
    ...(object === null ? [] : [`who holds references (\`holders(${object})\`, \`refs(${object})\`)`]),
    ...(model.defines.length === 0 ? [] : [`defines${named(model.defines.map(({ name }) => name.text))}`]),
    ...(model.properties.length === 0 ? [] : [`properties by their names${named(model.properties.map(({ name }) => name))}`]),
  ];
  return `You may ask for ${kinds.join(', ')}, and for what is made of them by arithmetic, comparisons, \`forall\`, \`exists\` and \`|x in S: …|\`.`;
}

function named(names: readonly string[]): string {
  const [first] = names.filter((name) => name !== '');
  return first === undefined ? '' : ` (\`${first}\`)`;
}

function labelOf({ lines }: Running['sourceLines']): string | null {
  for (const ofFile of lines.values()) {
    for (const [line] of ofFile.values()) {
      if (line === undefined || !/^\w+$/u.test(line.name) || line.body.kind !== 'actor') continue;
      return `${line.actor.name.text}${line.actor.count === null ? '' : '[0]'} at ${line.name}`;
    }
  }
  return null;
}

/** A shared variable that is an object with a counter. */
function countedObject({ variables, objects, meanings }: Model): string | null {
  const counted = new Set(objects.filter(({ members }) => members.some((member) => member.kind === 'variable' && member.type.kind === 'ref_type')));
  const found = variables.find(({ type }) => {
    const meaning = type.kind === 'named_type' ? meanings.get(type.name) : undefined;
    return meaning?.kind === 'object' && counted.has(meaning.declaration);
  });
  return found?.name.text ?? null;
}
