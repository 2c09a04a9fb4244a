/** What is known of the spec's names. */
export interface SpecNames {
  /** Names of shared variables. */
  readonly isShared: (name: string) => boolean;
  /** Names of locals of any actor. */
  readonly isLocal: (name: string) => boolean;
  /** Of the shared ones, variables that lead to an object. */
  readonly isReference: (name: string) => boolean;
  /** Labels, operations, actors and actions. */
  readonly isStep: (name: string) => boolean;
  /** Names of objects and actors, and tags: a value with one of these names is no other value. */
  readonly isValue: (text: string) => boolean;
}
