import { oneLine } from '@mmspec/source';
import type { Suggestion, Suggestions, SuggestionsOfCheck } from '@mmspec/system';
import { widthMax } from '../race/race_diagram.ts';
import { changeText } from '../suggestion_text.ts';
import { counted, wrap } from '../wrap.ts';

/*
 * What would help, for somebody who has seen the races.
 */

/** Changes under which everything holds in a check, those that cost least first; nothing where nobody asked, or nothing is violated. `path` is the file of the spec. */
export function suggestionLines(suggestions: Suggestions | undefined, path: string): string[] {
  const { checks = [] } = suggestions ?? {};
  return checks.flatMap((check, index) => [...(index === 0 ? [] : ['']), ...ofCheck(check, path)]);
}

function ofCheck({ check, suggestions, tried, undecided, complete, reason }: SuggestionsOfCheck, path: string): string[] {
  const name = oneLine(check);
  if (suggestions.length === 0) {
    const open = undecided > 0 || !complete ? ', as far as they were tried' : '';
    return wrap(reason === '' ? `I found no change under which ${name} holds, of ${counted(tried, 'one')}${open}.` : `${name}: ${oneLine(reason)}.`, widthMax);
  }
  const sentence = `With ${suggestions.length === 1 ? 'this change' : 'any of these changes'} ${name} holds; each was checked, of ${tried} that were tried:`;
  return [...wrap(sentence, widthMax), '', ...suggestions.flatMap((each) => itemLines(each, path))];
}

function itemLines({ changes, untaken }: Suggestion, path: string): string[] {
  const idle = untaken.length === 0 ? '' : ` (never taken any more: ${untaken.map(oneLine).join(', ')})`;
  return wrap(`  - ${changes.map((change) => changeText(change, path)).join('; ')}${idle}`, widthMax, '    ');
}
