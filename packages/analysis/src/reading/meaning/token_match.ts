import { sameTokens } from './normal.ts';
import type { Tokens } from './normal.ts';
import { anything } from './static_facts.ts';

/** Equal, but where the text of the spec stands for anything. */
export function matches(line: Tokens, text: Tokens): boolean {
  if (!text.includes(anything)) return sameTokens(line, text);
  const at = text.indexOf(anything);
  if (!sameTokens(line.slice(0, at), text.slice(0, at))) return false;
  const rest = text.slice(at + 1);
  for (let end = at; end <= line.length; end++) if (matches(line.slice(end), rest)) return true;
  return false;
}
