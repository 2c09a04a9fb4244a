import {
  completions,
  definition,
  documentSymbols,
  folds,
  highlights,
  hierarchyItem,
  hover,
  incomingCalls,
  inlayHints,
  isNarrow,
  kernelLinks,
  linkedEditing,
  links,
  moduleAt,
  outgoingCalls,
  references,
  renamable,
  rename,
  selectionRanges,
  signatureHelp,
  tokenModifiers,
  tokenTypes,
  workspaceSymbols,
  type HierarchyCall,
  type HierarchyItem,
} from '@mmspec/ide';
import {
  DocumentHighlightKind,
  FoldingRangeKind,
  InlayHintKind,
  MarkupKind,
  ResponseError,
  LSPErrorCodes,
  TextDocumentSyncKind,
  type CallHierarchyItem,
  type Range,
  type SelectionRange,
  type ServerCapabilities,
  type SymbolInformation,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { anchorDefinition, anchorHover } from './anchors.ts';
import { serverCommands } from './commands.ts';
import { actionKinds } from './actions.ts';
import { symbolKind, toCompletion, toLocation, toSymbol } from './convert.ts';
import { formatClosedBlock, formatEdits, formatPageEdits } from './format.ts';
import { importable } from './importable.ts';
import { toKernelLink } from './kernel_sources.ts';
import { renameModule, willMove } from './moves.ts';
import { offsetAt, rangeOf } from './positions.ts';
import { auditHints } from './questions/audit_hints.ts';
import { at, presentIn, shownFrom, snapshotFor, type Server } from './state.ts';
import { stepHints } from './step_hints.ts';
import { addTokens } from './tokens.ts';
import { presenceOf } from './verdicts/shown.ts';

/** Registers everything that is answered from the texts alone. */
export function addQueries(server: Server): void {
  addNavigation(server);
  addNames(server);
  addViews(server);
  addFormatting(server);
  addTokens(server);
}

function addNavigation(server: Server): void {
  const { connection, workspace } = server;
  connection.onHover((params) => {
    const { snapshot, offset } = at(server, params);
    const anchor = anchorHover(server, snapshot, offset);
    if (anchor !== null) return anchor;
    const found = hover(snapshot, offset);
    return found === null ? null : { contents: { kind: MarkupKind.Markdown, value: found.text }, range: rangeOf(snapshot.main, found.span) };
  });
  connection.onDefinition((params) => {
    const { snapshot, offset } = at(server, params);
    return anchorDefinition(server, snapshot, offset) ?? definition(snapshot, offset).flatMap((place) => toLocation(workspace, place));
  });
  connection.onDocumentLinks(({ textDocument }) => {
    const snapshot = snapshotFor(server, textDocument.uri);
    const cited = (server.settings.kernelSources === '' ? [] : kernelLinks(snapshot)).map((each) =>
      toKernelLink(workspace, snapshot.main, each, server.settings.kernelSources),
    );
    return [...links(snapshot).map(({ span, path }) => ({ range: rangeOf(snapshot.main, span), target: workspace.paths.uriOf(path) })), ...cited];
  });
  const itemOf = ({ name, kind, place, nameSpan }: HierarchyItem): CallHierarchyItem[] => {
    const [whole] = toLocation(workspace, place);
    const [own] = toLocation(workspace, nameSpan);
    return whole === undefined || own === undefined
      ? []
      : [
          {
            name,
            kind: symbolKind(kind === 'operation' ? 'op' : kind),
            uri: whole.uri,
            range: whole.range,
            selectionRange: own.range,
            data: { place, nameSpan, kind },
          },
        ];
  };
  const back = ({ name, data }: CallHierarchyItem): HierarchyItem => ({ name, ...(data as Omit<HierarchyItem, 'name'>) });
  const ends = (calls: readonly HierarchyCall[]): { readonly item: CallHierarchyItem; readonly ranges: ReturnType<typeof rangeOf>[] }[] =>
    calls.flatMap(({ item, places }) =>
      itemOf(item).map((other) => ({ item: other, ranges: places.flatMap((place) => toLocation(workspace, place).map(({ range }) => range)) })),
    );
  connection.languages.callHierarchy.onPrepare((params) => {
    const { snapshot, offset } = at(server, params);
    const item = hierarchyItem(snapshot, offset);
    return item === null ? null : itemOf(item);
  });
  connection.languages.callHierarchy.onIncomingCalls(({ item }) => {
    const calls = incomingCalls(snapshotFor(server, item.uri), back(item), workspace.others(workspace.paths.pathOf(item.uri)));
    return ends(calls).map(({ item: from, ranges }) => ({ from, fromRanges: ranges }));
  });
  connection.languages.callHierarchy.onOutgoingCalls(({ item }) =>
    ends(outgoingCalls(snapshotFor(server, item.uri), back(item))).map(({ item: to, ranges }) => ({ to, fromRanges: ranges })),
  );
}

function addNames(server: Server): void {
  const { connection, workspace } = server;
  connection.onReferences((params) => {
    const { snapshot, offset } = at(server, params);
    const others = workspace.others(snapshot.main.path);
    return references(snapshot, offset, others, params.context.includeDeclaration).flatMap((place) => toLocation(workspace, place));
  });
  connection.onPrepareRename((params) => {
    const { snapshot, offset } = at(server, params);
    const found = moduleAt(snapshot, offset) ?? renamable(snapshot, offset);
    return found === null ? null : { range: rangeOf(snapshot.main, found.span), placeholder: 'name' in found ? found.name : found.text };
  });
  connection.onRenameRequest((params): WorkspaceEdit => {
    const { snapshot, offset } = at(server, params);
    const module = renameModule(server, snapshot, offset, params.newName);
    if (module !== null) return module;
    const result = rename(snapshot, offset, params.newName, workspace.allOthers(snapshot.main.path));
    if (result.kind === 'refused') throw new ResponseError(LSPErrorCodes.RequestFailed, result.why);
    const changes: Record<string, TextEdit[]> = {};
    for (const { uri, range } of result.places.flatMap((place) => toLocation(workspace, place))) (changes[uri] ??= []).push({ range, newText: params.newName });
    return { changes };
  });
  connection.workspace.onWillRenameFiles(({ files }) => willMove(server, files));
  connection.onDocumentHighlight((params) => {
    const { snapshot, offset } = at(server, params);
    return highlights(snapshot, offset).map(({ span, kind }) => ({
      range: rangeOf(snapshot.main, span),
      kind: kind === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
  });
  connection.languages.onLinkedEditingRange((params) => {
    const { snapshot, offset } = at(server, params);
    const spans = linkedEditing(snapshot, offset);
    return spans.length === 0 ? null : { ranges: spans.map((span) => rangeOf(snapshot.main, span)), wordPattern: '[A-Za-z_]\\w*' };
  });
  connection.onCompletion((params) => {
    const { snapshot, offset } = at(server, params);
    if (workspace.pages.get(snapshot.main.path) !== null) return [];
    // After a space or a colon a list comes by itself, and the end of the line must not take its first entry.
    const isAsked = params.context?.triggerCharacter === undefined || params.context.triggerCharacter === '.';
    if (!isAsked && !isNarrow(snapshot, offset)) return [];
    return completions(snapshot, offset, () => importable(workspace, snapshot.main.path)).map((each, index) =>
      toCompletion(snapshot.main, each, index, server.snippets),
    );
  });
  connection.onSignatureHelp((params) => {
    const { snapshot, offset } = at(server, params);
    const help = signatureHelp(snapshot, offset);
    if (help === null) return null;
    const documentation = { kind: MarkupKind.Markdown, value: help.doc };
    return {
      signatures: [{ label: help.signature, documentation, parameters: help.parameters.map((label) => ({ label })) }],
      activeSignature: 0,
      activeParameter: help.active,
    };
  });
}

function addViews(server: Server): void {
  const { connection, workspace } = server;
  connection.onDocumentSymbol(({ textDocument }) => {
    const { main, module } = snapshotFor(server, textDocument.uri);
    return documentSymbols(module).map((symbol) => toSymbol(main, symbol));
  });
  connection.onWorkspaceSymbol(({ query }): SymbolInformation[] =>
    workspaceSymbols(query === '' ? workspace.others('') : [...workspace.others(''), ...workspace.library()], query).map(
      ({ name, kind, container, file, span }) => ({
        name,
        kind: symbolKind(kind),
        location: { uri: workspace.paths.uriOf(file.path), range: rangeOf(file, span) },
        ...(container === '' ? {} : { containerName: container }),
      }),
    ),
  );
  connection.onFoldingRanges(({ textDocument }) => {
    const kinds = { comment: FoldingRangeKind.Comment, imports: FoldingRangeKind.Imports, region: FoldingRangeKind.Region };
    return folds(snapshotFor(server, textDocument.uri)).map(({ start, end, kind }) => ({ startLine: start, endLine: end, kind: kinds[kind] }));
  });
  connection.onSelectionRanges(({ textDocument, positions }) => {
    const snapshot = snapshotFor(server, textDocument.uri);
    return positions.map((position) => {
      const spans = selectionRanges(snapshot, offsetAt(snapshot.main, position));
      return (
        spans.reduceRight<SelectionRange | undefined>(
          (parent, span) => ({ range: rangeOf(snapshot.main, span), ...(parent === undefined ? {} : { parent }) }),
          undefined,
        ) ?? { range: { start: position, end: position } }
      );
    });
  });
  connection.languages.inlayHint.on(({ textDocument, range }) => {
    const { settings } = server;
    const snapshot = snapshotFor(server, textDocument.uri);
    const [from, to] = [offsetAt(snapshot.main, range.start), offsetAt(snapshot.main, range.end)];
    const steps = settings.stepHints ? stepHints(snapshot.main, presentIn(server, snapshot)).filter(({ offset }) => offset >= from && offset <= to) : [];
    const audit = settings.auditHints ? server.answers.auditOf(snapshot.main.path, presenceOf(shownFrom(server, snapshot.main.path))) : null;
    const parts = audit === null ? [] : auditHints(snapshot.main, audit).filter(({ offset }) => offset >= from && offset <= to);
    return [...(settings.inlayHints ? inlayHints(snapshot, from, to) : []), ...steps, ...parts].map(({ offset, text, tooltip }) => ({
      position: rangeOf(snapshot.main, { start: offset, end: offset }).start,
      label: text,
      tooltip,
      kind: InlayHintKind.Type,
    }));
  });
}

function addFormatting(server: Server): void {
  const { connection } = server;
  const edits = (uri: string, range: Range | null): TextEdit[] => {
    const { pages, paths } = server.workspace;
    const page = pages.get(paths.pathOf(uri));
    return page === null ? formatEdits(snapshotFor(server, uri).main, range) : formatPageEdits(page, range);
  };
  connection.onDocumentFormatting(({ textDocument }) => edits(textDocument.uri, null));
  connection.onDocumentRangeFormatting(({ textDocument, range }) => edits(textDocument.uri, range));
  connection.onDocumentOnTypeFormatting(({ textDocument, position }) => formatClosedBlock(snapshotFor(server, textDocument.uri).main, position));
}

/** What the server tells the client that it can do. */
export const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentHighlightProvider: true,
  completionProvider: { triggerCharacters: ['.', ' ', ':'] },
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  semanticTokensProvider: { legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] }, full: { delta: true }, range: true },
  inlayHintProvider: true,
  documentLinkProvider: {},
  callHierarchyProvider: true,
  codeActionProvider: { codeActionKinds: [...actionKinds] },
  codeLensProvider: { resolveProvider: true },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: '}' },
  executeCommandProvider: { commands: [...serverCommands] },
  workspace: {
    workspaceFolders: { supported: true, changeNotifications: true },
    fileOperations: { willRename: { filters: [{ pattern: { glob: '**/*.mmspec', matches: 'file' } }, { pattern: { glob: '**', matches: 'folder' } }] } },
  },
};
