import type { TextDocument } from 'vscode-languageserver-textdocument';
import { pageOf } from './pages.ts';
import type { Server } from './state.ts';
import { tellShown, textsChanged } from './verdict_changes.ts';

/** Whether a document may have specs in it, and is none itself. */
export const isPage = ({ uri, languageId }: TextDocument): boolean => languageId !== 'mmspec' && !/\.mmspec(?:$|[?#])/u.test(uri);

/** Takes a page as it stands in the editor: its blocks are open texts. */
export function openPage(server: Server, document: TextDocument): void {
  const { uri, languageId } = document;
  const { workspace, saved } = server;
  const path = workspace.paths.pathOf(uri);
  const page = pageOf(uri, path, document.getText(), languageId);
  const gone = workspace.pages.set(page);
  close(server, gone);
  for (const block of page.blocks) {
    workspace.setOpen(block.path, block.text, block.parts);
    // The file has the page, and no text of its own for a block.
    saved.setSaved(block.path, block.text);
  }
  if (gone.length + page.blocks.length > 0) textsChanged(server, null);
}

/** Tells which checks the blocks have. */
export function tellPage(server: Server, uri: string): void {
  const { pages, paths } = server.workspace;
  for (const { path } of pages.get(paths.pathOf(uri))?.blocks ?? []) tellShown(server, path);
}

export function closePage(server: Server, uri: string): void {
  const { pages, paths } = server.workspace;
  close(server, pages.delete(paths.pathOf(uri)));
}

function close({ workspace, known, saved, told }: Server, blocks: readonly string[]): void {
  for (const path of blocks) {
    workspace.setClosed(path);
    known.forget(path);
    saved.forget(path);
    told.delete(path);
  }
}
