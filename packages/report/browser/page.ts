import type { PageCheck } from '../src/page/page_check.ts';
import type { PageParts, PageRace } from '../src/page/trace_page.ts';

/*
 * What the page of races does. `scripts/embed.js` takes the types away and puts the text into the page; the tests run it in a browser.
 * It makes every text of a spec a text node. In Visual Studio Code it sends where a step stands (`step`), and what to copy (`copy`),
 * and hears where the cursor is (`cursor`), and whether the texts have changed since (`outdated`).
 */

type ShownStep = PageRace['trace']['steps'][number];
type State = ShownStep['state'];
type Value = State[string] | null | undefined;

/** A place in the source. */
interface SourcePosition {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** What Visual Studio Code gives a page to talk with it. */
declare const acquireVsCodeApi: undefined | (() => { postMessage(message: unknown): void });

const { title, form, races, checks, sources, isOutdated } = JSON.parse(find('#data').textContent ?? '') as PageParts;
const host = typeof acquireVsCodeApi === 'function' ? acquireVsCodeApi() : null;
const chooser = find<HTMLSelectElement>('select');
const slider = find<HTMLInputElement>('input');
const head = find('thead');
const body = find('.race tbody');

/** The race that is shown; there is one wherever anything asks for it. */
let race: PageRace = races[0]!;
/** The number of the state that is shown; 0 is the initial one. */
let at = 0;
let changing: ReadonlySet<string> = new Set();
/** The lines of the steps are not those of the source any more, so none is marked there. */
let outdated = isOutdated === true;

function find<T extends HTMLElement = HTMLElement>(selector: string): T {
  return document.querySelector<T>(selector)!;
}

function node<K extends keyof HTMLElementTagNameMap>(kind: K, text = '', name = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(kind);
  if (text !== '') made.textContent = text;
  if (name !== '') made.className = name;
  return made;
}

function withParts<T extends HTMLElement>(made: T, ...parts: readonly (Node | string)[]): T {
  made.append(...parts);
  return made;
}

const moverOf = ({ actor, action }: ShownStep): string => actor ?? action ?? 'environment';
// Locations of actors carry offsets into the source, which mean nothing to people.
const isLocation = (value: Value): boolean => typeof value === 'string' && (value === 'done' || /@\d+(\/\d+)*$/.test(value));
const shown = (value: Value): string => (value === null || value === undefined ? '' : String(value).replace(/@\d+(\/\d+)*$/, ''));
const stateAt = (number: number): State => (number === 0 ? race.trace.initial : race.trace.steps[number - 1]!.state);

function choose(number: number): void {
  race = races[number]!;
  const { steps } = race.trace;
  changing = new Set(steps.flatMap(({ changes }) => Object.keys(changes)));
  find('h2').textContent = race.property;
  find('.sentence').textContent = race.sentence;
  find('.formula').textContent = race.formula;
  find('.size').textContent = race.size;
  find('.text').textContent = race.texts.changelog;
  const { actors: held, locals, shared } = race.held;
  find('.holding').hidden = shared.length + [held, locals].flatMap((table) => Object.values(table)).flatMap((table) => Object.keys(table)).length === 0;
  const columns = form === 'steps' ? null : race.cpus;
  const headers = columns ?? ['actor', 'step'];
  head.replaceChildren(withParts(node('tr'), ...['#', ...headers].map((text) => headerCell(text, 'col'))));
  body.replaceChildren(...rowsOf(columns));
  find('.endings').replaceChildren(...race.endings.map((text) => node('p', text)));
  slider.max = String(steps.length);
  show(0, false);
}

/** The rows of the table of steps, with a column for each of `columns`; null: one, with the actor in front. */
function rowsOf(columns: readonly string[] | null): HTMLElement[] {
  const { loop } = race.trace;
  const begun = node('td', 'the initial state', 'call');
  begun.colSpan = columns?.length ?? 2;
  const initial = withParts(node('tr', '', 'initial'), node('td', '0'), begun);
  choosable(initial, 0);
  const rows: HTMLElement[] = [initial];
  for (const { actor, cpu, depth, lines, bug, step } of race.rows) {
    if (step !== null && step === loop && !rows.at(-1)!.classList.contains('rule')) rows.push(rule('for ever:', columns));
    const row = node('tr', '', step === null ? '' : step >= (loop ?? Infinity) ? 'step loop' : 'step');
    row.append(node('td', step === null ? '' : String(step + 1)));
    if (columns === null) row.append(node('td', actor));
    for (const column of columns?.keys() ?? [cpu]) {
      const cell = node('td');
      if (column === cpu) {
        for (const { text, remark } of lines) {
          const line = node('div', '  '.repeat(depth) + text, step === null ? 'call' : '');
          if (remark !== '') line.append(node('span', `// ${remark}`, 'remark'));
          cell.append(line);
        }
        if (bug !== null) cell.append(node('span', `[BUG: ${bug}]`, 'bug'));
      }
      row.append(cell);
    }
    if (step !== null) choosable(row, step + 1);
    rows.push(row);
  }
  if (race.end !== null) rows.push(rule(race.end, columns));
  return rows;
}

/** A row that shows a state, by the mouse and by the keyboard; of all rows the one that is shown is in the order of the Tab key. */
function choosable(row: HTMLElement, number: number): void {
  row.tabIndex = -1;
  row.addEventListener('click', () => show(number, true));
  row.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    show(number, true);
  });
}

