import type { SourceFile } from '@mmspec/source';
import { ClientTexts, type ClientReads } from '../client_texts.ts';
import type { Host } from '../host.ts';
import { Workspace } from '../workspace.ts';
import type { DebugHost } from './launch.ts';

/**
 * The texts of the editor, saved or not, before those of the host; imports are searched up to the given folders.
 * `reads` gives texts of schemes that only the editor knows; null: there are none.
 */
export function debugTexts(
  host: Host,
  folders: readonly string[],
  open: readonly SourceFile[],
  reads: ClientReads['text'] | null = null,
): Pick<DebugHost, 'read' | 'resolverOf' | 'fetch'> {
  const workspace = new Workspace(host);
  if (reads !== null) workspace.clientTexts = new ClientTexts({ text: reads, list: () => Promise.resolve([]) }, () => workspace.told());
  for (const folder of folders) workspace.folders.add(folder);
  for (const { path, text } of open) workspace.setOpen(path, text);
  return { read: (path) => workspace.file(path), resolverOf: (main) => workspace.resolverOf(main), fetch: (path) => workspace.settled(path) };
}
