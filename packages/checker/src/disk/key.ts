import type { DeadSlots, TransitionSystem } from '@mmspec/system';
import type { ExploreOptions } from '../options.ts';
import { sha256 } from '../store/host.ts';

/** The reductions that a search uses. */
export interface Reductions {
  /** Names of the families. */
  readonly interchangeable: readonly string[];
  readonly dead: readonly DeadSlots[];
  readonly partialOrder: boolean;
}

/** What a search and its checkpoint have in common, as a checksum: two searches with the same key visit the same states in the same order, and count the same. */
export function keyOf(
  source: string,
  system: TransitionSystem,
  { properties, overrides, countSteps }: ExploreOptions,
  { interchangeable, dead, partialOrder }: Reductions,
): Promise<string> {
  const { slots, actions, properties: all } = system;
  const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
  return sha256(
    JSON.stringify([
      source,
      slots,
      actions,
      all,
      properties ?? null,
      overrides ?? null,
      interchangeable,
      dead,
      partialOrder,
      countSteps === true,
      littleEndian,
    ]),
  );
}
