import { wantsOneState } from '@mmspec/system';
import type { PropertyKind, SearchVerdict } from '@mmspec/system';

/** What a check expects of a system, whose properties it knows by their indices. */
export interface Expectation {
  readonly violations: readonly ExpectedViolation[];
  /** Properties that must hold although their declaration says `expect violated`. */
  readonly holds: readonly number[];
}

export interface ExpectedViolation {
  /** How the check calls it, for people. */
  readonly written: string;
  /** One of these must be violated. */
  readonly properties: readonly number[];
  /** In so many steps at most. */
  readonly within: number | null;
}

/** The verdict on one property, with what its declaration expects. */
export interface JudgedProperty {
  /** Index in the system. */
  readonly property: number;
  /** For people. */
  readonly name: string;
  readonly kind: PropertyKind;
  /** `expect violated` at the declaration. */
  readonly expectViolated: boolean;
  readonly verdict: SearchVerdict;
  readonly depth: number | null;
  /** Of a lasso: one with fewer steps may violate it too, but none with fewer than so many. */
  readonly least?: number;
}

export interface Judgement {
  readonly met: boolean;
  readonly verdict: SearchVerdict;
  /** The first unmet property, or else the first violated one, as people call it. */
  readonly property: string | null;
  /** Why the expectation is not met, all of it; empty otherwise. */
  readonly reason: string;
  /** Of a search that ended too early: what is violated as expected, and that this is not all that is expected; empty otherwise. */
  readonly beside: string;
}

/** One thing that a check claims, and what became of it. */
interface Claim {
  readonly property: string;
  readonly outcome: 'met' | 'unmet' | 'open';
  readonly verdict: SearchVerdict;
  readonly reason: string;
}

/**
 * Whether the expectation of a check is met.
 * Properties that it names as violated must be; those declared `expect violated` too, unless it says `holds`; all others must hold.
 * A claim of violation is met by the evidence; that all others hold needs the whole search, whatever is found before.
 * Without an expectation a check is a question: always met.
 */
export function judge(expectation: Expectation | null, results: readonly JudgedProperty[], finished: boolean): Judgement {
  const firstViolated = (): JudgedProperty | undefined =>
    results.find((result) => result.verdict === 'violated' && !result.expectViolated) ?? results.find((result) => result.verdict === 'violated');
  if (expectation === null) {
    const violated = firstViolated();
    return {
      met: true,
      verdict: violated === undefined ? (finished ? 'holds' : 'unfinished') : 'violated',
      property: violated?.name ?? null,
      reason: '',
      beside: '',
    };
  }
  const claims = claimsOf(expectation, results);
  const missed = claims.filter((claim) => claim.outcome === 'unmet');
  const unmet = missed[0] ?? claims.find((claim) => claim.outcome === 'open');
  if (unmet !== undefined) {
    const reasons = missed.length === 0 ? [unmet.reason] : missed.map(({ reason }) => reason);
    return { met: false, verdict: unmet.verdict, property: unmet.property, reason: reasons.join('; '), beside: besideOf(expectation, claims) };
  }
  const claimed = claimsByProperty(expectation);
  const violated = results.find((result) => result.verdict === 'violated' && !result.expectViolated && claimed.has(result.property)) ?? firstViolated();
  return { met: true, verdict: violated === undefined ? 'holds' : 'violated', property: violated?.name ?? null, reason: '', beside: '' };
}

/** Whether a violation is expected, as it is: by the check itself, or by the declaration of the property. */
export function expectsViolation(expectation: Expectation | null, { property, expectViolated, depth }: JudgedProperty): boolean {
  if (expectation === null) return false;
  const claim = claimsByProperty(expectation).get(property);
  if (claim !== undefined) return claim.within === null || (depth ?? 0) <= claim.within;
  return expectViolated && !expectation.holds.includes(property);
}

/** Why a search ended too early, with what was found all the same. */
export function withMore(reason: string, beside: string): string {
  return [reason, beside].filter((text) => text !== '').join('; ');
}

