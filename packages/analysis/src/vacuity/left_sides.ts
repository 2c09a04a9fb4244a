import { explore } from '@mmspec/checker';
import type { ExploreOptions } from '@mmspec/checker';
import { compile } from '@mmspec/compiler';
import type { DeclaredProperty, Model } from '@mmspec/semantics';
import type { Diagnostic } from '@mmspec/source';
import type { Expression, InvariantDeclaration } from '@mmspec/syntax';
import type { Settings } from '@mmspec/system';
import { runDiagnostic } from '../codes.ts';
import { compiled, LimitReached } from '../limited.ts';
import type { CompileLimits } from '../limited.ts';

/** An invariant that is an implication, and the claim that its left side never holds. */
interface Probe {
  readonly property: DeclaredProperty;
  readonly left: Expression;
  readonly probe: DeclaredProperty;
}

export interface VacuityOptions extends ExploreOptions, CompileLimits {}

/**
 * Implications among the invariants of a spec whose left side holds in no state or step under any of the settings:
 * antecedent failure (Beatty and Bryant, "Formally verifying a microprocessor using a simulation methodology", DAC 1994;
 * Beer, Ben-David, Eisner and Rodeh, "Efficient detection of vacuity in ACTL formulas", CAV 1997).
 * For each the claim that its left side never holds is checked in its place. Null where a search did not finish.
 */
export async function untestedImplications(model: Model, settings: readonly Settings[], options: VacuityOptions): Promise<readonly Diagnostic[] | null> {
  let open = model.properties.flatMap((property) => probeOf(property) ?? []);
  for (const each of settings) {
    if (open.length === 0) break;
    const probing = { ...model, properties: open.map(({ probe }) => probe) };
    const system = await inLimits(async () => (await compiled(options, (budget) => compile(probing, each, budget))).value.system);
    if (system === null) return null;
    const wanted = system.properties.flatMap(({ name }, index) => (open.some(({ property }) => property.name === name) ? [index] : []));
    const { finished, results } = await explore(system, { ...options, properties: wanted });
    const tested = new Set(results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => system.properties[property]?.name));
    open = open.filter(({ property }) => !tested.has(property.name));
    if (!finished) return null;
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

/** The invariants that are implications, with their left sides. */
export function implicationsOf({ properties }: Model): { readonly property: DeclaredProperty; readonly left: Expression }[] {
  return properties.flatMap((property) => probeOf(property) ?? []);
}

/** Null where a limit is reached. */
async function inLimits<T>(work: () => Promise<T | null>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LimitReached) return null;
    throw error;
  }
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
