import type { Constant, LitmusTest, Location } from '../syntax/tree.ts';
import { locationsOf } from '../syntax/names.ts';
import { firstAddress, stride } from '../threads/symbol.ts';

/** The variables of a test: their addresses and first values. */
export interface Memory {
  readonly addressOf: (name: string) => number;
  readonly isVariable: (address: number) => boolean;
  /** A number, or the name of the variable that it is the address of. */
  readonly show: (value: number) => string;
  /** What an address holds at first. */
  readonly initial: (address: number) => number;
  /** Values of the registers of a thread at first. */
  readonly registers: (thread: number) => ReadonlyMap<string, number>;
}

export function memoryOf(test: LitmusTest): Memory {
  const names = [...new Set(variables(test))];
  const addresses = new Map(names.map((name, index) => [name, firstAddress + index * stride]));
  const addressOf = (name: string): number => addresses.get(name)!;
  const valueOf = (constant: Constant): number => (constant.kind === 'number' ? constant.value : addressOf(constant.name));
  const initial = new Map<number, number>();
  const registers = test.threads.map(({ parameters }) => new Map(parameters.map((name) => [name, addressOf(name)])));
  for (const { location, value } of test.initial) {
    if (location.kind === 'variable') initial.set(addressOf(location.name), valueOf(value));
    else registers[location.thread]!.set(location.name, valueOf(value));
  }
  return {
    addressOf,
    isVariable: (address) => names[(address - firstAddress) / stride] !== undefined,
    show: (value) => names[(value - firstAddress) / stride] ?? String(value),
    initial: (address) => initial.get(address) ?? 0,
    registers: (thread) => registers[thread]!,
  };
}

function* variables(test: LitmusTest): Generator<string> {
  for (const { parameters } of test.threads) yield* parameters;
  for (const { location, value } of test.initial) {
    if (location.kind === 'variable') yield location.name;
    if (value.kind === 'address') yield value.name;
  }
  const isVariable = (location: Location): string[] => (location.kind === 'variable' ? [location.name] : []);
  yield* test.locations.flatMap(isVariable);
  for (const proposition of [test.condition, ...(test.filter === null ? [] : [test.filter])]) {
    yield* [...locationsOf(proposition)].flatMap(isVariable);
    yield* addressesIn(proposition);
  }
}

function addressesIn(proposition: LitmusTest['condition']): string[] {
  switch (proposition.kind) {
    case 'is':
      return proposition.value.kind === 'address' ? [proposition.value.name] : [];
    case 'not':
      return addressesIn(proposition.part);
    case 'and':
    case 'or':
    case 'implies':
      return [...addressesIn(proposition.left), ...addressesIn(proposition.right)];
    case 'true':
    case 'false':
    case 'same':
      return [];
  }
}
