import { textOf } from '@mmspec/source';
import type { CallExpression } from '@mmspec/syntax';
import { pairingOf } from '../../audit/pairings.ts';
import { costs, type Candidate } from '../candidate.ts';
import { callOf } from '../../bodies.ts';
import type { Scene } from '../scene.ts';
import type { Sequence, Unit } from '../units.ts';

interface Use {
  readonly call: CallExpression;
  readonly unit: Unit;
  readonly opens: boolean;
  /** Of the lock and how it is taken. */
  readonly key: string;
}

/** Two locks that follow each other are taken in the other order, and released in the other order. */
export function lockOrder(scene: Scene, sequence: Sequence): Candidate[] {
  const { owner, units } = sequence;
  const uses = units.map((unit) => useOf(scene, unit));
  return uses.flatMap((outer, index): Candidate[] => {
    const inner = uses[index + 1];
    if (outer == null || inner == null || !outer.opens || !inner.opens || outer.key === inner.key) return [];
    const closes = [inner, outer].map(({ key }) => uses.slice(index + 2).find((use) => use?.key === key && !use.opens));
    const [closeInner, closeOuter] = closes;
    const text = ({ call }: Use): string => textOf(scene.file, call.span);
    const put = ({ call }: Use, other: Use) => ({ start: call.span.start, end: call.span.end, text: text(other) });
    const released = closeInner == null || closeOuter == null ? [] : [put(closeInner, closeOuter), put(closeOuter, closeInner)];
    const name = `lock order ${owner}: ${text(inner)} outside of ${text(outer)}`;
    return [
      {
        operator: 'lock order',
        owner,
        name,
        group: name,
        cost: costs.lockOrder,
        offset: outer.unit.start,
        changes: [put(outer, inner), put(inner, outer), ...released],
      },
    ];
  });
}

function useOf({ file }: Scene, unit: Unit): Use | null {
  const call = callOf(unit.statement);
  const pairing = call === null ? null : pairingOf(call.callee.text);
  if (call === null || pairing?.kind !== 'lock') return null;
  const [first] = call.arguments;
  return { call, unit, opens: pairing.opens, key: `${pairing.key} ${first === undefined ? '' : textOf(file, first.span)}` };
}
