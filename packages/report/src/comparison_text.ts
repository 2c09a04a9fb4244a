import { oneLine } from '@mmspec/source';
import type { BehaviourChange, Comparison, CoverageChange, ResultSettings, TextChange, VerdictChange } from '@mmspec/system';
import { plainPaint, type Paint } from './colour.ts';
import { settingText } from './open_text.ts';
import { scenarioDiagram } from './race/scenario_diagram.ts';
import type { RaceOptions } from './race/race_diagram.ts';
import { counted, listed, wrap } from './wrap.ts';

/*
 * What is different between two specs, as text.
 */

const width = 100;

/** Whether there is anything to tell. */
export function isDifferent({ added, removed, verdicts, settings, behaviours, labels, coverage, ledger }: Comparison): boolean {
  return [added, removed, verdicts, settings, behaviours, labels.added, labels.removed, coverage, ledger].some((list) => list.length > 0);
}

/** The differences, with a drawing of each behaviour that only one of the two has; `command` is the footer of those. */
export function comparisonText(comparison: Comparison, command: string, options: Omit<RaceOptions, 'command'>, paint: Paint = plainPaint): string {
  const behaviours = alike(comparison.behaviours);
  const parts = [
    section('Verdicts', verdictLines(comparison, isDifferent(comparison)), paint),
    section('Settings of checks', settingLines(comparison), paint),
    section('Labels', labelLines(comparison), paint),
    section('Behaviours, as sequences of labels that both have', behaviours.flatMap(behaviourLines), paint),
    section('What checks look at', coverageLines(comparison.coverage), paint),
    section('References', comparison.ledger.flatMap(ledgerLines), paint),
    section(
      'Not compared to the end',
      comparison.undecided.map(({ check, of, reason }) => `${check}: ${of === 'verdicts' ? 'verdicts: ' : ''}${reason}`),
      paint,
    ),
    ...behaviours.flatMap(({ first: { kind, run } }) =>
      run === null ? [] : [`${kind === 'newly possible' ? 'Only the new one:' : 'Only the old one:'}\n\n${scenarioDiagram(run, { ...options, command })}`],
    ),
  ];
  const told = parts.filter((part) => part !== '');
  if (!isDifferent(comparison))
    told.unshift(
      comparison.undecided.length === 0
        ? 'There is no difference: verdicts, behaviours and references are the same.'
        : 'No difference was found, and not everything was compared.',
    );
  return told.join('\n\n');
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  return lines.length === 0 ? '' : [paint('strong', title), ...lines.flatMap((line) => wrap(`  ${oneLine(line)}`, width, '    '))].join('\n');
}

/** Where other things are different it is said that verdicts are not. */
function verdictLines({ added, removed, verdicts, undecided }: Comparison, isAnyDifferent: boolean): string[] {
  const isWhole = undecided.every(({ of }) => of !== 'verdicts');
  if (verdicts.length + added.length + removed.length === 0) return isAnyDifferent && isWhole ? ['the same in every check'] : [];
  return [
    ...verdicts.map(verdictText),
    ...added.map(({ name, verdict, property }) => `${name}: new; ${verdict}${property === null ? '' : ` (${property})`}`),
    ...removed.map(({ name, verdict, property }) => `${name}: gone; it was ${verdict}${property === null ? '' : ` (${property})`}`),
  ];
}

function verdictText({ check, property, before, after, depth }: VerdictChange): string {
  const race = depth === null ? '' : ` in ${counted(depth, 'step')}`;
  return `${check}: ${property} ${before ?? 'not judged'} -> ${after ?? 'not judged'}${race}`;
}

const said = (value: ResultSettings[string] | undefined): string => (value === undefined ? '' : settingText(value));

/** Of what only one of two has, its value there. */
function settingChange(name: string, before: ResultSettings[string] | undefined, after: ResultSettings[string] | undefined): string {
  if (before === undefined) return `${name} = ${said(after)} is new`;
  return after === undefined ? `${name} = ${said(before)} is gone` : `${name} ${said(before)} -> ${said(after)}`;
}

function settingLines({ settings }: Comparison): string[] {
  return settings.map(({ check, before, after }) => {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => said(before[name]) !== said(after[name]));
    return `${check}: ${names.map((name) => settingChange(name, before[name], after[name])).join(', ')}`;
  });
}

function labelLines({ labels: { added, removed } }: Comparison): string[] {
  return [...(added.length === 0 ? [] : [`new: ${listed(added)}`]), ...(removed.length === 0 ? [] : [`gone: ${listed(removed)}`])];
}

/** The same sequence of several checks, which is told and drawn once. */
interface Alike {
  readonly first: BehaviourChange;
  readonly checks: readonly string[];
}

function alike(behaviours: readonly BehaviourChange[]): Alike[] {
  const groups = new Map<string, BehaviourChange[]>();
  for (const each of behaviours) {
    const key = `${each.kind} ${each.steps.join(' ; ')}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => ({ first: group[0]!, checks: group.map(({ check }) => check) }));
}

function behaviourLines({ first: { kind, steps }, checks }: Alike): string[] {
  return [`${listed(checks)}: ${kind}: ${steps.join(' ; ')}`];
}

/** The same of several checks is told once. */
function coverageLines(coverage: readonly CoverageChange[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { check, what, added, removed } of coverage) {
    const texts = [
      ...(added.length === 0 ? [] : [`${what} only now: ${listed(added)}`]),
      ...(removed.length === 0 ? [] : [`${what} no more: ${listed(removed)}`]),
    ];
    for (const text of texts) groups.set(text, [...(groups.get(text) ?? []), check]);
  }
  return [...groups].map(([text, checks]) => `${listed(checks)}: ${text}`);
}

function ledgerLines({ what, before, after }: TextChange): string[] {
  return [`${what} ${after === '' ? '(gone)' : after}`, `  it was ${before === '' ? '(none)' : before}`];
}
