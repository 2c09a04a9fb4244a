import { oneLine } from '@mmspec/source';
import type { CheckResult, Review, ScenarioResult } from '@mmspec/system';
import { placeText } from '../position.ts';
import { raceDiagram, widthMax } from '../race/race_diagram.ts';
import { commandLines } from '../shell.ts';
import { counted, listed, wrap } from '../wrap.ts';
import { auditLines } from './audit_lines.ts';
import { checkLines, checkNames, claimLines, isUnstated } from './verdict_lines.ts';
import { overlayLines } from './overlay_lines.ts';
import { splitLines } from './split_lines.ts';
import { suggestionLines } from './suggestion_lines.ts';
import { uncoveredLines } from './uncovered_lines.ts';

/*
 * A review as the text of an answer by mail: at most 75 columns, no colour.
 */

/** Where the spec stands, and how the review is made again. */
export interface ReviewFrame {
  /** Subjects of the mails with its blocks. */
  readonly subjects: readonly string[];
  readonly path: string;
  readonly lineCount: number;
  readonly blockCount: number;
  /** The version of mmspec. */
  readonly version: string;
  /** The command that makes the review; of one check where it is given. */
  readonly command: (check: string | null) => string;
  /** The command for a table of the audit. */
  readonly auditCommand: string;
  /** Where the claim was written; null: nowhere. */
  readonly claim: string | null;
}

