import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { tracePage, type PageParts } from '@mmspec/report';
import { fileReason } from './files/read_text.ts';
import { UsageError } from './usage_error.ts';

/** Writes a page of races; what was there before stays until the new one is whole. */
export function writePage(path: string, parts: PageParts): void {
  const unfinished = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(unfinished, tracePage(parts, randomBytes(16).toString('base64url')));
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new UsageError(`cannot write ${path}: ${fileReason(error)}`);
  }
}
