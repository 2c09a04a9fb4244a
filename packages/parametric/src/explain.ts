import type { Format, Program } from '@mmspec/compiler';
import type { ExplainedInstance, ExplainedSeveral, ExplainedState, ViewCertificate, ViewInstance, ViewState, ViewValue } from '@mmspec/system';
import type { Proof } from './any_number.ts';

/** The views of a proof for people: by shared state, where instances can stand, and what is so of them. */
export function explained({ program, shape }: Proof, { properties, fixed, families, size, cells, states }: ViewCertificate): ExplainedSeveral {
  const cellOf = new Map(program.cells.map(({ name }, cell) => [name, cell]));
  /** By family: its place among the cells of an instance. */
  const locations = cells.own.map((own, of) => own.findIndex((name) => cellOf.get(name) === program.kinds[shape.families[of]!.kind]?.locationCell.base));
  /** `vcpu[0].refs` is what an instance calls `refs`. */
  const ofInstance = (name: string, family: string): string =>
    name.replace(`${family}[0].`, '').replace(`${family}[0]#`, '').replaceAll(`[${family}[0]]`, `[${family}]`);
  const nameOf = (cell: number): string => program.rows.find((row) => row.cell === cell)?.name ?? program.cells[cell]!.name;
  const textsOf = (state: ViewState): readonly string[] => {
    const values = new Map(cells.shared.map((name, at) => [cellOf.get(name)!, state.shared[at]!]));
    return cells.shared.flatMap((name, at) => {
      const cell = cellOf.get(name)!;
      const value = state.shared[at]!;
      if (!isThere(program, cell, values)) return [];
      return cells.counters.includes(name) ? [`${name} = ${value} + shares`] : textOf(program, cell, nameOf(cell), value);
    });
  };
  const ownOf = (instance: ViewInstance): readonly string[] => {
    const { of } = instance;
    const own = cells.own[of]!.map((name) => cellOf.get(name)!);
    const values = new Map(own.map((cell, at) => [cell, instance.own[at]!]));
    return own.flatMap((cell, at) =>
      at === locations[of] || !isThere(program, cell, values) ? [] : textOf(program, cell, ofInstance(nameOf(cell), families[of]!.family), instance.own[at]!),
    );
  };
  const hasOf = (instance: ViewInstance): readonly string[] => [
    ...ownOf(instance),
    ...cells.counters.flatMap((name, at) => {
      const share = instance.adds[at]!;
      return share === 0 ? [] : [share > 0 ? `adds ${share} to ${name}` : `takes ${-share} from ${name}`];
    }),
    ...cells.flags.flatMap((name, at) => (instance.raised[at] === 1 ? [`has raised ${name}`] : [])),
    ...cells.names.flatMap((name, at) => (instance.named[at] === 0 ? [] : [`is ${name}`])),
    ...cells.sets.flatMap((name, at) => (instance.in[at] === 0 ? [] : [`is in ${name}`])),
  ];
  const standsAt = (instance: ViewInstance): readonly string[] => {
    const location = locations[instance.of]!;
    const value = instance.own[location];
    return typeof value === 'number' ? [valueText(formatOf(program, cellOf.get(cells.own[instance.of]![location]!)!), value)] : [];
  };
  const whose = ({ of }: ViewInstance): Pick<ExplainedInstance, 'family'> => (families.length === 1 ? {} : { family: families[of]!.family });
  const explainedState = (state: ViewState): ExplainedState => {
    const { instances } = state;
    if (size === 2) return { shared: textsOf(state), instances: withOthers(state, (each) => ({ ...whose(each), at: standsAt(each), has: hasOf(each) })) };
    const groups = new Map<string, ExplainedInstance & { readonly at: string[] }>();
    for (const instance of instances) {
      const has = hasOf(instance);
      const key = `${instance.of} ${has.join()}`;
      const group = groups.get(key) ?? { ...whose(instance), at: [], has };
      group.at.push(...standsAt(instance).filter((place) => !group.at.includes(place)));
      groups.set(key, group);
    }
    return { shared: textsOf(state), instances: [...groups.values()] };
  };
  return { properties, fixed, families, size, states: states.map(explainedState) };
}

function withOthers({ instances, pairs }: ViewState, explain: (instance: ViewInstance) => ExplainedInstance): readonly ExplainedInstance[] {
  return instances.map((instance, one) => {
    const beside = instances.flatMap((_, other) => (pairs.some(([a, b]) => (a === one && b === other) || (a === other && b === one)) ? [other] : []));
    return beside.length === instances.length ? explain(instance) : { ...explain(instance), beside };
  });
}

function formatOf(program: Program, cell: number): Format {
  return program.rows.find((row) => row.cell === cell)?.format ?? { kind: 'int', forever: null };
}

/** Whether the variable of a cell is there in a state; what depends on other cells than these is. */
function isThere(program: Program, cell: number, values: ReadonlyMap<number, ViewValue>): boolean {
  const row = program.rows.find((each) => each.cell === cell);
  return row?.when.every((when) => !values.has(when.cell) || when.values.includes(values.get(when.cell) as number)) !== false;
}

function textOf(program: Program, cell: number, name: string, value: ViewValue): readonly string[] {
  const row = program.rows.find((each) => each.cell === cell);
  if (row?.unset?.cell === cell && row.unset.value === value) return [];
  const format = formatOf(program, cell);
  const isLocation = program.kinds.some(({ locationCell }) => locationCell.base === cell);
  if (typeof value !== 'number') return [`${name} = ${namesOf(value)}`];
  if (format.kind === 'bool') return [value === 0 ? `not ${name}` : name];
  return [isLocation ? `${name} at ${valueText(format, value)}` : `${name} = ${valueText(format, value)}`];
}

function namesOf(value: Exclude<ViewValue, number>): string {
  if (value === 'some') return 'one of them';
  return value === 'other' ? 'another one' : 'itself';
}

/** A number as the spec says it; the number itself where several make up one value. */
function valueText(format: Format, value: number): string {
  switch (format.kind) {
    case 'bool':
      return String(value !== 0);
    case 'texts':
      // Behind a label stands where it is in the text.
      return (format.texts[value - format.min] ?? String(value)).replaceAll(/@[\d/]+/gu, '');
    case 'option':
      return value === format.min ? 'none' : valueText(format.inner, value - 1);
    case 'set':
      return `{${format.texts.filter((_, bit) => ((value >> bit) & 1) === 1).join(', ')}}`;
    case 'int':
    case 'maybe':
    case 'record':
    case 'seq':
      return String(value);
  }
}
