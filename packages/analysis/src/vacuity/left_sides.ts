import { explore } from '@mmspec/checker';
import type { ExploreOptions } from '@mmspec/checker';
import type { DeclaredProperty, Model } from '@mmspec/semantics';
import type { Diagnostic } from '@mmspec/source';
import type { Expression, InvariantDeclaration } from '@mmspec/syntax';
import type { PlannedCheck, TransitionSystem } from '@mmspec/system';
import { runDiagnostic } from '../codes.ts';
import { compiled, LimitReached } from '../limited.ts';
import type { CompileLimits } from '../limited.ts';
import { exploredWindows } from '../explored_windows.ts';
import { searchKey } from '../run_systems.ts';
import type { RunOf } from '../run_systems.ts';
import { systemUnder } from '../system_under.ts';
import { byWindows, cutShort, isWindowed, withoutReductions } from '../windows.ts';

/** An invariant that is an implication, and the claim that its left side never holds. */
interface Probe {
  readonly property: DeclaredProperty;
  readonly left: Expression;
  readonly probe: DeclaredProperty;
}

export interface VacuityOptions extends ExploreOptions, CompileLimits {}

/** What of a check a search depends on: its settings, how far it goes, and how accesses are ordered. */
export type SearchedCheck = RunOf & Pick<PlannedCheck, 'settings'>;

/**
 * Implications among the invariants of a spec whose left side holds in no state or step of any of the checks:
 * antecedent failure (Beatty and Bryant, "Formally verifying a microprocessor using a simulation methodology", DAC 1994;
 * Beer, Ben-David, Eisner and Rodeh, "Efficient detection of vacuity in ACTL formulas", CAV 1997).
 * For each the claim that its left side never holds is checked in its place, as far as the check goes and under its memory model.
 * Null where a search did not finish.
 */
export async function untestedImplications(model: Model, checks: readonly SearchedCheck[], options: VacuityOptions): Promise<readonly Diagnostic[] | null> {
  let open = model.properties.flatMap((property) => probeOf(property) ?? []);
  const once = new Map(checks.map((check) => [searchKey(check), check]));
  // What accesses in order show need not be looked for where they pass each other.
  const ordered = [...once.values()].toSorted((a, b) => Number(isWindowed(a)) - Number(isWindowed(b)));
  for (const check of ordered) {
    if (open.length === 0) break;
    const found = await probed(model, open, check, options);
    if (found === null) return null;
    open = open.filter(({ property }) => !found.tested.has(property.name));
    if (!found.finished) return null;
  }
  return open.map(({ property, left }) =>
    runDiagnostic(
      'MM0601',
      left.span,
      `In no check does the left side of \`${property.name}\` ever hold, so it is never put to the test.`,
      'Look whether the condition means what it should, or add what would make it true.',
    ),
  );
}

interface Probed {
  /** The properties whose left side holds somewhere. */
  readonly tested: ReadonlySet<string>;
  /** All states were looked at, or nothing more can be found. */
  readonly finished: boolean;
}

/** Looks for states of a check in which left sides hold; null where a limit ended what comes before the search. */
async function probed(model: Model, open: readonly Probe[], check: SearchedCheck, options: VacuityOptions): Promise<Probed | null> {
  const probing = { ...model, properties: open.map(({ probe }) => probe) };
  const names = new Set(open.map(({ property }) => property.name));
  const { spent: before = 0 } = options;
  const searched = async (system: TransitionSystem, own: VacuityOptions): Promise<Probed & { readonly states: number; readonly seconds: number }> => {
    const wanted = system.properties.flatMap(({ name }, index) => (names.has(name) ? [index] : []));
    const { finished, results, states, seconds } = cutShort(system, await explore(system, { ...own, properties: wanted, untilDecided: true }));
    const tested = new Set(results.flatMap(({ verdict, property }) => (verdict === 'violated' ? [system.properties[property]!.name] : [])));
    return { tested, finished: finished || tested.size === names.size, states, seconds };
  };
  try {
    const { value, spent } = await compiled(options, (budget) => systemUnder(probing, check.settings, check, budget).system);
    if (!isWindowed(check)) return await searched(value, { ...options, spent: before + spent });
    let searching = before + spent;
    const found = await byWindows(
      check,
      async (window) => {
        const { system, seconds } = await exploredWindows(probing, check.settings, { ...check, window }, value.properties, { ...options, spent: searching });
        searching += seconds;
        const each = await searched(system, { ...options, ...withoutReductions, spent: searching });
        searching += each.seconds;
        return { value: each, system, states: each.states, finished: each.finished, isDecided: each.tested.size === names.size };
      },
      () => options.signal?.aborted === true || (options.timeMax !== undefined && searching >= options.timeMax),
    );
    return found.value;
  } catch (error) {
    if (error instanceof LimitReached) return null;
    throw error;
  }
}

/** The invariants that are implications, with their left sides. */
export function implicationsOf({ properties }: Model): { readonly property: DeclaredProperty; readonly left: Expression }[] {
  return properties.flatMap((property) => probeOf(property) ?? []);
}

function probeOf(property: DeclaredProperty): Probe | null {
  const { declaration } = property;
  if (declaration.kind !== 'invariant') return null;
  const found = denied(declaration.body);
  if (found === null) return null;
  const probe: InvariantDeclaration = { ...declaration, body: found.body, expectViolated: false };
  return { property, left: found.left, probe: { ...property, declaration: probe } };
}

/** `not p` for `p implies q`, under the same quantifiers. */
function denied(body: Expression): { readonly left: Expression; readonly body: Expression } | null {
  if (body.kind === 'binary' && body.operator === 'implies') {
    return { left: body.left, body: { kind: 'unary', operator: 'not', operand: body.left, span: body.left.span } };
  }
  if (body.kind !== 'quantifier' || body.quantifier !== 'forall') return null;
  const inner = denied(body.body);
  return inner === null ? null : { left: inner.left, body: { ...body, body: inner.body } };
}