/** What is to be said where all claims of violation are met, and only what else holds is open. */
function besideOf({ violations }: Expectation, claims: readonly Claim[]): string {
  const [violated, others] = [claims.slice(0, violations.length), claims.slice(violations.length)];
  if (violated.length === 0 || violated.some(({ outcome }) => outcome !== 'met') || others.some(({ outcome }) => outcome === 'unmet')) return '';
  const names = violations.map(({ written }) => written);
  const shown = names.length > shownMost ? `${names.slice(0, shownMost).join(', ')}, …` : names.join(', ');
  const one = names.length === 1;
  return `${shown} ${one ? 'is' : 'are'} violated as expected, but it was not found out whether anything else is (a check \`of ${shown}\` judges ${one ? 'it' : 'these'} alone)`;
}

/** So many names are told. */
const shownMost = 4;

const claimedBy = new WeakMap<Expectation, ReadonlyMap<number, ExpectedViolation>>();

/** By property: the first claim of the expectation that it is violated. A check may claim that of each of a thousand. */
function claimsByProperty(expectation: Expectation): ReadonlyMap<number, ExpectedViolation> {
  const known = claimedBy.get(expectation);
  if (known !== undefined) return known;
  const claims = new Map<number, ExpectedViolation>();
  for (const claim of expectation.violations) for (const property of claim.properties) if (!claims.has(property)) claims.set(property, claim);
  claimedBy.set(expectation, claims);
  return claims;
}

function claimsOf(expectation: Expectation, results: readonly JudgedProperty[]): Claim[] {
  const { violations } = expectation;
  const holds = new Set(expectation.holds);
  const claimed = claimsByProperty(expectation);
  const places = new Map<number, number[]>();
  for (const [place, { property }] of results.entries()) places.set(property, [...(places.get(property) ?? []), place]);
  const claims: Claim[] = violations.map((expected) => {
    const among = [...new Set(expected.properties)].flatMap((property) => places.get(property) ?? []).toSorted((a, b) => a - b);
    return violationClaim(
      expected,
      among.map((place) => results[place]!),
    );
  });
  for (const result of results) {
    const { property, name, expectViolated } = result;
    if (claimed.has(property)) continue;
    if (expectViolated && !holds.has(property)) claims.push(violationClaim({ written: name, properties: [property], within: null }, [result]));
    else claims.push(holdsClaim(result));
  }
  return claims;
}

function violationClaim({ written, within }: ExpectedViolation, results: readonly JudgedProperty[]): Claim {
  const violated = results.filter((result) => result.verdict === 'violated');
  const first = violated.reduce<JudgedProperty | null>((best, result) => (best === null || (result.depth ?? 0) < (best.depth ?? 0) ? result : best), null);
  if (first !== null) {
    const depth = first.depth ?? 0;
    if (within === null || depth <= within) return { property: first.name, outcome: 'met', verdict: 'violated', reason: '' };
    const open = violated.find(({ least = Infinity }) => least <= within);
    if (open !== undefined)
      return {
        property: open.name,
        outcome: 'open',
        verdict: 'unfinished',
        reason: `${open.name} is violated after ${stepsText(open.depth ?? 0)}; whether it is within ${within} was not found out`,
      };
    return {
      property: first.name,
      outcome: 'unmet',
      verdict: 'violated',
      reason: `${first.name} is violated after ${stepsText(depth)}, not within ${within}`,
    };
  }
  if (results.some((result) => result.verdict === 'unfinished')) {
    return { property: written, outcome: 'open', verdict: 'unfinished', reason: `${written} is expected to be violated; no violation was found so far` };
  }
  const reason =
    results.length === 0
      ? `${written} is expected to be violated, but nothing can violate it under these settings`
      : `${written} is expected to be violated, but holds`;
  return { property: written, outcome: 'unmet', verdict: 'holds', reason };
}

function holdsClaim(result: JudgedProperty): Claim {
  const { name: property, verdict } = result;
  switch (verdict) {
    case 'holds':
      return { property, outcome: 'met', verdict, reason: '' };
    case 'violated':
      return { property, outcome: 'unmet', verdict, reason: violatedReason(result) };
    case 'unfinished':
      return { property, outcome: 'open', verdict, reason: 'the search did not finish' };
  }
}

function violatedReason({ name, kind, depth }: JudgedProperty): string {
  if (wantsOneState(kind)) return `${name} is never reached`;
  return `${name} is violated after ${stepsText(depth ?? 0)}, and is expected to hold`;
}

function stepsText(steps: number): string {
  return steps === 1 ? '1 step' : `${steps} steps`;
}
