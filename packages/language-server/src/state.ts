import type { Snapshot } from '@mmspec/ide';
import { ResponseError, ErrorCodes, type Connection, type TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Runner } from './check_work.ts';
import { blockAt, emptySnapshot } from './pages.ts';
import { offsetAt } from './positions.ts';
import type { Diagnosing } from './diagnosing.ts';
import type { KnownAnswers } from './questions/known.ts';
import type { SavedTexts } from './saved_texts.ts';
import type { Found, KnownVerdicts } from './verdicts/known.ts';
import type { Runs } from './verdicts/runs.ts';
import { shownOf, type Shown, type ShownFrom } from './verdicts/shown.ts';
import type { Told } from './verdicts/told.ts';
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
  /** How often checks that ran have taken the steps of a line. */
  readonly stepHints: boolean;
  /** What the parts of a line are good for, after an audit. */
  readonly auditHints: boolean;
  /** The places of a label change together while its declaration is typed. Read when the session begins. */
  readonly linkedEditing: boolean;
  /** Where the kernel's sources are: a folder, or an address with `{path}` and perhaps `{version}`; empty: no links to them. */
  readonly kernelSources: string;
  /** Say above declarations how often they are used. */
  readonly referenceLenses: boolean;
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
  stepHints: true,
  auditHints: true,
  linkedEditing: false,
  kernelSources: 'https://elixir.bootlin.com/linux/{version}/source/{path}',
  referenceLenses: false,
  lensCommands: false,
  workspaceDiagnostics: true,
};

/** One running server: what its features share. */
export interface Server {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly workspace: Workspace;
  readonly run: Runner;
  readonly diagnosing: Diagnosing;
  /** What was found last. */
  readonly known: KnownVerdicts;
  /** What was answered about whole specs. */
  readonly answers: KnownAnswers;
  /** What is being run. */
  readonly runs: Runs;
  readonly saved: SavedTexts;
  readonly told: Told;
  /** Looks at a spec again in a moment, and tells what is to be said about it then. */
  publishSoon: (path: string) => void;
  settings: Settings;
  snippets: boolean;
  lensRefresh: boolean;
  inlayHintRefresh: boolean;
  /** The client moves files where an edit says so. */
  renamesFiles: boolean;
}

/** What is shown about the checks of a spec, with the texts as they are now. */
export function shownIn(server: Server, snapshot: Snapshot): Shown[] {
  return shownOf(snapshot.module, shownFrom(server, snapshot.main.path));
}

/** What was found about a spec, as far as it is about the present texts. */
export function presentIn(server: Server, snapshot: Snapshot): Found[] {
  return shownIn(server, snapshot).flatMap(({ state, found }) => (state === 'present' ? found : []));
}

/** What is known about a spec, and where its texts are looked up. */
export function shownFrom(server: Server, path: string): ShownFrom {
  const { workspace, known } = server;
  return {
    known: known.of(path),
    file: (each) => workspace.file(each),
    resolverOf: (main) => workspace.resolverOf(main),
    isUnsaved: (each) => isUnsaved(server, each),
  };
}

/** Whether a document of the editor differs from its file. */
export function isUnsaved({ workspace, saved }: Server, path: string): boolean {
  const text = workspace.openText(path);
  return text !== null && saved.isUnsaved(path, text);
}

export interface At {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
}

/** The specs of a document, by what they can be asked to run: itself, or the blocks of a page. */
export function specUris({ workspace: { pages, paths } }: Server, uri: string): readonly string[] {
  const page = pages.get(paths.pathOf(uri));
  return page === null ? [uri] : page.blocks.flatMap(({ path }) => pages.blockUri(path) ?? []);
}

export const noDocument = (uri: string): ResponseError<void> => new ResponseError(ErrorCodes.InvalidParams, `There is no document ${uri}.`);

/** The open document of a path. */
export function documentAt({ documents, workspace: { paths } }: Server, path: string): TextDocument | undefined {
  return documents.all().find(({ uri }) => paths.pathOf(uri) === path);
}

/** The spec of a request; an unknown document is a mistake of the client, and said so. A page has nothing outside of its blocks. */
export function snapshotFor({ workspace }: Server, uri: string): Snapshot {
  const path = workspace.paths.pathOf(uri);
  const snapshot = workspace.pages.get(path) === null ? workspace.snapshot(path) : emptySnapshot(path);
  if (snapshot === null) throw noDocument(uri);
  return snapshot;
}

/** The spec at a place of a document, which may be that of a block. */
export function specAt(server: Server, { uri }: At['textDocument'], position: At['position']): Snapshot {
  const { pages, paths } = server.workspace;
  const page = pages.get(paths.pathOf(uri));
  const found = page === null ? null : blockAt(page, position);
  return snapshotFor(server, (found === null ? null : pages.blockUri(found.block.path)) ?? uri);
}

export function at(server: Server, { textDocument, position }: At): { readonly snapshot: Snapshot; readonly offset: number } {
  const snapshot = specAt(server, textDocument, position);
  return { snapshot, offset: offsetAt(snapshot.main, position) };
}
