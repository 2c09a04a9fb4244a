import { oneLine } from '@mmspec/source';
import type { Overlay, OverlaidItem } from '@mmspec/system';
import { listed, wrap } from '../wrap.ts';

/*
 * What was laid over a spec.
 */

/** What an overlay adds, and what it declares anew; in lines of so many columns. */
export function overlayLines(overlay: Overlay | undefined, width = 75): string[] {
  if (overlay === undefined) return [];
  const items = overlay.items.filter(({ isSame }) => !isSame).map(itemText);
  if (items.length === 0) return wrap(`${oneLine(overlay.path)} was laid over it, and changes nothing.`, width);
  return [...wrap(`With ${oneLine(overlay.path)} laid over it:`, width), '', ...items.flatMap((text) => wrap(`  - ${text}`, width, '    '))];
}

function itemText({ kind, name, line, isNew, replaced, labels }: OverlaidItem): string {
  const what = `${kind === 'variable' ? 'variable' : kind} ${oneLine(name)}`;
  if (isNew) return `new: ${what} (line ${line})`;
  const steps = [
    ...(labels.added.length === 0 ? [] : [`with ${listed(labels.added.map(oneLine))}`]),
    ...(labels.removed.length === 0 ? [] : [`without ${listed(labels.removed.map(oneLine))}`]),
  ];
  return `${what} (line ${line}) in place of that of line ${replaced}${steps.length === 0 ? '' : `: ${steps.join(', ')}`}`;
}
