import type { Module, Parameter } from '@mmspec/syntax';
import { callable, draft, type Draft } from './completion_draft.ts';
import { mayStand, type NamePlace } from './completion_names.ts';
import { offeredBy, type Importable } from '../fixes/importable.ts';
import type { Snapshot } from '../names/snapshot.ts';

/*
 * What modules declare that are not imported yet: it comes with its import.
 */

/** Operations that may be called there. */
export function unimportedOperations(snapshot: Snapshot, importable: () => readonly Importable[], place: NamePlace): Draft[] {
  return offeredBy(snapshot, importable).flatMap(({ home, item }): Draft[] => {
    if (item.kind !== 'operation' || item.placed || !mayStand(snapshot.analysed.model, item, place)) return [];
    const names = item.parameters.map(({ name }) => name.text);
    return [
      { ...callable(item.name.text, names, 'operation', callText(item.name.text, item.parameters, home.name), item.doc.join('\n')), importing: home.name },
    ];
  });
}

/** Objects, records and enums. */
export function unimportedTypes(snapshot: Snapshot, importable: () => readonly Importable[]): Draft[] {
  return offeredBy(snapshot, importable).flatMap(({ home, item }): Draft[] =>
    item.kind === 'object' || item.kind === 'record' || item.kind === 'enum'
      ? [{ ...draft(item.name.text, 'type', `${item.kind} ${item.name.text}, from ${home.name}`, item.doc.join('\n')), importing: home.name }]
      : [],
  );
}

function callText(name: string, parameters: readonly Parameter[], home: string): string {
  return `op ${name}(${parameters.map((each) => each.name.text).join(', ')}), from ${home}`;
}

/** What a module says of itself, up to the end of the first line. */
export function aboutModule({ comments, name }: Module): string {
  const start = name[0]?.span.start ?? 0;
  return comments.find(({ style, span }) => style === 'doc' && span.start < start)?.text.trim() ?? '';
}
