import { originOf, wantsOneState } from '@mmspec/system';
import type { PlannedCheck, PropertyKind, Verdict } from '@mmspec/system';

/** The verdict on one property, with what its declaration expects. */
export interface NamedVerdict {
  readonly property: string;
  readonly kind: PropertyKind;
  /** `expect violated` at the declaration. */
  readonly expectViolated: boolean;
  readonly verdict: Verdict;
  readonly depth: number | null;
}

export interface Judgement {
  readonly met: boolean;
  readonly verdict: Verdict;
  /** The first unmet property, or else the first violated one. */
  readonly property: string | null;
  /** Why the expectation is not met, all of it; empty otherwise. */
  readonly reason: string;
}

/**
 * Whether a name as an expectation writes it stands for a property.
 * `range` is every range; `walker.touch` is every assertion of that actor whose labels contain the parts in this order.
 */
export function isNamed(written: string, property: string, kind: PropertyKind): boolean {
  if (written === property) return true;
  switch (originOf(kind)) {
    case 'declared':
    case 'every spec':
      return false;
    case 'each variable':
      return written === kind;
    case 'each assertion':
      return isOfAssertion(written, property);
  }
}

function isOfAssertion(written: string, property: string): boolean {
  const [actor, ...labels] = property.split('.');
  const [wantedActor, ...wanted] = written.split('.');
  if (actor !== wantedActor || wanted.length === 0) return false;
  let matched = 0;
  for (const label of labels) if (label === wanted[matched]) matched++;
  return matched === wanted.length;
}

/** One thing that a check claims, and what became of it. */
interface Claim {
  readonly property: string;
  readonly outcome: 'met' | 'unmet' | 'open';
  readonly verdict: Verdict;
  readonly reason: string;
}

/**
 * Whether the expectation of a check is met.
 * Properties that it names as violated must be; those declared `expect violated` too, unless it says `holds`; all others must hold.
 * A claim of violation is met by the evidence; a claim that something holds needs the whole search,
 * except beside a claim of violation: there the rest must only not be violated as far as the search went.
 * Without an expectation a check is a question: always met.
 */
export function judge(planned: PlannedCheck, results: readonly NamedVerdict[], finished: boolean): Judgement {
  const firstViolated = (): NamedVerdict | undefined =>
    results.find((result) => result.verdict === 'violated' && !result.expectViolated) ?? results.find((result) => result.verdict === 'violated');
  const expectation = planned.expectation;
  if (expectation === null) {
    const violated = firstViolated();
    return { met: true, verdict: violated === undefined ? (finished ? 'holds' : 'unfinished') : 'violated', property: violated?.property ?? null, reason: '' };
  }
  const claims = claimsOf(planned, results, expectation.kind === 'violates');
  const missed = claims.filter((claim) => claim.outcome === 'unmet');
  const unmet = missed[0] ?? claims.find((claim) => claim.outcome === 'open');
  if (unmet !== undefined) {
    const reasons = missed.length === 0 ? [unmet.reason] : missed.map(({ reason }) => reason);
    return { met: false, verdict: unmet.verdict, property: unmet.property, reason: reasons.join('; ') };
  }
  const isItem = (result: NamedVerdict): boolean => expectation.items.some((item) => isNamed(item.property, result.property, result.kind));
  const violated = results.find((result) => result.verdict === 'violated' && !result.expectViolated && isItem(result)) ?? firstViolated();
  return { met: true, verdict: violated === undefined ? 'holds' : 'violated', property: violated?.property ?? null, reason: '' };
}

/** Whether a check expects that a property is violated, as it is: by its own words, or by those of the declaration. */
export function expectsViolation({ expectation }: PlannedCheck, { property, kind, expectViolated, depth }: NamedVerdict): boolean {
  if (expectation === null) return false;
  const item = expectation.items.find((each) => isNamed(each.property, property, kind));
  if (item !== undefined) return item.within === null || (depth ?? 0) <= item.within;
  return expectViolated && !expectation.holds.some((written) => isNamed(written, property, kind));
}

function claimsOf(planned: PlannedCheck, results: readonly NamedVerdict[], violates: boolean): Claim[] {
  const { items, holds } = planned.expectation ?? { items: [], holds: [] };
  const claims: Claim[] = items.map(({ property, within }) =>
    violationClaim(
      property,
      results.filter((result) => isNamed(property, result.property, result.kind)),
      within,
    ),
  );
  for (const result of results) {
    if (items.some((item) => isNamed(item.property, result.property, result.kind))) continue;
    const mustHold = holds.some((written) => isNamed(written, result.property, result.kind));
    if (result.expectViolated && !mustHold) claims.push(violationClaim(result.property, [result], null));
    else claims.push(holdsClaim(result, mustHold || !violates));
  }
  return claims;
}

function violationClaim(property: string, named: readonly NamedVerdict[], within: number | null): Claim {
  const violated = named.filter((result) => result.verdict === 'violated');
  const first = violated.reduce<NamedVerdict | null>((best, result) => (best === null || (result.depth ?? 0) < (best.depth ?? 0) ? result : best), null);
  if (first !== null) {
    const depth = first.depth ?? 0;
    if (within === null || depth <= within) return { property: first.property, outcome: 'met', verdict: 'violated', reason: '' };
    return {
      property: first.property,
      outcome: 'unmet',
      verdict: 'violated',
      reason: `${first.property} is violated after ${stepsText(depth)}, not within ${within}`,
    };
  }
  if (named.some((result) => result.verdict === 'unfinished')) {
    return { property, outcome: 'open', verdict: 'unfinished', reason: `${property} is expected to be violated; no violation was found so far` };
  }
  const reason =
    named.length === 0
      ? `${property} is expected to be violated, but nothing can violate it under these settings`
      : `${property} is expected to be violated, but holds`;
  return { property, outcome: 'unmet', verdict: 'holds', reason };
}

function holdsClaim(result: NamedVerdict, needed: boolean): Claim {
  const { property, verdict } = result;
  switch (verdict) {
    case 'holds':
      return { property, outcome: 'met', verdict, reason: '' };
    case 'violated':
      return { property, outcome: 'unmet', verdict, reason: violatedReason(result) };
    case 'unfinished':
      return { property, outcome: needed ? 'open' : 'met', verdict, reason: 'the search did not finish' };
  }
}

function violatedReason({ property, kind, depth }: NamedVerdict): string {
  if (wantsOneState(kind)) return `${property} is never reached`;
  return `${property} is violated after ${stepsText(depth ?? 0)}, and is expected to hold`;
}

function stepsText(steps: number): string {
  return steps === 1 ? '1 step' : `${steps} steps`;
}
