import { anchorsOf } from '@mmspec/semantics';
import type { SourceFile, Span } from '@mmspec/source';
import type { Anchor, Module } from '@mmspec/syntax';
import type { Snapshot } from '../names/snapshot.ts';

/** A place of the kernel that a comment cites. */
export type Cited =
  /** A file, from the top of the sources; `version` is that of the kernel that the spec says it follows, or null. */
  | { readonly kind: 'file'; readonly span: Span; readonly path: string; readonly version: string | null }
  | { readonly kind: 'commit'; readonly span: Span; readonly hash: string };

const folders = 'arch|block|crypto|Documentation|drivers|fs|include|init|io_uring|ipc|kernel|lib|mm|net|rust|security|sound|tools|virt';
const filePattern = new RegExp(`(?<![\\w/.-])(?:${folders})/[\\w./-]*\\w\\.(?:[chS]|rs|rst|txt|litmus)\\b`, 'gu');
const commitPattern = /(?<![\w/.-])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{12,40}(?![\w/.-])/gu;

/** The files that anchors name, and the files and commits of the kernel that the comments of a file cite. */
export function kernelLinks({ main, module }: Snapshot): Cited[] {
  const version = versionOf(module.comments.map(({ text }) => text));
  const anchors = main.text.includes(' at "') ? anchorsOf({ modules: [module] }) : [];
  return [...anchors.map(({ anchor }) => pathOf(main, anchor, version)), ...citedIn(main, module, version)];
}

/** The path that an anchor has in its quotes. */
function pathOf({ text }: SourceFile, { span, path }: Anchor, version: string | null): Cited {
  const start = text.indexOf('"', span.start) + 1;
  return { kind: 'file', span: { file: span.file, start, end: start + path.length }, path, version };
}

function citedIn(main: SourceFile, module: Module, version: string | null): Cited[] {
  return module.comments.flatMap(({ span }): Cited[] => {
    const text = main.text.slice(span.start, span.end);
    const spanOf = (index: number, length: number): Span => ({ file: span.file, start: span.start + index, end: span.start + index + length });
    return [
      ...[...text.matchAll(filePattern)].map(({ 0: path, index }): Cited => ({ kind: 'file', span: spanOf(index, path.length), path, version })),
      ...[...text.matchAll(commitPattern)].map(({ 0: hash, index }): Cited => ({ kind: 'commit', span: spanOf(index, hash.length), hash })),
    ];
  });
}

/** The version behind `The kernel:`; null where none is said. */
function versionOf(comments: readonly string[]): string | null {
  for (const text of comments) {
    const version = /\bThe kernel:[^0-9]*?v?(\d+\.\d+(?:\.\d+)?(?:-rc\d+)?)/u.exec(text)?.[1];
    if (version !== undefined) return version;
  }
  return null;
}
