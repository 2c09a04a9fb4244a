import type { Snapshot } from '@mmspec/ide';
import type { CheckResult, ScenarioResult } from '@mmspec/system';
import { ResponseError, ErrorCodes, type Connection, type TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Runner } from './check_work.ts';
import { offsetAt } from './positions.ts';
import type { Diagnosing } from './diagnosing.ts';
import type { Workspace } from './workspace.ts';

/** What a client may set; every value has a default. */
export interface Settings {
  /** Seconds for the checks that run on save; 0: none. */
  readonly saveBudget: number;
  /** Bytes for the states of a search; null: no limit. */
  readonly memoryMax: number | null;
  /** Threads that search together. */
  readonly workers: number;
  /** Milliseconds from a keystroke to diagnostics. */
  readonly delay: number;
  readonly inlayHints: boolean;
  /** The client has commands of its own for lenses, `mmspec.run` and `mmspec.openTrace`; else a lens is run by the server. */
  readonly lensCommands: boolean;
  /** Diagnostics of all files are answered; a client that would ask for them all the time may not want that. */
  readonly workspaceDiagnostics: boolean;
}

export const settingsDefault: Settings = {
  saveBudget: 0,
  memoryMax: null,
  workers: 1,
  delay: 40,
  inlayHints: true,
  lensCommands: false,
  workspaceDiagnostics: true,
};

/** The last result of each check and scenario of a spec, and the text that they are about. */
export interface Verdicts {
  readonly text: string;
  readonly results: Map<string, CheckResult>;
  readonly scenarios: Map<string, ScenarioResult>;
}

/** One running server: what its features share. */
export interface Server {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly workspace: Workspace;
  readonly run: Runner;
  readonly diagnosing: Diagnosing;
  /** By path: what was found last. */
  readonly verdicts: Map<string, Verdicts>;
  settings: Settings;
  snippets: boolean;
  lensRefresh: boolean;
  inlayHintRefresh: boolean;
  /** The client moves files where an edit says so. */
  renamesFiles: boolean;
}

export interface At {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
}

export const noDocument = (uri: string): ResponseError<void> => new ResponseError(ErrorCodes.InvalidParams, `There is no document ${uri}.`);

/** The spec of a request; an unknown document is a mistake of the client, and said so. */
export function snapshotFor({ workspace }: Server, uri: string): Snapshot {
  const snapshot = workspace.snapshot(workspace.paths.pathOf(uri));
  if (snapshot === null) throw noDocument(uri);
  return snapshot;
}

export function at(server: Server, { textDocument, position }: At): { readonly snapshot: Snapshot; readonly offset: number } {
  const snapshot = snapshotFor(server, textDocument.uri);
  return { snapshot, offset: offsetAt(snapshot.main, position) };
}
