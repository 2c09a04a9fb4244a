import { oneLine } from '@mmspec/source';
import type { SuggestedChange, SuggestedEdit, SuggestedOperator, Suggestion, Suggestions, SuggestionsOfCheck } from '@mmspec/system';
import { plainPaint, type Paint } from './colour.ts';
import { placeText } from './position.ts';
import { counted, listed, shorten, wrap } from './wrap.ts';

/*
 * What is missing in a design, as text: changes under which all holds, with the lines that change.
 */

const words: Readonly<Record<SuggestedOperator, string>> = {
  order: 'Another order',
  together: 'One step',
  wait: 'A wait',
  instead: 'Another operation',
  check: 'A look',
  freeze: 'A freeze',
  lock: 'A lock',
  section: 'A section',
  hold: 'A reference',
  'lock order': 'Another order of locks',
  barrier: 'A barrier',
};

const width = 100;

/** For each check the changes that were found, those that cost least first, and a sum at the end; `path` is the file of the spec, which places name only where they are in others. */
export function suggestionsText({ checks, states, seconds }: Suggestions, path: string, paint: Paint = plainPaint): string {
  if (checks.length === 0) return 'No check expects a violation. Name one with --check.';
  const tried = checks.reduce((sum, check) => sum + check.tried, 0);
  return [
    ...checks.map((check) => checkText(check, path, paint)),
    `${counted(tried, 'change')} tried (${counted(states, 'state')}, ${seconds.toFixed(2)} s).`,
  ].join('\n\n');
}

function checkText(check: SuggestionsOfCheck, path: string, paint: Paint): string {
  const [first = '', ...rest] = wrap(`${check.check}: ${answerText(check)}`, width);
  const head = [first.startsWith(check.check) ? `${paint('strong', check.check)}${first.slice(check.check.length)}` : first, ...rest];
  const left = check.left.length === 0 || check.suggestions.length === 0 ? [] : wrap(`Violated as before: ${listed(check.left)}.`, width);
  return [[...head, ...left].join('\n'), ...check.suggestions.map((suggestion, index) => suggestionText(suggestion, index + 1, path, paint))].join('\n\n');
}

function answerText({ wanted, suggestions, tried, undecided, complete, reason }: SuggestionsOfCheck): string {
  if (reason !== '') return `${oneLine(reason)}.`;
  const what = `${listed(wanted)} ${wanted.length === 1 ? 'is' : 'are'} violated.`;
  const open = `${undecided === 0 ? '' : ` Of ${undecided} a limit ended the search.`}${complete ? '' : ' Not all was tried.'}`;
  if (suggestions.length === 0) return `${what} Under none of ${counted(tried, 'change')} does all hold.${open}`;
  return `${what} All holds with ${suggestions.length === 1 ? 'this change' : 'each of these changes'}.${open}`;
}

function suggestionText({ changes, edits, untaken, unasked }: Suggestion, number: number, path: string, paint: Paint): string {
  const heads = changes.map((change, index) => `${index === 0 ? `${number}.`.padEnd(3) : '   '}${changeText(change, path)}`);
  const also = changes.flatMap(({ also: others }) => (others.length === 0 ? [] : wrap(`   So too: ${listed(others.map(restOf))}.`, width, '   ')));
  const idle = untaken.length === 0 ? [] : wrap(`   Never taken any more: ${listed(untaken.map(oneLine))}.`, width, '   ');
  const places =
    unasked.length === 0 ? [] : wrap(`   No longer asked, as the place becomes part of a step, where nobody ever is: ${listed(unasked)}.`, width, '   ');
  return [...heads, ...also, ...idle, ...places, ...edits.flatMap((edit) => editLines(edit, path, paint))].join('\n');
}

/** `Another order in vcpu, line 87: inc before get` */
export function changeText({ operator, owner, name, path, line }: SuggestedChange, spec: string): string {
  return `${words[operator]} in ${owner}, ${placeText({ path, line }, spec)}: ${restOf(name)}`;
}

/** What is done, without by what and in whose text. */
function restOf(name: string): string {
  return oneLine(name.slice(name.indexOf(': ') + 2));
}

function editLines({ path, from, removed, added, behind }: SuggestedEdit, spec: string, paint: Paint): string[] {
  return [
    ...(path === spec ? [] : [`   ${oneLine(path)}:`]),
    ...(behind === undefined ? [] : [paint('dim', shorten(`${String(from - 1).padStart(6)}   ${behind}`.trimEnd(), width))]),
    ...removed.map((line, index) => paint('bad', `${String(from + index).padStart(6)} - ${line}`.trimEnd())),
    ...added.map((line) => paint('good', `${' '.repeat(6)} + ${line}`.trimEnd())),
  ];
}
