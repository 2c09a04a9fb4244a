import {
  completions,
  definition,
  diagnosticsOf,
  documentSymbols,
  folds,
  highlights,
  hover,
  inlayHints,
  lenses,
  parseCache,
  references,
  semanticTokens,
  snapshotOf,
  type Snapshot,
} from '@mmspec/ide';
import { libraryText } from '@mmspec/library';
import { describeType, Remembered, type Model } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import { parse, walk, type Node } from '@mmspec/syntax';
import { randomFrom } from '../syntax/random_from.ts';
import { editedTexts } from '../syntax/reread.ts';

/*
 * What is said of a spec that was edited, edit after edit, beside what is said of its texts alone.
 */

/** The files of a spec, by path; `main.mmspec` is it. */
class Edited {
  private readonly files = new Map<string, SourceFile>();
  private readonly memory = new Remembered();
  private readonly cache = parseCache();

  set(path: string, text: string): void {
    if (this.files.get(path)?.text !== text) this.files.set(path, { path, text });
  }

  private readonly resolve = (path: readonly string[]): SourceFile | null => {
    const own = this.files.get(`${path.join('/')}.mmspec`);
    if (own !== undefined) return own;
    const text = libraryText(path.join('.'));
    return text === null ? null : libraryFile(path.join('/'), text);
  };

  private get main(): SourceFile {
    const main = this.files.get('main.mmspec');
    if (main === undefined) throw new Error('there is no spec');
    return main;
  }

  /** What is known after all edits. */
  known(): Snapshot {
    return snapshotOf(this.main, this.resolve, this.cache.read, this.memory);
  }

  /** What is known of the texts as they are. */
  anew(): Snapshot {
    return snapshotOf(this.main, this.resolve, parse);
  }
}

const library = new Map<string, SourceFile>();
function libraryFile(path: string, text: string): SourceFile {
  const known = library.get(path) ?? { path: `mmspec-library:/${path}.mmspec`, text };
  library.set(path, known);
  return known;
}

/** Everything that is known of the names and expressions of a spec, by their places. */
function meaningsOf({ analysed: { model, typing } }: Snapshot): string[] {
  const found: string[] = [];
  const place = ({ span }: Node): string => `${span.file}:${span.start}-${span.end}`;
  const see = (node: Node): void => {
    const meaning = node.kind === 'name' ? model.meanings.get(node) : undefined;
    if (meaning !== undefined) found.push(`${place(node)} ${meaning.kind} ${'declaration' in meaning ? place(meaning.declaration) : ''}`);
    const type = typing.types.get(node as never);
    if (type !== undefined) found.push(`${place(node)} ${describeType(type)}`);
    const field = typing.fields.get(node as never);
    if (field !== undefined) found.push(`${place(node)} .${field.kind} ${place(field.declaration)}`);
    const local = typing.locals.get(node as never);
    if (local !== undefined) found.push(`${place(node)} local ${describeType(local)}`);
  };
  for (const module of model.modules) walk(module, see);
  return found;
}

const listed = (model: Model): unknown =>
  Object.fromEntries(
    Object.entries(model).flatMap(([key, value]) =>
      Array.isArray(value) && key !== 'files' ? [[key, (value as { kind?: string }[]).map((each) => JSON.stringify(each))]] : [],
    ),
  );

/** All answers that a text gets, at one place. */
function answers(snapshot: Snapshot, offset: number, withModel: boolean): Record<string, unknown> {
  return {
    diagnostics: diagnosticsOf(snapshot),
    all: snapshot.analysed.diagnostics,
    symbols: documentSymbols(snapshot.module),
    tokens: semanticTokens(snapshot),
    folds: folds(snapshot),
    lenses: lenses(snapshot.module),
    hints: inlayHints(snapshot, 0, snapshot.main.text.length),
    hover: hover(snapshot, offset),
    definition: definition(snapshot, offset),
    highlights: highlights(snapshot, offset),
    references: references(snapshot, offset),
    completions: completions(snapshot, offset),
    meanings: meaningsOf(snapshot),
    ...(withModel ? { model: listed(snapshot.analysed.model) } : {}),
  };
}

/** Edits a spec and asks everything after each edit; the first difference, with the texts before and after it, or null. */
export function firstDifference(text: string, others: Readonly<Record<string, string>>, count: number, seed: number): string | null {
  const random = randomFrom(seed);
  const edited = new Edited();
  for (const [path, other] of Object.entries(others)) edited.set(path, other);
  edited.set('main.mmspec', text);
  edited.known();
  const paths = ['main.mmspec', ...Object.keys(others)];
  const last = new Map([['main.mmspec', text], ...Object.entries(others)]);
  const texts = new Map(paths.map((path) => [path, editedTexts(last.get(path) ?? '', count, random, seed % 3 > 0)]));
  for (let made = 0; made < count; made++) {
    const path = random() < 0.75 ? 'main.mmspec' : (paths[Math.floor(random() * paths.length)] ?? '');
    const next = texts.get(path)?.next().value;
    if (typeof next !== 'string') return null;
    const before = last.get(path);
    edited.set(path, next);
    last.set(path, next);
    // Some edits come before anything is asked.
    if (random() < 0.1) continue;
    const offset = Math.floor(random() * (last.get('main.mmspec')?.length ?? 0));
    const [known, fresh] = [answers(edited.known(), offset, made % 8 === 0), answers(edited.anew(), offset, made % 8 === 0)];
    for (const [what, answer] of Object.entries(fresh)) {
      const [a, b] = [JSON.stringify(known[what]), JSON.stringify(answer)];
      if (a !== b) return `${what} at ${offset}, seed ${seed}, edit ${made} of ${path}\n${a}\n${b}\n${JSON.stringify([before, Object.fromEntries(last)])}`;
    }
  }
  return null;
}

const shared = `module shared_page
object Page { refcount: ref = 1  busy: bool = false }
shared page: Page
const N: 1..3 = 2
atomic op page_get(p: object) { get(p.refcount) }
op twice(p: Page) { one: page_get(p)  two: put(p.refcount) }
define idle = not page.busy
`;
const user = `module main
import shared_page
actor a[N] {
  take: page_get(page)
  both: twice(page)
  set: page.busy = true
  done_with: put(page.refcount)
}
invariant busy: (exists x in a: x at set) implies idle
check c { N = 2 }
`;
const other = `module main
import shared_page
import main_parts
actor b { take: page_get(page)  mark: kind = large  give: put(page.refcount) }
invariant p: b at mark implies kind != large
invariant q: step is mark implies page.busy' == page.busy
`;
const parts = `module main_parts
import shared_page
enum Kind { small, large }
shared kind: Kind = small
ghost seen: bool = false
`;

/** The same of a spec whose imports are edited too. */
export function firstDifferenceOfSeveral(count: number, seed: number): string | null {
  return seed % 2 === 0
    ? firstDifference(user, { 'shared_page.mmspec': shared }, count, seed)
    : firstDifference(other, { 'shared_page.mmspec': shared, 'main_parts.mmspec': parts }, count, seed);
}
