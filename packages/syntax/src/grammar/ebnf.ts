import type { TokenType } from 'chevrotain';
import * as t from '../lex/token_types.ts';
import { contextualWords, reservedWords, spelling, vocabulary } from '../lex/vocabulary.ts';
import { grammarForDiagrams } from './productions.ts';
import type { Production } from './productions.ts';

const lineWidth = 100;

const preamble = `/*
 * The grammar of mmspec. Written by scripts/generate_grammar.js from the parser; a test compares them.
 *
 * Notation: 'text' is written as it stands, a ? b * c + are option and repetition, | separates alternatives.
 *
 * What the rules alone do not say:
 * - BinaryOperator and 'at', 'holds', 'not in' bind as follows, from loose to tight:
 *   iff, implies (groups to the right), or, and, not,
 *   == != < <= > >= in 'not in' within holds at (these do not chain), .., + -, * / %, unary -.
 *   'until', 'leads to' and the conditional 'a if c else b' are looser than all of them; quantifiers, 'always' and
 *   'eventually' reach as far to the right as they can.
 * - '{' after an operand opens a block, elsewhere a set.
 * - 'if' after an operand belongs to an expression if its 'else' comes before any block, else to the next statement.
 * - 'return' has a value if one begins on the same line and is neither a label nor an assignment.
 * - A word of the list at the end that is no keyword of a rule at its place is a Name.
 * - Newlines and blanks mean nothing else; comments may stand anywhere between two words or signs.
 */`;

/** The grammar in EBNF (the notation of the XML recommendation), a rule to a paragraph. */
export function grammarEbnf(): string {
  const rules = grammarForDiagrams().map(ruleText);
  return `${[preamble, ...rules, terminals()].join('\n\n')}\n`;
}

/** One rule; broken at its alternatives if it is long. */
function ruleText(rule: Production): string {
  const parts = rule.definition ?? [];
  const [only] = parts;
  const flat = `${rule.name} ::= ${sequence(parts)}`;
  if (flat.length <= lineWidth) return flat;
  if (parts.length === 1 && only?.type === 'Alternation') {
    const indent = ' '.repeat(rule.name.length + 3);
    const alternatives = (only.definition ?? []).map((alternative) => part(alternative, false));
    return `${rule.name} ::= ${alternatives.join(`\n${indent}| `)}`;
  }
  return `${rule.name} ::=\n${fill(parts)}`;
}

/** As many parts to a line as fit. */
function fill(parts: readonly Production[]): string {
  const lines: string[] = [];
  let line = ' ';
  for (const each of parts) {
    const text = part(each, true);
    if (line.length + text.length + 1 > lineWidth && line.trim() !== '') {
      lines.push(line);
      line = ' ';
    }
    line += ` ${text}`;
  }
  return [...lines, line].join('\n');
}

const sequence = (parts: readonly Production[]): string => parts.map((each) => part(each, parts.length > 1)).join(' ');

/** A part; in parentheses where it must hold together. */
function part(production: Production, inSequence: boolean): string {
  const inner = production.definition ?? [];
  switch (production.type) {
    case 'NonTerminal':
      return production.name;
    case 'Terminal':
      return terminal(production);
    case 'Rule':
    case 'Alternative':
      return inner.length === 0 ? '/* nothing */' : sequence(inner);
    case 'Alternation': {
      const text = inner.map((alternative) => part(alternative, false)).join(' | ');
      return inSequence ? `( ${text} )` : text;
    }
    case 'Option':
      return `${group(inner)}?`;
    case 'Repetition':
      return `${group(inner)}*`;
    case 'RepetitionMandatory':
      return `${group(inner)}+`;
    case 'RepetitionWithSeparator':
      return `( ${separated(production)} )?`;
    case 'RepetitionMandatoryWithSeparator':
      return separated(production);
    default:
      return unexpected(production.type);
  }
}

function separated({ definition = [], separator }: Production): string {
  const item = sequence(definition);
  const between = separator === undefined ? '' : terminal(separator);
  return `${item} ( ${between} ${item} )*`;
}

function group(parts: readonly Production[]): string {
  const [only] = parts;
  const plain = parts.length === 1 && (only?.type === 'NonTerminal' || only?.type === 'Terminal');
  const text = parts.length === 1 && only !== undefined ? part(only, false) : sequence(parts);
  return plain ? text : `( ${text} )`;
}

function terminal({ label, name }: Production): string {
  const text = label ?? name;
  return text === "'''" ? `"'"` : text;
}

const quoted = (text: string): string => (text.includes("'") ? `"${text}"` : `'${text}'`);

function membersOf(category: TokenType): ReadonlySet<string> {
  return new Set(vocabulary.filter((type) => type.CATEGORIES?.includes(category) === true).map(spelling));
}

function wrapped(name: string, words: Iterable<string>): string {
  const lines = [`${name} ::=`];
  for (const word of words) {
    const last = lines.length - 1;
    const joined = `${lines[last] ?? ''}${lines.length === 1 && (lines[0] ?? '').endsWith('::=') ? ' ' : ' | '}${quoted(word)}`;
    if (joined.length <= lineWidth) lines[last] = joined;
    else lines.push(`  | ${quoted(word)}`);
  }
  return lines.join('\n');
}

function terminals(): string {
  return [
    'Name ::= [A-Za-z_] [A-Za-z0-9_]*  /* but no ReservedWord */',
    'Number ::= [0-9]+  /* at most 2147483647 */',
    "Comment ::= '//' [^#xA#xD]*  /* '///' belongs to the declaration below */",
    wrapped(t.ArithmeticOperatorToken.name, membersOf(t.ArithmeticOperatorToken)),
    wrapped(t.BinaryOperatorToken.name, membersOf(t.BinaryOperatorToken)),
    wrapped('ReservedWord', reservedWords.keys()),
    wrapped('WordInItsPlace', contextualWords.keys()),
  ].join('\n\n');
}

function unexpected(type: never): never {
  throw new Error(`unknown production ${String(type)}`);
}
