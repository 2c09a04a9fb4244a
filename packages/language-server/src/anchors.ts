import { findAnchor } from '@mmspec/analysis';
import { anchorAt, anchorText, type Snapshot } from '@mmspec/ide';
import { isInside } from '@mmspec/semantics';
import type { Anchor } from '@mmspec/syntax';
import { MarkupKind, type Hover, type Location } from 'vscode-languageserver';
import { rangeOf } from './positions.ts';
import type { Server } from './state.ts';

/*
 * Anchors in editors: the place in the kernel's sources, where these are a folder.
 */

/** Lines around that of an anchor that hover shows. */
const [above, below] = [2, 8];

interface Place {
  readonly path: string;
  readonly lines: readonly string[];
  /** From 0. */
  readonly line: number;
}

/** Where an anchor is; null where the sources are no folder, or it is not there. */
function placeOf({ settings, workspace }: Server, anchor: Anchor): Place | null {
  const { kernelSources: folder } = settings;
  if (folder === '' || folder.includes('{path}') || !isInside(anchor.path)) return null;
  const read = (path: string): string | null => workspace.file(workspace.paths.below(folder, path))?.text ?? null;
  const { kind, path, line } = findAnchor(anchor, read, []);
  if (line === null || kind === 'gone' || kind === 'refused') return null;
  return { path: workspace.paths.below(folder, path), lines: (read(path) ?? '').split('\n'), line: line - 1 };
}

/** The line that an anchor means, as the place to go to. */
export function anchorDefinition(server: Server, snapshot: Snapshot, offset: number): Location[] | null {
  const anchor = anchorAt(snapshot, offset);
  const place = anchor === null ? null : placeOf(server, anchor);
  if (place === null) return anchor === null ? null : [];
  const { path, line, lines } = place;
  return [{ uri: server.workspace.paths.uriOf(path), range: { start: { line, character: 0 }, end: { line, character: lines[line]?.length ?? 0 } } }];
}

/** The lines around that of an anchor, or what it is about. */
export function anchorHover(server: Server, snapshot: Snapshot, offset: number): Hover | null {
  const anchor = anchorAt(snapshot, offset);
  if (anchor === null) return null;
  const place = placeOf(server, anchor);
  const value = place === null ? `${anchorText(anchor)}${hint(server)}` : `${anchor.path}:${place.line + 1}\n\n${excerpt(place)}`;
  return { contents: { kind: MarkupKind.Markdown, value }, range: rangeOf(snapshot.main, anchor.span) };
}

/** A fence that no text in it closes. */
function excerpt({ lines, line }: Place): string {
  const shown = lines.slice(Math.max(0, line - above), line + below + 1).join('\n');
  const longest = Math.max(2, ...[...shown.matchAll(/`+/gu)].map(([marks]) => marks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}c\n${shown}\n${fence}`;
}

function hint({ settings }: Server): string {
  if (settings.kernelSources === '' || settings.kernelSources.includes('{path}'))
    return ' Where the sources of the kernel are set to a folder, its lines are shown.';
  return ' It is not there in the sources that are set.';
}
