import { oneLine } from '@mmspec/source';
import type { BehaviourChange, Comparison, TextChange, VerdictChange } from '@mmspec/system';
import { plainPaint, type Paint } from './colour.ts';
import { scenarioDiagram } from './race/scenario_diagram.ts';
import type { RaceOptions } from './race/race_diagram.ts';
import { counted, listed, wrap } from './wrap.ts';

/*
 * What is different between two specs, as text.
 */

const width = 100;

/** Whether there is anything to tell. */
export function isDifferent({ added, removed, verdicts, settings, behaviours, labels, ledger }: Comparison): boolean {
  return [added, removed, verdicts, settings, behaviours, labels.added, labels.removed, ledger].some((list) => list.length > 0);
}

/** The differences, with a drawing of each behaviour that only one of the two has; `command` is the footer of those. */
export function comparisonText(comparison: Comparison, command: string, options: Omit<RaceOptions, 'command'>, paint: Paint = plainPaint): string {
  const parts = [
    section('Verdicts', verdictLines(comparison), paint),
    section('Settings of checks', settingLines(comparison), paint),
    section('Labels', labelLines(comparison), paint),
    section('Behaviours, as sequences of labels that both have', comparison.behaviours.flatMap(behaviourLines), paint),
    section('References', comparison.ledger.flatMap(ledgerLines), paint),
    section(
      'Not compared to the end',
      comparison.undecided.map(({ check, reason }) => `${check}: ${reason}`),
      paint,
    ),
    ...comparison.behaviours.flatMap(({ kind, run }) =>
      run === null ? [] : [`${kind === 'newly possible' ? 'Only the new one:' : 'Only the old one:'}\n\n${scenarioDiagram(run, { ...options, command })}`],
    ),
  ];
  const told = parts.filter((part) => part !== '');
  if (!isDifferent(comparison)) told.unshift('There is no difference: verdicts, behaviours and references are the same.');
  return told.join('\n\n');
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  return lines.length === 0 ? '' : [paint('strong', title), ...lines.flatMap((line) => wrap(`  ${oneLine(line)}`, width, '    '))].join('\n');
}

function verdictLines({ added, removed, verdicts }: Comparison): string[] {
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

function settingLines({ settings }: Comparison): string[] {
  return settings.map(({ check, before, after }) => {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]);
    return `${check}: ${names.map((name) => `${name} ${String(before[name] ?? 'nothing')} -> ${String(after[name] ?? 'nothing')}`).join(', ')}`;
  });
}

function labelLines({ labels: { added, removed } }: Comparison): string[] {
  return [...(added.length === 0 ? [] : [`new: ${listed(added)}`]), ...(removed.length === 0 ? [] : [`gone: ${listed(removed)}`])];
}

function behaviourLines({ check, kind, steps }: BehaviourChange): string[] {
  return [`${check}: ${kind}: ${steps.join(' ; ')}`];
}

function ledgerLines({ what, before, after }: TextChange): string[] {
  return [`${what} = ${after === '' ? '(gone)' : after}`, `  it was ${before === '' ? '(none)' : before}`];
}
