import type { Mode, Settings, Trace, Waiting, WindowBound } from './check.ts';

/*
 * What is found out about a drawing: how each line was read, and whether that can happen.
 */

/** What a reading of a line rests on, best first. */
export type Basis = 'text' | 'name' | 'access' | 'words';

/**
 * What a line is taken for. `frame`: a call around the steps of the lines below it; `heading`: the name of who takes the
 * steps; `waits`: an actor stands at the step and cannot take it; `result`: it says what comes of it all; `guess`: its words alone speak for a step, and it was left out.
 */
export type LineRole = 'step' | 'frame' | 'heading' | 'unread' | 'waits' | 'result' | 'guess';

/** How a line of a drawing was read. */
export interface ReadLine {
  readonly line: number;
  readonly text: string;
  /** Index of its column. */
  readonly column: number;
  readonly as: LineRole;
  readonly basis: Basis | null;
  /** The step that it is, as a path of labels and operations: `reader.load`; of a line that cannot follow, what it may be. */
  readonly step: string | null;
  /** Index of the step in the run; null where it has none. */
  readonly at: number | null;
}

/** Who takes the steps of a column. */
export interface ReadColumn {
  readonly header: string;
  readonly actor: string | null;
}

/** Where a drawing was asked about; under `tso` and `weak` with the window that was searched last. */
export interface Under extends Mode {
  /** Name of the check; null: the declared values, or settings that were given. */
  readonly check: string | null;
  readonly settings: Settings;
}

/** Why a line cannot follow. */
export interface Obstacle {
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

export type AnswerKind = 'possible' | 'impossible' | 'not answered';

/** What was found out about a drawing under one setting. */
export interface Answer {
  readonly answer: AnswerKind;
  readonly under: Under;
  readonly columns: readonly ReadColumn[];
  readonly lines: readonly ReadLine[];
  /** How many of the lines that say what happens were read. */
  readonly read: number;
  readonly of: number;
  /** Other assignments of columns that run, and explain as much. */
  readonly ties: readonly (readonly (string | null)[])[];
  readonly obstacle: Obstacle | null;
  /** Of what is possible: the run lacks what the drawing says of it, a violation or that somebody waits; `reason` says what. */
  readonly lacks?: true;
  /** Of what is not answered: what to write so that it can be; left out where nobody knows more than that lines were not read. */
  readonly form?: string;
  /** Why nothing is answered, and what to add; of what is possible: what the drawing says is violated, and is not, or goes on for ever, which is not asked about. */
  readonly reason: string;
  /** A run that has the lines, or as many of the first ones as there can be. */
  readonly trace: Trace | null;
  /** Steps of the run that violate properties. */
  readonly violations: readonly { readonly step: number; readonly property: string }[];
  /** Where the run ends in a deadlock: who cannot go on, and for whom it waits; else null. */
  readonly waiting: readonly Waiting[] | null;
  readonly states: number;
  readonly seconds: number;
  /** Under `tso` and `weak`: what was left out; left out where nothing was. */
  readonly bounded?: WindowBound;
}

/** The answer about a drawing, and what was found under each of the settings that were tried. */
export interface DrawingAnswer {
  readonly answer: Answer;
  readonly tried: readonly (Under & { readonly answer: AnswerKind })[];
}
