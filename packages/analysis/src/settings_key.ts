import type { ResultSettings } from '@mmspec/system';

/** Equal for equal settings, in whatever order they are given. */
export function settingsKey(settings: ResultSettings): string {
  return JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}
