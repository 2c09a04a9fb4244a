import { callsIn, conditionIn, isRead, questionOf, splitAt, tokensOf, unwrapped } from './normal.ts';
import type { CallTokens, Question, Tokens } from './normal.ts';
import { placeIn } from './path.ts';
import type { PlaceParts } from './path.ts';

/*
 * What a line of a drawing says, before anybody knows which step it means.
 */

/** One statement of a line. */
export interface Said {
  readonly tokens: Tokens;
  /** Without the macros around accesses; the same where there are none. */
  readonly plain: Tokens;
  readonly assignment: { readonly target: PlaceParts; readonly operator: string; readonly value: Tokens } | null;
  /** Of `if (c)`, `while (c)` and the like; of a line that may be a condition alone, too. */
  readonly question: Question | null;
  /** It begins with `if`, `while`, `await`. */
  readonly asks: boolean;
  /** The call that it is about. */
  readonly call: CallTokens | null;
  /** The words alone: `free`, `reader.load`. */
  readonly name: readonly string[] | null;
  /** Said in words: `load x`, `set the_flag`. */
  readonly access: Accessed | null;
  /** What a remark says came of a condition. */
  readonly outcome: boolean | null;
}

/** An access that is told in words, and to what value. */
export interface Accessed {
  readonly isStore: boolean;
  readonly place: PlaceParts;
  readonly value: Tokens | null;
}

/** A remark that says a value. */
export interface ValueRemark {
  /** Null: what the line loads, or stores. */
  readonly place: PlaceParts | null;
  readonly from: Tokens | null;
  readonly to: Tokens;
  /** The line may say something else where it is the very text of the step: `x = y == 0`. */
  readonly isLoose?: true;
}

export interface LineSense {
  readonly statements: readonly Said[];
  /** All of it as one, too: a condition or a call may have semicolons. */
  readonly whole: Tokens;
  readonly head: { readonly name: string; readonly parameters: readonly (readonly [string, string])[] } | null;
  readonly values: readonly ValueRemark[];
  readonly returns: Tokens | null;
  /** A remark says that it waits here. */
  readonly waits: boolean;
  /** Of a call of several steps: which part of it. */
  readonly part: 'begins' | 'ends' | 'goes on' | null;
  readonly words: ReadonlySet<string>;
}

export function senseOf(text: string, remarks: readonly string[]): LineSense {
  const { head, body } = unblocked(text);
  const outcomes = remarks.flatMap((remark) => (/^(?:true|false)$/u.test(remark) ? [remark === 'true'] : looseOutcome(remark)));
  const parts = splitAt(tokensOf(body), ';');
  let asked = 0;
  const statements = parts.map((tokens, at): Said => {
    const said = saidOf(tokens);
    // Of several statements only conditions say what came of them, and an assertion that fails, which is the last.
    const isCondition = /^(?:if|while|else)$/u.test(tokens[0] ?? '');
    const isTold = said.asks && (parts.length === 1 || isCondition || (tokens[0] === 'assert' && at === parts.length - 1));
    return isTold ? { ...said, outcome: outcomes[asked++] ?? null } : said;
  });
  const only = statements[0];
  // Of an assignment alone it is clear whose value it is.
  const isAssignment = statements.length === 1 && (only!.assignment !== null || only!.access !== null);
  if (statements.length === 1 && only !== undefined && !only.asks && only.question !== null && outcomes[0] !== undefined)
    statements[0] = { ...only, outcome: outcomes[0] };
  return {
    statements,
    whole: tokensOf(body),
    head,
    values: [...remarks.flatMap(valueIn), ...(isAssignment ? [...remarks.flatMap(bareValue), ...comparedValue(only!.assignment?.value ?? [])] : [])],
    returns: remarks.flatMap((remark) => /^(?:returns?|returned)\s+(\S.*)$/u.exec(remark)?.slice(1, 2).map(tokensOf) ?? [])[0] ?? null,
    waits: remarks.some((remark) =>
      /\b(?:waits?|waiting|blocks?|blocked|spins?|spinning|sleeps?|sleeping|stuck|hangs?|stalls?|deadlocks?|never returns)\b/iu.test(remark),
    ),
    part: remarks.flatMap(partIn)[0] ?? null,
    words: wordsOf(body),
  };
}

/** Which part of a call of several steps a remark speaks of, in the words of mmspec and of people. */
function partIn(remark: string): NonNullable<LineSense['part']>[] {
  if (remark === 'begins' || remark === 'goes on') return [remark];
  if (/^(?:starts?|started|begins here)$/u.test(remark)) return ['begins'];
  return /^(?:ends|returns?|returned|completes?|completed|finishes|finished|is over)$/u.test(remark) ? ['ends'] : [];
}

/** What people write beside a condition. */
function looseOutcome(remark: string): boolean[] {
  const [, word] = /^(?:->|=>|==?|is|yields|evaluates to|returns)?\s*(true|false|yes|no|TRUE|FALSE|fails|failed|succeeds|succeeded)[.!]?$/u.exec(remark) ?? [];
  return word === undefined ? [] : [/^(?:true|yes|succeed\w*)$/iu.test(word)];
}

