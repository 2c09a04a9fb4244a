import type { Value, WindowGraph } from '@mmspec/interpreter';

/** A state in which everybody is done. */
export interface FinalState {
  readonly shared: ReadonlyMap<string, Value>;
  /** The value of a variable of an actor; undefined: it has none of that name. */
  readonly local: (actor: number, name: string) => Value | undefined;
}

/** The alive states of a graph in which everybody is done. */
export function finalStates({ states, edges, isAlive }: WindowGraph): FinalState[] {
  return states.flatMap(({ actors, shared }, at): FinalState[] => {
    if (isAlive[at] !== true || edges[at]?.length !== 0 || actors.some(({ stack }) => stack.length > 0)) return [];
    const local = (actor: number, name: string): Value | undefined =>
      [...actors[actor]!.top].find(([node]) => node.kind === 'local' && node.name.text === name)?.[1];
    return [{ shared, local }];
  });
}
