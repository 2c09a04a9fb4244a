import { noSpan } from '@mmspec/source';
import type { Name, NumberExpression, VariantDeclaration } from '@mmspec/syntax';
import { windowMost, type MemoryMode } from '@mmspec/system';
import type { Model } from '../model.ts';
import type { Scalar } from './static_value.ts';

/*
 * What a check says about how it is run, and not about the spec: the memory model and the window. Both may be an axis
 * of a matrix, as `for memory in {sc, tso, weak}`, and be asked in its conditions. A constant or variant of the same name comes first.
 */

export type ModeName = 'memory' | 'window';

/** The memory models that a check may ask for. */
export const memoryModes: readonly MemoryMode[] = ['sc', 'tso', 'weak'];

export function isMemoryMode(value: unknown): value is MemoryMode {
  return (memoryModes as readonly unknown[]).includes(value);
}

/** What settings have for a mode: no name of a spec has a blank in it. */
export const modeKeys: Readonly<Record<ModeName, string>> = { memory: ' memory', window: ' window' };

const modesByKey: ReadonlyMap<string, ModeName> = new Map((Object.keys(modeKeys) as ModeName[]).map((mode) => [modeKeys[mode], mode]));

/** Where a check says nothing; a window of 0 is one that the search chooses. */
export const modeDefaults: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  [modeKeys.memory, 'sc'],
  [modeKeys.window, 0],
]);

/** All values of a mode, in order. */
export const modeValues: Readonly<Record<ModeName, readonly Scalar[]>> = { memory: memoryModes, window: [2, 3, 4] };

const named = (text: string): Name => ({ kind: 'name', text, span: noSpan });
const number = (value: number): NumberExpression => ({ kind: 'number', value, span: noSpan });

/** The modes as variants that every spec has, and whose text stands in no file. */
export const modeDeclarations: Readonly<Record<ModeName, VariantDeclaration>> = {
  memory: {
    kind: 'variant',
    name: named(modeKeys.memory),
    type: { kind: 'tags_type', tags: memoryModes.map(named), span: noSpan },
    value: { kind: 'name_expression', name: named('sc'), span: noSpan },
    doc: [],
    span: noSpan,
  },
  window: {
    kind: 'variant',
    name: named(modeKeys.window),
    type: { kind: 'range_type', low: number(0), high: number(windowMost), forever: false, span: noSpan },
    value: number(0),
    doc: [],
    span: noSpan,
  },
};

const isModeName = (text: string): text is ModeName => Object.hasOwn(modeDeclarations, text);

/** The mode that a name of a check stands for; null where it stands for something of the spec. */
export function modeNamed({ constants }: Pick<Model, 'constants'>, text: string): ModeName | null {
  return isModeName(text) && constants.every(({ name }) => name.text !== text) ? text : null;
}

/** The mode that a declaration stands for; null for one of a spec. */
export function modeDeclared({ name: { text } }: { readonly name: Name }): ModeName | null {
  return modesByKey.get(text) ?? null;
}

/** How a setting says the key of a constant or mode. */
export function keyText(key: string): string {
  return key.trimStart();
}
