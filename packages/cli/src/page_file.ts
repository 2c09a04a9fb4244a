import { randomBytes } from 'node:crypto';
import { tracePage, type PageParts } from '@mmspec/report';
import { replaceFiles } from './files/write_file.ts';

/** Writes a page of races in place of anything but the files that the call has read; a `UsageError` says why that cannot be. */
export function writePage(path: string, parts: PageParts, inputs: readonly string[]): void {
  replaceFiles([{ path, content: tracePage(parts, randomBytes(16).toString('base64url')) }], inputs);
}
