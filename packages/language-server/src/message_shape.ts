/*
 * What the parameters of a message must have before anything looks into them.
 */

type Fields = Readonly<Record<string, unknown>>;

const ofPosition: ReadonlySet<string> = new Set(
  [
    'hover',
    'definition',
    'references',
    'prepareRename',
    'rename',
    'documentHighlight',
    'linkedEditingRange',
    'completion',
    'signatureHelp',
    'prepareCallHierarchy',
    'onTypeFormatting',
  ].map((name) => `textDocument/${name}`),
);
const ofRange: ReadonlySet<string> = new Set(['inlayHint', 'codeAction', 'rangeFormatting', 'semanticTokens/range'].map((name) => `textDocument/${name}`));
const ofCall: ReadonlySet<string> = new Set(['callHierarchy/incomingCalls', 'callHierarchy/outgoingCalls']);
const ofUri: ReadonlySet<string> = new Set(['mmspec/text', 'mmspec/page', 'mmspec/checks']);

/** What is missing from the parameters of a request or notification; null where nothing is. */
export function missingFrom(method: string, params: unknown): string | null {
  const given = fieldsOf(params);
  if (method.startsWith('textDocument/') && !isText(fieldsOf(given.textDocument).uri)) return 'textDocument.uri';
  if (ofUri.has(method) && !isText(given.uri)) return 'uri';
  if (ofPosition.has(method) && !isPosition(given.position)) return 'position';
  if (ofRange.has(method) && !isRange(given.range)) return 'range';
  if (ofCall.has(method) && !isCallItem(given.item)) return 'item';
  switch (method) {
    case 'mmspec/diff':
      return isText(given.old) ? (isText(given.now) ? null : 'now') : 'old';
    case 'textDocument/didOpen':
      return isText(fieldsOf(given.textDocument).text) ? null : 'textDocument.text';
    case 'textDocument/didChange':
      return Array.isArray(given.contentChanges) && given.contentChanges.every(isChange) ? null : 'contentChanges';
    case 'textDocument/selectionRange':
      return Array.isArray(given.positions) && given.positions.every(isPosition) ? null : 'positions';
    case 'textDocument/references':
      return typeof fieldsOf(given.context).includeDeclaration === 'boolean' ? null : 'context.includeDeclaration';
    case 'textDocument/rename':
      return isText(given.newName) ? null : 'newName';
    case 'workspace/symbol':
      return isText(given.query) ? null : 'query';
    case 'workspace/executeCommand':
      return isText(given.command) ? null : 'command';
    case 'workspace/didChangeWatchedFiles':
      return Array.isArray(given.changes) && given.changes.every((change) => isText(fieldsOf(change).uri)) ? null : 'changes';
    case 'codeLens/resolve':
      return isRange(given.range) ? null : 'range';
    case 'workspace/willRenameFiles':
      return Array.isArray(given.files) && given.files.every((file) => isText(fieldsOf(file).oldUri) && isText(fieldsOf(file).newUri)) ? null : 'files';
    default:
      return null;
  }
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const isText = (value: unknown): value is string => typeof value === 'string';

function isPosition(value: unknown): boolean {
  const { line, character } = fieldsOf(value);
  return typeof line === 'number' && typeof character === 'number';
}

function isRange(value: unknown): boolean {
  const { start, end } = fieldsOf(value);
  return isPosition(start) && isPosition(end);
}

function isChange(value: unknown): boolean {
  const { text, range } = fieldsOf(value);
  return isText(text) && (range === undefined || isRange(range));
}

/** An item as this server gave it. */
function isCallItem(value: unknown): boolean {
  const { uri, name, data } = fieldsOf(value);
  const { place, nameSpan } = fieldsOf(data);
  return (
    isText(uri) && isText(name) && [place, nameSpan].every((each) => isText(fieldsOf(each).path) && typeof fieldsOf(fieldsOf(each).span).start === 'number')
  );
}
