import { completeSettings, plan, settingsOf } from '@mmspec/semantics';
import { isWindow, windowMost } from '@mmspec/system';
import type { Model } from '@mmspec/semantics';
import { hasErrors, suggest } from '@mmspec/source';
import type { Planned, SettingInfo, Settings } from '@mmspec/system';
import type { Spec } from './spec.ts';

/** The constants and variants of a spec without errors, with the values of each. */
export function settings({ model, diagnostics }: Spec): readonly SettingInfo[] {
  return hasErrors(diagnostics) ? [] : settingsOf(model);
}

/** The checks of a spec without errors, and each cell of its matrices, in the order of the text; an open one has no settings of its own (`isOpenCheck`). */
export function checks({ model, diagnostics }: Spec): readonly Planned[] {
  return hasErrors(diagnostics) ? [] : plan(model).checks;
}

/** These settings with everything else as the spec declares it. Throws a `RangeError` for a name or a value that the spec does not have. */
export function complete(model: Model, given: Settings): Settings {
  refuseUnknown(model, given);
  return completeSettings(model, given);
}

/** Throws a `RangeError` for a name or a value that the spec does not have. */
export function refuseUnknown(model: Model, given: Settings): void {
  const infos = settingsOf(model);
  for (const [name, value] of Object.entries(given)) {
    const info = infos.find((candidate) => candidate.name === name);
    if (info === undefined)
      throw new RangeError(
        `there is no constant or variant ${name}${meant(
          name,
          infos.map((each) => each.name),
        )}`,
      );
    if (!info.values.includes(value))
      throw new RangeError(`${name} cannot be ${String(value)}; it is one of ${info.values.slice(0, 12).join(', ')}${info.values.length > 12 ? ', …' : ''}`);
  }
}

/** Throws a `RangeError` for a window that there is not. */
export function refuseWindow(window: number): void {
  if (!isWindow(window)) throw new RangeError(`a window has room for 1 to ${windowMost} accesses, and not for ${window}`);
}

/** Throws a `RangeError` for a name that is none of these. */
export function refuseName(what: string, name: string, known: readonly string[]): void {
  if (!known.includes(name)) throw new RangeError(`there is no ${what} ${name}${meant(name, known)}`);
}

function meant(name: string, known: readonly string[]): string {
  const [near] = suggest(name, known);
  return near === undefined ? '' : `; did you mean ${near}?`;
}
