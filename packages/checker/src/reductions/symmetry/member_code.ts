import type { Family, Interchange, Renaming, Slot } from '@mmspec/system';
import { scopeText } from './form.ts';
import type { Form } from './form.ts';
import { referrerLines } from './referrers.ts';
import { representativeSource } from './representative_source.ts';

/*
 * What a representative is made with, as straight-line code over one form of states: the keys by which members are sorted, and
 * the interchange of two members.
 */

/** Over states of one form. */
export interface MemberCode {
  /** Numbers of a state. */
  readonly size: number;
  /** By family: numbers of the key of a member. */
  readonly keyLengths: readonly number[];
  /** By family: nobody refers to a member, and nothing but what is in its key follows it, so two with equal keys can change places without a change. */
  readonly isAlone: readonly boolean[];
  /** By family: those to whose members a key has references, as bits. */
  readonly refersTo: readonly number[];
  /**
   * The keys of all members of a family, one after the other: what is in the slots of a member, in which references to members of
   * families that are not in `settled`, a bit each, count as one to anybody there.
   */
  readonly keys: (state: Int32Array, family: number, settled: number, into: Int32Array) => void;
  /** By family that is alone, with keys of one number: `arrange` sorts it. */
  readonly isArranged: readonly boolean[];
  /** Sorts the members of such a family by their keys, with all references as they are. */
  readonly arrange: (state: Int32Array, family: number) => void;
  /** By family: somebody may refer to its members in a way that `referrers` counts. */
  readonly isReferredTo: readonly boolean[];
  /** Numbers of the members of such a family, by who refers to them (`referrers.ts`). */
  readonly referrers: (state: Int32Array, family: number, into: Int32Array) => void;
  /** Two members change places, the one with the smaller number first. */
  readonly interchange: (state: Int32Array, family: number, one: number, other: number) => void;
  /** Whether the values of a state come before those of another, slot by slot. */
  readonly isLess: (a: Int32Array, b: Int32Array) => boolean;
}

/** What is made for families, over states of one form. */
export interface Representatives {
  /** Makes a state the representative of its orbit, in place; false where other states of the orbit may have another one. */
  readonly reduce: (state: Int32Array) => boolean;
  readonly interchange: MemberCode['interchange'];
}

/** Two members of a family change places. */
export interface Transposition {
  readonly family: number;
  readonly one: number;
  readonly other: number;
}

/**
 * The representatives of states in which values lie as the form says, where at most so many orders of members that look alike are
 * tried. `notes.log`, where there is one, is told the interchanges.
 */
export function representatives(
  slots: readonly Slot[],
  families: readonly Family[],
  form: Form,
  ordersAtMost: number,
  notes: { readonly log: readonly Transposition[] | null },
): Representatives {
  const tables: Int32Array[] = [];
  const text = `'use strict';
${codeText(slots, families, form, tables)}
${representativeSource}
return { reduce: representativeOf(code, ${JSON.stringify(families.map(({ size }) => size))}, ${ordersAtMost}, notes), interchange: code.interchange };`;
  // oxlint-disable-next-line no-implied-eval -- the text is made of numbers alone
  return (new Function('tables', 'notes', text) as (tables: readonly Int32Array[], notes: unknown) => Representatives)(tables, notes);
}

/** Lines that make `code`, a `MemberCode`. */
function codeText(slots: readonly Slot[], families: readonly Family[], form: Form, tables: Int32Array[]): string {
  const keys = families.map((family) => keyText(slots, families, family, form, tables));
  const keyLengths = keys.map(({ length }) => length);
  const counts = families.map((_, family) => referrerLines(slots, families, family, keyLengths, form, tables));
  const isArranged = families.map((family, at) => isAlone(family) && keyLengths[at] === 1 && keys[at]!.isPacked);
  const keysMax = Math.max(0, ...families.map(({ size }, family) => size * keyLengths[family]!));
  const lines = [
    `const k = new Int32Array(${keysMax});`,
    'function ones(mask) { let count = 0; for (let m = mask; m !== 0; m &= m - 1) count++; return count; }',
  ];
  families.forEach(({ size, interchanges }, family) => {
    lines.push(`function keys_${family}(s, settled, k) {`, form.begin, ...keys[family]!.lines, '}');
    lines.push(`function arrange_${family}(s) {`, ...(isArranged[family] === true ? arrangeLines(families[family]!, keys[family]!, form) : []), '}');
    lines.push(`function referrers_${family}(s, n) {`, ...counts[family]!, '}');
    for (const each of interchanges)
      lines.push(`function swap_${family}_${each.members.join('_')}(s) {`, form.begin, ...interchangeLines(each, slots, form), form.end, '}');
    lines.push(`function swap_${family}(s, one, other) {`, `  switch (one * ${size} + other) {`);
    for (const { members } of interchanges) lines.push(`    case ${members[0] * size + members[1]}: swap_${family}_${members.join('_')}(s); return;`);
    lines.push('  }', '}');
  });
  const choice = (name: string, parameters: string): string =>
    families.length === 1
      ? `${name}_0(${parameters});`
      : `switch (family) {\n${families.map((_, family) => `    case ${family}: ${name}_${family}(${parameters}); return;`).join('\n')}\n  }`;
  const facts = {
    size: form.size,
    keyLengths,
    isAlone: families.map(isAlone),
    isArranged,
    refersTo: keys.map(({ refersTo }) => refersTo),
    isReferredTo: counts.map((each) => each.length > 0),
  };
  lines.push(
    `function values(s, into) {\n${form.begin}\n${slots.map((_, slot) => `into[${slot}] = ${form.load(slot)};`).join('\n')}\n}`,
    `const left = new Float64Array(${slots.length}), right = new Float64Array(${slots.length});`,
    `const code = { ...${JSON.stringify(facts)},`,
    `  interchange(s, family, one, other) {\n  ${choice('swap', 's, one, other')} },`,
    `  keys(s, family, settled, k) {\n  ${choice('keys', 's, settled, k')} },`,
    `  arrange(s, family) {\n  ${choice('arrange', 's')} },`,
    `  referrers(s, family, n) {\n  ${choice('referrers', 's, n')} },`,
    '  isLess(a, b) {',
    '    values(a, left);',
    '    values(b, right);',
    `    for (let slot = 0; slot < ${slots.length}; slot++) if (left[slot] !== right[slot]) return left[slot] < right[slot];`,
    '    return false;',
    '  } };',
  );
  return lines.join('\n');
}

