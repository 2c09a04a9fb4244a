import type { Family, Renaming, Slot } from '@mmspec/system';
import { scopeText } from './form.ts';
import type { Form } from './form.ts';

/*
 * Members that look alike are told apart by who refers to them: a number for each, which is the sum over all references of what the
 * slot is and what the member looks like that it belongs to. No renaming changes it, as a sum has no order (the first round of the
 * refinement of colours, Weisfeiler and Leman 1968).
 */

/** Lines of a function body that put these numbers of the members of a family into `n`; empty where nobody refers to them. */
export function referrerLines(
  slots: readonly Slot[],
  families: readonly Family[],
  family: number,
  keyLengths: readonly number[],
  form: Form,
  tables: Int32Array[],
): readonly string[] {
  const { size, interchanges } = families[family]!;
  const references = new Map<number, Renaming>();
  for (const renaming of interchanges.flatMap(({ renamings }) => renamings)) if (!references.has(renaming.slot)) references.set(renaming.slot, renaming);
  const moved = new Set(families.flatMap((each) => each.interchanges.flatMap((interchange) => interchange.slots.flat())));
  const lines: string[] = [];
  const count = (slot: number, weight: string): void => {
    const renaming = references.get(slot);
    if (renaming !== undefined) lines.push(`  ${scopeText(renaming, slots, form)}{ ${countText(slots, families[family]!, renaming, weight, form, tables)} }`);
  };
  families.forEach(({ own }, owner) => {
    const places = (own[0] ?? []).flatMap((_, place) => (own.some((member) => references.has(member[place]!)) ? [place] : []));
    if (places.length === 0) return;
    lines.push(`  keys_${owner}(s, 0, k);`);
    const length = keyLengths[owner]!;
    own.forEach((member, at) => {
      const parts = Array.from({ length }, (_, part) => part).reduce((text, part) => `Math.imul(${text} ^ k[${at * length + part}], ${multiplier})`, '0');
      lines.push(`  { const looks = ${parts};`);
      for (const place of places) count(member[place]!, `Math.imul((looks ^ looks >>> 15) + ${place + 1}, ${multiplier - 2 * owner})`);
      lines.push('  }');
    });
  });
  // What belongs to nobody is told by itself.
  for (const slot of references.keys()) if (!moved.has(slot)) count(slot, String(Math.imul(slot + 1, multiplier)));
  return lines.length === 0 ? [] : [form.begin, `  for (let at = 0; at < ${size}; at++) n[at] = 0;`, ...lines];
}

/** Odd, with bits all over. */
const multiplier = 0x2c1b3c6d;

/** Adds the weight of a slot to the members that it refers to. */
function countText(slots: readonly Slot[], family: Family, renaming: Renaming, weight: string, form: Form, tables: Int32Array[]): string {
  const { slot, kind } = renaming;
  const { min, max } = slots[slot]!;
  const loaded = form.load(slot);
  if (kind === 'value') {
    tables.push(Int32Array.from({ length: max - min + 1 }, (_, value) => memberOf(family, slot, min + value)));
    return `const to = tables[${tables.length - 1}][${loaded}]; if (to >= 0) n[to] += ${weight};`;
  }
  const bits = Array.from({ length: 32 }, (_, bit) => bit).flatMap((bit) => {
    const member = memberOf(family, slot, bit);
    return member < 0 ? [] : [`if (set >>> ${bit} & 1) n[${member}] += weight;`];
  });
  return `const set = ${loaded} + (${min}) | 0, weight = ${weight} | 0; ${bits.join(' ')}`;
}

/**
 * Whom a value of a slot, or a bit of it, refers to: the member that every interchange of which changes it; -1 where that is nobody, or several.
 * Of two members the smaller value of a pair is the first one's, which is as good: they change places together.
 */
function memberOf({ size, interchanges }: Family, slot: number, value: number): number {
  const moving = interchanges.flatMap(({ members, renamings }) => {
    const pair = renamings.find((renaming) => renaming.slot === slot)?.pairs.find((each) => each.includes(value));
    return pair === undefined ? [] : [{ members, isFirst: pair[0] === value }];
  });
  if (size === 2) return moving.length === 0 ? -1 : moving[0]!.isFirst ? 0 : 1;
  if (moving.length !== size - 1) return -1;
  return moving[0]!.members.find((member) => moving.every(({ members }) => members.includes(member))) ?? -1;
}
