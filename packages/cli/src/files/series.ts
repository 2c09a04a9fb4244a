import type { Diagnostic, SourceFile } from '@mmspec/source';
import { pathAt, positionAt } from '@mmspec/source';
import { joinedBlocks } from './joined_blocks.ts';
import { noSpec, severalVersions, type Problem } from './problem.ts';
import { specTexts, type Found, type OnNote, type SpecText } from './spec_texts.ts';

/*
 * The specs of a mail, a series or a folder, each put together from its blocks.
 */

/** Where a block stands. */
export interface BlockPlace {
  readonly path: string;
  /** Its first line in the file. */
  readonly line: number;
  readonly lineCount: number;
  /** Of the mail; null: it is in none, or that has none. */
  readonly subject: string | null;
}

export interface SeriesSpec extends SpecText {
  readonly blocks: readonly BlockPlace[];
}

/** What is wrong, with the texts that the spans refer to. */
export interface SeriesProblem {
  readonly files: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Series {
  readonly specs: readonly SeriesSpec[];
  readonly problems: readonly SeriesProblem[];
}

/** Everything that is a spec in a file, in a folder or on standard input. Nothing after an abortion. */
export async function series(path: string, signal?: AbortSignal, onNote?: OnNote): Promise<Series> {
  const found = await specTexts([path], signal, onNote, 'series');
  const texts = inOrder(found.flatMap((each) => (each.kind === 'spec' ? [each.spec] : [])));
  const problems = found
    .flatMap((each) => (each.kind === 'problem' ? [each.problem] : []))
    .filter(({ diagnostic }) => !(isNothing(diagnostic) && found.length > 1));
  if (texts.length === 0) return { specs: [], problems: (problems.length > 0 ? problems : nothingIn(found.length, path)).map(alone) };
  const versions = [...new Set(texts.flatMap(({ subject = '' }) => versionOf(subject)))].sort((a, b) => a - b);
  if (versions.length > 1) return { specs: [], problems: [alone(severalVersions(path, versions))] };
  const files = texts.map(({ file }) => file);
  const joined = joinedBlocks(files);
  const contradictions = joined.flatMap((each) => each.contradictions);
  if (contradictions.length > 0) return { specs: [], problems: [...problems.map(alone), { files, diagnostics: contradictions }] };
  const specs = joined.map(({ file, blocks }) => ({ file, root: texts[blocks[0]!]!.root, blocks: blocks.map((index) => placeOf(texts[index]!)) }));
  return { specs, problems: problems.map(alone) };
}

/** The same of several paths, as texts to check. */
export async function seriesTexts(paths: readonly string[], signal?: AbortSignal, onNote?: OnNote): Promise<Found[]> {
  const found: Found[] = [];
  for (const path of paths) {
    const { specs, problems } = await series(path, signal, onNote);
    const said = problems.flatMap(({ files, diagnostics }) =>
      diagnostics.map((diagnostic): Problem => ({ file: files[diagnostic.span.file]!, diagnostic: inFirst(diagnostic) })),
    );
    found.push(...said.map((problem): Found => ({ kind: 'problem', problem })), ...specs.map((spec): Found => ({ kind: 'spec', spec })));
  }
  return found;
}

/** A diagnostic with its own text alone. */
const inFirst = (diagnostic: Diagnostic): Diagnostic => ({ ...diagnostic, span: { ...diagnostic.span, file: 0 }, related: [] });

const isNothing = ({ code }: Diagnostic): boolean => code === 'MM0002';

/** Each file of a folder has nothing: that is said once. */
const nothingIn = (count: number, path: string): Problem[] =>
  count === 0 ? [] : [noSpec(path, 'There is no block that begins with ```mmspec in these files.')];

const alone = ({ file, diagnostic }: Problem): SeriesProblem => ({ files: [file], diagnostics: [diagnostic] });

function placeOf({ file, subject = '' }: SpecText): BlockPlace {
  return {
    path: pathAt(file, 0),
    line: positionAt(file, 0).line,
    lineCount: file.text.trimEnd().split('\n').length,
    subject: subject === '' ? null : subject,
  };
}

/** `[PATCH v2 1/3]`, `[RFC PATCH mm-unstable 0/5]` */
const tag = /^(?<answer>(?:re|aw):\s*)?\[(?<words>[^\]]*\bpatch\b[^\]]*)\]/iu;

/** The version of a series that a mail is sent with; none of other mails, and of answers. */
function versionOf(subject: string): number[] {
  const { answer, words } = tag.exec(subject)?.groups ?? {};
  if (words === undefined || answer !== undefined) return [];
  return [Number(/\bv(\d+)\b/iu.exec(words)?.[1] ?? '1')];
}

/** Mails of a series by their numbers; others stay behind the one that they follow. */
function inOrder(texts: readonly SpecText[]): SpecText[] {
  let number = -1;
  return texts
    .map((text) => ({ text, number: (number = numberOf(text) ?? number) }))
    .toSorted((a, b) => a.number - b.number)
    .map(({ text }) => text);
}

function numberOf({ subject = '' }: SpecText): number | null {
  const found = /\b(\d+)\/\d+\b/u.exec(tag.exec(subject)?.groups?.['words'] ?? '')?.[1];
  return found === undefined ? null : Number(found);
}
