/*
 * What every text has that a regular expression fits to: a few texts, of which it has one at least.
 * Most lines have none of them, which is found out by looking at the line alone.
 */

/** More texts are no help. */
const textsMax = 24;

/** How often a sign stands in a line, by and large; letters are told apart by those around them. */
const common = { '=': 0.5, ':': 0.5, '(': 0.5, ')': 0.5, '{': 0.5, '}': 0.5, ',': 0.3, '.': 0.3, '<': 0.2, '>': 0.2, '-': 0.2, '[': 0.2, ']': 0.2 };

/** Sets of texts without white space: one of each stands in whatever the expression fits to. One set or two, the rarer one first. */
export function neededTexts({ source, flags }) {
  if (flags !== '') throw new Error(`/${source}/${flags}: read without flags only`);
  const reader = new Reader(source);
  const { whole, needed } = reader.alternatives();
  if (reader.at < source.length) throw new Error(`/${source}/: nothing opens what is closed at ${reader.at}`);
  const [first, ...others] = [ofWhole(whole), ...needed].filter((set) => set !== null).toSorted((a, b) => frequency(a) - frequency(b));
  if (first === undefined) throw new Error(`/${source}/: there is no text that all have that it fits to, so each line would have to be looked at`);
  const second = others.find((set) => !first.every((text) => set.some((other) => text.includes(other))));
  return second === undefined ? [first] : [first, second];
}

/*
 * A part of an expression is described by two facts:
 *   whole   all texts that it fits to, where they are few and known; else null
 *   needed  sets of texts: one of each set stands in whatever it fits to
 */
const nothing = { whole: [''], needed: [] };
const anything = { whole: null, needed: [] };

class Reader {
  constructor(source) {
    this.source = source;
    this.at = 0;
  }

  accept(text) {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  alternatives() {
    const found = [this.sequence()];
    while (this.accept('|')) found.push(this.sequence());
    if (found.length === 1) return found[0];
    const wholes = found.map(({ whole }) => whole);
    const each = found.map(({ whole, needed }) => best([ofWhole(whole), ...needed]));
    const ofEach = each.includes(null) ? null : few(each.flat());
    return { whole: wholes.includes(null) ? null : few(wholes.flat()), needed: ofEach === null ? [] : [ofEach] };
  }

  /** What stands beside one another is one text as long as all of it is known. */
  sequence() {
    const needed = [];
    let run = [''];
    let isWhole = true;
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at])) {
      const part = this.repeated(this.part());
      const longer = part.whole === null ? null : few(run.flatMap((text) => part.whole.map((more) => text + more)));
      needed.push(...part.needed);
      if (longer === null) {
        needed.push(ofWhole(run));
        isWhole = false;
      }
      run = longer ?? part.whole ?? [''];
    }
    needed.push(ofWhole(run));
    return { whole: isWhole ? run : null, needed: needed.filter((set) => set !== null) };
  }

  part() {
    // What is looked at in front or behind is no text of the match, and nothing is said of it.
    for (const look of ['(?=', '(?!', '(?<=', '(?<!']) {
      if (!this.accept(look)) continue;
      this.alternatives();
      this.close();
      return nothing;
    }
    if (this.accept('(?:')) {
      const inner = this.alternatives();
      this.close();
      return inner;
    }
    if (this.accept('^') || this.accept('$') || this.accept('\\b')) return nothing;
    if (this.accept('.')) return anything;
    if (this.accept('[')) return this.oneOf();
    return this.character();
  }

  close() {
    if (!this.accept(')')) throw new Error(`/${this.source}/: no \`)\` at ${this.at}`);
  }

  character() {
    const [, escaped, plain] = /^(?:\\(.)|([^\\()*+?{}[\]|^$.]|[}\]]))/u.exec(this.source.slice(this.at)) ?? [];
    if (escaped === undefined && plain === undefined) throw new Error(`/${this.source}/: not read here, at ${this.at}`);
    this.at += escaped === undefined ? 1 : 2;
    if (escaped !== undefined && /\w/u.test(escaped)) {
      if (!'swdSWD'.includes(escaped)) throw new Error(`/${this.source}/: \`\\${escaped}\` is not read here`);
      return anything;
    }
    return { whole: [escaped ?? plain], needed: [] };
  }

  /** One of a few signs, or of many. */
  oneOf() {
    const [inner] = /^(?:\\.|[^\\\]])*/u.exec(this.source.slice(this.at));
    this.at += inner.length + 1;
    const isKnown = !inner.startsWith('^') && !/\\\w|[^\\]-./u.test(inner);
    return isKnown ? { whole: few([...inner.replaceAll('\\', '')]), needed: [] } : anything;
  }

  repeated(part) {
    const [sign, least = '', comma, most = ''] = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/u.exec(this.source.slice(this.at)) ?? [''];
    if (sign === '') return part;
    this.at += sign.length;
    const from = sign[0] === '+' ? 1 : Number(least);
    const isCounted = sign[0] === '{' && (comma === '' || most === least);
    if (sign[0] === '?') return { whole: part.whole === null ? null : few(['', ...part.whole]), needed: [] };
    if (from === 0) return anything;
    const whole = part.whole?.length === 1 ? [part.whole[0].repeat(from)] : null;
    if (isCounted) return { whole, needed: part.needed };
    return { whole: null, needed: [ofWhole(whole ?? part.whole), ...part.needed].filter((set) => set !== null) };
  }
}

function few(texts) {
  const found = [...new Set(texts)];
  return found.length > textsMax ? null : found;
}

/** The longest piece of each without white space; null where one has none. */
function ofWhole(whole) {
  if (whole === null) return null;
  const pieces = whole.map((text) => text.split(/\s+/u).toSorted((a, b) => b.length - a.length)[0]);
  return pieces.includes('') ? null : withoutLonger(pieces);
}

/** Where a text is there, so is what is a part of it. */
function withoutLonger(texts) {
  return few(texts.filter((text) => !texts.some((other) => other !== text && text.includes(other))));
}

/** Those that are rarest in lines. */
function best(sets) {
  return sets.filter((set) => set !== null).reduce((a, b) => (a === null || frequency(b) < frequency(a) ? b : a), null);
}

function frequency(texts) {
  return texts.reduce((sum, text) => sum + [...text].reduce((product, sign) => product * (common[sign] ?? (/\w/u.test(sign) ? 0.25 : 0.02)), 1), 0);
}