/** Statements between the braces of one step, and what stands in front. */
function unblocked(text: string): { readonly head: LineSense['head']; readonly body: string } {
  const atomic = /^atomic \{\s*(.*?)\s*\}?$/su.exec(text);
  if (atomic !== null) return { head: null, body: atomic[1] ?? '' };
  const action = /^(\w+)\(((?:\w+ = [^(){}]+)?)\) \{\s*(.*?)\s*\}?$/su.exec(text);
  if (action === null) return { head: null, body: text };
  const parameters = (action[2] ?? '').split(', ').flatMap((piece): [string, string][] => {
    const [name, value] = piece.split(' = ');
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  return { head: { name: action[1] ?? '', parameters }, body: action[3] ?? '' };
}

function saidOf(written: Tokens): Said {
  const tokens = withComparison(written);
  const access = accessIn(tokens);
  if (access !== null) return { ...sentence, tokens, plain: tokens, access };
  // A sentence is no statement: two words stand beside each other.
  if (tokens.some((token, at) => isWord(token) && isWord(tokens[at + 1] ?? '') && !operatorWords.has(token) && !operatorWords.has(tokens[at + 1]!)))
    return { ...sentence, tokens, plain: tokens };
  const plain = unwrapped(tokens);
  const condition = conditionIn(plain);
  const at = condition === null ? assignmentAt(plain) : -1;
  const target = at < 0 ? null : placeIn(plain.slice(0, at));
  const value = at < 0 ? [] : plain.slice(at + 1);
  const isAssignment = target !== null && value.length > 0;
  const [call = null] = callsIn(tokens).filter(({ name }) => !computing.has(name));
  const names = tokens.filter((_, index) => index % 2 === 0);
  const isName = tokens.length > 0 && tokens.every((token, index) => (index % 2 === 0 ? /^[A-Za-z_]\w*$/u.test(token) : token === '.'));
  const label = tokens.length === 2 && tokens[1] === ':' ? [tokens[0]!] : null;
  return {
    tokens,
    plain,
    assignment: isAssignment ? { target, operator: plain[at]!, value } : null,
    question: condition !== null ? questionOf(condition) : at >= 0 || tokens.length === 0 ? null : questionOf(plain),
    asks: condition !== null,
    call,
    name: label ?? (isName ? names : null),
    access: null,
    outcome: null,
  };
}

/** `p->f is false`, `the_flag is set`: a comparison. */
function withComparison(tokens: Tokens): Tokens {
  const [verb, value = ''] = tokens.slice(-2);
  if (tokens.length < 3 || verb !== 'is') return tokens;
  const said = /^(?:set|yes)$/u.test(value) ? 'true' : /^(?:clear|cleared|unset)$/u.test(value) ? 'false' : value;
  return isConstant(said) ? [...tokens.slice(0, -2), '==', said] : tokens;
}

const loading = /^(?:re)?(?:load|read|fetch|see)s?$/iu;
const storing = /^(?:(?:store|write|update|set)s?|clears?)$/iu;

/** `load x`, `read p->f: 0`, `store 1 to x`, `clear flag`: a verb and a place, and perhaps a value. */
function accessIn(tokens: Tokens): Accessed | null {
  const [verb = '', ...behind] = tokens;
  // `READ_ONCE(x) = 0`: what was read.
  const [call] = isRead(verb) ? callsIn(tokens) : [];
  const [operator = '', read = '', ...more] = tokens.slice(call?.to ?? tokens.length);
  if (call?.from === 0 && call.args.length === 1 && /^(?:==?|:|=>|->)$/u.test(operator) && isConstant(read) && more.length === 0)
    return accessed(false, call.args[0]!, [read]);
  const isStore = storing.test(verb);
  if ((!isStore && !loading.test(verb)) || behind.length === 0) return null;
  const to = behind.findIndex((token) => token === 'to' || token === 'into');
  // `store 1 to x`
  if (isStore && to === 1 && isConstant(behind[0]!)) return accessed(isStore, behind.slice(2), [behind[0]!]);
  const rest = behind[0] === 'to' || behind[0] === 'from' ? behind.slice(1) : behind;
  const at = rest.findIndex((token) => /^(?:[:=(]|==|to|as|is)$/u.test(token));
  const value = at < 0 ? [] : rest.slice(at + 1).filter((token) => token !== ')');
  if (value.length > 1 || (at >= 0 && !isConstant(value[0] ?? ''))) return null;
  const implied = /^clears?$/iu.test(verb) ? ['false'] : /^sets?$/iu.test(verb) && at < 0 ? ['true'] : null;
  return accessed(isStore, at < 0 ? rest : rest.slice(0, at), at < 0 ? implied : value);
}

const isConstant = (token: string): boolean => /^(?:\d+|true|false|none)$/u.test(token);

function accessed(isStore: boolean, tokens: Tokens, value: Tokens | null): Accessed | null {
  const place = placeIn(tokens);
  return place === null ? null : { isStore, place, value };
}

/** Calls that only compute: what else stands beside them says what a line is about. */
const computing: ReadonlySet<string> = new Set(['min', 'max', 'index', 'sum', 'first', 'last', 'find', 'rest']);

const isWord = (token: string): boolean => /^[A-Za-z_]\w*$/u.test(token);
const operatorWords: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'in',
  'if',
  'else',
  'while',
  'implies',
  'iff',
  'within',
  'await',
  'assert',
  'return',
  'goto',
  'choose',
  'where',
  'for',
  'forall',
  'exists',
  'wait_event',
  'until',
  'is',
  'let',
  'var',
]);
const sentence: Omit<Said, 'tokens' | 'plain'> = { assignment: null, question: null, asks: false, call: null, name: null, access: null, outcome: null };

function assignmentAt(tokens: Tokens): number {
  let depth = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth--;
    else if (depth === 0 && (token === '=' || /^[+\-*|&^]=$/u.test(token))) return at;
  }
  return -1;
}

