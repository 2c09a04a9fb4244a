import { interpret } from '@mmspec/interpreter';
import type { Machine } from '@mmspec/interpreter';
import type { Model } from '@mmspec/semantics';
import type { Settings } from '@mmspec/system';
import { settingsKey } from '../settings_key.ts';
import { wordingOf } from './step_record.ts';
import type { Wording } from './step_record.ts';

/** What traces under one setting are made with. */
export interface Tracing {
  readonly model: Model;
  readonly machine: Machine;
  readonly wording: Wording;
}

/** Makes what traces need, once it is needed and once for each setting. */
export type Tracer = (settings: Settings) => Tracing;

export function tracerOf(modelOf: () => Model): Tracer {
  const known = new Map<string, Tracing>();
  return (settings) => {
    const key = settingsKey(settings);
    const found = known.get(key);
    if (found !== undefined) return found;
    const model = modelOf();
    const made = { model, machine: interpret(model, settings), wording: wordingOf(model, settings) };
    known.set(key, made);
    return made;
  };
}
