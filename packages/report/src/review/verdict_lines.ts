import { oneLine } from '@mmspec/source';
import type { CheckResult, PropertyResult, ResultSettings, Review, ReviewedClaim, ScenarioResult, Settings } from '@mmspec/system';
import { openTexts, openVerdict, settingText } from '../open_text.ts';
import { widthMax } from '../race/race_diagram.ts';
import { counted, listed, plainBlanks, unbroken, wrap } from '../wrap.ts';

/*
 * What is claimed, and what came of the checks.
 */

/** Whether a check states nothing, and something is violated in it. */
export function isUnstated({ expectation, results }: CheckResult): boolean {
  return expectation === null && results.some(({ verdict }) => verdict === 'violated');
}

/** Every property that the spec declares, with what became of it in all checks. */
export function claimLines(review: Review): string[] {
  const { claims } = review;
  if (claims.length === 0) return [];
  return ['Claims:', '', ...claims.flatMap(claimText), ...unaskedLines(review)];
}

const margin = 12;

function claimText(claim: ReviewedClaim): string[] {
  const { mark, where } = statusOf(claim);
  const says = oneLine(claim.doc === '' ? claim.text : firstSentence(claim.doc)).replace(/[.]$/u, '');
  const lines = wrap(`${oneLine(claim.name)}${where}: ${says}.`, widthMax - margin);
  return lines.map((text, index) => `${index === 0 ? `  ${mark}`.padEnd(margin) : ' '.repeat(margin)}${text}`);
}

const firstSentence = (text: string): string => /^.*?[.](?=\s|$)/u.exec(text)?.[0] ?? text;

/** What became of a property, and where, as far as that is not everywhere. */
function statusOf({ holds, violatedAsStated, violated, holdsAgainstStatement, undecided, checked = [] }: ReviewedClaim): {
  readonly mark: string;
  readonly where: string;
} {
  if (violated.length > 0) return { mark: 'VIOLATED', where: `, in ${checkNames(violated)}` };
  if (holdsAgainstStatement.length > 0) return { mark: 'HOLDS', where: `, though ${checkNames(holdsAgainstStatement)} says otherwise` };
  if (undecided.length > 0) return { mark: 'open', where: `, in ${checkNames(undecided)}` };
  const some = checked.length === 0 ? '' : `, for small numbers only in ${checkNames(checked)}`;
  if (holds.length === 0 && violatedAsStated.length === 0 && checked.length > 0) return { mark: 'checked', where: some };
  if (violatedAsStated.length === 0) return holds.length === 0 ? { mark: 'not judged', where: '' } : { mark: 'holds', where: some };
  if (holds.length === 0) return { mark: 'refuted', where: ', as stated' };
  return { mark: 'holds', where: `, but not in ${checkNames(violatedAsStated)}, as stated` };
}

/** Names of checks; cells of one matrix are counted, and of more than four names the first three are told. */
export function checkNames(names: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const name of new Set(names)) {
    const matrix = name.split('[', 1)[0] ?? name;
    groups.set(matrix, [...(groups.get(matrix) ?? []), name]);
  }
  const shown = [...groups].map(([matrix, cells]) => oneLine(cells.length === 1 ? cells[0]! : `${matrix} (${cells.length} cells)`));
  return shown.length <= 4 ? listed(shown) : `${shown.slice(0, 3).join(', ')} and ${shown.length - 3} more`;
}

/** What is judged without being asked for. */
function unaskedLines({ claims, checks }: Review): string[] {
  const declared = new Set(claims.map(({ name }) => name));
  const results = checks.flatMap((check) => check.results.filter(({ property }) => !declared.has(property)));
  const violated = [...new Set(results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => kindOf(property)))];
  const sound = [...new Set(results.map(({ property }) => kindOf(property)))].filter((name) => !violated.includes(name));
  return [
    ...(sound.length === 0 ? [] : ['', ...wrap(`Judged without being asked, and nowhere violated: ${listed(sound)}.`, widthMax)]),
    ...(violated.length === 0 ? [] : ['', ...wrap(`Judged without being asked, and violated somewhere: ${listed(violated)}.`, widthMax)]),
  ];
}

/** The name of an implicit property; all ranges are one, and all assertions of operations. */
function kindOf(property: string): string {
  if (property.startsWith('range of ')) return 'ranges';
  return property.includes('.') ? 'assertions' : oneLine(property);
}

/** The table of checks: their settings, how many states there are, and what came of each. */
export function checkLines({ checks, scenarios, memory, defaults }: Review): string[] {
  if (checks.length + scenarios.length === 0) return [];
  const isWhole = checks.every(({ results, bounded }) => bounded === undefined && results.every(({ verdict }) => verdict !== 'unfinished'));
  const model = memory.length === 1 && memory[0] === 'sc' ? 'all CPUs see the steps in one order (memory sc)' : `memory ${listed(memory)}`;
  const states = checks.reduce((sum, each) => sum + each.states, 0);
  const common = commonSizes(checks);
  const sentence = `${isWhole ? 'Checked exhaustively' : 'Checked'}, ${counted(states, 'state')} in all; ${model}${common === '' ? '' : `; ${common}`}.`;
  return [...wrap(sentence, widthMax), '', ...checkRows(checks, defaults), ...scenarios.flatMap(scenarioRow)];
}

