import pc from 'picocolors';
import type { Paint, Role } from '@mmspec/report';
import type { Command } from 'commander';
import { colour } from './command_line.ts';
import { isTerminal, standardError, standardOutput } from './output.ts';
import { steering } from './shown.ts';

export type ColourChoice = 'auto' | 'always' | 'never';

/** Paint for what is written to a descriptor: colours on a terminal only, and never where NO_COLOR is set; `--color` decides otherwise. */
function paintFor(choice: ColourChoice, descriptor: number): Paint {
  const wanted = choice === 'always' || (choice === 'auto' && !process.env.NO_COLOR && process.env.TERM !== 'dumb' && isTerminal(descriptor));
  if (!wanted) return (_, text) => text;
  const colours = pc.createColors(true);
  const painters: Readonly<Record<Role, (text: string) => string>> = {
    error: colours.red,
    warning: colours.yellow,
    information: colours.cyan,
    good: colours.green,
    bad: colours.red,
    dim: colours.dim,
    strong: colours.bold,
  };
  return (role, text) => {
    const [before = '', after = ''] = painters[role](between).split(between);
    return text === '' ? '' : `${marked(before)}${text}${marked(after)}`;
  };
}

/** Paints for what a call writes on standard output, and on standard error. */
export function paintsOf(command: Command): { readonly paint: Paint; readonly errorPaint: Paint } {
  const choice = colour(command);
  return { paint: paintFor(choice, standardOutput), errorPaint: paintFor(choice, standardError) };
}

/** Paint for what a call writes on standard error. */
export function errorPaintOf(command: Command): Paint {
  return paintFor(colour(command), standardError);
}

const between = ' ';

/** Commands of the colours, so that they pass where those of a text do not. */
function marked(commands: string): string {
  return commands
    .split('\x1B')
    .filter((command) => command !== '')
    .map(steering)
    .join('');
}
