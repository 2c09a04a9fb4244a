import type { Trace } from '@mmspec/system';

/** A violated property with its trace, as the server sends it. */
export interface Race {
  readonly property: string;
  /** The race as columns of text. */
  readonly text: string;
  readonly trace: Trace | null;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * The page of a check: its races, a slider through the states with what changed, the columns for copying.
 * Complete in itself; only the script with this nonce runs, and nothing is loaded.
 */
export function tracePage(check: string, races: readonly Race[], nonce: string): string {
  const data = JSON.stringify(races).replaceAll('<', '\\u003c');
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  const sections = races.map((race, index) => section(race, index)).join('\n');
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>${escaped(check)}</title>
<style nonce="${nonce}">
body { font-family: var(--vscode-editor-font-family, monospace); font-size: var(--vscode-editor-font-size, 13px); padding: 0 1em 2em }
h2 { font-size: 1.1em } pre { overflow-x: auto; padding: .5em; border: 1px solid var(--vscode-panel-border, #8884) }
table { border-collapse: collapse } td, th { text-align: left; padding: .1em .8em .1em 0; vertical-align: top }
tr.now { background: var(--vscode-editor-selectionBackground, #8883) } tr.step { cursor: pointer } .changed { font-weight: bold }
input[type=range] { width: 100% } button { margin-right: .5em } .loop td:first-child::before { content: "↻ " }
</style></head><body>
<h1>${escaped(check)}</h1>
${races.length === 0 ? '<p>No property is violated, so there is no trace.</p>' : sections}
<script nonce="${nonce}">
const races = ${data};
const api = typeof acquireVsCodeApi === 'function' ? acquireVsCodeApi() : { postMessage() {} };
races.forEach((race, number) => {
  if (race.trace === null) return;
  const root = document.getElementById('race' + number);
  const slider = root.querySelector('input');
  const rows = [...root.querySelectorAll('tr.step')];
  const state = root.querySelector('.state');
  const show = (at, tell) => {
    slider.value = at;
    rows.forEach((row, index) => row.classList.toggle('now', index === at - 1));
    const step = race.trace.steps[at - 1];
    const values = step === undefined ? race.trace.initial : step.state;
    state.replaceChildren(...Object.entries(values).map(([name, value]) => {
      const row = document.createElement('tr');
      const changed = step !== undefined && step.changes[name] !== undefined;
      for (const text of [name, String(value).replace(/@[\\d/]+$/, '')]) row.appendChild(document.createElement('td')).textContent = text;
      row.classList.toggle('changed', changed);
      return row;
    }));
    if (tell && step !== undefined) api.postMessage({ kind: 'step', path: step.path, line: step.line, column: step.column });
  };
  slider.addEventListener('input', () => show(Number(slider.value), true));
  rows.forEach((row, index) => row.addEventListener('click', () => show(index + 1, true)));
  root.addEventListener('keydown', (event) => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (by === undefined || event.target === slider) return;
    event.preventDefault();
    show(Math.max(0, Math.min(rows.length, Number(slider.value) + by)), true);
  });
  root.querySelectorAll('button').forEach((button) => button.addEventListener('click', () => {
    const prefix = { comment: ' * ', changelog: '', markdown: '' }[button.dataset.form];
    const text = race.text.split('\\n').map((line) => prefix + line).join('\\n');
    api.postMessage({ kind: 'copy', text: button.dataset.form === 'markdown' ? '\`\`\`\\n' + text + '\\n\`\`\`' : text });
  }));
  window.addEventListener('message', ({ data }) => {
    if (data.kind !== 'cursor') return;
    const index = race.trace.steps.findIndex((step) => step.line === data.line);
    if (index >= 0) show(index + 1, false);
  });
  show(0, false);
});
</script></body></html>`;
}

/** Places of actors carry offsets, which mean nothing to people. */
const shown = (value: unknown): string => String(value).replace(/@[\d/]+$/u, '');

function section({ property, text, trace }: Race, number: number): string {
  if (trace === null) return '';
  const actors = [...new Set(trace.steps.map(({ actor, action }) => actor ?? action ?? ''))];
  const head = actors.map((actor) => `<th scope="col">${escaped(actor)}</th>`).join('');
  const rows = trace.steps.map((step, index) => {
    const cells = actors.map((actor) => `<td>${actor === (step.actor ?? step.action ?? '') ? escaped(step.text) : ''}</td>`).join('');
    const changes = Object.entries(step.changes).map(([name, [, after]]) => `${name} = ${shown(after)}`).join(', ');
    return `<tr class="step${trace.loop !== null && index >= trace.loop ? ' loop' : ''}" data-line="${step.line}"><td>${index + 1}</td>${cells}<td>${escaped(changes)}</td></tr>`;
  });
  return `<section id="race${number}" tabindex="0"><h2>${escaped(property)}</h2>
<label>State <input type="range" min="0" max="${trace.steps.length}" value="0" aria-label="State"></label>
<table><thead><tr><th scope="col">#</th>${head}<th scope="col">changes</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<h3>Variables</h3><table><tbody class="state"></tbody></table>
<p><button data-form="changelog">Copy as changelog</button><button data-form="comment">Copy as comment</button><button data-form="markdown">Copy as Markdown</button></p>
<pre>${escaped(text)}</pre></section>`;
}
