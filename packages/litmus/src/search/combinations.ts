/** One of each, in every way. */
export function* combinations<Item>(lists: readonly (readonly Item[])[], chosen: readonly Item[] = []): Generator<readonly Item[]> {
  const list = lists[chosen.length];
  if (list === undefined) yield chosen;
  else for (const item of list) yield* combinations(lists, [...chosen, item]);
}
