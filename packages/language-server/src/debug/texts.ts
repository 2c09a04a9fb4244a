import type { SourceFile } from '@mmspec/source';
import { disk } from '../disk.ts';
import { Workspace } from '../workspace.ts';
import type { DebugHost } from './launch.ts';

/** The texts of the editor, saved or not, before those of the disk; imports are searched up to the given folders. */
export function debugTexts(folders: readonly string[], open: readonly SourceFile[]): Pick<DebugHost, 'read' | 'resolverOf'> {
  const workspace = new Workspace(disk);
  for (const folder of folders) workspace.folders.add(folder);
  for (const { path, text } of open) workspace.setOpen(path, text);
  return { read: (path) => workspace.file(path), resolverOf: (main) => workspace.resolverOf(main) };
}
