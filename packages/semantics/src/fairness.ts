import type { Fairness, StepPath } from '@mmspec/syntax';
import type { FairnessItem } from '@mmspec/system';
import { constantsUnder, type PartialSettings } from './world/constants.ts';
import type { Model } from './model.ts';

/** Fairness as plain data, with the indices of instances under the settings. */
export function fairnessItems(model: Model, settings: PartialSettings, { items }: Fairness): readonly FairnessItem[] {
  const constants = constantsUnder(model, settings);
  const placeOf = ({ parts }: StepPath): { readonly actor: string | null; readonly names: readonly string[] } => {
    const names = parts.map((part) => part.text);
    const isActor = names.length > 1 && model.actors.some(({ name }) => name.text === names[0]);
    return isActor ? { actor: names[0] ?? null, names: names.slice(1) } : { actor: null, names };
  };
  return items.map(({ strong, path, except }): FairnessItem => {
    const names = path?.parts.map((part) => part.text) ?? [];
    const [first = ''] = names;
    const everybody = { strong, actor: null, index: null, environment: null, ...(except === undefined ? {} : { except: except.map(placeOf) }) };
    if (model.actors.some(({ name }) => name.text === first)) {
      const index = path === null || path.index === null ? null : (constants.number(path.index) ?? null);
      return { ...everybody, actor: first, index, names: names.slice(1) };
    }
    if (model.actions.some(({ name }) => name.text === first)) return { ...everybody, environment: first, names: [] };
    return { ...everybody, names };
  });
}
