import type { CodeDescription } from '@mmspec/source';
import * as semantics from '@mmspec/semantics';

/** Every diagnostic that mmspec knows. */
export const allCodes: readonly CodeDescription[] = semantics.codes;
