import { plan, withStandIns } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { Settings } from '@mmspec/system';

/** Settings that laws are judged on, at most. */
const judgedMax = 3;

/** Judges the different settings of the checks of a spec, in order, until some were judged: `judge` says whether one was, or was too large or not what the law is about. Gives how many were. */
export async function judgeSettings(model: Model, judge: (settings: Settings, key: string) => Promise<boolean>): Promise<number> {
  const seen = new Set<string>();
  let judged = 0;
  for (const { settings } of withStandIns(model, plan(model).checks)) {
    const key = JSON.stringify(settings);
    if (seen.has(key) || judged >= judgedMax) continue;
    seen.add(key);
    if (await judge(settings, key)) judged++;
  }
  return judged;
}
