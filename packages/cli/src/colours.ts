import pc from 'picocolors';
import type { Paint, Role } from '@mmspec/report';

export type ColourChoice = 'auto' | 'always' | 'never';

/** Colours on a terminal only, and never where NO_COLOR is set; `--color` decides otherwise. */
export function paintFor(choice: ColourChoice, stream: { readonly isTTY?: boolean }): Paint {
  const wanted = choice === 'always' || (choice === 'auto' && stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb');
  const colours = pc.createColors(wanted);
  const painters: Readonly<Record<Role, (text: string) => string>> = {
    error: colours.red,
    warning: colours.yellow,
    information: colours.cyan,
    good: colours.green,
    bad: colours.red,
    dim: colours.dim,
    strong: colours.bold,
  };
  return (role, text) => painters[role](text);
}
