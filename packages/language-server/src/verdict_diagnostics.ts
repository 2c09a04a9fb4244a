import type { Snapshot } from '@mmspec/ide';
import type { CheckResult, ScenarioResult, Trace } from '@mmspec/system';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { Paths } from './paths.ts';
import { rangeOf } from './positions.ts';
import { verdictLine } from './run.ts';
import type { Server } from './state.ts';

/*
 * What the checks and scenarios of a spec were found to be.
 */

/** What was found about the present text of a spec. */
export function verdictsOf(
  { verdicts }: Server,
  { main }: Snapshot,
): { readonly results: readonly CheckResult[]; readonly scenarios: readonly ScenarioResult[] } {
  const known = verdicts.get(main.path);
  return known === undefined || known.text !== main.text
    ? { results: [], scenarios: [] }
    : { results: [...known.results.values()], scenarios: [...known.scenarios.values()] };
}

/** A check or scenario that is not met is a mistake of the spec, with the steps of its race as related places. */
export function verdictDiagnostics(server: Server, snapshot: Snapshot): Diagnostic[] {
  const { main, module } = snapshot;
  const { results, scenarios } = verdictsOf(server, snapshot);
  const unmet = (name: string, declaration: string, why: string, trace: Trace | null): Diagnostic[] => {
    const declared = module.items.find((item) => (item.kind === 'check' || item.kind === 'scenario') && item.name.text === declaration);
    if (declared === undefined) return [];
    return [
      {
        range: rangeOf(main, declared.name.span),
        severity: DiagnosticSeverity.Warning,
        source: 'mmspec check',
        message: `${name} is not met: ${why}`,
        relatedInformation: stepsOf(server.workspace.paths, trace),
      },
    ];
  };
  return [
    ...results
      .filter(({ met }) => !met)
      .flatMap((check) => {
        const found = check.results.find(({ property }) => property === check.property);
        return unmet(check.name, check.matrix ?? check.name, check.reason === '' ? verdictLine(check) : check.reason, found?.trace ?? null);
      }),
    ...scenarios
      .filter(({ met }) => !met)
      .flatMap((scenario) => unmet(scenario.name, scenario.name, `${scenario.found}${scenario.reason === '' ? '' : `: ${scenario.reason}`}`, scenario.trace)),
  ];
}

function stepsOf({ uriOf }: Paths, trace: Trace | null): NonNullable<Diagnostic['relatedInformation']> {
  return (trace?.steps ?? []).slice(0, 100).map((step, index) => {
    const position = { line: Math.max(0, step.line - 1), character: Math.max(0, step.column - 1) };
    return {
      location: { uri: uriOf(step.path), range: { start: position, end: position } },
      message: `${index + 1}. ${step.actor ?? step.action ?? ''}: ${step.text}`,
    };
  });
}