/** Numbers that all checks have in common. */
function commonSizes(checks: readonly CheckResult[]): string {
  const [first] = checks;
  const names = Object.keys(first?.settings ?? {});
  return settingsText(
    first?.settings ?? {},
    names.filter((name) => typeof first?.settings[name] === 'number' && checks.every(({ settings }) => settings[name] === first.settings[name])),
  );
}

const settingsText = (settings: ResultSettings, names: readonly string[]): string =>
  names.map((name) => unbroken(`${name} = ${valueText(settings[name])}`)).join(', ');

const valueText = (value: ResultSettings[string] | undefined): string => oneLine(value === undefined ? 'nothing' : settingText(value));

interface Row {
  readonly name: string;
  readonly states: number;
  readonly verdict: string;
  readonly settings: string;
}

function checkRows(checks: readonly CheckResult[], defaults: Settings): string[] {
  const rows = merged(checks).map((cells): Row => rowOf(cells, defaults));
  const width = Math.min(30, Math.max(...rows.map(({ name }) => name.length)));
  const digits = Math.max(...rows.map(({ states }) => counted(states, 'state').length));
  return rows.flatMap(({ name, states, verdict, settings }) => {
    const head = `  ${name.padEnd(width)}  ${counted(states, 'state').padStart(digits)}  `;
    const isShort = head.length + verdict.length <= widthMax;
    return [
      isShort ? `${head}${plainBlanks(verdict)}` : head.trimEnd(),
      ...(isShort ? [] : wrap(`      ${verdict}`, widthMax, '      ')),
      ...(settings === '' ? [] : wrap(`      with ${settings}`, widthMax, '        ')),
    ];
  });
}

/** Cells of a matrix that all are as expected, and alike, are one row. */
function merged(checks: readonly CheckResult[]): (readonly CheckResult[])[] {
  const rows: CheckResult[][] = [];
  for (const check of checks) {
    const before = rows.at(-1);
    const isSame = before !== undefined && check.matrix !== null && before[0]?.matrix === check.matrix && [check, before[0]].every(isAsStated);
    if (isSame && outcomeOf(check) === outcomeOf(before[0]!)) before.push(check);
    else rows.push([check]);
  }
  return rows;
}

const isAsStated = ({ met, expectation }: CheckResult): boolean => met && expectation !== null;

function rowOf(cells: readonly CheckResult[], defaults: Settings): Row {
  const first = cells[0]!;
  const own = Object.keys(first.settings).filter((name) => first.settings[name] !== defaults[name] && isSetting(first, name));
  return {
    name: oneLine(cells.length === 1 ? first.name : `${first.matrix ?? ''} (${cells.length} cells)`),
    states: cells.reduce((sum, { states }) => sum + states, 0),
    verdict: outcomeOf(first),
    settings: [...(first.memory === undefined || first.memory === 'sc' ? [] : [memoryText(first)]), settingsText(first.settings, own)]
      .filter((text) => text !== '')
      .join(', '),
  };
}

const memoryText = ({ memory, window }: CheckResult): string => unbroken(`memory ${memory}${window === undefined ? '' : `, window ${window}`}`);

/** The name of a cell says its own settings. */
const isSetting = ({ name }: CheckResult, setting: string): boolean => !name.includes(`${setting}=`);

/** What is said of every number: the verdict, and the parts of the answer. */
function openParts(check: CheckResult, isViolated: boolean): string[] {
  return [...(isViolated ? [] : [openVerdict(check)]), ...openTexts(check)];
}

function outcomeOf(check: CheckResult): string {
  const violated = check.results.filter(({ verdict }) => verdict === 'violated');
  const open = check.results.filter(({ verdict }) => verdict === 'unfinished');
  const expected = violated.filter(({ expected: isExpected }) => isExpected === true && check.expectation !== null).map(violatedText);
  const others = violated.filter(({ expected: isExpected }) => isExpected !== true || check.expectation === null).map(violatedText);
  const parts = [
    ...(others.length === 0 ? [] : [`VIOLATED: ${others.join(', ')}`]),
    ...(expected.length === 0 ? [] : [`violates ${expected.join(', ')}, as stated`]),
    ...(open.length === 0 ? [] : [`not searched to the end: ${oneLine(check.reason)}`]),
    ...(check.open !== undefined && open.length === 0 ? openParts(check, violated.length > 0) : []),
    ...(check.open === undefined && violated.length + open.length === 0
      ? [`holds${check.bounded === true ? ' within its bound' : check.bounded === undefined ? '' : ' within its window'}`]
      : []),
    ...(check.met || others.length > 0 || open.length > 0 || check.reason === '' ? [] : [`NOT AS STATED: ${oneLine(check.reason)}`]),
  ];
  return parts.join('; ');
}

function violatedText({ property, depth }: PropertyResult): string {
  return unbroken(`${oneLine(property)} (${depth === null ? 'never reached' : counted(depth, 'step')})`);
}

function scenarioRow({ name, found, expected, met }: ScenarioResult): string[] {
  const stated = expected === null ? '' : met ? ', as stated' : `, NOT AS STATED (${expected})`;
  return wrap(`  scenario ${oneLine(name)}: ${found}${stated}`, widthMax, '      ');
}
