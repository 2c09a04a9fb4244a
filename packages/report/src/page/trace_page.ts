import type { CheckResult, HeldReferences, PropertyResult, PropertyText, ScenarioResult, Settings, Trace } from '@mmspec/system';
import { untakenSentence } from '../untaken_text.ts';
import { counted } from '../wrap.ts';
import { stepText } from '../race/event.ts';
import { raceDiagram } from '../race/race_diagram.ts';
import { remarkOf } from '../race/remark.ts';
import { scenarioDiagram } from '../race/scenario_diagram.ts';
import { scenarioVerdict } from '../race/scenario_text.ts';
import { pageScript } from './page_script.ts';
import { pageStyle } from './page_style.ts';

/** A race, or the run of a scenario, as the page shows it: plain data. */
export interface PageRace {
  readonly check: string;
  readonly property: string;
  /** The first sentence of the property's comment, or nothing. */
  readonly sentence: string;
  readonly formula: string;
  /** `8 steps; 293 states with VCPUS = 1.` */
  readonly size: string;
  /** Does the last step break the property? */
  readonly isBroken: boolean;
  readonly trace: Trace;
  /** By step: how the diagram writes it, and what it says of the values that the step changed. */
  readonly rows: readonly { readonly text: string; readonly remark: string }[];
  readonly held: HeldReferences;
  /** The race as text, by the form it is copied in. */
  readonly texts: Readonly<Record<'changelog' | 'comment' | 'markdown', string>>;
}

/** `columns`: one for each actor; `steps`: all below each other, with the actor in front. */
export type PageForm = 'columns' | 'steps';

/** What a page of races is made from. */
export interface PageParts {
  readonly title: string;
  readonly form: PageForm;
  readonly races: readonly PageRace[];
  /** What was found where there is no race, line by line. */
  readonly others: readonly string[];
  /** The text of each source file that a step may stand in, by path. */
  readonly sources: Readonly<Record<string, string>>;
}

/** The race of one property of a check; null where it has no trace. */
export function pageRace(check: CheckResult, result: PropertyResult, property: PropertyText, options: { readonly command: string; readonly possible: readonly PropertyText[]; readonly held: HeldReferences }): PageRace | null {
  if (result.trace === null) return null;
  const { steps } = result.trace;
  return {
    check: check.name,
    property: result.property,
    sentence: property.doc.split(/(?<=\.)\s/u)[0] ?? '',
    formula: property.text.replace(/\s+/gu, ' '),
    size: `${sizeText(result.depth ?? 0, check.states, check.settings)}${result.fairness === undefined ? '' : ` Judged under ${result.fairness === '' ? 'no fairness' : result.fairness}.`}${result.untaken === undefined ? '' : ` ${untakenSentence(result.untaken)}`}`,
    isBroken: !['deadlock', 'temporal', 'possible'].includes(property.kind ?? result.property),
    trace: result.trace,
    rows: steps.map((step, index) => ({ text: stepText(step), remark: remarkOf(steps, index, property.text, false) })),
    held: options.held,
    texts: textsOf((form) => raceDiagram(check, result, property, { form, numbered: false, command: options.command, possible: options.possible })),
  };
}

/** The run of a scenario, with as many of its steps as there can be; null where not even one can. */
export function pageScenario(result: ScenarioResult, options: { readonly command: string; readonly held: HeldReferences }): PageRace | null {
  const { trace, matched, name } = result;
  if (trace === null) return null;
  const formula = result.steps.join(' ; ');
  const mark = (index: number): string => (matched.includes(index) ? `step ${matched.indexOf(index) + 1} of ${name}` : '');
  return {
    check: 'scenario',
    property: name,
    sentence: scenarioVerdict(result),
    formula,
    size: sizeText(trace.steps.length, result.states, result.settings),
    isBroken: false,
    trace,
    rows: trace.steps.map((step, index) => ({ text: stepText(step), remark: [mark(index), remarkOf(trace.steps, index, formula, false)].filter((part) => part !== '').join('; ') })),
    held: options.held,
    texts: textsOf((form) => scenarioDiagram(result, { form, numbered: false, command: options.command })),
  };
}

function sizeText(steps: number, states: number, settings: Settings): string {
  const given = Object.entries(settings).map(([name, value]) => `${name} = ${value}`).join(', ');
  return `${counted(steps, 'step')}; ${counted(states, 'state')}${given === '' ? '' : ` with ${given}`}.`;
}

function textsOf(text: (form: keyof PageRace['texts']) => string): PageRace['texts'] {
  return { changelog: text('changelog'), comment: text('comment'), markdown: text('markdown') };
}

/**
 * One page with races to step through: a column for each actor, a slider, the variables with what a step changed, who holds which reference,
 * the source of the step. Complete in itself: it loads nothing, only the script with the nonce runs, and no text of a spec becomes markup,
 * since all of them stand in one JSON text from which the script makes text nodes.
 */
export function tracePage(parts: PageParts, nonce: string): string {
  const data = JSON.stringify(parts).replaceAll('<', '\\u003c');
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${policy}"><title>mmspec</title>
<style nonce="${nonce}">${pageStyle}</style></head><body>
<header><h1></h1><label class="choose">Race <select></select></label></header>
<p class="none" hidden>There is no race to show.</p>
<main hidden>
<h2></h2><p class="sentence"></p><p class="formula"></p><p class="size"></p>
<div class="bar"><button data-go="first" title="Home">|◀</button><button data-go="back" title="Up">◀</button><input type="range" min="0" value="0" aria-label="State"><button data-go="next" title="Down">▶</button><button data-go="last" title="End">▶|</button><output></output></div>
<div class="panes">
<section class="race" tabindex="0" aria-label="Steps"><table><thead></thead><tbody></tbody></table></section>
<aside>
<div class="sources"><h3>Source</h3><pre class="source"></pre></div>
<div class="holding"><h3>Who holds what</h3><table class="held"><tbody></tbody></table></div>
<h3>State</h3><table><tbody class="state"></tbody></table>
<details class="stays"><summary></summary><table><tbody></tbody></table></details>
</aside>
</div>
<p class="copy">Copy as <button data-form="changelog">changelog</button><button data-form="comment">comment</button><button data-form="markdown">Markdown</button><span role="status"></span></p>
<details class="as-text"><summary>As text</summary><pre class="text"></pre></details>
<p class="keys">Keys: ↓ or → the next step, ↑ or ← the one before, Home and End the first and the last state. In a loop the step after the last is the first of the loop.</p>
</main>
<details class="others"><summary></summary><pre></pre></details>
<script type="application/json" nonce="${nonce}" id="data">${data}</script>
<script nonce="${nonce}">${pageScript}</script></body></html>
`;
}
