import { pageRace, tracePage, type PageRace } from '@mmspec/report';
import type { CheckResult, PropertyResult, TraceStep } from '@mmspec/system';
import { expect, test } from 'vitest';
import { step as stepOf } from './trace.ts';

/*
 * The page of races as text: nothing of a spec is markup, nothing is loaded. What it does stands in the tests of the workbench.
 */

const hostile = '</script><img src=https://x onerror=alert(1)><!--';

const step: TraceStep = { ...stepOf(hostile, `await ${hostile}; x = 1`, { x: [0, 1] }), path: 'a.mmspec', line: 3, state: { x: 1, [hostile]: `${hostile}@12` } };
const result: PropertyResult = { property: hostile, verdict: 'violated', depth: 1, trace: { initial: { x: 0 }, steps: [step], loop: null } };
const check: CheckResult = {
  name: hostile, settings: { V: 2 }, matrix: null, expectation: null, met: true, verdict: 'violated', property: hostile, reason: '', results: [result], states: 3, transitions: 2, depth: 1,
  reduction: { symmetry: 1, partialOrder: false }, seconds: 0, workers: 1, memoryBytes: 0, trace: result.trace,
};

function race(changes: Partial<PropertyResult> = {}, kind?: 'temporal'): PageRace | null {
  return pageRace(check, { ...result, ...changes }, { name: hostile, text: `x == ${hostile}`, doc: `First ${hostile}. Second.`, ...(kind === undefined ? {} : { kind }) }, { command: 'mmspec check a.mmspec', possible: [], held: { actors: {}, locals: {}, shared: [] } });
}

test('no text of a spec becomes markup, and nothing is loaded', () => {
  const page = tracePage({ title: hostile, form: 'columns', races: [race() as PageRace], others: [hostile], sources: { 'a.mmspec': hostile } }, 'n0nce');
  expect([...page.matchAll(/<\/script>/gu)]).toHaveLength(2);
  expect(page).not.toMatch(/<(?:img|link|iframe|base|!--)|<script[^>]*src|@import|url\(/u);
  expect(page).toContain("default-src 'none'; style-src 'nonce-n0nce'; script-src 'nonce-n0nce'");
  expect([...page.matchAll(/<(?:script|style)(?![^>]*nonce="n0nce")/gu)]).toEqual([]);
});

test('its data is all there, as JSON', () => {
  const page = tracePage({ title: 't', form: 'steps', races: [race() as PageRace], others: [hostile], sources: { 'a.mmspec': 'one\ntwo' } }, 'n');
  const [, json = ''] = /id="data">(.*?)<\/script>/su.exec(page) ?? [];
  expect(JSON.parse(json)).toMatchObject({ title: 't', form: 'steps', sources: { 'a.mmspec': 'one\ntwo' }, races: [{ check: hostile, property: hostile, isBroken: true, size: '1 step; 3 states with V = 2.' }] });
});

test('a race is written as its diagram is', () => {
  expect(race()?.rows).toEqual([{ text: `await ${hostile}; x = 1`, remark: '' }]);
  expect(race()?.texts.comment).toMatch(/^ \* /u);
  expect(race()?.texts.markdown).toMatch(/^```\n[^]*\n```$/u);
});

test('a temporal property is broken by no single step, and its fairness is named', () => {
  const lasso = race({ fairness: 'fair a' }, 'temporal');
  expect(lasso?.isBroken).toBe(false);
  expect(lasso?.size).toBe('1 step; 3 states with V = 2. Judged under fair a.');
});

test('without a trace there is no race', () => expect(race({ trace: null })).toBe(null));
