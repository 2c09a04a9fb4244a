import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { grammarEbnf, grammarForDiagrams, type Production } from '@mmspec/syntax';
import { describe, expect, test } from 'vitest';

/*
 * The EBNF says what the parser does, rule by rule. The text is read here, by rules of its own, and compared with the parser's productions.
 */

/** Scripts are plain JavaScript without types. */
const { railroadPage } = (await import(new URL('../../scripts/railroad.js', import.meta.url).href)) as {
  railroadPage: (rules: readonly Production[]) => string;
};

const read = (name: string): string => readFileSync(fileURLToPath(new URL(`../../grammar/${name}`, import.meta.url)), 'utf8');

/** A rule in a form that does not depend on how it is written. */
type Part =
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Part[] }
  | { readonly kind: '?' | '*' | '+'; readonly part: Part };

const sequence = (parts: readonly Part[]): Part =>
  parts.length === 1 && parts[0] !== undefined
    ? parts[0]
    : { kind: 'sequence', parts: parts.flatMap((part) => (part.kind === 'sequence' ? part.parts : [part])) };
const choice = (parts: readonly Part[]): Part =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts: parts.flatMap((part) => (part.kind === 'choice' ? part.parts : [part])) };

/** What is written as a pattern of characters. */
const patterns = ['Name', 'Number', 'Comment'];

/** The rules of the text. */
function rulesOf(text: string): ReadonlyMap<string, Part> {
  const rules = new Map<string, Part>();
  for (const paragraph of text.replace(/\/\*[^]*?\*\//gu, '').split(/\n\s*\n/u)) {
    const [, name = '', body = ''] = /^\s*(\w+) ::=([^]*)$/u.exec(paragraph) ?? [];
    if (name !== '' && !patterns.includes(name)) rules.set(name, reader(body));
  }
  return rules;
}

function reader(body: string): Part {
  const words = body.match(/'[^']+'|"[^"]+"|\w+|[()|?*+]/gu) ?? [];
  let at = 0;
  const readChoice = (): Part => {
    const alternatives: Part[] = [];
    do {
      const parts: Part[] = [];
      while (at < words.length && words[at] !== '|' && words[at] !== ')') parts.push(readPart());
      alternatives.push(sequence(parts));
    } while (words[at] === '|' && ++at > 0);
    return choice(alternatives);
  };
  const readPart = (): Part => {
    const word = words[at++] ?? '';
    let part: Part;
    if (word === '(') {
      part = readChoice();
      expect(words[at++]).toBe(')');
    } else part = /^['"]/u.test(word) ? { kind: 'text', text: word.slice(1, -1) } : { kind: 'rule', name: word };
    for (let mark = words[at]; mark === '?' || mark === '*' || mark === '+'; mark = words[++at]) part = { kind: mark, part };
    return part;
  };
  const whole = readChoice();
  expect(at).toBe(words.length);
  return whole;
}

/** A production of the parser in the same form. */
function partOf(production: Production): Part {
  const inside = (): Part => sequence((production.definition ?? []).map(partOf));
  const separated = (): Part => {
    const { separator } = production;
    return sequence([inside(), { kind: '*', part: sequence([...(separator === undefined ? [] : [partOf(separator)]), inside()]) }]);
  };
  switch (production.type) {
    case 'NonTerminal':
      return { kind: 'rule', name: production.name };
    case 'Terminal': {
      const label = production.label ?? production.name;
      const quoted = /^'(.+)'$/u.exec(label)?.[1];
      return quoted === undefined ? { kind: 'rule', name: label } : { kind: 'text', text: quoted };
    }
    case 'Rule':
    case 'Alternative':
      return inside();
    case 'Alternation':
      return choice((production.definition ?? []).map(partOf));
    case 'Option':
      return { kind: '?', part: inside() };
    case 'Repetition':
      return { kind: '*', part: inside() };
    case 'RepetitionMandatory':
      return { kind: '+', part: inside() };
    case 'RepetitionWithSeparator':
      return { kind: '?', part: separated() };
    case 'RepetitionMandatoryWithSeparator':
      return separated();
    default:
      throw new Error(`unknown production ${String(production.type satisfies never)}`);
  }
}

const written = rulesOf(read('mmspec.ebnf'));
const parsed = grammarForDiagrams();

describe('grammar/mmspec.ebnf', () => {
  test('is what the parser writes', () => expect(read('mmspec.ebnf')).toBe(grammarEbnf()));
  test('has the rules of the parser, and the terminals', () => {
    const terminals = [...patterns, 'ArithmeticOperator', 'BinaryOperator', 'ReservedWord', 'WordInItsPlace'];
    expect([...read('mmspec.ebnf').matchAll(/^(\w+) ::=/gmu)].map((match) => match[1])).toEqual([...parsed.map(({ name }) => name), ...terminals]);
  });
  test.each(parsed.map((rule) => [rule.name, rule] as const))('%s', (name, rule) => expect(written.get(name)).toEqual(partOf(rule)));
});

test('grammar/railroad.html is what the parser draws', () => expect(read('railroad.html')).toBe(railroadPage(parsed)));