function headerCell(text: string, scope: 'col' | 'row'): HTMLElement {
  const cell = node('th', text);
  cell.scope = scope;
  return cell;
}

/** A line across all columns. */
function rule(text: string, columns: readonly string[] | null): HTMLElement {
  const cell = node('td', text);
  cell.colSpan = (columns?.length ?? 2) + 1;
  return withParts(node('tr', '', 'rule'), cell);
}

function show(number: number, tell: boolean): void {
  const { steps } = race.trace;
  at = Math.max(0, Math.min(steps.length, number));
  slider.value = String(at);
  find('output').textContent = `state ${at} of ${steps.length}`;
  const sentence = sentenceOf(at);
  slider.setAttribute('aria-valuetext', sentence);
  find('.said').textContent = tell ? sentence : '';
  const rows = [...body.querySelectorAll<HTMLElement>('tr.initial, tr.step')];
  const isInside = rows.includes(document.activeElement as HTMLElement);
  rows.forEach((row, index) => mark(row, index === at));
  if (tell) rows[at]!.scrollIntoView({ block: 'nearest' });
  if (tell && isInside) rows[at]!.focus({ preventScroll: true });
  const step = steps[at - 1];
  const state = stateAt(at);
  const all = Object.entries(state);
  const stays = all.filter(([name]) => !changing.has(name));
  find('.state').replaceChildren(...all.filter(([name]) => changing.has(name)).map((row) => valueRow(row, step)));
  find('.stays tbody').replaceChildren(...stays.map((row) => valueRow(row, step)));
  find('.stays').hidden = stays.length === 0;
  find('.stays summary').textContent = `${stays.length}${stays.length === 1 ? ' that stays as it is' : ' that stay as they are'}`;
  find('.held tbody').replaceChildren(...holders(state, step));
  source(step ?? steps[0], step === undefined);
  const current = step ?? steps[0];
  if (tell && host !== null && current !== undefined && !outdated) host.postMessage({ kind: 'step', ...placeOf(current), others: others() });
}

/** Marks the row of the state that is shown, for eyes and for readers of the screen. */
function mark(row: HTMLElement, isNow: boolean): void {
  row.classList.toggle('now', isNow);
  row.tabIndex = isNow ? 0 : -1;
  if (isNow) row.setAttribute('aria-current', 'step');
  else row.removeAttribute('aria-current');
}

/** What a reader of the screen says of a state: who did what, what changed by that, what was broken. */
function sentenceOf(number: number): string {
  const { steps, loop } = race.trace;
  const step = steps[number - 1];
  const head = `State ${number} of ${steps.length}`;
  if (step === undefined) return `${head}: the initial state.`;
  const own = race.rows.find((row) => row.step === number - 1);
  const lines = own?.lines ?? [];
  const did = lines.map(({ text, remark }) => (remark === '' ? text : `${text}, ${remark.replaceAll('->', 'to')}`)).join('; ');
  const changes = Object.entries(step.changes).flatMap(([name, [before, after]]) =>
    isLocation(after) || isLocation(before) || before === null ? [] : [`${name.replace(/@\d+$/, '')} from ${shown(before)} to ${shown(after)}`],
  );
  return [
    `${head}${loop !== null && number > loop ? ', in the loop' : ''}: ${moverOf(step)}: ${did}.`,
    ...(changes.length === 0 || lines.some(({ remark }) => remark.includes('->')) ? [] : [`Changed: ${changes.join(', ')}.`]),
    ...(own?.bug == null ? [] : [`Broken: ${own.bug}.`]),
  ].join(' ');
}

