import type { Snapshot } from '../names/snapshot.ts';

/** The name, with a number where the spec has it already. */
export function nameThatIsFree({ analysed: { model } }: Snapshot, wanted: string): string {
  const isTaken = (name: string): boolean => model.files.some(({ text }) => new RegExp(`\\b${name}\\b`, 'u').test(text));
  let name = wanted;
  for (let number = 2; isTaken(name); number++) name = `${wanted}_${number}`;
  return name;
}
