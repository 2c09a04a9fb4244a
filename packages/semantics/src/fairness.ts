import type { Fairness } from '@mmspec/syntax';
import type { FairnessItem } from '@mmspec/system';
import { constantsUnder, type PartialSettings } from './world/constants.ts';
import type { Model } from './model.ts';

/** Fairness as plain data, with the indices of instances under the settings. */
export function fairnessItems(model: Model, settings: PartialSettings, { items }: Fairness): readonly FairnessItem[] {
  const constants = constantsUnder(model, settings);
  return items.map(({ strong, path }): FairnessItem => {
    const names = path?.parts.map((part) => part.text) ?? [];
    const [first = ''] = names;
    const everybody = { strong, actor: null, index: null, environment: null };
    if (model.actors.some(({ name }) => name.text === first)) {
      const index = path === null || path.index === null ? null : (constants.number(path.index) ?? null);
      return { ...everybody, actor: first, index, names: names.slice(1) };
    }
    if (model.actions.some(({ name }) => name.text === first)) return { ...everybody, environment: first, names: [] };
    return { ...everybody, names };
  });
}
