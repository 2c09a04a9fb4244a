import type { CheckResult, Plain, PropertyResult, TraceStep } from '@mmspec/system';

/*
 * Traces and results written by hand.
 */

export type Changes = Readonly<Record<string, readonly [Plain | null, Plain | null]>>;

/** A step of an actor; `vcpu[0]: folio_get` names the operations around the statement. */
export function step(actor: string, text: string, changes: Changes = {}, more: Partial<TraceStep> = {}): TraceStep {
  return { actor, action: null, label: null, operation: [], path: 'spec.mmspec', line: 1, column: 1, text, changes, state: {}, ...more };
}

/** The steps with the states that their changes make. */
export function violated(property: string, initial: Readonly<Record<string, Plain>>, steps: readonly TraceStep[]): PropertyResult {
  let state = initial;
  const walked = steps.map((each) => {
    state = Object.fromEntries([...Object.entries(state), ...Object.entries(each.changes).map(([name, [, to]]) => [name, to] as const)].filter((row): row is [string, Plain] => row[1] !== null));
    return { ...each, state };
  });
  return { property, verdict: 'violated', depth: steps.length, trace: { initial, steps: walked, loop: null } };
}

export function result(found: readonly PropertyResult[], more: Partial<CheckResult> = {}): CheckResult {
  const [first] = found.filter(({ verdict }) => verdict === 'violated');
  return {
    name: 'row2', settings: { VCPUS: 1, read: 'safe_first' }, matrix: null, expectation: null, met: true, verdict: first === undefined ? 'holds' : 'violated',
    property: first?.property ?? null, reason: '', results: found, states: 1265, transitions: 2554, depth: 17, reduction: { symmetry: 1, partialOrder: false },
    seconds: 0.0123, workers: 1, memoryBytes: 4096, trace: first?.trace ?? null, ...more,
  };
}
