import { lenses, type Lens } from '@mmspec/ide';
import type { Span } from '@mmspec/source';
import type { Module } from '@mmspec/syntax';
import { arePresent, sameTexts, type RunTexts, type TextSource } from '../run_texts.ts';
import type { Found } from './known.ts';
import { lineOf, outcomeOfFound, type ShownOutcome } from './lines.ts';

/** `present`: found about the texts that stand there now; `outdated`: about texts that stood there before; `none`: nothing is known. */
export type ShownState = 'none' | 'present' | 'outdated';

/** What is shown about a check, matrix or scenario, wherever it is shown. */
export interface Shown {
  readonly kind: 'check' | 'matrix' | 'scenario';
  readonly name: string;
  /** Its name, where it is declared. */
  readonly span: Span;
  readonly state: ShownState;
  /** Null where nothing is known. */
  readonly outcome: ShownOutcome | null;
  /** What was found, in one line; empty where nothing is known. */
  readonly line: string;
  /** All about the same texts; of a matrix the cells that are known. */
  readonly found: readonly Found[];
  /** Nothing is missing, as cells of a matrix may. */
  readonly isWhole: boolean;
  /** Names of imports that were not saved as they are; empty for what is outdated. */
  readonly unsaved: readonly string[];
}

/** What is known, and the texts as they are now. */
export interface ShownFrom extends TextSource {
  readonly known: readonly Found[];
  readonly isUnsaved: (path: string) => boolean;
}

/** What is shown about each check, matrix and scenario of a spec, in the order of the text. */
export function shownOf(module: Module, from: ShownFrom): Shown[] {
  const present = presenceOf(from);
  return lenses(module).flatMap(({ kind, name, span }): Shown[] => {
    if (kind === 'all') return [];
    const found = alike(
      from.known.filter((each) => isOf(each, kind, name)),
      present,
    );
    const [first] = found;
    if (first === undefined) return [{ kind, name, span, state: 'none', outcome: null, line: '', found, isWhole: false, unsaved: [] }];
    const isPresent = present(first.run.texts);
    const unsaved = isPresent ? unsavedImports(first.run.texts, from) : [];
    const cells = kind === 'matrix' ? (first.run.cells.get(name) ?? found.length) : found.length;
    const summary = kind === 'matrix' ? matrixLine(found, cells) : { outcome: outcomeOfFound(first), line: lineOf(first) };
    return [{ kind, name, span, state: isPresent ? 'present' : 'outdated', ...summary, found, isWhole: found.length >= cells, unsaved }];
  });
}

/** What there is to be shown something about, while nothing is known. */
export function unknownOf(module: Module): Shown[] {
  return lenses(module).flatMap(({ kind, name, span }): Shown[] =>
    kind === 'all' ? [] : [{ kind, name, span, state: 'none', outcome: null, line: '', found: [], isWhole: false, unsaved: [] }],
  );
}

/** What is shown about one of them. */
export function titleOf({ state, line, unsaved }: Shown): string {
  if (state === 'outdated') return `outdated: ${line.replace(/^[\u2713\u2717] /u, '')}`;
  return unsaved.length === 0 ? line : `${line} · with unsaved ${unsaved.join(', ')}`;
}

/** Says of texts whether they stand there now; asks once for each. */
export function presenceOf(now: TextSource): (texts: RunTexts) => boolean {
  const known = new Map<RunTexts, boolean>();
  return (texts) => {
    const is = known.get(texts) ?? arePresent(texts, now);
    known.set(texts, is);
    return is;
  };
}

function isOf({ kind, result }: Found, declared: Lens['kind'], name: string): boolean {
  if (kind === 'scenario') return declared === 'scenario' && result.name === name;
  return declared !== 'scenario' && (result.matrix ?? result.name) === name;
}

/** Those about the present texts, or else those about the texts of the newest. */
function alike(found: readonly Found[], present: (texts: RunTexts) => boolean): readonly Found[] {
  const now = found.filter(({ run }) => present(run.texts));
  if (now.length > 0) return now;
  const newest = found.reduce<Found | undefined>((best, each) => (best === undefined || each.run.serial > best.run.serial ? each : best), undefined);
  return newest === undefined ? [] : found.filter(({ run }) => sameTexts(run.texts, newest.run.texts));
}

/** Imports whose text is not that of their file. */
export function unsavedImports({ main, imports }: RunTexts, { isUnsaved }: Pick<ShownFrom, 'isUnsaved'>): readonly string[] {
  const paths = new Set(Object.values(imports).map(({ path }) => path));
  return [...paths].filter((path) => path !== main.path && isUnsaved(path)).map((path) => path.replace(/^.*[/\\]/u, ''));
}

/** The verdict of a matrix: not met where a cell is not, and met only where all of them are. */
function matrixLine(found: readonly Found[], cells: number): { readonly outcome: ShownOutcome; readonly line: string } {
  const count = (outcome: ShownOutcome): number => found.filter((each) => outcomeOfFound(each) === outcome).length;
  const all = Math.max(cells, found.length);
  const open = count('unfinished') + all - found.length;
  const asks = count('answer') + count('holds') > 0;
  const text = asks ? `${count('answer')} of ${all} violate something` : `${count('met')} of ${all} met`;
  if (count('not met') > 0) return { outcome: 'not met', line: `✗ ${text}` };
  if (open > 0) return { outcome: 'unfinished', line: `${text}, ${open} not finished · run it` };
  if (asks) return count('answer') > 0 ? { outcome: 'answer', line: text } : { outcome: 'holds', line: `all ${all} hold` };
  return { outcome: 'met', line: `✓ ${text}` };
}
