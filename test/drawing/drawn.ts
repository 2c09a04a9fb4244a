import { settingsOf } from '@mmspec/semantics';
import { readAndAsk, readDrawing } from '@mmspec/analysis';
import type { Settings } from '@mmspec/system';
import { expect } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';

/*
 * A drawing with what it says, written by hand: its columns, its events, who takes them, and whether they can happen.
 */

/** What a drawing must be read as. */
export interface Reading {
  /** Headers of the columns with who they are: `CPU0 = reader`; nobody where there is no `=`. */
  readonly columns: readonly string[];
  /** A line for each event: its line, its column, its text. */
  readonly events: readonly string[];
  /** `possible`, `possible 5/6`, `impossible 7 touch(t)`, `not answered` and what to write instead; then the check, where none was given. */
  readonly answer: string;
}

/** The same drawing: the settings of which it is asked under, as `NAME = VALUE`, or the name of a check. */
export interface Given {
  readonly check?: string;
  readonly set?: Settings;
}

/** Reads a drawing and asks whether it can happen in a spec; all of it has to be as it is written down. */
export async function drawing(spec: string, text: string, reading: Reading, given: Given = {}): Promise<void> {
  const { model, diagnostics } = analysed(spec);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  for (const name of Object.keys(given.set ?? {})) expect(settingsOf(model).map((setting) => setting.name)).toContain(name);
  const read = readDrawing(text.replace(/^\n/u, ''));
  const { answer } = await readAndAsk(model, read, { check: given.check ?? null, set: given.set ?? {} });
  const found: Reading = {
    columns: answer.columns.map(({ header, actor }) => (actor === null ? header : `${header} = ${actor}`)),
    events: read.events.map(({ line, column, text: event }) => `${line} ${column} ${event}`),
    answer: [
      answer.answer,
      ...(answer.answer === 'possible' && answer.read < answer.of ? [`${answer.read}/${answer.of}`] : []),
      ...(answer.answer === 'impossible' ? [`${answer.obstacle?.line} ${answer.obstacle?.text}`] : []),
      ...(answer.form === undefined ? [] : [answer.form]),
      ...(answer.waiting === null || answer.answer !== 'possible' ? [] : ['ends in a deadlock']),
      ...(given.check === undefined && given.set === undefined && answer.under.check !== null ? [`(${answer.under.check})`] : []),
    ].join(' '),
  };
  expect(found).toEqual(reading);
}