/** A variable, with what it was before where the step changed it. */
function valueRow([name, value]: readonly [string, Value], step: ShownStep | undefined): HTMLElement {
  const change = step !== undefined && Object.hasOwn(step.changes, name) ? step.changes[name] : undefined;
  const isChange = change !== undefined && change[0] !== null && !isLocation(value);
  const text = isChange ? `${shown(change[0])} \u2192 ${shown(value)}` : isLocation(value) ? `at ${shown(value)}` : shown(value);
  return withParts(node('tr', '', change === undefined ? '' : 'changed'), headerCell(name.replace(/@\d+$/, ''), 'row'), node('td', text));
}

/** Values of a variable, or of the elements of an array, that are references. */
function pointing(state: State, name: string): [name: string, value: string][] {
  return Object.entries(state).flatMap(([row, value]): [string, string][] =>
    (row === name || row.startsWith(`${name}[`)) && typeof value === 'string' && value !== 'none' ? [[row, value]] : [],
  );
}

function holders(state: State, step: ShownStep | undefined): HTMLElement[] {
  const { actors, locals, shared } = race.held;
  const heldBy = (table: PageRace['held']['actors'], actor: string, location: string): readonly string[] => table[actor.replace(/\[.*$/, '')]?.[location] ?? [];
  const row = (holder: string, text: string, isTouched: boolean): HTMLElement =>
    withParts(node('tr', '', isTouched ? 'touched' : ''), headerCell(holder, 'row'), node('td', text));
  const rows = shared
    .flatMap((name) => pointing(state, name))
    .map(([name, value]) => row(name, value, step !== undefined && Object.hasOwn(step.changes, name)));
  for (const [actor, location] of Object.entries(state)) {
    if (typeof location !== 'string' || !isLocation(location)) continue;
    const moved = step !== undefined && moverOf(step) === actor;
    for (const text of heldBy(actors, actor, location)) {
      const local = state[`${actor}.${text.replace(/^.* on /, '').replace(/\..*$/, '')}`];
      rows.push(row(actor, text + (typeof local === 'string' ? ` = ${local}` : ''), moved));
    }
    for (const local of heldBy(locals, actor, location)) {
      for (const [name, value] of pointing(state, `${actor}.${local}`)) rows.push(row(actor, `${name.slice(actor.length + 1)} = ${value}`, moved));
    }
  }
  return rows.length > 0 ? rows : [withParts(node('tr'), node('td', 'nobody holds a reference', 'call'))];
}

const placeOf = ({ path, line, column }: SourcePosition): SourcePosition => ({ path, line, column });

/** Where each other actor took its last step, or will take its first one. */
function others(): SourcePosition[] {
  const { steps } = race.trace;
  const current = steps[at - 1] ?? steps[0];
  const names = new Set(steps.map(moverOf));
  if (current !== undefined) names.delete(moverOf(current));
  return [...names].flatMap((actor) => {
    const own = (step: ShownStep): boolean => moverOf(step) === actor;
    const step = steps.slice(0, at).findLast(own) ?? steps.find(own);
    return step === undefined ? [] : [placeOf(step)];
  });
}

/** Shows the lines around a step; `isFirst`: it is the next one. */
function source(step: ShownStep | undefined, isFirst: boolean): void {
  const text = step === undefined ? undefined : sources[step.path];
  const lines = text === undefined ? [] : text.split('\n');
  const shown = find('.source');
  shown.replaceChildren();
  if (step === undefined) return;
  shown.append(node('span', `${isFirst ? 'next: ' : ''}${step.path}:${step.line}\n`, 'where'));
  for (let line = Math.max(1, step.line - 2); line <= Math.min(lines.length, step.line + 2); line++) {
    const isHere = line === step.line;
    shown.append(node('span', `${String(line).padStart(4)}  ${lines[line - 1]}${isHere ? '' : '\n'}`, isHere ? 'now' : ''));
  }
}

type Where = 'first' | 'back' | 'next' | 'last';

function go(where: Where): void {
  const { steps, loop } = race.trace;
  const inLoop = loop !== null && loop < steps.length;
  const next = at === steps.length && inLoop ? loop + 1 : at + 1;
  show({ first: 0, back: at - 1, next, last: steps.length }[where], true);
}

const keys: ReadonlyMap<string, Where> = new Map([
  ['ArrowDown', 'next'],
  ['ArrowRight', 'next'],
  ['ArrowUp', 'back'],
  ['ArrowLeft', 'back'],
  ['Home', 'first'],
  ['End', 'last'],
]);

/** The list of races, by file where they are of several. */
function fillChooser(): void {
  const files = [...new Set(races.map(({ file }) => file))];
  const label = ({ check, property, trace }: PageRace): string =>
    `${check}: ${property} (${trace.steps.length}${trace.steps.length === 1 ? ' step)' : ' steps)'}`;
  for (const file of files) {
    const group = files.length < 2 ? chooser : document.createElement('optgroup');
    if (group instanceof HTMLOptGroupElement) {
      group.label = file;
      chooser.append(group);
    }
    races.forEach((each, number) => {
      if (each.file === file) group.append(new Option(label(each), String(number)));
    });
  }
}

/** The rows of a check in the table that the page begins with; the first of a file has its name above. */
function checkRows(check: PageCheck, index: number): HTMLElement[] {
  const found = node('td');
  check.found.forEach(({ text, race: number }, part) => {
    if (part > 0) found.append(', ');
    found.append(number === null ? text : opener(text, number));
  });
  if (check.reason !== '') found.append(node('span', check.reason, 'reason'));
  const row = withParts(node('tr'), node('td', check.mark, `mark ${check.mark}`), node('td', check.name), found, node('td', check.size, 'states'));
  if (index > 0 && checks[index - 1]!.file === check.file) return [row];
  const file = node('td', check.file);
  file.colSpan = 4;
  const above = withParts(node('tr', '', 'file'), file);
  above.hidden = checks.every((each) => each.file === title);
  return [above, row];
}

/** A button that shows a race. */
function opener(text: string, number: number): HTMLElement {
  const open = node('button', text, 'open');
  open.addEventListener('click', () => {
    chooser.value = String(number);
    choose(number);
    find('main').scrollIntoView({ block: 'start' });
  });
  return open;
}

async function copy(text: string): Promise<void> {
  const status = find('[role=status]');
  try {
    if (host !== null) host.postMessage({ kind: 'copy', text });
    else await navigator.clipboard.writeText(text);
    status.textContent = 'Copied.';
  } catch {
    find<HTMLDetailsElement>('.as-text').open = true;
    find('.text').textContent = text;
    status.textContent = 'This browser does not copy; take it from the text below.';
  }
}

/** The step that the cursor means: on its line the statement, with its label, that begins before it, and of several rounds the present or the next one. */
function stepUnder({ path, line, column }: SourcePosition): (SourcePosition & { readonly number: number }) | undefined {
  const text = (sources[path] ?? '').split('\n')[line - 1] ?? '';
  const begin = (step: SourcePosition): number => step.column - (/(?:\w+:\s*)*$/.exec(text.slice(0, step.column - 1))?.[0].length ?? 0);
  const here = race.trace.steps.map((step, index) => ({ ...placeOf(step), number: index + 1 })).filter((step) => step.path === path && step.line === line);
  const begun = here.filter((step) => begin(step) <= column);
  const columns = (begun.length > 0 ? begun : here).map((step) => step.column);
  const wanted = begun.length > 0 ? Math.max(...columns) : Math.min(...columns);
  const own = here.filter((step) => step.column === wanted);
  return own.find(({ number }) => number >= at) ?? own[0];
}

function showOutdated(): void {
  const said = find('.outdated');
  said.hidden = !outdated;
  said.textContent = outdated ? 'Outdated: the spec, or a module that it imports, has changed since this was found.' : '';
}

document.title = title;
// In an editor the tab has the title, and the source stands beside the page.
find('h1').hidden = host !== null;
find('.sources').hidden = host !== null;
find('header').hidden = host !== null && races.length < 2;
find('h1').textContent = title;
fillChooser();
find('.choose').hidden = races.length < 2;
find('.none').hidden = races.length > 0;
find('.checks').hidden = host !== null && checks.length < 2;
find('.checks tbody').replaceChildren(...checks.flatMap(checkRows));
find('main').hidden = races.length === 0;
chooser.addEventListener('change', () => choose(Number(chooser.value)));
slider.addEventListener('input', () => show(Number(slider.value), true));
for (const button of document.querySelectorAll<HTMLElement>('[data-go]')) button.addEventListener('click', () => go(button.dataset['go'] as Where));
for (const button of document.querySelectorAll<HTMLElement>('[data-form]'))
  button.addEventListener('click', () => void copy(race.texts[button.dataset['form'] as keyof PageRace['texts']]));
document.addEventListener('keydown', (event) => {
  const where = keys.get(event.key);
  if (races.length === 0 || where === undefined || event.target === chooser || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  go(where);
});
addEventListener(
  'message',
  ({ data }: MessageEvent<(SourcePosition & { readonly kind: 'cursor' }) | { readonly kind: 'outdated'; readonly outdated: boolean }>) => {
    if (data.kind === 'outdated') {
      ({ outdated } = data);
      return showOutdated();
    }
    const step = races.length === 0 || data.kind !== 'cursor' || outdated ? undefined : stepUnder(data);
    if (step !== undefined && step.number !== at) show(step.number, true);
  },
);
showOutdated();
if (races.length > 0) choose(0);
