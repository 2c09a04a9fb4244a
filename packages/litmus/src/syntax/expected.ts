import type { Expected, Verdict } from './tree.ts';

const verdicts: readonly string[] = ['Never', 'Sometimes', 'Always', 'DEADLOCK'];

/** What a `Result:` comment says, as the tests of the kernel have it: `Result: Never`, `Result: Flag data-race`, `Result: DEADLOCK`. */
export function expectedIn(comments: readonly string[]): Expected | null {
  for (const comment of comments) {
    const [, word = '', second = ''] = /\bResult:[ \t]*(\w+)(?:[ \t]+([\w-]+))?/u.exec(comment) ?? [];
    if (verdicts.includes(word)) return { verdict: word as Verdict | 'DEADLOCK', flag: null, race: second === 'DATARACE' };
    if (word === 'Flag' && second !== '') return { verdict: null, flag: second, race: false };
  }
  return null;
}