/** The review of one spec, in paragraphs; what there is nothing to say about is left out. */
export function reviewText(review: Review, frame: ReviewFrame): string {
  const paragraphs = [
    frame.subjects.map((subject) => line(`> ${oneLine(subject)}`)),
    opening(review, frame),
    overlayLines(review.overlay),
    claimLines(review),
    checkLines(review),
    errorLines(review, frame.path),
    ...races(review, frame),
    suggestionLines(review.suggestions, frame.path),
    auditLines(review, frame.path, frame.auditCommand),
    splitLines(review),
    ledgerLines(review, frame.path),
    anchorLines(review),
    uncoveredLines(review),
    again(frame),
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const line = (text: string): string => (text.length <= widthMax ? text : `${text.slice(0, widthMax - 1)}…`);

function opening(review: Review, { subjects, path, lineCount, blockCount, version }: ReviewFrame): string[] {
  const where = subjects.length === 0 ? oneLine(path) : subjects.length === 1 ? 'this mail' : 'these mails';
  const blocks = blockCount > 1 ? ` in ${blockCount} blocks` : '';
  const about = review.doc === '' ? [] : wrap(`  ${oneLine(review.doc)}`, widthMax, '  ');
  const sentence = `I ran the model ${review.module} in ${where} (${counted(lineCount, 'line')}${blocks}) with mmspec ${version}. ${outcome(review)}`;
  return [...wrap(sentence, widthMax), ...(about.length === 0 ? [] : ['', 'The model says of itself:', '', ...about])];
}

/** The one thing that somebody in a hurry reads. */
function outcome(review: Review): string {
  const { checks, scenarios, ledger, errors, unchecked } = review;
  const all = [...checks, ...scenarios];
  if (all.length === 0) return errors.length === 0 ? 'It has no checks, so nothing was checked.' : 'Nothing was checked: it cannot be compiled.';
  const sentences = [
    ...broken(
      checks.filter(({ expectation }) => expectation !== null),
      'It does not hold: ',
      '',
    ),
    ...broken(checks.filter(isUnstated), '', ', which does not say what it expects'),
    ...otherwise(all),
    ...unfinished(checks),
    ...(errors.length === 0
      ? []
      : [`It cannot be compiled for all of its checks${unchecked.length === 0 ? '' : `, so these were not run: ${checkNames(unchecked)}`}.`]),
  ];
  if (sentences.length === 0) sentences.push(`Everything is as it states, in ${counted(all.length, 'check')}.`);
  return [...sentences, ...(ledger.length > 0 ? ['Its references do not add up on every path.'] : [])].join(' ');
}

/** Properties that are violated, and not by expectation. */
function broken(checks: readonly CheckResult[], before: string, after: string): string[] {
  const found = checks.flatMap(({ name, expectation, results }) =>
    results
      .filter(({ verdict, expected }) => verdict === 'violated' && (expectation === null || expected !== true))
      .map(({ property }) => ({ property: oneLine(property), name })),
  );
  if (found.length === 0) return [];
  const properties = [...new Set(found.map(({ property }) => property))];
  const shown = properties.length <= 5 ? listed(properties) : `${properties.slice(0, 4).join(', ')} and ${properties.length - 4} more`;
  return [`${before}${shown} ${properties.length === 1 ? 'is' : 'are'} violated in ${checkNames(found.map(({ name }) => name))}${after}.`];
}

/** What is not as stated in another way: something holds that was said to be violated, say. */
function otherwise(all: readonly (CheckResult | ScenarioResult)[]): string[] {
  const found = all.filter(
    (each) =>
      !each.met &&
      ('found' in each ||
        (each.verdict !== 'unfinished' &&
          each.verdict !== 'undecided' &&
          each.results.every(({ verdict, expected }) => verdict !== 'violated' || expected === true))),
  );
  return found.length === 0 ? [] : [`Not as stated: ${checkNames(found.map(({ name }) => name))}.`];
}

function unfinished(checks: readonly CheckResult[]): string[] {
  const found = checks.filter(({ results }) => results.some(({ verdict }) => verdict === 'unfinished'));
  const undecided = checks.filter(({ verdict, met, expectation }) => verdict === 'undecided' && (!met || expectation === null));
  return [
    ...(found.length === 0 ? [] : [`Not searched to the end: ${checkNames(found.map(({ name }) => name))}.`]),
    ...(undecided.length === 0 ? [] : [`Not decided for every number: ${checkNames(undecided.map(({ name }) => name))}.`]),
  ];
}

/** What the compiler has against it. */
function errorLines({ errors }: Review, path: string): string[] {
  if (errors.length === 0) return [];
  return ['Under the settings of a check:', '', ...errors.flatMap((each) => wrap(`  ${placeText(each, path)}: ${oneLine(each.message)}`, widthMax, '      '))];
}

/** One race of each property that is violated where nobody said so. */
function races({ checks, properties }: Review, { command }: ReviewFrame): string[][] {
  return checks.flatMap((check) =>
    check.results.flatMap((result) => {
      const property = properties.find(({ name }) => name === result.property);
      if (result.trace === null || property === undefined) return [];
      return [raceDiagram(check, result, property, { form: 'changelog', numbered: false, command: command(check.name) }).split('\n')];
    }),
  );
}

function ledgerLines({ counters, ledger }: Review, path: string): string[] {
  if (counters.length === 0 && ledger.length === 0) return [];
  return [
    'References, by walking through the code:',
    '',
    ...counters.flatMap(({ counter, formula, atQuiescence }) =>
      wrap(`  ${oneLine(counter)} = ${oneLine(formula)}; at quiescence ${oneLine(atQuiescence)}`, widthMax, '      '),
    ),
    ...ledger.flatMap((each) => wrap(`  ${placeText(each, path)}: ${oneLine(each.message)}`, widthMax, '      ')),
  ];
}

/** How many anchors are there, and those that are not where they are written. */
function anchorLines({ anchors = [] }: Review): string[] {
  if (anchors.length === 0) return [];
  const off = anchors.filter(({ found: [finding] }) => finding?.kind !== 'found');
  const sentence = `Of ${counted(anchors.length, 'place')} in the source that the model names, ${off.length === 0 ? 'all are' : `${anchors.length - off.length} are`} where it says.`;
  return [
    ...wrap(sentence, widthMax),
    ...(off.length === 0 ? [] : ['']),
    ...off.map(({ name, path, symbol, found: [finding] }) =>
      line(
        `  ${oneLine(name)}: ${oneLine(path)} ${symbol}, ${finding?.kind ?? ''}${finding?.kind === 'moved' ? ` to ${oneLine(finding.path)}:${finding.line}` : ''}`,
      ),
    ),
  ];
}

function again({ command, claim }: ReviewFrame): string[] {
  const verify =
    claim === null
      ? []
      : [
          '',
          ...wrap('What was checked is in a claim, which can be run again anywhere:', widthMax),
          '',
          ...commandLines(`mmspec verify ${claim}`, widthMax - 3).map((text) => `   ${text}`),
        ];
  return ['To reproduce:', '', ...commandLines(command(null), widthMax - 3).map((text) => `   ${text}`), ...verify];
}
