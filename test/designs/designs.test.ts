import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checksOf, disagreements, inexact, missing, run, sentencesAbove } from './tables.ts';
import type { Row, Table } from './tables.ts';

/*
 * Every row of every Variants table is a check; a verdict that the table gives is the one that comes out;
 * one that it leaves open is answered by a check and explained above it.
 */

const folder = new URL('tables/', import.meta.url);
const tables = await Promise.all(
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map(async (name) => ((await import(new URL(name, folder).href)) as { readonly table: Table }).table),
);

describe.each(tables)('$spec', async (table) => {
  const design = await run(table);

  test('has no mistakes', () => {
    expect([...design.spec.errors, ...design.spec.warnings]).toEqual([]);
  });

  test('has no questions, and each check names every violated property within its shortest length', () => {
    expect(design.spec.planned.length).toBeGreaterThan(0);
    expect(design.spec.planned.flatMap((planned) => inexact(design, planned))).toEqual([]);
  });

  test.each(table.rows.map((row): [string, Row] => [row.row, row]))('%s', (_, row) => {
    expect(missing(design, row)).toEqual([]);
    const checks = checksOf(design, row);
    const claims = [...row.given, ...row.open];
    expect(claims.length).toBeGreaterThan(0);
    expect(checks.flatMap((planned) => claims.flatMap((claim) => disagreements(design, planned, claim)))).toEqual([]);
    if (row.open.length > 0)
      for (const planned of checks) expect(sentencesAbove(design, planned), `the comment above ${planned.name}`).toBeGreaterThanOrEqual(2);
  });

  test('every check is a row, or says above it what it is for', () => {
    const inRows = new Set(table.rows.flatMap((row) => checksOf(design, row)));
    const others = design.spec.planned.filter((planned) => !inRows.has(planned));
    expect(others.filter((planned) => sentencesAbove(design, planned) === 0).map(({ name }) => name)).toEqual([]);
  });
});