/** Nobody refers to a member, and nothing but its own slots follows it. */
function isAlone({ own, interchanges }: Family): boolean {
  const known = new Set(own.flat());
  return interchanges.every(({ renamings, slots }) => renamings.length === 0 && slots.flat().every((slot) => known.has(slot)));
}

/** Takes the members apart, sorts what they are, and puts that back in order. */
function arrangeLines({ own }: Family, { exact, widths }: KeyText, form: Form): readonly string[] {
  const members = own.map((_, member) => member);
  const isSorted = members.slice(1).map((member) => `k${member - 1} <= k${member}`);
  const stores = own.flatMap((member, index) => {
    let below = widths.reduce((sum, width) => sum + width, 0);
    return member.map((slot, at): [number, string] => {
      below -= widths[at]!;
      return [slot, `k${index} >>> ${below} & ${2 ** widths[at]! - 1}`];
    });
  });
  return [
    form.begin,
    `  let ${members.map((member) => `k${member} = ${exact[member]}`).join(', ')};`,
    `  if (${isSorted.join(' && ')}) return;`,
    `  ${members.map((member) => `k[${member}] = k${member};`).join(' ')}`,
    `  for (let end = 1; end < ${own.length}; end++) {`,
    '    const moved = k[end];',
    '    let at = end;',
    '    for (; at > 0 && k[at - 1] > moved; at--) k[at] = k[at - 1];',
    '    k[at] = moved;',
    '  }',
    `  ${members.map((member) => `k${member} = k[${member}];`).join(' ')}`,
    ...form.storeAll(stores),
    form.end,
  ];
}

function interchangeLines({ renamings, slots: pairs }: Interchange, slots: readonly Slot[], form: Form): readonly string[] {
  return [
    ...renamings.map((renaming) => `  ${scopeText(renaming, slots, form)}{ ${renamingText(renaming, slots, form)} }`),
    ...form.interchange(pairs).map((line) => `  ${line}`),
  ];
}

function renamingText({ slot, kind, pairs }: Renaming, slots: readonly Slot[], form: Form): string {
  const { min } = slots[slot]!;
  if (kind === 'value') {
    const cases = pairs.flatMap(([one, other]) => [
      `case ${one - min}: ${form.store(slot, String(other - min))} break;`,
      `case ${other - min}: ${form.store(slot, String(one - min))} break;`,
    ]);
    return `switch (${form.load(slot)}) { ${cases.join(' ')} }`;
  }
  const [whole, less] = min === 0 ? ['', ''] : [` + (${min})`, ` - (${min})`];
  const changed = pairs.map(([one, other]) => `if (((v >> ${one}) ^ (v >> ${other})) & 1) v ^= ${(1 << one) | (1 << other)};`).join(' ');
  return `let v = ${form.load(slot)}${whole}; ${changed} ${form.store(slot, `(v${less})`)}`;
}

/** Bits of a number of a key, which is never negative. */
const keyBits = 31;

interface KeyText {
  readonly lines: readonly string[];
  /** By member: its key, where that is one number, with all references as they are; and the bits of each of its slots there, from the highest. */
  readonly exact: readonly string[];
  readonly widths: readonly number[];
  /** The key has what is in the slots, less their minimum. */
  readonly isPacked: boolean;
  readonly length: number;
  /** Families to whose members there are references, as bits. */
  readonly refersTo: number;
}

