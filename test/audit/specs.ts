import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { audit, type AuditOptions } from '@mmspec/analysis';
import type { SourceFile } from '@mmspec/source';
import type { Audit } from '@mmspec/system';
import { resolve } from '../ledger/support.ts';

export const root: string = fileURLToPath(new URL('../../', import.meta.url));

export const fileOf = (path: string): SourceFile => ({ path, text: readFileSync(`${root}${path}`, 'utf8') });

export async function audited(file: SourceFile, options: AuditOptions = {}): Promise<Audit> {
  return (await audit(file, resolve, options)).audit;
}

/** Line, kind and verdict of each part, with the property that notices it. */
export function rowsOf({ rows }: Audit): string[] {
  return rows.map(({ line, kind, verdict, property }) => `${line} ${kind}: ${verdict}${property === null ? '' : ` (${property.name})`}`);
}

/** The pairs of which one is needed, in the same way. */
export function pairsOf({ pairs }: Audit): string[] {
  return pairs.map(({ parts, verdict, property }) => `${parts.map(({ line, kind }) => `${line} ${kind}`).join(' and ')}: ${verdict} (${property?.name})`);
}
