import { propertyKinds } from '@mmspec/system';
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
export const typesText: readonly string[] = [
  ...typeParts.system.map((line) =>
    line.startsWith('export type PropertyKind =') ? `export type PropertyKind = ${propertyKinds.map((kind) => `'${kind}'`).join(' | ')};` : line,
  ),
  ...typeParts.tables,
];

/** The types of checks beside these. */
export const checkTypesText: readonly string[] = typeParts.checks;
