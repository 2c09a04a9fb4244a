import type { Model } from '@mmspec/semantics';
import type { Described, Settings } from '@mmspec/system';

/** What a page is compared with: any way to run a spec. */
export interface Engine {
  /** Names of the properties over states and steps, `lost_reference` and `reachable` ones included. */
  readonly properties: readonly string[];
  initial(): readonly Successor[];
  successors(state: EngineState): readonly Successor[];
  key(state: EngineState): string;
  isQuiescent(state: EngineState): boolean;
  /** False for properties that are not about states. */
  isFalseIn(property: string, state: EngineState): boolean;
  /** False for properties that are not about steps. */
  isFalseOn(property: string, before: EngineState, successor: Successor): boolean;
}

export interface EngineState {
  readonly rows: readonly Described[];
  /** The engine's own form. */
  readonly inner: unknown;
}

export interface Successor {
  readonly actor: string | null;
  readonly environment: string | null;
  readonly path: readonly string[];
  readonly flags: readonly string[];
  readonly next: EngineState | null;
  readonly fault: string | null;
  readonly inner: unknown;
}

export interface NamedEngine {
  readonly name: string;
  readonly create: (model: Model, settings: Settings) => Engine;
}
