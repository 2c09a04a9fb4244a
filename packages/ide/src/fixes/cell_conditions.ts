type Settings = Readonly<Record<string, number | boolean | string>>;

/**
 * The condition on the axes of a matrix that is true for some of its cells and for no other one; empty where it is all of them.
 * One conjunction where the cells are all combinations of some values, else one for each value of the first axis.
 */
export function conditionOf(axes: readonly string[], cells: readonly Settings[], members: readonly number[]): string {
  if (members.length === cells.length) return '';
  const chosen = new Set(members);
  const own = members.map((index) => cells[index] as Settings);
  const used = axes.map((axis) => new Set(own.map((cell) => cell[axis])));
  const isProduct = cells.every((cell, index) => chosen.has(index) || axes.some((axis, at) => used[at]?.has(cell[axis]) !== true));
  if (isProduct) return axes.flatMap((axis, at) => partOf(axis, valuesOf(axis, cells), [...(used[at] ?? [])])).join(' and ');
  const [axis = '', ...others] = axes;
  const parts = valuesOf(axis, own).map((value) => {
    const inside = [...cells.keys()].filter((index) => cells[index]?.[axis] === value);
    const rest = conditionOf(
      others,
      inside.map((index) => cells[index] as Settings),
      inside.flatMap((index, at) => (chosen.has(index) ? [at] : [])),
    );
    const first = partOf(axis, valuesOf(axis, cells), [value]).join('');
    return rest === '' ? first : `${first} and ${rest.includes(' or ') ? `(${rest})` : rest}`;
  });
  return parts.join(' or ');
}

type Value = Settings[string] | undefined;

function valuesOf(axis: string, cells: readonly Settings[]): Value[] {
  return [...new Set(cells.map((cell) => cell[axis]))];
}

/** That an axis has one of these values; nothing where it has no other ones. */
function partOf(axis: string, all: readonly Value[], values: readonly Value[]): string[] {
  if (values.length === all.length) return [];
  const [first] = values;
  if (values.length > 1) return [`${axis} in {${values.join(', ')}}`];
  return [typeof first === 'boolean' ? (first ? axis : `not ${axis}`) : `${axis} == ${String(first)}`];
}
