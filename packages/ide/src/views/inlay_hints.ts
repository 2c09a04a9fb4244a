import type { Model } from '@mmspec/semantics';
import { walk } from '@mmspec/syntax';
import type { Item, OperationDeclaration } from '@mmspec/syntax';
import { positionAt } from '@mmspec/source';
import { ledgerOf } from './hover.ts';
import { labelsOf } from '../names/owners.ts';
import type { Snapshot } from '../names/snapshot.ts';

export interface InlayHint {
  readonly offset: number;
  readonly text: string;
  readonly tooltip: string;
}

/**
 * At the end of lines: the references that an actor holds at a label; after calls: which operations are one step.
 * Only between two offsets of the file.
 */
export function inlayHints(snapshot: Snapshot, from: number, to: number): InlayHint[] {
  return [...atomicCalls(snapshot), ...held(snapshot)].filter(({ offset }) => offset >= from && offset <= to).sort((a, b) => a.offset - b.offset);
}

function atomicCalls({ module, analysed: { model } }: Snapshot): InlayHint[] {
  const found: InlayHint[] = [];
  for (const item of module.items) {
    walk(item, (node) => {
      if (node.kind !== 'call') return;
      const meaning = model.meanings.get(node.callee);
      if (meaning?.kind !== 'operation' || !isOneStep(model, meaning.declaration, item)) return;
      found.push({ offset: node.callee.span.start, text: 'atomic ', tooltip: `\`${node.callee.text}\` is one step.` });
    });
  }
  return found;
}

/** Of an operation with a form for actors that are placed on a CPU it depends on the caller. */
function isOneStep({ placedForms }: Model, operation: OperationDeclaration, caller: Item): boolean {
  const placed = placedForms.get(operation) ?? operation;
  if (caller.kind === 'actor') return caller.cpu === null ? operation.atomic : placed.atomic;
  return operation.atomic && placed.atomic;
}

function held(snapshot: Snapshot): InlayHint[] {
  const { main, module } = snapshot;
  const described = ledgerOf(snapshot);
  if (described === null) return [];
  return module.items.flatMap((actor): InlayHint[] => {
    if (actor.kind !== 'actor') return [];
    const rows = described.actors.find(({ name }) => name === actor.name.text)?.rows ?? [];
    const labels = labelsOf(actor);
    return rows.flatMap(({ places, holds }) => {
      const [place = ''] = places;
      const first = place.split('..')[0] ?? '';
      const label = labels.find(({ name }) => name.text === first.split('.')[0]);
      if (label === undefined || holds.length === 0) return [];
      const text = holds.map((holding) => `${holding.count} on ${holding.text}`).join(', ');
      const why = holds.flatMap(({ taken }) => taken.map(({ line, how }) => `${how}, line ${line}`)).join('; ');
      return [
        {
          offset: lineEnd(main.text, label.span.end),
          text: `  holds ${text}`,
          tooltip: `At ${places.join(', ')} (${why || `line ${positionAt(main, label.span.start).line}`}).`,
        },
      ];
    });
  });
}

function lineEnd(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  return found < 0 ? text.length : found;
}
