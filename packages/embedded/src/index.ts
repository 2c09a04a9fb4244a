export { formatBlocks, type FormattedPage } from './format_blocks.ts';
export { withEndsOf } from './line_ends.ts';
export { decodedFrom, noteIn, notRead, partCode, type Note } from './notes.ts';
export { specsOfMail, specsOfPage, type Embedded, type EmbeddedSpecs } from './patches.ts';
export { dropped, fileOf, joined, linesOf, withoutReturns, type TextLine } from './text_line.ts';
