import { certificateVersion, type CertificateJson, type CertifiedSpec } from '@mmspec/api';
import { oneLine, type SourceFile } from '@mmspec/source';
import type { ViewCertificate } from '@mmspec/system';
import { from, textsOf } from '../claims/claim.ts';
import { replaceFiles } from '../files/write_file.ts';
import { printError } from '../output.ts';
import { version } from '../version.ts';

/** The proofs about a spec, for a certificate in a folder. */
export function certifiedSpec(path: string, files: readonly SourceFile[], proofs: readonly ViewCertificate[], folder: string): CertifiedSpec {
  return { path: from(folder, path), texts: textsOf(files, folder), proofs };
}

/** Writes a certificate, one line for each view; nothing where the run was cut short, or nothing is proved. */
export function writeCertificate(path: string, specs: readonly CertifiedSpec[], inputs: readonly string[], wasInterrupted: boolean): void {
  if (wasInterrupted || specs.length === 0) {
    printError(
      `--certificate ${oneLine(path)}: there is nothing to certify, since ${wasInterrupted ? 'the run was interrupted' : 'views prove nothing'}; no file is written.`,
    );
    return;
  }
  const certificate: CertificateJson = { version: certificateVersion, kind: 'views', mmspec: version, specs };
  replaceFiles([{ path, content: `${laidOut(certificate, '')}\n` }], inputs);
}

/** JSON in which what holds no object stands in one line, and so do objects of such. */
function laidOut(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (depthOf(value) <= 2) return JSON.stringify(value);
  if (Array.isArray(value)) return `[\n${value.map((each) => `${inner}${laidOut(each, inner)}`).join(',\n')}\n${indent}]`;
  return `{\n${Object.entries(value as object)
    .map(([key, each]) => `${inner}${JSON.stringify(key)}: ${laidOut(each, inner)}`)
    .join(',\n')}\n${indent}}`;
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
