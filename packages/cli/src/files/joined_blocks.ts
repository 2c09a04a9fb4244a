import { joinedFile, type Diagnostic, type Piece, type SourceFile, type Span } from '@mmspec/source';
import { parse, type Item, type Module } from '@mmspec/syntax';
import { dotted, headOf, keyOf, withDoc, words as wordsOf } from './module_pieces.ts';

/*
 * Blocks of a series as the specs that they are parts of. A block with `module m` belongs to m, one without to the module above it.
 * What is said twice in the same words counts once, so that a mail may repeat what another one has.
 */

/** Blocks that are one spec, or why they cannot be. */
export interface Joined {
  readonly file: SourceFile;
  /** Indices of its blocks, in order. */
  readonly blocks: readonly number[];
  /** Why they are none; their spans refer to the list of blocks. */
  readonly contradictions: readonly Diagnostic[];
}

interface Block {
  readonly index: number;
  readonly file: SourceFile;
  readonly module: Module;
}

/** The specs of these blocks, in the order of their first ones. */
export function joinedBlocks(files: readonly SourceFile[]): Joined[] {
  return grouped(files.map((file, index) => ({ index, file, module: parse(file, index).module }))).map(joined);
}

const nameOf = ({ module }: Block): string => dotted(module.name);

function grouped(blocks: readonly Block[]): (readonly Block[])[] {
  const groups = new Map<string, Block[]>();
  let name = blocks.map(nameOf).find((each) => each !== '') ?? '';
  for (const block of blocks) {
    name = nameOf(block) === '' ? name : nameOf(block);
    groups.set(name, [...(groups.get(name) ?? []), block]);
  }
  return [...groups.values()];
}

function joined(blocks: readonly Block[]): Joined {
  const indices = blocks.map(({ index }) => index);
  const first = blocks.find((block) => nameOf(block) !== '') ?? blocks[0]!;
  if (blocks.length === 1) return { file: first.file, blocks: indices, contradictions: [] };
  if (nameOf(first) === '') return { file: first.file, blocks: indices, contradictions: [headless(first)] };
  const ordered = [first, ...blocks.filter((block) => block !== first)];
  const { repeated, contradictions } = compared(ordered);
  const head = headOf(first.file, first.module);
  const pieces = ordered.flatMap((block) => [
    ...rest(
      block,
      block === first ? head.end : 0,
      repeated.filter(({ span }) => span.file === block.index).map(({ span }) => span),
    ),
  ]);
  return { file: joinedFile(first.file.path, [head, ...newImports(ordered), ...pieces]), blocks: indices, contradictions };
}

/** What only blocks after the first one import. */
function newImports([first, ...others]: readonly Block[]): Piece[] {
  const known = new Set(first!.module.imports.map(({ path }) => dotted(path)));
  return others.flatMap(({ file, module }) =>
    module.imports.flatMap(({ path, span: { start, end } }) => {
      if (known.has(dotted(path))) return [];
      known.add(dotted(path));
      return [{ file, start, end }];
    }),
  );
}

/** A block from an offset on, without its head and without what another block has said. */
function rest({ file, module }: Block, from: number, repeated: readonly Span[]): Piece[] {
  const [name] = module.name;
  const last = module.name.at(-1);
  const heads = name === undefined || last === undefined ? [] : [{ ...name.span, start: file.text.lastIndexOf('module', name.span.start), end: last.span.end }];
  const gone = [...heads, ...module.imports.map(({ span }) => span), ...repeated].map(({ start, end }) => ({ start: withDoc(file, start), end }));
  const pieces: Piece[] = [];
  let start = from;
  for (const cut of gone.filter(({ end }) => end > from).toSorted((a, b) => a.start - b.start)) {
    pieces.push({ file, start, end: cut.start });
    start = cut.end;
  }
  return [...pieces, { file, start, end: file.text.length }].filter((piece) => file.text.slice(piece.start, piece.end).trim() !== '');
}

/** Declarations that an earlier block has too: in the same words, or in others. */
function compared(blocks: readonly Block[]): { readonly repeated: readonly Item[]; readonly contradictions: readonly Diagnostic[] } {
  const known = new Map<string, { readonly item: Item; readonly words: string }>();
  const repeated: Item[] = [];
  const contradictions: Diagnostic[] = [];
  for (const { file, module, index } of blocks) {
    for (const item of module.items) {
      const key = keyOf(item);
      const words = wordsOf(file, item);
      const before = known.get(key);
      if (before === undefined) known.set(key, { item, words });
      else if (before.item.span.file === index) continue;
      else if (before.words === words) repeated.push(item);
      else contradictions.push(contradiction(item, before.item));
    }
  }
  return { repeated, contradictions };
}

function contradiction(item: Item, before: Item): Diagnostic {
  return {
    code: 'MM0011',
    severity: 'error',
    span: item.name.span,
    message: `The blocks contradict each other: \`${item.name.text}\` is another one in an earlier block.`,
    why: 'The blocks of a series are one spec, so each thing is declared once, or repeated in the same words.',
    help: 'Give the one that is meant alone, or another name to one of them.',
    related: [{ span: before.name.span, message: `\`${before.name.text}\` as it is declared first` }],
    fixes: [],
  };
}

function headless({ index }: Block): Diagnostic {
  return {
    code: 'MM0013',
    severity: 'error',
    span: { file: index, start: 0, end: 0 },
    message: 'None of these blocks begins with `module`: the head of their spec is missing.',
    why: 'The blocks of a series are one spec, and one of them has its head; that is often the one in the cover letter.',
    help: 'Give the whole series, with its cover letter.',
    related: [],
    fixes: [],
  };
}
