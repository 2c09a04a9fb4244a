import { matchesPath } from '@mmspec/semantics';
import type { ActorFlow, Ledger, Location } from '@mmspec/semantics';
import { positionAt } from '@mmspec/source';

/*
 * Reads the formula of `mmspec refs` as a person does, and works it out in a state.
 */

/** A state as it is described: rows by name. */
export type Rows = ReadonlyMap<string, string>;

/** What a formula comes to for one object in a state; null: it says what this reader does not read. */
export function worthOf(formula: string, ledger: Ledger, rows: Rows, object: string, rest: number): number | null {
  let sum = 0;
  for (const term of termsOf(formula)) {
    const worth = termWorth(term, ledger, rows, object, rest);
    if (worth === null) return null;
    sum += worth;
  }
  return sum;
}

/** The terms of a sum: those inside of bars and parentheses belong to their term. */
function termsOf(formula: string): string[] {
  const terms: string[] = [];
  let depth = 0;
  let inBars = false;
  let term = '';
  for (const part of formula.split(/( \+ |[|()])/u)) {
    if (part === '|') inBars = !inBars;
    if (part === '(') depth += 1;
    if (part === ')') depth -= 1;
    if (part === ' + ' && depth === 0 && !inBars) {
      terms.push(term);
      term = '';
    } else term += part;
  }
  return [...terms, term];
}

function termWorth(term: string, ledger: Ledger, rows: Rows, object: string, rest: number): number | null {
  if (/^-?\d+$/u.test(term)) return Number(term);
  if (term.startsWith('rest(')) return rest;
  const owners = /^(?:(\d+) \* )?\|o in \{(.*)\}: o == \w[\w[\].]*\|$/u.exec(term);
  if (owners !== null) return Number(owners[1] ?? 1) * ownersOn(owners[2] ?? '', rows, object);
  const named = /^(?:(.+) \* )?\|a in (\w+): a (at .+) and (a\.)?(\S+) == \S+\|$/u.exec(term);
  if (named !== null) {
    const [, factor, actor = '', at = '', own, name = ''] = named;
    return sumOver(ledger, rows, actor, at, factor, (instance) => valueOf(rows, own === undefined ? '' : instance, name) === object);
  }
  const plain = /^(?:(.+) \* )?\|(\w+) (at .+)\|$/u.exec(term);
  if (plain === null) return null;
  const [, factor, actor = '', at = ''] = plain;
  return sumOver(ledger, rows, actor, at, factor, () => true);
}

/** How many of the owning variables point to an object: `pt.pte`, `slots[*]`, `gup.page` of every gup. */
function ownersOn(list: string, rows: Rows, object: string): number {
  const patterns = list.split(', ').map((name) => {
    const escaped = name.replaceAll(/[.[\]*]/gu, String.raw`\$&`);
    const [first = '', ...others] = escaped.replaceAll(String.raw`\[\*\]`, String.raw`\[(?:[^[\]]|\[[^\]]*\])*\]`).split(String.raw`\.`);
    return new RegExp(`^${first}${others.length > 0 ? String.raw`(?:\[\d+\])?` : ''}${others.map((part) => String.raw`\.(?:\w+\.)*${part}`).join('')}$`, 'u');
  });
  return [...rows].filter(([name, value]) => value === object && patterns.some((pattern) => pattern.test(name))).length;
}

function sumOver(ledger: Ledger, rows: Rows, actor: string, at: string, factor: string | undefined, counts: (instance: string) => boolean): number | null {
  const own = ledger.actors.find(({ flow }) => flow.actor.name.text === actor)?.flow;
  if (own === undefined) return null;
  const places = placesAt(ledger, own, at);
  let sum = 0;
  for (const identity of ledger.flow.world.actors) {
    if (identity.declaration !== own.actor) continue;
    const place = rows.get(identity.name) ?? '';
    if (!places.has(place) || !counts(identity.name)) continue;
    const times = factor === undefined ? 1 : factorWorth(factor, rows, identity.name);
    if (times === null) return null;
    sum += times;
  }
  return sum;
}

/** `2`, `n`, `a.n`, `(a.n + 1)`, `(2 * n - 1)` */
function factorWorth(factor: string, rows: Rows, instance: string): number | null {
  const [first = '', ...others] = factor.replaceAll(/[()]/gu, '').split(/ ([+-]) /u);
  let worth = productWorth(first, rows, instance);
  for (let index = 0; index < others.length; index += 2) worth += (others[index] === '-' ? -1 : 1) * productWorth(others[index + 1] ?? '', rows, instance);
  return Number.isNaN(worth) ? null : worth;
}

function productWorth(product: string, rows: Rows, instance: string): number {
  const factors = product.split(' * ').map((one) => (/^\d+$/u.test(one) ? Number(one) : Number(valueOf(rows, instance, one.replace(/^a\./u, '')))));
  return factors.reduce((all, each) => all * each, 1);
}

/** The value of a name, of somebody's own or of everybody; of a local of an operation its row ends so. */
function valueOf(rows: Rows, instance: string, name: string): string | undefined {
  if (instance === '') return rows.get(name) ?? name;
  const own = rows.get(`${instance}.${name}`);
  return own ?? [...rows].find(([row]) => row.startsWith(`${instance}.`) && row.endsWith(`.${name}`))?.[1] ?? rows.get(name);
}

/** The places that `at {a..b, c, done}` means, as they are described. */
function placesAt({ flow: { world } }: Ledger, flow: ActorFlow, at: string): ReadonlySet<string> {
  const ordered = [...flow.locations].toSorted(inTextOrder);
  const found = new Set<string>();
  for (const name of at.replace(/^at /u, '').replaceAll(/[{}]/gu, '').split(', ')) {
    if (name === 'done') found.add('done');
    const [low = '', high = low] = name.split('..');
    const isAt = (path: string) => (location: Location) => isCalled(path, location, (each) => placeOf(world.model.files, flow.actor, each));
    const from = ordered.findIndex(isAt(low));
    const to = ordered.findLastIndex(isAt(high));
    for (const [index, location] of ordered.entries())
      // What a label covers behind those inside of it is in the range too.
      if (isAt(low)(location) || isAt(high)(location) || (from <= index && index <= to)) found.add(`${location.path.join('.')}@${location.chain.join('/')}`);
  }
  return found;
}

function isCalled(name: string, location: Location, place: (location: Location) => Place): boolean {
  const [, number, call] = /^line (\d+(?::\d+)?)(?: by way of line (\d+:\d+))?$/u.exec(name) ?? [];
  if (number === undefined) return matchesPath(location.path, name.split('.'));
  const { own, by } = place(location);
  return (own === number || own.startsWith(`${number}:`)) && (call === undefined || by === call);
}

interface Place {
  /** `line:column` of a location, and of the call in the actor's text by which it is come to. */
  readonly own: string;
  readonly by: string;
}

function placeOf(files: Ledger['flow']['world']['model']['files'], actor: ActorFlow['actor'], { statement, chain }: Location): Place {
  const at = (index: number, offset: number): string => {
    const { line, column } = positionAt(files[index]!, offset);
    return `${line}:${column}`;
  };
  return { own: at(statement.span.file, statement.span.start), by: at(actor.span.file, chain[0] ?? 0) };
}

function inTextOrder(a: Location, b: Location): number {
  for (let at = 0; at < Math.min(a.chain.length, b.chain.length); at++) {
    const difference = (a.chain[at] ?? 0) - (b.chain[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.chain.length - b.chain.length;
}
