import { tokens, type Word } from '@mmspec/syntax';
import { builtinDocs, propertyDocs } from '../names/builtin_docs.ts';
import { textUnder, type Snapshot } from '../names/snapshot.ts';

export interface SignatureHelp {
  readonly signature: string;
  readonly parameters: readonly string[];
  readonly active: number;
  readonly doc: string;
}

/** The operation, definition or built-in that is being called around an offset, and which argument is written. */
export function signatureHelp(snapshot: Snapshot, offset: number): SignatureHelp | null {
  const call = openCall(snapshot, offset);
  if (call === null) return null;
  const { model } = snapshot.analysed;
  const operation = [...model.operations, ...model.actors.flatMap(({ operations }) => operations), ...model.defines].find(
    ({ name }) => name.text === call.name,
  );
  if (operation === undefined) {
    const doc = [builtinDocs, propertyDocs].find((docs) => Object.hasOwn(docs, call.name))?.[call.name];
    return doc === undefined ? null : { signature: doc.signature, parameters: doc.parameters, active: call.argument, doc: doc.text };
  }
  const parameters = (operation.parameters ?? []).map(({ span }) => textUnder(snapshot, span));
  const result = operation.kind === 'operation' && operation.result !== null ? `: ${textUnder(snapshot, operation.result.span)}` : '';
  return { signature: `${call.name}(${parameters.join(', ')})${result}`, parameters, active: call.argument, doc: operation.doc.join('\n') };
}

/** Behind these words parameters are declared. */
const declaring: ReadonlySet<string> = new Set<Word>(['op', 'define', 'action']);

/** The innermost `name(` before the offset that is not closed, by tokens: half-typed calls have no tree. */
function openCall({ main }: Snapshot, offset: number): { readonly name: string; readonly argument: number } | null {
  const before = tokens(main).filter(({ end }) => end <= offset);
  let depth = 0;
  let argument = 0;
  for (let index = before.length - 1; index > 0; index--) {
    const token = before[index];
    const left = before[index - 1];
    if (token === undefined || left === undefined) return null;
    if (/[)\]}]/u.test(token.image)) depth++;
    else if (depth > 0 && /[([{]/u.test(token.image)) depth--;
    else if (token.image === ',' && depth === 0) argument++;
    else if (token.image === '(' && (left.type === 'Name' || Object.hasOwn(propertyDocs, left.image)))
      return declaring.has(before[index - 2]?.image ?? '') ? null : { name: left.image, argument };
    else if (/[{]/u.test(token.image)) return null;
    else if (/[([]/u.test(token.image)) argument = 0;
  }
  return null;
}
