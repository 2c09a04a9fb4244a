import { DidChangeWatchedFilesNotification, type ClientCapabilities } from 'vscode-languageserver';
import { ClientTexts } from './client_texts.ts';
import type { Host } from './host.ts';
import type { Server } from './state.ts';

/*
 * How the server learns of texts that are not open: what the client watches, reads, and has a scheme for.
 */

/** What a client may say of itself in `initializationOptions`, for which the protocol has no words. */
export interface Abilities {
  /** It shows `mmspec-library:` documents, which it asks for with `mmspec/text`. */
  readonly libraryScheme: boolean;
  /** It answers `mmspec/readFile` and `mmspec/listFiles`. */
  readonly readsFiles: boolean;
}

export function abilitiesOf(given: unknown): Abilities {
  const known = typeof given === 'object' && given !== null ? (given as Partial<Record<keyof Abilities, unknown>>) : {};
  return { libraryScheme: known.libraryScheme === true, readsFiles: known.readsFiles === true };
}

/** Sets the workspace up for a client. */
export function useAbilities({ workspace, connection }: Server, host: Host, { libraryScheme, readsFiles }: Abilities): void {
  if (!libraryScheme && host.libraryFiles !== undefined) workspace.paths = host.libraryFiles(workspace.paths);
  if (!readsFiles) return;
  const reads = {
    text: (uri: string) => connection.sendRequest<string | null>('mmspec/readFile', { uri }),
    list: (uri: string) => connection.sendRequest<readonly string[]>('mmspec/listFiles', { uri }),
  };
  workspace.clientTexts = new ClientTexts(reads, () => {
    workspace.told();
    workspace.onStale();
  });
}

/** Asks the client to tell what changes in its folders, where it can; else the files that matter are looked at again before each answer. */
export async function watchFiles({ workspace, connection }: Server, capabilities: ClientCapabilities): Promise<void> {
  if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
  try {
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*.mmspec' }] });
    workspace.isWatched = true;
  } catch (error) {
    connection.console.warn(`The client does not watch files: ${error instanceof Error ? error.message : String(error)}`);
  }
}
