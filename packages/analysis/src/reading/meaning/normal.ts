/*
 * Lines of C, of prose and of a spec in one spelling, as lists of tokens: `t = info->ptr;` and `let t = info.ptr` are the same.
 */

export type Tokens = readonly string[];

const tokenPattern = /[A-Za-z_]\w*|\d\w*|'[^']*'|"[^"]*"|<<|>>|->|\+\+|--|\|\||&&|[=!<>+\-*/%&|^]=|[^\s\w]/gu;

/** The tokens of a line, in the spelling of a spec. */
export function tokensOf(text: string): Tokens {
  return spelled(text.match(tokenPattern) ?? []);
}

const words: ReadonlyMap<string, string> = new Map([
  ['->', '.'],
  ['&&', 'and'],
  ['||', 'or'],
  ['NULL', 'none'],
  ['nullptr', 'none'],
  ['TRUE', 'true'],
  ['FALSE', 'false'],
]);
/** In front of a name of a variable: what C and a spec say about it. */
const declares: ReadonlySet<string> = new Set(['let', 'var', 'owns', 'const', 'struct', 'unsigned', 'int', 'long', 'bool', 'idle', 'ghost']);

function spelled(raw: readonly string[]): string[] {
  const out: string[] = [];
  raw.forEach((token, at) => {
    const next = raw[at + 1];
    const previous = raw[at - 1];
    if (token === ';' && next === undefined) return;
    if (declares.has(token) && next !== undefined && /^[A-Za-z_]/u.test(next)) return;
    // The type in a cast or a declaration: `struct page *p`.
    if (previous === 'struct') return;
    const isPrefix = previous === undefined || /^(?:[([{,=!;]|[=!<>+\-*/%&|^]=|&&|\|\||return|if|while|struct)$/u.test(previous) || raw[at - 2] === 'struct';
    if ((token === '&' || token === '*') && isPrefix && next !== undefined && /^[A-Za-z_(*&]/u.test(next)) return;
    if (token === '!') {
      out.push('not');
      return;
    }
    out.push(words.get(token) ?? token);
  });
  while (out.at(-1) === ';' || out.at(-1) === '{') out.pop();
  return out;
}

/** A call in a list of tokens. */
export interface CallTokens {
  readonly name: string;
  readonly args: readonly Tokens[];
  /** Indices of its first token and of the one behind it. */
  readonly from: number;
  readonly to: number;
}

/** Calls, outer ones first. */
export function callsIn(tokens: Tokens): CallTokens[] {
  const found: CallTokens[] = [];
  tokens.forEach((token, at) => {
    if (!/^[A-Za-z_]/u.test(token) || tokens[at + 1] !== '(' || keywords.has(token)) return;
    const to = closing(tokens, at + 1);
    if (to < 0) return;
    found.push({ name: token, args: splitAt(tokens.slice(at + 2, to), ','), from: at, to: to + 1 });
  });
  return found;
}

const keywords: ReadonlySet<string> = new Set(['if', 'while', 'and', 'or', 'not', 'return', 'await', 'assert', 'in', 'for', 'switch', 'implies', 'iff']);

function closing(tokens: Tokens, open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if ('([{'.includes(tokens[at]!)) depth++;
    else if (')]}'.includes(tokens[at]!)) depth--;
    if (depth === 0) return at;
  }
  return -1;
}

/** Pieces between separators that stand outside of brackets. */
export function splitAt(tokens: Tokens, separator: string): Tokens[] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth--;
    if (token === separator && depth === 0) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

/** What macros of the kernel around an access mean: `READ_ONCE(x)` is `x`, `WRITE_ONCE(x, v)` is `x = v`. */
export function unwrapped(tokens: Tokens): Tokens {
  let now = tokens;
  for (let count = 0; count < 8; count++) {
    const call = callsIn(now).find(({ name, args }) => isAccessor(name, args.length));
    if (call === undefined) break;
    now = [...now.slice(0, call.from), ...accessed(call), ...now.slice(call.to)];
  }
  return increments(now);
}

const reads =
  /^(?:READ_ONCE|ACCESS_ONCE|rcu_dereference(?:_\w+)?|rcu_access_pointer|smp_load_acquire|atomic(?:64|_long)?_read(?:_acquire)?|refcount_read|kref_read|(?:un)?likely|test_bit|READ_ONCE_NOCHECK|lockless_dereference)$/u;
const stores =
  /^(?:WRITE_ONCE|rcu_assign_pointer|RCU_INIT_POINTER|smp_store_release|smp_store_mb|atomic(?:64|_long)?_set(?:_release)?|refcount_set|set_bit|clear_bit|__set_bit|__clear_bit)$/u;
const counts = /^(?:atomic(?:64|_long)?|refcount)_(inc|dec|add|sub)$/u;

/** A macro that loads what it is given. */
export function isRead(name: string): boolean {
  return reads.test(name);
}

function isAccessor(name: string, count: number): boolean {
  return (reads.test(name) && count >= 1) || (stores.test(name) && count === 2) || (counts.test(name) && count >= 1);
}

function accessed({ name, args }: CallTokens): Tokens {
  const [first = [], second = []] = args;
  if (name === 'test_bit') return second.length === 0 ? first : [...second, '.', ...first.slice(-1)];
  if (name.endsWith('set_bit')) return [...second, '.', ...first, '=', 'true'];
  if (name.endsWith('clear_bit')) return [...second, '.', ...first, '=', 'false'];
  if (reads.test(name)) return first;
  if (stores.test(name)) return [...first, '=', ...second];
  const [, change] = counts.exec(name) ?? [];
  if (change === 'inc' || change === 'dec') return [...first, change === 'inc' ? '+=' : '-=', '1'];
  return [...second, change === 'add' ? '+=' : '-=', ...first];
}

function increments(tokens: Tokens): Tokens {
  const plain = tokens.filter((token) => token !== '++' && token !== '--');
  if (plain.length === tokens.length - 1 && (tokens[0] === '++' || tokens[0] === '--' || tokens.at(-1) === '++' || tokens.at(-1) === '--')) {
    return [...plain, tokens.includes('++') ? '+=' : '-=', '1'];
  }
  return tokens;
}

/** A condition of which the truth is asked: `x != y` is `x == y` turned round. */
export interface Question {
  readonly tokens: Tokens;
  readonly isTurned: boolean;
}

const opposites: ReadonlyMap<string, string> = new Map([
  ['!=', '=='],
  ['>=', '<'],
  ['>', '<='],
]);

/** The question of a condition without `if`, `while`, brackets around it and negations. */
export function questionOf(condition: Tokens): Question {
  let tokens = withoutBrackets(condition);
  let isTurned = false;
  for (let changed = true; changed;) {
    changed = false;
    if (tokens[0] === 'not' && isOperand(tokens.slice(1))) {
      [tokens, isTurned, changed] = [withoutBrackets(tokens.slice(1)), !isTurned, true];
      continue;
    }
    const at = comparison(tokens);
    if (at < 0) continue;
    const [operator, right] = [tokens[at]!, tokens.slice(at + 1).join(' ')];
    const negative = opposites.get(operator);
    if ((operator === '==' || operator === '!=') && (right === 'true' || right === 'false')) {
      [tokens, isTurned, changed] = [withoutBrackets(tokens.slice(0, at)), isTurned !== ((right === 'true') !== (operator === '==')), true];
    } else if (negative !== undefined) {
      [tokens, isTurned, changed] = [[...tokens.slice(0, at), negative, ...tokens.slice(at + 1)], !isTurned, true];
    }
  }
  const inside = tokens.findIndex((token, at) => token === 'not' && tokens[at + 1] === 'in');
  if (inside >= 0 && comparison(tokens) < 0 && !tokens.includes('and') && !tokens.includes('or'))
    return { tokens: tokens.filter((_, at) => at !== inside), isTurned: !isTurned };
  return { tokens, isTurned };
}

/** Index of the only comparison outside of brackets; -1 where there is none, or words that bind looser. */
function comparison(tokens: Tokens): number {
  let depth = 0;
  let found = -1;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth--;
    if (depth > 0) continue;
    if (/^(?:and|or|implies|iff|if|else)$/u.test(token)) return -1;
    if (/^(?:==|!=|<=|>=|<|>)$/u.test(token)) found = found < 0 ? at : -2;
  }
  return found < 0 ? -1 : found;
}

/** One operand, or something in brackets. */
function isOperand(tokens: Tokens): boolean {
  if (tokens[0] === '(') return closing(tokens, 0) === tokens.length - 1;
  return comparison(tokens) < 0 && !tokens.some((token) => /^(?:and|or|implies|iff|in|\+|-)$/u.test(token));
}

function withoutBrackets(tokens: Tokens): Tokens {
  let now = tokens;
  while (now[0] === '(' && closing(now, 0) === now.length - 1) now = now.slice(1, -1);
  return now;
}

/** `if (c)` and `while (c)` without what is said around the condition; null for other lines. */
export function conditionIn(tokens: Tokens): Tokens | null {
  const at = tokens[0] === 'else' ? 1 : 0;
  if (!/^(?:if|while|await|assert|wait_event|BUG_ON|WARN_ON|VM_BUG_ON|until)$/u.test(tokens[at] ?? '')) return null;
  const rest = tokens.slice(at + 1);
  const end = rest[0] === '(' ? closing(rest, 0) : -1;
  // A body on the same line: `if (x) return;`
  const isWhole = end < 0 || end === rest.length - 1 || /^(?:and|or|==|!=|<|>|<=|>=|\.|\[|in|not|\+|-|implies)$/u.test(rest[end + 1] ?? '');
  return isWhole ? withoutBrackets(rest) : withoutBrackets(rest.slice(0, end + 1));
}

export const sameTokens = (a: Tokens, b: Tokens): boolean => a.length === b.length && a.every((token, at) => token === b[at]);
