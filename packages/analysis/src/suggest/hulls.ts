import { isAboutGraph, judgedOn } from '@mmspec/system';
import type { PropertyKind, Trace } from '@mmspec/system';
import type { Hulls } from './scene.ts';
import type { Sequence } from './units.ts';

/*
 * A race can be run again as long as nothing that it passes has changed. So to mend it, something between its first and its last step
 * of somebody has to change. That holds of every race, and of none of what has to happen.
 */

/** Where the steps of a race lie in the texts of their owners; null where more than this race is to be mended. */
export function hullsOf(trace: Trace | null, kind: PropertyKind, sequences: readonly Sequence[]): Hulls {
  if (trace === null || isAboutGraph(kind) || judgedOn(kind) === 'stuck') return null;
  const hulls = new Map<string, { from: number; to: number }>();
  for (const { actor, label, operation } of trace.steps) {
    if (actor === null) continue;
    const owner = actor.replace(/\[.*$/u, '');
    widen(hulls, owner, sequences, label);
    for (const name of operation) widen(hulls, name, sequences, null);
  }
  return hulls;
}

/** Takes in what a label covers; without one, the whole text of the owner. */
function widen(hulls: Map<string, { from: number; to: number }>, owner: string, sequences: readonly Sequence[], label: string | null): void {
  const own = sequences.filter((each) => each.owner === owner).flatMap(({ units }) => units);
  const covered = own.filter(({ name }) => label === null || name === label || name.startsWith(`${label}+`));
  const units = covered.length === 0 ? own : covered;
  if (units.length === 0) return;
  const hull = hulls.get(owner) ?? { from: Infinity, to: -1 };
  const from = Math.min(hull.from, ...units.map(({ start }) => start));
  const to = Math.max(hull.to, ...units.map(({ start }) => start));
  hulls.set(owner, { from, to });
}
