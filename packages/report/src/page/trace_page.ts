import { settingsOfRace } from '@mmspec/system';
import type { CheckResult, HeldReferences, PropertyResult, PropertyText, ScenarioResult, Trace, TraceStep } from '@mmspec/system';
import { counted } from '../wrap.ts';
import { raceDiagram } from '../race/race_diagram.ts';
import { claimWords, deadlockWords, isBrokenAtEnd, lassoWords, loopEnd, lostWords } from '../race/race_words.ts';
import { orderWords } from '../race/memory_order.ts';
import { scenarioDiagram } from '../race/scenario_diagram.ts';
import { scenarioVerdict } from '../race/scenario_text.ts';
import type { PageCheck } from './page_check.ts';
import { pageTable, type PageTable } from './page_row.ts';
import { pageScript } from './page_script.ts';
import { pageStyle } from './page_style.ts';

/** A race, or the run of a scenario, as the page shows it: plain data. */
export interface PageRace extends PageTable {
  /** The spec. */
  readonly file: string;
  readonly check: string;
  readonly property: string;
  /** The property and the damage. */
  readonly sentence: string;
  readonly formula: string;
  /** `8 steps; 293 states with VCPUS = 1.` */
  readonly size: string;
  readonly trace: PageTrace;
  /** What the line below the events of a lasso says. */
  readonly end: string | null;
  /** What is said below the events, sentence by sentence. */
  readonly endings: readonly string[];
  readonly held: HeldReferences;
  /** The race as text, by the form it is copied in. */
  readonly texts: Readonly<Record<'changelog' | 'comment' | 'markdown', string>>;
}

/** A trace as far as a page needs it. */
export interface PageTrace extends Pick<Trace, 'initial' | 'loop'> {
  readonly steps: readonly Pick<TraceStep, 'actor' | 'action' | 'path' | 'line' | 'column' | 'changes' | 'state'>[];
}

/** `columns`: one for each actor; `steps`: all below each other, with the actor in front. */
export type PageForm = 'columns' | 'steps';

/** What a page of races is made from. */
export interface PageParts {
  readonly title: string;
  readonly form: PageForm;
  readonly races: readonly PageRace[];
  /** In an editor: the texts have changed since, which the page says. */
  readonly isOutdated?: boolean;
  /** All that was run, for the table that the page begins with. */
  readonly checks: readonly PageCheck[];
  /** The text of each source file that a step may stand in, by path. */
  readonly sources: Readonly<Record<string, string>>;
}

/** What a race of a page is made with. */
export interface PageRaceOptions {
  readonly file: string;
  readonly command: string;
  readonly possible: readonly PropertyText[];
  readonly held: HeldReferences;
}

/** The race of one property of a check; null where it has no trace. */
export function pageRace(
  check: CheckResult,
  result: PropertyResult,
  property: PropertyText,
  { file, command, possible, held }: PageRaceOptions,
): PageRace | null {
  if (result.trace === null) return null;
  const subject = { property: result.property, formula: property.text, isBroken: isBrokenAtEnd({ ...property, name: result.property }) };
  return {
    file,
    held,
    check: check.name,
    property: result.property,
    ...claimWords(result, property),
    size: `${sizeText(result.depth ?? 0, { ...check, settings: settingsOfRace(check, result) }, result.numbers !== undefined)}${result.fairness === undefined ? '' : ` Judged under ${result.fairness === '' ? 'no fairness' : result.fairness}.`}`,
    trace: pageTrace(result.trace),
    ...pageTable(result.trace, subject, result.waiting ?? [], () => ''),
    end: result.waiting === undefined ? loopEnd(result) : '*** DEADLOCK ***',
    endings: [...deadlockWords(result), ...lassoWords(result, possible, property), ...lostWords(property), ...orderWords(result.trace)],
    texts: textsOf((form) => raceDiagram(check, result, property, { form, numbered: false, command, possible })),
  };
}

