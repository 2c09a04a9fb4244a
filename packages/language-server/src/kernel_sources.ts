import type { Cited } from '@mmspec/ide';
import type { SourceFile } from '@mmspec/source';
import type { DocumentLink } from 'vscode-languageserver';
import { rangeOf } from './positions.ts';
import type { Workspace } from './workspace.ts';

/** The commit in the mainline tree, whoever has it. */
const commits = 'https://git.kernel.org/linus/';

/** The link of a place of the kernel that a comment cites; `sources` is a folder, or an address with `{path}` and `{version}`. */
export function toKernelLink(workspace: Workspace, file: SourceFile, cited: Cited, sources: string): DocumentLink {
  const range = rangeOf(file, cited.span);
  if (cited.kind === 'commit') return { range, target: `${commits}${cited.hash}`, tooltip: 'The commit in the mainline kernel' };
  const tooltip = `The kernel's ${cited.path}${cited.version === null ? '' : `, ${cited.version}`}`;
  if (!sources.includes('{path}')) return { range, target: workspace.paths.uriOf(workspace.paths.below(sources, cited.path)), tooltip };
  const version = cited.version === null ? 'latest' : `v${cited.version}`;
  return { range, target: sources.replaceAll('{path}', cited.path).replaceAll('{version}', version), tooltip };
}
