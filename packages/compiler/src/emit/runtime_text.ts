import { propertyKinds } from '@mmspec/system';
import type { Program } from '../ir/ir.ts';
import { typedParts, typeParts, untypedParts } from './runtime_source.ts';
import type { RuntimePart } from './runtime_source.ts';

/*
 * The parts of a generated module that are the same in every module: functions (packages/compiler/runtime/functions.ts), and types.
 */

/** Prints a type annotation, or nothing in the JavaScript form. */
export type Annotate = (type: string) => string;

export function annotate(typed: boolean): Annotate {
  return (type) => (typed ? `: ${type}` : '');
}

/** A part, with its types or without. */
export function runtimePart(name: RuntimePart, typed: boolean): readonly string[] {
  return typed ? typedParts[name] : untypedParts[name];
}

/** The types that the TypeScript form needs to stand on its own; those of `@mmspec/system`. */
const typesText: readonly string[] = [
  ...typeParts.system.map((line) =>
    line.startsWith('export type PropertyKind =') ? `export type PropertyKind = ${propertyKinds.map((kind) => `'${kind}'`).join(' | ')};` : line,
  ),
  ...typeParts.tables,
];

/** The types for programs; only where fairness has exceptions they say so. */
export function typesFor(programs: readonly Pick<Program, 'properties'>[]): readonly string[] {
  const hasExcept = ({ properties }: Pick<Program, 'properties'>): boolean =>
    properties.some(({ property }) => property.temporal?.fairness.some(({ except }) => except !== undefined) === true);
  if (!programs.some(hasExcept)) return typesText;
  const except = '  readonly except?: readonly { readonly actor: string | null; readonly names: readonly string[] }[];';
  return typesText.flatMap((line) => (line === 'export interface FairnessItem {' ? [line, except] : [line]));
}

/** The types of checks beside these. */
export const checkTypesText: readonly string[] = typeParts.checks;

/** The types of systems under tso and weak beside these. */
export const windowTypesText: readonly string[] = typeParts.windows;