/** The run of a scenario, with as many of its steps as there can be; null where not even one can. */
export function pageScenario(result: ScenarioResult, { file, command, held }: Omit<PageRaceOptions, 'possible'>): PageRace | null {
  const { trace, matched, name } = result;
  if (trace === null) return null;
  const formula = result.steps.join(' ; ');
  const mark = (index: number): string => (matched.includes(index) ? `step ${matched.indexOf(index) + 1} of ${name}` : '');
  return {
    file,
    formula,
    held,
    check: 'scenario',
    property: name,
    sentence: scenarioVerdict(result),
    size: sizeText(trace.steps.length, result),
    trace: pageTrace(trace),
    ...pageTable(trace, { property: name, formula, isBroken: false }, [], mark),
    end: null,
    endings: orderWords(trace),
    texts: textsOf((form) => scenarioDiagram(result, { form, numbered: false, command })),
  };
}

function pageTrace({ initial, loop, steps }: Trace): PageTrace {
  return {
    initial,
    loop,
    steps: steps.map(({ actor, action, path, line, column, changes, state }) => ({ actor, action, path, line, column, changes, state })),
  };
}

type Sized = Pick<ScenarioResult, 'states' | 'settings' | 'memory' | 'window'>;

/** Of a race of a check for any number, whose states are those of several, without them. */
function sizeText(steps: number, { states, settings, memory = 'sc', window }: Sized, isOfSeveral = false): string {
  const mode = memory === 'sc' ? [] : [`memory ${memory}`, ...(window === undefined ? [] : [`window ${window}`])];
  const given = [...mode, ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`)].join(', ');
  const more = [isOfSeveral ? '' : counted(states, 'state'), given === '' ? '' : `with ${given}`].filter((part) => part !== '').join(' ');
  return `${counted(steps, 'step')}; ${more}.`;
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
<p class="outdated" role="status" hidden></p>
<section class="checks" aria-label="Checks" tabindex="0"><table><caption class="unseen">What was run, and what was found</caption><tbody></tbody></table></section>
<p class="none" hidden>There is no race to show.</p>
<main hidden>
<h2></h2><p class="sentence"></p><p class="formula"></p><p class="size"></p>
<div class="bar" role="group" aria-label="Steps"><button data-go="first" title="Home" aria-label="First state">|◀</button><button data-go="back" title="Up" aria-label="Step back">◀</button><input type="range" min="0" value="0" aria-label="State"><button data-go="next" title="Down" aria-label="Next step">▶</button><button data-go="last" title="End" aria-label="Last state">▶|</button><output aria-live="off"></output></div>
<p class="said unseen" role="status" aria-live="polite" aria-atomic="true"></p>
<div class="panes">
<section class="race" aria-label="Steps"><table><caption class="unseen">The steps, one a row; Enter shows the state after one.</caption><thead></thead><tbody></tbody></table><div class="endings"></div></section>
<aside aria-label="The state after the step">
<section class="sources" aria-labelledby="source"><h3 id="source">Source</h3><pre class="source" tabindex="0" aria-labelledby="source"></pre></section>
<section class="holding" aria-labelledby="holding"><h3 id="holding">Who holds what</h3><table class="held" aria-labelledby="holding"><tbody></tbody></table></section>
<h3 id="state">State</h3><table aria-labelledby="state"><tbody class="state"></tbody></table>
<details class="stays"><summary></summary><table aria-label="What stays as it is"><tbody></tbody></table></details>
</aside>
</div>
<p class="copy">Copy as <button data-form="changelog">changelog</button><button data-form="comment">comment</button><button data-form="markdown">Markdown</button><span role="status"></span></p>
<details class="as-text"><summary>As text</summary><pre class="text" tabindex="0" aria-label="The race as text"></pre></details>
<p class="keys">Keys: ↓ or → the next step, ↑ or ← the one before, Home and End the first and the last state; Enter on a row shows its state. In a loop the step after the last is the first of the loop.</p>
</main>
<script type="application/json" nonce="${nonce}" id="data">${data}</script>
<script nonce="${nonce}">${pageScript}</script></body></html>
`;
}
