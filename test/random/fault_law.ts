import { firstThatTells } from './caught.ts';
import type { SpecOptions } from './generator/spec.ts';
import type { LawOptions } from './law.ts';
import { mutant } from './mutant.ts';
import type { Fault } from './mutant.ts';
import { specOf } from './specs.ts';

/*
 * Whether the law tells of a fault. Engines with a fault stay in memory until their process ends, so suites of faults are small.
 */

/** Number of the random spec on which the law tells that the engines have a fault; -1 where none does. */
export async function caughtBy(fault: Fault, specs: number, options: LawOptions, more: Omit<SpecOptions, 'later'> = {}): Promise<number> {
  const { checkLaws, engines } = await mutant(fault);
  return firstThatTells(`engines: ${fault.name}`, specs, async (number) => {
    try {
      const finding = await checkLaws(engines(specOf(number, { later: false, ...more })), options);
      return finding.differences.length > 0;
    } catch (error) {
      // What is refused is no difference.
      return !/MM024[01]/u.test(String(error));
    }
  });
}

/** Faults as rows of a table of tests. */
export function named(faults: readonly Fault[]): [string, Fault][] {
  return faults.map((fault) => [fault.name, fault]);
}
