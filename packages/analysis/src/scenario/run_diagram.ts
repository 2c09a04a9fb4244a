import type { ExploreOptions } from '@mmspec/checker';
import { compile } from '@mmspec/compiler';
import type { Model } from '@mmspec/semantics';
import type { ScenarioResult, Settings } from '@mmspec/system';
import { placesOfModel } from '../place_table.ts';
import { CompileError } from '../compile_error.ts';
import { compiled } from '../limited.ts';
import type { CompileLimits } from '../limited.ts';
import type { Diagram } from './diagram.ts';
import { matchDiagram } from './match_diagram.ts';
import type { MatchedDiagram } from './match_diagram.ts';
import { runScenario } from './run_scenario.ts';

/** What became of a pasted diagram. */
export interface DiagramRun {
  readonly matched: MatchedDiagram;
  /** Null where no event was matched. */
  readonly result: ScenarioResult | null;
}

/** Asks whether the interleaving of a diagram is possible in a model without errors. Throws a `CompileError` where the settings do not compile, and `LimitReached` where that takes too much. */
export async function runDiagram(model: Model, diagram: Diagram, settings: Settings, options: ExploreOptions & CompileLimits = {}): Promise<DiagramRun> {
  const { value: { system, diagnostics }, spent } = await compiled(options, (budget) => compile(model, settings, budget));
  if (system === null) throw new CompileError(diagnostics);
  const placeOf = placesOfModel(model);
  const matched = matchDiagram(system, diagram, (action) => placeOf(action.span).text({ settings, action, before: [], after: null }));
  if (matched.steps.length === 0) return { matched, result: null };
  return { matched, result: await runScenario(system, { name: 'the diagram', settings, expected: null, steps: matched.steps }, placeOf, { ...options, spent }) };
}
