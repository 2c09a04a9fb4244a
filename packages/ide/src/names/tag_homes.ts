import type { Model } from '@mmspec/semantics';
import type { Snapshot } from './snapshot.ts';

/** The declarations that have a tag among theirs; none has a memory model, which is a word of the language. */
export function tagHomes({ analysed: { model } }: Snapshot, text: string): readonly (Model['enums'][number] | Model['constants'][number])[] {
  const enums = model.enums.filter(({ members }) => members.some((member) => member.text === text));
  const constants = model.constants.filter(({ type }) => type.kind === 'tags_type' && type.tags.some((tag) => tag.text === text));
  return [...enums, ...constants];
}
