import type { CodeDescription } from '@mmspec/source';
import * as semantics from '@mmspec/semantics';
import { runCodes } from '@mmspec/analysis';
import { compilerCodes } from '@mmspec/compiler';
import { litmusCodes } from '@mmspec/litmus';
import { syntaxCodes } from '@mmspec/syntax';
import { fileCodes } from './files/file_codes.ts';

/** Every diagnostic that mmspec knows. */
export const allCodes: readonly CodeDescription[] = [...fileCodes, ...syntaxCodes, ...semantics.codes, ...compilerCodes, ...runCodes, ...litmusCodes];
