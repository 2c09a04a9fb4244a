import { walk } from '@mmspec/syntax';
import type { CallExpression } from '@mmspec/syntax';
import { occurrenceAt } from '../names/occurrences.ts';
import { isOwner, ownersOf, type Owner } from '../names/owners.ts';
import { pathOf, fileSpanAt, type FileSpan, type Snapshot } from '../names/snapshot.ts';

/** An operation, actor or action among its callers. */
export interface HierarchyItem {
  readonly name: string;
  readonly kind: Owner['kind'];
  readonly place: FileSpan;
  readonly nameSpan: FileSpan;
}

/** The other end of calls, and where they stand. */
export interface HierarchyCall {
  readonly item: HierarchyItem;
  readonly places: readonly FileSpan[];
}

/** The operation or actor under the cursor. */
export function hierarchyItem(snapshot: Snapshot, offset: number): HierarchyItem | null {
  const target = occurrenceAt(snapshot, offset)?.target;
  return target?.kind === 'declaration' && isOwner(target.declaration) ? itemOf(snapshot, target.declaration) : null;
}

/** Who calls the operation, in this spec and in others; what several of them import is there once. */
export function incomingCalls(snapshot: Snapshot, of: HierarchyItem, others: readonly Snapshot[] = []): HierarchyCall[] {
  const found = new Map<string, HierarchyCall>();
  for (const each of [snapshot, ...others]) {
    for (const owner of ownersOf(each.analysed.model)) {
      const places = callsIn(each, owner)
        .filter(({ callee }) => isSame(itemOf(each, callee), of))
        .map(({ call }) => fileSpanAt(each, call.callee.span));
      const item = itemOf(each, owner);
      if (places.length > 0) found.set(`${item.place.path}:${item.place.span.start}`, { item, places });
    }
  }
  return [...found.values()];
}

/** What the operation or actor calls. */
export function outgoingCalls(snapshot: Snapshot, of: HierarchyItem): HierarchyCall[] {
  const owner = ownersOf(snapshot.analysed.model).find((each) => isSame(itemOf(snapshot, each), of));
  const calls = owner === undefined ? [] : callsIn(snapshot, owner);
  const callees = [...new Set(calls.map(({ callee }) => callee))];
  return callees.map((callee) => ({
    item: itemOf(snapshot, callee),
    places: calls.filter((each) => each.callee === callee).map(({ call }) => fileSpanAt(snapshot, call.callee.span)),
  }));
}

function callsIn(snapshot: Snapshot, owner: Owner): { readonly call: CallExpression; readonly callee: Owner }[] {
  const found: { readonly call: CallExpression; readonly callee: Owner }[] = [];
  walk(owner.body, (node) => {
    if (node.kind !== 'call') return;
    const meaning = snapshot.analysed.model.meanings.get(node.callee);
    if (meaning?.kind === 'operation') found.push({ call: node, callee: meaning.declaration });
  });
  return found;
}

function itemOf(snapshot: Snapshot, { name, kind, span }: Owner): HierarchyItem {
  const path = pathOf(snapshot, span);
  return { name: name.text, kind, place: { path, span }, nameSpan: { path, span: name.span } };
}

function isSame(a: HierarchyItem, b: HierarchyItem): boolean {
  return a.name === b.name && a.place.path === b.place.path && a.nameSpan.span.start === b.nameSpan.span.start;
}
