/*
 * Edits of specs as people make them, of all kinds that move, join, split and break declarations.
 */

type Random = () => number;

const pick = <T>(random: Random, from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];

const pieces = [
  ' ',
  '\n',
  '\n\n',
  '\r\n',
  '{',
  '}',
  '(',
  ')',
  '[',
  '|',
  '.',
  ':',
  ',',
  ';',
  '=',
  ' == ',
  "'",
  '"',
  '// note\n',
  '/// why\n',
  '/*',
  '*/',
  'if ',
  ' else ',
  'else if ',
  'return ',
  'actor a {',
  '\nactor b { go: skip }\n',
  '\natomic op f() { skip }\n',
  'atomic ',
  'op ',
  'ghost ',
  'object ',
  '\ninvariant p: true\n',
  '\nshared n: 0..3 = 0\n',
  '\nconst N: 1..3 = 2\n',
  '\ncheck c { }\n',
  '\nimport kernel.folio\n',
  'import kernel.',
  'module m\n',
  'x',
  '0',
  '7',
  '..',
  'set<',
  'é',
  '@',
  'at {',
];

/** Offsets at which lines begin. */
const lines = (text: string): number[] => [0, ...[...text.matchAll(/\n/gu)].map(({ index }) => index + 1)];

/** Offsets at which declarations seem to begin. */
const heads = (text: string): number[] =>
  [...text.matchAll(/^(?:const|variant|define|enum|record|object|shared|ghost|op|atomic op|actor|action|invariant|temporal|check|scenario|import)\b/gmu)].map(
    ({ index }) => index,
  );

const words = (text: string): RegExpExecArray[] => [...text.matchAll(/\b[a-z_]\w*\b/giu)];

const replaced = (text: string, start: number, end: number, by: string): string => text.slice(0, start) + by + text.slice(end);

type Edit = (text: string, random: Random) => string;

const insert: Edit = (text, random) => {
  const at = random() < 0.4 ? (pick(random, lines(text)) ?? 0) : Math.floor(random() * (text.length + 1));
  return replaced(text, at, at, pick(random, pieces) ?? '');
};

const remove: Edit = (text, random) => {
  const at = Math.floor(random() * text.length);
  return replaced(text, at, at + 1 + Math.floor(random() * (random() < 0.8 ? 4 : 80)), '');
};

/** A name becomes another one of the text. */
const rename: Edit = (text, random) => {
  const [one, other] = [pick(random, words(text)), pick(random, words(text))];
  return one === undefined || other === undefined ? text : replaced(text, one.index, one.index + one[0].length, other[0]);
};

const number: Edit = (text, random) => {
  const found = pick(random, [...text.matchAll(/\d+/gu)]);
  return found === undefined ? text : replaced(text, found.index, found.index + found[0].length, String(Math.floor(random() * 9)));
};

const section = (text: string, random: Random): readonly [number, number] => {
  const starts = heads(text);
  const at = Math.floor(random() * starts.length);
  return [starts[at] ?? 0, starts[at + 1] ?? text.length];
};

const move: Edit = (text, random) => {
  const [start, end] = section(text, random);
  const rest = replaced(text, start, end, '');
  const to = pick(random, heads(rest)) ?? 0;
  return replaced(rest, to, to, text.slice(start, end));
};

const copy: Edit = (text, random) => {
  const [start, end] = section(text, random);
  const to = pick(random, heads(text)) ?? 0;
  return replaced(text, to, to, text.slice(start, end));
};

const removeSection: Edit = (text, random) => {
  const [start, end] = section(text, random);
  return replaced(text, start, end, '');
};

const comment: Edit = (text, random) => {
  const at = pick(random, lines(text)) ?? 0;
  const end = text.indexOf('\n', at);
  if (random() < 0.3) return replaced(text, at, at, '// ');
  const uncommented = /^\s*\/\/\/? ?/u.exec(text.slice(at, end < 0 ? text.length : end));
  return uncommented === null ? replaced(text, at, at, random() < 0.5 ? '// a line\n' : '/// a line\n') : replaced(text, at, at + uncommented[0].length, '');
};

/** Two lines become one. */
const join: Edit = (text, random) => {
  const at = (pick(random, lines(text)) ?? 0) - 1;
  return at < 0 ? text : replaced(text, at, at + 1, random() < 0.5 ? ' ' : '');
};

const edits: readonly Edit[] = [insert, insert, insert, remove, remove, rename, rename, number, move, copy, removeSection, comment, comment, join];

/** Edits after which a text may well be a spec still. */
const tame: readonly Edit[] = [rename, number, move, copy, removeSection, comment];

/** The texts that a text becomes: each edit one change, now and then taken back. */
export function* editedTexts(text: string, count: number, random: Random, areTame: boolean = false): Generator<string> {
  const past = [text];
  for (let made = 0; made < count; made++) {
    const last = past.at(-1) ?? '';
    // What is very broken, or very long, says little.
    if (last.length > 3 * text.length + 200 || random() < 0.01) past.splice(1);
    const next =
      random() < (areTame ? 0.45 : 0.3) && past.length > 1
        ? (past.splice(-1), past.at(-1) ?? '')
        : (pick(random, areTame ? tame : edits)?.(past.at(-1) ?? '', random) ?? '');
    if (next !== past.at(-1)) past.push(next);
    yield next;
  }
}
