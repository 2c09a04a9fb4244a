import { pageChecks, pageRace, tracePage, type PageRace } from '@mmspec/report';
import type { CheckResult, PropertyResult, TraceStep } from '@mmspec/system';
import { expect, test } from 'vitest';
import { step as stepOf } from './trace.ts';

/*
 * The page of races as text: nothing of a spec is markup, nothing is loaded. What it does stands in the tests of the workbench.
 */

const hostile = '</script><img src=https://x onerror=alert(1)><!--';

const step: TraceStep = {
  ...stepOf(hostile, `await ${hostile}; x = 1`, { x: [0, 1] }),
  path: 'a.mmspec',
  line: 3,
  state: { x: 1, [hostile]: `${hostile}@12` },
};
const result: PropertyResult = { property: hostile, verdict: 'violated', depth: 1, trace: { initial: { x: 0 }, steps: [step], loop: null } };
const check: CheckResult = {
  name: hostile,
  settings: { V: 2 },
  matrix: null,
  expectation: null,
  met: true,
  verdict: 'violated',
  property: hostile,
  reason: '',
  results: [result],
  states: 3,
  transitions: 2,
  depth: 1,
  reduction: { symmetry: 1, partialOrder: false },
  seconds: 0,
  workers: 1,
  memoryBytes: 0,
  trace: result.trace,
};

function race(changes: Partial<PropertyResult> = {}, kind?: 'temporal'): PageRace | null {
  return pageRace(
    check,
    { ...result, ...changes },
    { name: hostile, text: `x == ${hostile}`, doc: `First ${hostile}. Second.`, ...(kind === undefined ? {} : { kind }) },
    { file: 'a.mmspec', command: 'mmspec check a.mmspec', possible: [], held: { actors: {}, locals: {}, shared: [] } },
  );
}

test('no text of a spec becomes markup, and nothing is loaded', () => {
  const page = tracePage(
    { title: hostile, form: 'columns', races: [race() as PageRace], checks: pageChecks(hostile, [check], [], []), sources: { 'a.mmspec': hostile } },
    'n0nce',
  );
  expect([...page.matchAll(/<\/script>/gu)]).toHaveLength(2);
  expect(page).not.toMatch(/<(?:img|link|iframe|base|!--)|<script[^>]*src|@import|url\(/u);
  expect(page).toContain("default-src 'none'; style-src 'nonce-n0nce'; script-src 'nonce-n0nce'");
  expect([...page.matchAll(/<(?:script|style)(?![^>]*nonce="n0nce")/gu)]).toEqual([]);
});

test('readers of the screen have a name for everything, and are told each step', () => {
  const page = tracePage({ title: 't', form: 'columns', races: [race() as PageRace], checks: [], sources: {} }, 'n0nce');
  expect(page).toContain('role="status" aria-live="polite" aria-atomic="true"');
  for (const [, button = ''] of page.matchAll(/<button data-go([^>]*)>/gu)) expect(button).toMatch(/aria-label="[A-Z]/u);
  expect([...page.matchAll(/<(?:section|aside)(?![^>]*aria-label)/gu)]).toEqual([]);
  expect([...page.matchAll(/<table(?![^>]*aria-label)[^>]*>(?!<caption)/gu)]).toEqual([]);
});

test('its data is all there, as JSON', () => {
  const page = tracePage(
    { title: 't', form: 'steps', races: [race() as PageRace], checks: pageChecks(hostile, [check], [], []), sources: { 'a.mmspec': 'one\ntwo' } },
    'n',
  );
  const [, json = ''] = /id="data">(.*?)<\/script>/su.exec(page) ?? [];
  expect(JSON.parse(json)).toMatchObject({
    title: 't',
    form: 'steps',
    sources: { 'a.mmspec': 'one\ntwo' },
    checks: [{ file: hostile, name: hostile, mark: 'answer', found: [{ text: `${hostile} in 1`, race: null }], size: '3 states' }],
    races: [{ file: 'a.mmspec', check: hostile, property: hostile, size: '1 step; 3 states with V = 2.' }],
  });
});

test('a race is written as its diagram is', () => {
  expect(race()?.rows).toEqual([{ actor: hostile, cpu: 0, depth: 0, lines: [{ text: `await ${hostile}; x = 1`, remark: '' }], bug: hostile, step: 0 }]);
  expect(race()?.texts.comment).toMatch(/^ \* /u);
  expect(race()?.texts.markdown).toMatch(/^```\n[^]*\n```$/u);
});

test('a temporal property is broken by no single step, and its fairness is named', () => {
  const lasso = race({ fairness: 'fair a' }, 'temporal');
  expect(lasso?.rows.map(({ bug }) => bug)).toEqual([null]);
  expect(lasso?.size).toBe('1 step; 3 states with V = 2. Judged under fair a.');
});

test('without a trace there is no race', () => expect(race({ trace: null })).toBe(null));

test('the table of checks leads to the races, and says what has none', () => {
  const races = [race() as PageRace];
  const never = { ...result, property: 'there', depth: null, trace: null };
  expect(pageChecks('a.mmspec', [{ ...check, results: [result, never] }], [], races)[0]?.found).toEqual([
    { text: `${hostile} in 1`, race: 0 },
    { text: 'there is never reached', race: null },
  ]);
  expect(pageChecks('b.mmspec', [check], [], races)[0]?.found).toEqual([{ text: `${hostile} in 1`, race: null }]);
  expect(pageChecks('a.mmspec', [{ ...check, results: [{ ...result, verdict: 'holds', trace: null, depth: null }] }], [], races)[0]?.found).toEqual([
    { text: 'holds', race: null },
  ]);
  expect(
    pageChecks('a.mmspec', [{ ...check, verdict: 'unfinished', results: [{ ...result, verdict: 'unfinished', trace: null, depth: null }] }], [], races)[0],
  ).toMatchObject({ mark: 'UNFINISHED', found: [{ text: 'unfinished', race: null }] });
});

test('a deadlock ends with who waits, a lasso with who moves, as in the diagram', () => {
  const waits = race({
    property: 'deadlock',
    waiting: [
      {
        actor: 'b',
        label: null,
        operation: [],
        path: 'a.mmspec',
        line: 1,
        column: 1,
        text: 'lock(l)',
        since: [{ actor: hostile, step: 0, variable: 'l.held' }],
      },
    ],
  });
  expect(waits?.rows.at(-1)).toEqual({
    actor: 'b',
    cpu: 1,
    depth: 0,
    lines: [{ text: 'lock(l)', remark: `waits for ${hostile}: l.held since await ${hostile}; x = 1` }],
    bug: null,
    step: null,
  });
  expect([waits?.end, waits?.endings]).toEqual(['*** DEADLOCK ***', [`b waits for ${hostile}.`]]);
  const lasso = race(
    { fairness: 'fair a', trace: { initial: { x: 0 }, steps: [step], loop: 0 }, standing: [{ name: 'c', text: 'skip', could: 'always' }] },
    'temporal',
  );
  expect([lasso?.end, lasso?.endings]).toEqual([
    'and again',
    [`${hostile} moves for ever, and nobody else (fair a).`, 'c could always move at skip: fair c would have let it.'],
  ]);
});

test('what nobody declared has its sentence', () => {
  const found = pageRace(
    check,
    { ...result, property: 'underflow' },
    { name: 'underflow', text: '', doc: '' },
    { file: 'a.mmspec', command: '', possible: [], held: { actors: {}, locals: {}, shared: [] } },
  );
  expect([found?.sentence, found?.formula]).toEqual(['A reference counter is put below zero (underflow).', '']);
});
