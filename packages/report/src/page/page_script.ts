/*
 * What the page of races does, as the text of its script; the tests run it in a browser. It makes every text of a spec a text node.
 * In Visual Studio Code it tells where a step stands (`step`), and what to copy (`copy`), and hears where the cursor is (`cursor`).
 */
export const pageScript: string = String.raw`'use strict';
const { title, form, races, checks, sources } = JSON.parse(document.getElementById('data').textContent);
const host = typeof acquireVsCodeApi === 'function' ? acquireVsCodeApi() : null;
const find = (selector) => document.querySelector(selector);
const chooser = find('select'), slider = find('input'), head = find('thead'), body = find('.race tbody');
let race = null, at = 0, changing = new Set();

const node = (kind, text = '', name = '') => {
  const made = document.createElement(kind);
  if (text !== '') made.textContent = text;
  if (name !== '') made.className = name;
  return made;
};
const withParts = (made, ...parts) => { made.append(...parts); return made; };
const mover = ({ actor, action }) => actor ?? action ?? 'environment';
// Places of actors carry offsets into the source, which mean nothing to people.
const isPlace = (value) => typeof value === 'string' && (value === 'done' || /@\d+(\/\d+)*$/.test(value));
const shown = (value) => value === null || value === undefined ? '' : String(value).replace(/@\d+(\/\d+)*$/, '');
const stateAt = (number) => number === 0 ? race.trace.initial : race.trace.steps[number - 1].state;

function choose(number) {
  race = races[number];
  const { steps, loop } = race.trace;
  changing = new Set(steps.flatMap(({ changes }) => Object.keys(changes)));
  find('h2').textContent = race.property;
  find('.sentence').textContent = race.sentence;
  find('.formula').textContent = race.formula;
  find('.size').textContent = race.size;
  find('.text').textContent = race.texts.changelog;
  const { actors: held, locals, shared } = race.held;
  find('.holding').hidden = shared.length + [held, locals].flatMap((table) => Object.values(table)).flatMap(Object.keys).length === 0;
  const actors = [...new Set([...steps.map(mover), ...race.rows.map(({ actor }) => actor)])];
  const columns = form === 'steps' ? null : actors;
  head.replaceChildren(withParts(node('tr'), node('th', '#'), ...(columns === null ? ['actor', 'step'] : actors.map((actor, cpu) => 'CPU' + cpu + ' (' + actor + ')')).map((text) => node('th', text))));
  const rule = (text) => {
    const cell = node('td', text);
    cell.colSpan = (columns ?? ['', '']).length + 1;
    return withParts(node('tr', '', 'rule'), cell);
  };
  const initial = withParts(node('tr', '', 'initial'), node('td', '0'), node('td', 'the initial state', 'call'));
  initial.addEventListener('click', () => show(0, true));
  const rows = [initial];
  for (const { actor, depth, lines, bug, step } of race.rows) {
    if (step !== null && step === loop && !rows.at(-1).classList.contains('rule')) rows.push(rule('for ever:'));
    const row = node('tr', '', step === null ? '' : step >= (loop ?? Infinity) ? 'step loop' : 'step');
    row.append(node('td', step === null ? '' : String(step + 1)));
    if (columns === null) row.append(node('td', actor));
    for (const column of columns ?? [actor]) {
      const cell = node('td');
      if (column === actor) {
        for (const { text, remark } of lines) {
          const line = node('div', '  '.repeat(depth) + text, step === null ? 'call' : '');
          if (remark !== '') line.append(node('span', '// ' + remark, 'remark'));
          cell.append(line);
        }
        if (bug !== null) cell.append(node('span', '[BUG: ' + bug + ']', 'bug'));
      }
      row.append(cell);
    }
    if (step !== null) row.addEventListener('click', () => show(step + 1, true));
    rows.push(row);
  }
  if (race.end !== null) rows.push(rule(race.end));
  body.replaceChildren(...rows);
  find('.endings').replaceChildren(...race.endings.map((text) => node('p', text)));
  slider.max = steps.length;
  show(0, false);
}

function show(number, tell) {
  const { steps, loop } = race.trace;
  at = Math.max(0, Math.min(steps.length, number));
  slider.value = at;
  find('output').textContent = 'state ' + at + ' of ' + steps.length;
  const rows = [...body.querySelectorAll('tr.initial, tr.step')];
  rows.forEach((row, index) => row.classList.toggle('now', index === at));
  if (tell) rows[at].scrollIntoView({ block: 'nearest' });
  const step = steps[at - 1];
  const state = stateAt(at);
  const rowOf = ([name, value]) => {
    const row = withParts(node('tr'), node('td', name.replace(/@\d+$/, '')), node('td', isPlace(value) ? 'at ' + shown(value) : shown(value)));
    const change = step === undefined ? undefined : step.changes[name];
    row.classList.toggle('changed', change !== undefined && Object.hasOwn(step.changes, name));
    if (row.classList.contains('changed') && change[0] !== null && !isPlace(value)) row.lastChild.textContent = shown(change[0]) + ' \u2192 ' + shown(value);
    return row;
  };
  const all = Object.entries(state);
  const stays = all.filter(([name]) => !changing.has(name));
  find('.state').replaceChildren(...all.filter(([name]) => changing.has(name)).map(rowOf));
  find('.stays tbody').replaceChildren(...stays.map(rowOf));
  find('.stays').hidden = stays.length === 0;
  find('.stays summary').textContent = stays.length + (stays.length === 1 ? ' that stays as it is' : ' that stay as they are');
  find('.held tbody').replaceChildren(...holders(state, step));
  source(step ?? steps[0], step === undefined);
  if (tell && host !== null) host.postMessage({ kind: 'step', ...placeOf(step ?? steps[0]), others: others() });
}

/** Values of a variable, or of the elements of an array, that are references. */
const pointing = (state, name) => Object.entries(state).filter(([row, value]) => (row === name || row.startsWith(name + '[')) && typeof value === 'string' && value !== 'none');

function holders(state, step) {
  const { actors, locals, shared } = race.held;
  const at = (table, actor, place) => table[actor.replace(/\[.*$/, '')]?.[place] ?? [];
  const row = (holder, text, isTouched) => withParts(node('tr', '', isTouched ? 'touched' : ''), node('td', holder), node('td', text));
  const touched = (name) => step !== undefined && Object.hasOwn(step.changes, name);
  const rows = shared.flatMap((name) => pointing(state, name)).map(([name, value]) => row(name, value, touched(name)));
  for (const [actor, place] of Object.entries(state)) {
    if (!isPlace(place)) continue;
    const moved = step !== undefined && mover(step) === actor;
    for (const text of at(actors, actor, place)) {
      const local = state[actor + '.' + text.replace(/^.* on /, '').replace(/\..*$/, '')];
      rows.push(row(actor, text + (typeof local === 'string' ? ' = ' + local : ''), moved));
    }
    for (const local of at(locals, actor, place)) {
      for (const [name, value] of pointing(state, actor + '.' + local)) rows.push(row(actor, name.slice(actor.length + 1) + ' = ' + value, moved));
    }
  }
  return rows.length > 0 ? rows : [withParts(node('tr'), node('td', 'nobody holds a reference', 'call'))];
}

const placeOf = ({ path, line, column }) => ({ path, line, column });

/** Where each other actor took its last step, or will take its first one. */
function others() {
  const { steps } = race.trace;
  const current = mover(steps[at - 1] ?? steps[0]);
  return [...new Set(steps.map(mover))].filter((actor) => actor !== current).map((actor) => {
    const own = (step) => mover(step) === actor;
    return placeOf(steps.slice(0, at).findLast(own) ?? steps.find(own));
  });
}

function source(step, isFirst) {
  const text = step === undefined ? undefined : sources[step.path];
  const lines = text === undefined ? [] : text.split('\n');
  const place = find('.source');
  place.replaceChildren();
  if (step === undefined) return;
  place.append(node('span', (isFirst ? 'next: ' : '') + step.path + ':' + step.line + '\n', 'where'));
  for (let line = Math.max(1, step.line - 2); line <= Math.min(lines.length, step.line + 2); line++) {
    place.append(node('span', String(line).padStart(4) + '  ' + lines[line - 1] + (line === step.line ? '' : '\n'), line === step.line ? 'now' : ''));
  }
}

function go(where) {
  const { steps, loop } = race.trace;
  const inLoop = loop !== null && loop < steps.length;
  const next = at === steps.length && inLoop ? loop + 1 : at + 1;
  show({ first: 0, back: at - 1, next, last: steps.length }[where], true);
}

document.title = title;
// In an editor the tab has the title, and the source stands beside the page.
find('h1').hidden = find('.sources').hidden = host !== null;
find('header').hidden = host !== null && races.length < 2;
find('h1').textContent = title;
const files = [...new Set(races.map(({ file }) => file))];
const label = ({ check, property, trace }) => check + ': ' + property + ' (' + trace.steps.length + (trace.steps.length === 1 ? ' step)' : ' steps)');
for (const file of files) {
  const group = files.length < 2 ? chooser : document.createElement('optgroup');
  if (group !== chooser) { group.label = file; chooser.append(group); }
  races.forEach((each, number) => { if (each.file === file) group.append(new Option(label(each), String(number))); });
}
find('.choose').hidden = races.length < 2;
find('.none').hidden = races.length > 0;
find('.checks').hidden = host !== null && checks.length < 2;
find('.checks tbody').replaceChildren(...checks.flatMap((check, index) => {
  const head = withParts(node('tr', '', 'file'), node('td', check.file));
  head.firstChild.colSpan = 4;
  head.hidden = checks.every(({ file }) => file === title);
  const found = node('td');
  check.found.forEach(({ text, race: number }, part) => {
    if (part > 0) found.append(', ');
    if (number === null) { found.append(text); return; }
    const open = node('button', text, 'open');
    open.addEventListener('click', () => { chooser.value = String(number); choose(number); find('main').scrollIntoView({ block: 'start' }); });
    found.append(open);
  });
  if (check.reason !== '') found.append(node('span', check.reason, 'reason'));
  const row = withParts(node('tr'), node('td', check.mark, 'mark ' + check.mark), node('td', check.name), found, node('td', check.size, 'states'));
  return index === 0 || checks[index - 1].file !== check.file ? [head, row] : [row];
}));
find('main').hidden = races.length === 0;
chooser.addEventListener('change', () => choose(Number(chooser.value)));
slider.addEventListener('input', () => show(Number(slider.value), true));
document.querySelectorAll('[data-go]').forEach((button) => button.addEventListener('click', () => go(button.dataset.go)));
document.querySelectorAll('[data-form]').forEach((button) => button.addEventListener('click', async () => {
  const text = race.texts[button.dataset.form];
  const status = find('[role=status]');
  try {
    if (host !== null) host.postMessage({ kind: 'copy', text });
    else await navigator.clipboard.writeText(text);
    status.textContent = 'Copied.';
  } catch {
    find('.as-text').open = true;
    find('.text').textContent = text;
    status.textContent = 'This browser does not copy; take it from the text below.';
  }
}));
document.addEventListener('keydown', (event) => {
  const where = { ArrowDown: 'next', ArrowRight: 'next', ArrowUp: 'back', ArrowLeft: 'back', Home: 'first', End: 'last' }[event.key];
  if (race === null || where === undefined || event.target === chooser || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  go(where);
});
/** The step that the cursor means: on its line the statement, with its label, that begins before it, and of several rounds the present or the next one. */
function stepUnder({ path, line, column }) {
  const text = (sources[path] ?? '').split('\n')[line - 1] ?? '';
  const begin = (step) => step.column - /(?:\w+:\s*)*$/.exec(text.slice(0, step.column - 1))[0].length;
  const here = race.trace.steps.map((step, index) => ({ ...placeOf(step), number: index + 1 })).filter((step) => step.path === path && step.line === line);
  const begun = here.filter((step) => begin(step) <= column);
  const columns = (begun.length > 0 ? begun : here).map((step) => step.column);
  const wanted = begun.length > 0 ? Math.max(...columns) : Math.min(...columns);
  const own = here.filter((step) => step.column === wanted);
  return own.find(({ number }) => number >= at) ?? own[0];
}
addEventListener('message', ({ data }) => {
  const step = race === null || data.kind !== 'cursor' ? undefined : stepUnder(data);
  if (step !== undefined && step.number !== at) show(step.number, true);
});
if (races.length > 0) choose(0);
`;