const valuePattern = /^([A-Za-z_][\w.[\]>-]*?)\s*(?:(?:=|:|is)\s*)?(-?\w+|\{[^{}]*\})\s*(?:->|=>|\u2192|to)\s*(-?\w[\w.[\]]*|\{[^{}]*\}|\[[^[\]]*\])$/u;

function valueIn(said: string): ValueRemark[] {
  if (/^(?:waits|returns|gets)\b/u.test(said)) return [];
  const remark = /^\[([^\]]*)\]$/u.exec(said)?.[1]?.trim() ?? said;
  const change =
    valuePattern.exec(remark) ?? /^([A-Za-z_][\w.[\]]*) (\{.*\}|\[.*\]|\w+\(.*\)|-?[\w.[\]]+) -> (\{.*\}|\[.*\]|\w+\(.*\)|-?[\w.[\]]+)$/u.exec(remark);
  if (change !== null) {
    const place = placeIn(tokensOf(change[1] ?? ''));
    return place === null ? [] : [{ place, from: tokensOf(change[2] ?? ''), to: tokensOf(change[3] ?? '') }];
  }
  const store = /^([A-Za-z_][\w.[\]>-]*?)\s*==?\s*(\{.*\}|\[.*\]|\w+\(.*\)|-?\w[\w.[\]]*)$/u.exec(remark);
  if (store === null) return [];
  const place = placeIn(tokensOf(store[1] ?? ''));
  return place === null ? [] : [{ place, from: null, to: tokensOf(store[2] ?? '') }];
}

const bare =
  /^\[?(?:(?:it )?(?:reads?|sees?|saw|gets?|got|loads?|observes?|finds?|found|stores?|writes?|wrote|is|was|still|now|value|old value|new value)\b:?|->|=>|\u2192|==?)?\s*(-?\d+|true|false|none|NULL)\]?$/u;

/** A value alone, or that it is what was read or written: `0`, `reads 0`, `still NULL`. */
function bareValue(remark: string): ValueRemark[] {
  const value = bare.exec(remark)?.[1];
  return value === undefined ? [] : [{ place: null, from: null, to: tokensOf(value) }];
}

/** `x = y == 0`: as people write it, the value that was read. */
function comparedValue(value: Tokens): ValueRemark[] {
  const [operator = '', to = ''] = value.slice(-2);
  return value.length > 2 && operator === '==' && /^(?:\d+|true|false|none)$/u.test(to) ? [{ place: null, from: null, to: [to], isLoose: true }] : [];
}

const stopWords: ReadonlySet<string> = new Set([
  'the',
  'and',
  'not',
  'for',
  'with',
  'from',
  'into',
  'that',
  'this',
  'then',
  'its',
  'are',
  'was',
  'has',
  'have',
  'now',
  'let',
  'var',
  'await',
  'idle',
  'none',
  'null',
  'true',
  'false',
  'while',
  'return',
  'page',
  'struct',
  'again',
  'still',
  'another',
  'will',
  'here',
  'there',
  'which',
  'case',
  'when',
  'where',
  'but',
  'one',
  'two',
  'all',
  'any',
  'new',
  'old',
  'out',
  'off',
  'can',
  'may',
  'been',
  'does',
  'did',
  'it',
  'is',
  'if',
  'of',
  'to',
  'on',
  'in',
  'a',
  'an',
  'or',
  'no',
  'as',
  'at',
  'be',
  'by',
  'so',
  'do',
  'we',
  'goto',
]);

/** Words of a text, the parts of names taken apart. */
export function wordsOf(text: string): ReadonlySet<string> {
  const found = (text.match(/[A-Za-z]+\d*/gu) ?? []).flatMap((word) => word.split(/(?<=[a-z])(?=[A-Z])/u)).map((word) => word.toLowerCase());
  return new Set(found.filter((word) => word.length > 1 && !stopWords.has(word)));
}
