import { unitRunner, type FoundCheck } from '@mmspec/analysis';
import { optionsOf, type Ended, type ReadySpec, type SpecCall } from './check_spec.ts';
import { racesShown, type RacesMode } from './races_shown.ts';
import type { SpecClaims } from './spec_claims.ts';

/** What was found of a unit of the checks of a spec; null: who has the spec is to run it himself. */
export interface UnitAnswer {
  readonly kind: 'unit';
  readonly index: number;
  readonly unit: number;
  readonly found: readonly FoundCheck[] | null;
}

/** Runs checks of a spec that another thread has, from the last one on, as long as there are any that nobody has taken. */
export async function runUnits(
  claims: SpecClaims,
  index: number,
  ready: ReadySpec,
  call: SpecCall,
  mode: RacesMode,
  tell: (answer: UnitAnswer) => void,
): Promise<void> {
  const { signal } = call.interruption;
  const free = claims.freeUnits(index);
  if (free.length === 0) return;
  const runner = unitRunner(ready.loaded.model, optionsOf(ready, call, racesShown(mode, call.races !== undefined)));
  const run = async (unit: number): Promise<readonly FoundCheck[] | null> => {
    const found = await runner.run(unit);
    return isShort(
      signal,
      found.flatMap(({ searches }) => searches),
    )
      ? null
      : found;
  };
  for (const unit of free.toReversed()) {
    if (signal.aborted) return;
    // What goes wrong is found by who has the spec, and told.
    if (claims.takeUnit(index, unit)) tell({ kind: 'unit', index, unit, found: await run(unit).catch(() => null) });
  }
}

/** Memory came to an end, of which others may have more. */
export function isShort(signal: AbortSignal, searches: readonly Pick<Ended, 'finished' | 'isLate'>[]): boolean {
  return !signal.aborted && searches.some(({ finished, isLate }) => !finished && !isLate);
}
