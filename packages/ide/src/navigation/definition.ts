import { occurrenceAt } from '../names/occurrences.ts';
import { fileSpanAt, type FileSpan, type Snapshot } from '../names/snapshot.ts';
import { fieldsNamed, namesOf } from '../names/target.ts';
import { links } from './links.ts';

/** Where the name under the cursor is declared; for an import, the file. A tag may have several places. */
export function definition(snapshot: Snapshot, offset: number): FileSpan[] {
  const link = links(snapshot).find(({ span }) => span.start <= offset && offset <= span.end);
  if (link !== undefined) return [{ path: link.path, span: { file: -1, start: 0, end: 0 } }];
  const occurrence = occurrenceAt(snapshot, offset);
  if (occurrence === null) return [];
  if (occurrence.target.kind === 'tag') return tagPlaces(snapshot, occurrence.target.text);
  if (occurrence.target.kind === 'any_field') return fieldsNamed(snapshot, occurrence.target.text).map(({ field }) => fileSpanAt(snapshot, field.name.span));
  if (occurrence.target.kind === 'live') return [fileSpanAt(snapshot, occurrence.target.member.span)];
  return namesOf(occurrence.target).map(({ span }) => fileSpanAt(snapshot, span));
}

/** Where enums and variants declare a tag. */
export function tagPlaces(snapshot: Snapshot, text: string): FileSpan[] {
  const { model } = snapshot.analysed;
  const enums = model.enums.flatMap(({ members }) => members);
  const variants = model.constants.flatMap(({ type }) => (type.kind === 'tags_type' ? type.tags : []));
  return [...enums, ...variants].filter((name) => name.text === text).map(({ span }) => fileSpanAt(snapshot, span));
}
