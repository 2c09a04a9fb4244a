import { fileOf, formatBlocks, linesOf, noteIn, specsOfMail, specsOfPage } from '@mmspec/embedded';
import { snapshotOf, type Snapshot } from '@mmspec/ide';
import type { Diagnostic, SourceFile } from '@mmspec/source';
import type { Position } from 'vscode-languageserver';
import type { Paths } from './paths.ts';
import { offsetInPart } from './positions.ts';

/*
 * Specs that stand in other texts: blocks of Markdown, of mails, of cover letters and patches.
 * Each is a spec of its own with a path of its own, in the folder of its page; what is said about it has the places of the page.
 */

/** A text with blocks. */
export interface Page {
  readonly uri: string;
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly SourceFile[];
  /** What is to be said of how the blocks were read. */
  readonly notes: readonly { readonly file: SourceFile; readonly diagnostic: Diagnostic }[];
}

/** More blocks of one text are not looked at. */
const blocksMax = 200;

/** Reads the blocks of a text. */
export function pageOf(uri: string, path: string, text: string, language: string): Page {
  const isMarkdown = language === 'markdown' || /\.(?:md|markdown)$/iu.test(path);
  const { specs, notes } = (isMarkdown ? specsOfPage : specsOfMail)(linesOf(text));
  const found = specs.slice(0, blocksMax);
  return {
    uri,
    path,
    text,
    blocks: found.map(({ lines }, index) => fileOf(`${path}#mmspec-${index + 1}`, lines)),
    notes: [...notes, ...found.flatMap((each) => each.notes)].map((note) => noteIn(path, note)),
  };
}

/** The texts that are no specs and have some. Guards that blocks and pages know each other. */
export class Pages {
  private readonly pages: Map<string, Page> = new Map();
  private readonly ofBlocks: Map<string, Page> = new Map();

  /** Takes a page as it is now; gives the paths of blocks that it has no longer. */
  set(page: Page): readonly string[] {
    const gone = this.delete(page.path);
    this.pages.set(page.path, page);
    for (const { path } of page.blocks) this.ofBlocks.set(path, page);
    return gone.filter((path) => !this.ofBlocks.has(path));
  }

  /** Gives the paths of its blocks. */
  delete(path: string): readonly string[] {
    const blocks = this.pages.get(path)?.blocks.map((block) => block.path) ?? [];
    for (const block of blocks) this.ofBlocks.delete(block);
    this.pages.delete(path);
    return blocks;
  }

  get(path: string): Page | null {
    return this.pages.get(path) ?? null;
  }

  /** The page that a block stands in. */
  ofBlock(path: string): Page | null {
    return this.ofBlocks.get(path) ?? null;
  }

  /** By what a block can be asked to run; null for what is none. */
  blockUri(path: string): string | null {
    const page = this.ofBlock(path);
    return page === null ? null : page.uri + path.slice(page.path.length);
  }

  /** The same paths, but places of a block are those of its page, and a block is known by its own URI. */
  within(paths: Paths): Paths {
    return {
      ...paths,
      uriOf: (path) => this.ofBlock(path)?.uri ?? paths.uriOf(path),
      pathOf: (uri) => {
        const [, page = '', block = ''] = /^(.*)(#mmspec-\d+)$/su.exec(uri) ?? [];
        const path = block === '' ? '' : paths.pathOf(page) + block;
        return this.ofBlocks.has(path) ? path : paths.pathOf(uri);
      },
    };
  }
}

/** The block that a place of a page lies in, and where in it; null outside of blocks. */
export function blockAt({ blocks }: Page, position: Position): { readonly block: SourceFile; readonly offset: number } | null {
  for (const block of blocks) {
    const offset = offsetInPart(block, position);
    if (offset !== null) return { block, offset };
  }
  return null;
}

/** What is known of a page outside of its blocks. */
export const emptySnapshot = (path: string): Snapshot => snapshotOf({ path, text: '' }, () => null);

const hunk = /^[ \t>|]*@@+ (?:-\d+(?:,\d+)? )+\+\d+(?:,\d+)? @@/mu;

/** The page with its blocks laid out; null where there is a patch in it, whose lines are counted. `one` formats a spec, or gives null. */
export function formattedPage({ path, text }: Page, one: (file: SourceFile) => string | null): string | null {
  return hunk.test(text) ? null : formatBlocks(path, text, one).formatted;
}
