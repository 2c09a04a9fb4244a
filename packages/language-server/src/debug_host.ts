import type { DebugHost } from './debug_session.ts';
import { disk } from './disk.ts';
import { Workspace } from './workspace.ts';

/** The files of the disk, with imports searched up to the given folders. */
export function debugHost(folders: readonly string[]): DebugHost {
  const workspace = new Workspace(disk);
  for (const folder of folders) workspace.folders.add(folder);
  return { read: (path) => workspace.file(path), resolve: workspace.resolve };
}
