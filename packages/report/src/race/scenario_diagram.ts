import { grouped } from '@mmspec/source';
import type { ScenarioResult, Trace } from '@mmspec/system';
import { modelText, withinText } from '../check_table.ts';
import { plainPaint, type Paint } from '../colour.ts';
import { commandLines } from '../shell.ts';
import { wrap } from '../wrap.ts';
import { columnLines } from './columns.ts';
import { raceEvents, withBugs } from './event.ts';
import { allInComment } from './in_comment.ts';
import { eventsIn, inForm, modelLines, prefixOf, widthMax, type RaceOptions } from './race_diagram.ts';

/** One scenario: a line where it is as expected; else also what was asked and found, and the reason where steps cannot follow. */
export function renderScenario(result: ScenarioResult, paint: Paint = plainPaint): string {
  const isOpen = result.found === 'unfinished' && (result.expected === null || !result.met);
  const [mark, role] = isOpen
    ? ['UNFINISHED', 'warning' as const]
    : result.expected === null
      ? ['answer', 'information' as const]
      : result.met
        ? ['ok', 'good' as const]
        : ['FAILED', 'bad' as const];
  const size = paint('dim', `(scenario, ${grouped(result.states)} states, ${result.seconds.toFixed(2)} s)`);
  const name = `${paint(role, mark.padEnd(10))} ${paint('strong', result.name)}`;
  const found = `${result.found}${result.found === 'impossible' ? withinText(result.bounded) : ''}${modelText(result)}`;
  if (role === 'good') return `${name}  ${found}  ${size}`;
  const lines = [`${name}  ${size}`, ...(result.expected === null ? [] : [`           expected: ${result.expected}`]), `           found:    ${found}`];
  if (result.reason !== '') lines.push(`           ${paint(result.met ? 'dim' : role, result.reason)}`);
  return lines.join('\n');
}

/** The shortest run that has the steps of a scenario, each with its number, or as many of the first ones as there can be; empty where not even one. */
export function scenarioDiagram(result: ScenarioResult, options: RaceOptions): string {
  if (result.trace === null) return '';
  return options.form === 'comment' ? drawing(allInComment(result), result.trace, options) : drawing(result, result.trace, options);
}

function drawing(result: ScenarioResult, trace: Trace, options: RaceOptions): string {
  const prefix = prefixOf(options.form);
  const width = widthMax - prefix.length;
  const events = eventsIn(
    options.form,
    withBugs(
      raceEvents(
        trace,
        { property: '', formula: result.steps.join(' '), isBroken: false },
        { full: options.form === 'full', marked: result.matched, only: null },
      ),
      result.violations,
    ),
  );
  const lines = [
    ...wrap(` ${sentence(result)}`, width, ' '),
    ...modelLines(result),
    '',
    ...columnLines(events, trace.steps, width, options.numbered),
    '',
    ...footer(result, options.command, width),
  ];
  return inForm(options.form, lines.map((line) => (prefix + line).trimEnd()).join('\n'));
}

function sentence({ name, found, matched, steps }: ScenarioResult): string {
  if (found === 'possible') return `The following can happen (${name}):`;
  const how = matched.length === 1 ? 'The first step alone' : `The first ${matched.length} of ${steps.length} steps`;
  return `${how} can happen (${name}):`;
}

function footer({ trace, settings, states }: ScenarioResult, command: string, width: number): string[] {
  const count = trace?.steps.length ?? 0;
  const given = Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
  const size = ` ${count} ${count === 1 ? 'step' : 'steps'}; ${grouped(states)} states${given === '' ? '' : ` with ${given}`}.`;
  return [...wrap(size, width, ' '), ...commandLines(command, width)];
}
