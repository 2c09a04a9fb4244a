import { wantsOneState } from '@mmspec/system';
import type { DeadSlots, PackedLayout, PackedSteps, TransitionSystem } from '@mmspec/system';
import { packedReset } from '../reductions/dead_values/reset.ts';
import type { Layout } from '../store/layout.ts';
import { notRecorded, targetsPerState } from '../store/recorded_targets.ts';
import { blockStates } from '../store/state_store.ts';
import { entryText } from '../store/table.ts';
import { faulty, sought, unwanted } from '../temporal/steps.ts';
import { againSource } from './again_source.ts';
import { gatherSource } from './gather_source.ts';
import { loopSource } from './loop_source.ts';

/*
 * The loop over packed states, written out for one system: its words, its steps, what is reset and what is judged.
 */

/** A property over states that the loop judges by itself, and whether it is wanted to be true. */
export interface JudgedText {
  readonly property: number;
  readonly wanted: boolean;
}

/** The steps of a system over packed states, with the properties that the loop judges by itself. */
export interface PackedText {
  readonly steps: PackedSteps;
  readonly judged: readonly JudgedText[];
}

/** Null where the system has no packed steps. */
export function packedText(system: TransitionSystem, layout: Layout): PackedText | null {
  const steps = system.packedSteps?.(packedLayout(system, layout));
  if (steps === undefined) return null;
  const judged = steps.properties.slice(0, 31).map((property) => ({ property, wanted: wantsOneState(system.properties[property]!.kind) }));
  return { steps, judged };
}

function packedLayout({ slots }: TransitionSystem, { bitFields, wordCount }: Layout): PackedLayout {
  return { wordCount, bitFields: bitFields.map(({ slot, word, shift, width }) => ({ word, shift, width, min: slots[slot]?.min ?? 0 })) };
}

/** Of the open properties over states: as bits those that the loop judges, by their places in `judged`, and whether there are others. */
export function judgedOf(judged: readonly number[], onStates: readonly number[]): { readonly open: number; readonly byHost: boolean } {
  return {
    open: judged.reduce((bits, property, bit) => (onStates.includes(property) ? bits | (1 << bit) : bits), 0),
    byHost: onStates.some((property) => !judged.includes(property)),
  };
}

/** What a loop is for. */
export interface LoopUse {
  /** One thread, one whose steps are taken again, or one of several threads. */
  readonly by: 'alone' | 'recording' | 'together';
  /** Each step is counted, and not only marked as taken. */
  readonly counts: boolean;
}

/** What reduces the states that the loop keeps. */
export interface LoopReductions {
  /** Values that are reset. */
  readonly dead: readonly DeadSlots[];
  /** States are renamed by the host. */
  readonly isRenamed: boolean;
}

/** The loop as the body of a function of its host. */
export function loopText({ steps, judged }: PackedText, layout: Layout, { dead, isRenamed }: LoopReductions, { by, counts }: LoopUse): string {
  const { wordCount } = layout;
  const reset = packedReset(dead, layout);
  const decides = judged.map(({ property, wanted }, bit) => `((open & ${1 << bit}) !== 0 && ${wanted ? '' : '!'}holds_${property}(w))`).join(' || ');
  const holding = steps.properties.map((property) => `case ${property}: return holds_${property}(w);`).join(' ');
  const own = [
    ...reset.tables,
    withWords(`function decides(w) { return ${decides || 'false'}; }`, wordCount),
    withWords(`function holds(property, w) { switch (property) { ${holding} default: return false; } }`, wordCount),
    steps.text,
  ].join('\n');
  const text = withWords(
    loopSource.replace(/\bAGAIN\(\);/u, () => againSource).replace(/\bGATHER\([^)]*\);/u, () => gatherSource),
    wordCount,
  )
    .replaceAll(/\b(?:WORDS|TOGETHER|COUNTS|RECORDS|RECORDED_MAX|NOT_RECORDED|BATCH|LATELY|BLOCK_STATES|SOUGHT|UNWANTED|FAULTY)\b/gu, (name) =>
      String({ ...numbers, WORDS: wordCount, TOGETHER: by === 'together', COUNTS: counts, RECORDS: by === 'recording' }[name]),
    )
    .replaceAll(/\bENTRY\(([^)]*)\)/gu, (_, given: string) => entryText(given.split(', ')))
    .replace(/\bRESET\([^)]*\);/u, () => reset.lines.join('\n'))
    .replaceAll(/\bRENAME\([^)]*\);/gu, isRenamed ? renameText(wordCount) : '')
    .replace(/\bSTEPS\([^)]*\);/u, () => own);
  return `'use strict';\n${text}return packedLoop(host);`;
}

/** Lines that have the host rename the words `w0`, `w1`, …. */
function renameText(wordCount: number): string {
  const each = (text: (word: number) => string): string => Array.from({ length: wordCount }, (_, word) => text(word)).join(' ');
  return `${each((word) => `renamed[${word}] = w${word};`)}
if (!host.rename(renamed) && !opening) host.approximated();
${each((word) => `w${word} = renamed[${word}];`)}`;
}

/** The names in capitals of the loop. */
const numbers: Readonly<Record<string, number>> = {
  BATCH: 256,
  LATELY: 1 << 15,
  BLOCK_STATES: blockStates,
  RECORDED_MAX: targetsPerState,
  NOT_RECORDED: notRecorded,
  SOUGHT: sought,
  UNWANTED: unwanted,
  FAULTY: faulty,
};

/** A text in which `w` stands for the words of a state, and `v` for those of another, with a variable for each of them. */
function withWords(text: string, wordCount: number): string {
  const all = Array.from({ length: wordCount }, (_, word) => word);
  const element = (array: string, at: string, word: number): string => `${array}[${at}${word === 0 ? '' : ` + ${word}`}]`;
  return text
    .replaceAll(
      /const ([vw]) = take\((\w+), (\w+)\);/gu,
      (_, state: string, array: string, at: string) => `const ${all.map((word) => `${state}${word} = ${element(array, at, word)}`).join(', ')};`,
    )
    .replaceAll(/put\((\w+), (\w+), w\);/gu, (_, array: string, at: string) => all.map((word) => `${element(array, at, word)} = w${word};`).join(' '))
    .replaceAll(/same\((\w+), (\w+), w\)/gu, (_, array: string, at: string) => all.map((word) => `${element(array, at, word)} === w${word}`).join(' && '))
    .replaceAll(/differing\((\w+), (\w+), w\)/gu, (_, array: string, at: string) => all.map((word) => `(${element(array, at, word)} ^ w${word})`).join(' | '))
    .replaceAll(/for \(const word of w\) \{\n([^}]*)\}/gu, (_, body: string) => all.map((word) => body.replaceAll(/\bword\b/gu, `w${word}`)).join(''))
    .replaceAll(/only\((\w+)\)/gu, (_, first: string) => all.map((word) => (word === 0 ? first : '0')).join(', '))
    .replaceAll(/\b[vw]\b/gu, (state) => all.map((word) => `${state}${word}`).join(', '));
}