/** Values of the slots of each member side by side, as many in one number as it has room for. */
function keyText(slots: readonly Slot[], families: readonly Family[], { own }: Family, form: Form, tables: Int32Array[]): KeyText {
  const blurs = (own[0] ?? []).map((slot) => blurOf(slots, families, slot, tables));
  const parts: { readonly at: number; readonly width: number }[][] = [[]];
  let room = keyBits;
  blurs.forEach(({ width }, at) => {
    if (width > room) {
      parts.push([]);
      room = keyBits;
    }
    parts.at(-1)!.push({ at, width });
    room -= width;
  });
  const moving = blurs.reduce((mask, blur) => mask | blur.moving, 0);
  type ValueOf = (slot: number, at: number) => string;
  const joined = (member: readonly number[], part: (typeof parts)[number], valueOf: ValueOf): string =>
    part.reduce((text, { at, width }) => {
      const value = valueOf(member[at]!, at);
      return text === '' ? value : `(${text}) << ${width} | ${value}`;
    }, '') || '0';
  const listed = (valueOf: ValueOf): readonly string[] =>
    own.flatMap((member, index) => parts.map((part, number) => `    k[${index * parts.length + number}] = ${joined(member, part, valueOf)};`));
  const wholeOf = (slot: number, at: number): string => (blurs[at]!.isWhole ? wholeText(slots, slot, form) : form.load(slot));
  const blurredOf = (slot: number, at: number): string => blurs[at]!.blurred(wholeOf(slot, at));
  const facts = {
    length: parts.length,
    exact: own.map((member) => joined(member, parts[0]!, wholeOf)),
    widths: blurs.map(({ width }) => width),
    isPacked: blurs.every(({ isWhole }, at) => !isWhole || own.every((member) => slots[member[at]!]!.min === 0)),
    refersTo: moving,
  };
  if (moving === 0) return { lines: listed(wholeOf), ...facts };
  const lines = [
    `  if ((${moving} & ~settled) === 0) {`,
    ...listed(wholeOf),
    `  } else if ((settled & ${moving}) === 0) {`,
    ...listed(blurredOf),
    '  } else {',
    ...listed((slot, at) =>
      blurs[at]!.moving === 0 ? wholeOf(slot, at) : `((${blurs[at]!.moving} & ~settled) !== 0 ? ${blurredOf(slot, at)} : ${wholeOf(slot, at)})`,
    ),
    '  }',
  ];
  return { lines, ...facts };
}

/** A set as its bits. */
function wholeText(slots: readonly Slot[], slot: number, form: Form): string {
  const { min } = slots[slot]!;
  return min === 0 ? form.load(slot) : `(${form.load(slot)} + (${min}))`;
}

/** How references in a slot are blurred: those to members of families that are not settled become references to anybody there. */
interface Blur {
  /** Families whose members the slot may refer to, as bits. */
  readonly moving: number;
  /** Bits of the value in a key. */
  readonly width: number;
  /** The value counts from 0, not from the minimum of the slot. */
  readonly isWhole: boolean;
  readonly blurred: (value: string) => string;
}

function blurOf(slots: readonly Slot[], families: readonly Family[], slot: number, tables: Int32Array[]): Blur {
  const here = families.map(({ interchanges }) => interchanges.flatMap(({ renamings }) => renamings).filter((renaming) => renaming.slot === slot));
  const moving = here.reduce((mask, renamings, family) => (renamings.length > 0 ? mask | (1 << family) : mask), 0);
  const pairs = here.flat().flatMap((renaming) => renaming.pairs);
  const kind = here.flat()[0]?.kind ?? 'value';
  const { min, max } = slots[slot]!;
  const width = bitsOf(max - min);
  if (moving === 0) return { moving, width, isWhole: false, blurred: (value) => value };
  if (kind === 'value') {
    tables.push(Int32Array.from(classesOf(min, max, pairs), (least) => least - min));
    const table = tables.length - 1;
    return { moving, width, isWhole: false, blurred: (value) => `tables[${table}][${value}]` };
  }
  // Of each class of bits only the number counts.
  const classes = classesOf(0, 31, pairs);
  const masks = [...new Set(classes)].map((least) => classes.reduce((mask, each, bit) => (each === least ? mask | (1 << bit) : mask), 0));
  const single = masks.filter((mask) => (mask & (mask - 1)) === 0).reduce((all, mask) => all | mask, 0);
  const many = masks.filter((mask) => (mask & (mask - 1)) !== 0);
  return {
    moving,
    width: min < 0 ? 32 : bitsOf(max),
    isWhole: true,
    blurred: (value) => [`(${value} & ${single})`, ...many.map((mask) => `(ones(${value} & ${mask}) << ${Math.log2((mask & -mask) >>> 0)})`)].join(' + '),
  };
}

/** Bits that numbers from 0 to `most` need. */
function bitsOf(most: number): number {
  return Math.ceil(Math.log2(most + 1));
}

/** The least of those that each number from `low` to `high` may become. */
function classesOf(low: number, high: number, pairs: readonly (readonly [number, number])[]): readonly number[] {
  const classes = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  for (let changed = true; changed;) {
    changed = false;
    for (const [one, other] of pairs) {
      const least = Math.min(classes[one - low] ?? one, classes[other - low] ?? other);
      if (classes[one - low] !== least || classes[other - low] !== least) changed = true;
      classes[one - low] = least;
      classes[other - low] = least;
    }
  }
  return classes;
}
