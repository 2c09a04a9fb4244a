import { referenceLenses, references, type Snapshot } from '@mmspec/ide';
import type { CodeLens } from 'vscode-languageserver';
import { toLocation } from './convert.ts';
import { rangeOf } from './positions.ts';
import { at, type At, type Server } from './state.ts';

/** What a lens does in an editor without a command for it: nothing is shown but the number. */
export const serverReferences = 'mmspec.server.references';

/** Lenses for how often declarations are used, if that is wanted; the numbers come when they are looked at. */
export function lensesOfReferences({ settings }: Server, { main, module }: Snapshot, uri: string): CodeLens[] {
  if (!settings.referenceLenses) return [];
  return referenceLenses(module).map((span) => {
    const range = rangeOf(main, span);
    return { range, data: { textDocument: { uri }, position: range.start } satisfies At };
  });
}

/** Answers with the number of a lens. */
export function addReferenceLenses(server: Server): void {
  const { connection, workspace } = server;
  connection.onCodeLensResolve((lens): CodeLens => {
    if (!isAt(lens.data)) return lens;
    const { snapshot, offset } = at(server, lens.data);
    const found = references(snapshot, offset, workspace.others(snapshot.main.path), false).flatMap((place) => toLocation(workspace, place));
    const title = `${found.length} ${found.length === 1 ? 'reference' : 'references'}`;
    const command = server.settings.lensCommands ? 'mmspec.showReferences' : serverReferences;
    return { ...lens, command: { title, command, arguments: [lens.data.textDocument.uri, lens.data.position, found] } };
  });
}

function isAt(value: unknown): value is At {
  return typeof value === 'object' && value !== null && 'textDocument' in value && 'position' in value;
}
