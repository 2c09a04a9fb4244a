import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { builtins } from '@mmspec/semantics';
import { grammarEbnf, tokens } from '@mmspec/syntax';
import { describe, expect, test } from 'vitest';
import { corpus, root } from '../syntax/corpus.ts';

/*
 * Colours: both grammars are written from one list, that list has every word of the language, and texts get the scopes that they should.
 */

const require = createRequire(import.meta.url);
const { files } = (await import(new URL('../../scripts/highlight.js', import.meta.url).href)) as { readonly files: () => Readonly<Record<string, string>> };
const { groups } = JSON.parse(readFileSync(join(root, 'grammar/highlight.json'), 'utf8')) as {
  readonly groups: readonly { readonly words: readonly string[] }[];
};
const { createOnigScanner, createOnigString, loadWASM } = require('vscode-oniguruma') as typeof import('vscode-oniguruma');
const { INITIAL, Registry, parseRawGrammar } = require('vscode-textmate') as typeof import('vscode-textmate');

await loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer as ArrayBuffer);
const registry = new Registry({
  onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
  loadGrammar: (scope) =>
    Promise.resolve(
      scope === 'source.mmspec' ? parseRawGrammar(readFileSync(join(root, 'grammar/mmspec.tmLanguage.json'), 'utf8'), 'mmspec.tmLanguage.json') : null,
    ),
});
const grammar = await registry.loadGrammar('source.mmspec');

/** Each part of a text with its innermost scope, without the ending `.mmspec`. */
function scopes(text: string): { readonly text: string; readonly scope: string; readonly start: number }[] {
  let stack = INITIAL;
  let offset = 0;
  const found: { readonly text: string; readonly scope: string; readonly start: number }[] = [];
  for (const line of text.split('\n')) {
    const result = grammar?.tokenizeLine(line, stack);
    for (const token of result?.tokens ?? []) {
      found.push({
        text: line.slice(token.startIndex, token.endIndex),
        scope: (token.scopes.at(-1) ?? '').replace(/\.mmspec$/u, ''),
        start: offset + token.startIndex,
      });
    }
    stack = result?.ruleStack ?? INITIAL;
    offset += line.length + 1;
  }
  return found;
}

test.each(Object.entries(files()))('%s is what the list says', (path, text) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});

test('the list has every word of the grammar and every built-in, once', () => {
  const words = groups.flatMap((group) => group.words);
  const inGrammar = [
    ...grammarEbnf()
      .replaceAll(/\/\*[^]*?\*\//gu, '')
      .matchAll(/'([a-z_]+)'/gu),
  ].map((match) => match[1] ?? '');
  expect([...new Set([...inGrammar, ...builtins])].filter((word) => !words.includes(word))).toEqual([]);
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
});

describe('TextMate', () => {
  const check = (text: string, part: string): string | undefined => scopes(text).find((each) => each.text === part)?.scope;
  test.each([
    ['/// doc', '/// doc', 'comment.line.documentation'],
    ['x = 1 // c', '// c', 'comment.line.double-slash'],
    ['object Folio {', 'Folio', 'entity.name.type'],
    ['actor vcpu[2] {', 'vcpu', 'entity.name.class'],
    ['atomic op folio_get(f: object) {', 'folio_get', 'entity.name.function'],
    ['invariant p: x', 'p', 'entity.name.section'],
    ['  get:  if not x { continue }', 'get', 'entity.name.label'],
    ['  lock: folio_lock(folio)', 'lock', 'entity.name.label'],
    ['  lock: Lock', 'lock', 'source'],
    ['  folio_lock(folio)', 'folio_lock', 'entity.name.function.call'],
    ['  get(f.refcount)', 'get', 'support.function'],
    ['  f.holders = 1', 'holders', 'variable.other.property'],
    ['invariant p: holders within vcpu', 'holders', 'variable.language'],
    ['  refcount: ref = 1', 'ref', 'storage.type'],
    ['  step: 0..3 = 1', 'step', 'source'],
    ['check c { } expect violates p', 'violates', 'keyword.declaration.property'],
    ['shared x: 0..7 = 3', '7', 'constant.numeric'],
  ])('%s: %s is %s', (text, part, scope) => expect((check(text, part) ?? check(text, `  ${part}`) ?? 'source').replace(/^source$/u, 'source')).toBe(scope));

  test('words that the parser reserves are keywords in every text of the repository, and comments are comments', () => {
    const reserved = new Set(tokens({ path: '', text: '' }).map(({ image }) => image));
    expect(reserved.size).toBe(0);
    for (const { name, text } of corpus) {
      const at = new Map(scopes(text.replaceAll('\r', ' ')).map((part) => [part.start, part.scope]));
      const wrong = tokens({ path: '', text }).filter(
        ({ type, start, image }) =>
          /^(?:If|Else|While|Loop|Actor|Op|Shared|Invariant|Check|Atomic|Await|Goto|Return|And|Or|Not|Implies|True|False|None)$/u.test(type) &&
          !/^(?:keyword|constant)/u.test(at.get(start) ?? `${image}`),
      );
      expect({ name, wrong: wrong.map(({ image }) => image) }).toEqual({ name, wrong: [] });
    }
  });
});
