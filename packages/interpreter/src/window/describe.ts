import { textOf as sourceText } from '@mmspec/source';
import type { Span } from '@mmspec/source';
import type { Described } from '@mmspec/system';
import type { Scene } from '../scene.ts';
import { textOf } from '../value.ts';
import { current } from '../control.ts';
import type { Access } from './accesses.ts';
import { cellValue } from './cells.ts';
import type { Item } from './state.ts';
import type { Spot, Walked } from './walked.ts';

/** What an actor has fetched beyond its frontier, in words, by what is assumed; nothing where that is only the step at which it stands. */
export function describeWindow(scene: Scene, name: string, walks: readonly Walked[]): Described[] {
  const texts = walks.map(({ window: { items }, spots }) => {
    const isPlain = items.length <= 1 && items.every(({ phase, way }) => phase === 'fetched' && way === 'any');
    return isPlain ? '' : items.map((item, at) => textOfItem(scene, item, spots[at]!)).join('; ');
  });
  const value = [...new Set(texts)].sort().join(', or ');
  return value === '' ? [] : [{ name: `${name}.window`, value }];
}

function textOfItem(scene: Scene, item: Item, { stand, access }: Spot): string {
  const statement = current(stand.stack);
  const text = statement === null ? '' : firstLine(scene, statement.span);
  return `${text}${itemState(item, access)}`;
}

function itemState({ kind, phase, way, holds, fixed, differs, seen }: Item, access: Access | null): string {
  if (kind === 'assumption') return phase === 'performed' ? ` is ${holds}` : ` assumed to be ${holds}`;
  if (kind === 'barrier') return '';
  const value = seen === null || access === null || access.place === null ? '' : ` of ${textOf(cellValue(seen, access.place))}`;
  const done = phase === 'performed' ? ` performed${value}` : phase === 'loaded' ? ` loaded${value}` : '';
  const assumed = way === 'any' || phase !== 'fetched' ? '' : ` assumed a ${way}`;
  const given = fixed === undefined ? '' : ` to give ${textOf(fixed)}`;
  return `${done}${assumed}${given}${differs.length === 0 ? '' : ` not of ${differs.join(', ')}`}`;
}

function firstLine({ model }: Scene, span: Span): string {
  const file = model.files[span.file];
  return file === undefined ? '' : (sourceText(file, span).split('\n')[0] ?? '').replace(/\s+/gu, ' ').replace(/ \{$/u, '');
}
