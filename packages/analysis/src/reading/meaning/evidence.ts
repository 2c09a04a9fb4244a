import type { Basis } from '@mmspec/system';
import type { Fact, StepFacts } from './facts.ts';
import { callsIn, conditionIn, questionOf, sameTokens } from './normal.ts';
import type { CallTokens, Tokens } from './normal.ts';
import { mayBeCell, placeIn, placesIn, sameValue } from './path.ts';
import type { PlaceParts } from './path.ts';
import { wordsOf } from './sense.ts';
import type { LineSense, Said, ValueRemark } from './sense.ts';
import { anything } from './static_facts.ts';

/** What a reading of a line may rest on, best first. */
export const bases: readonly Basis[] = ['text', 'name', 'access', 'words'];

export interface Evidence {
  /** Index into `bases`. */
  readonly rank: number;
  /** The statements of the step that it speaks of; empty where it names what the step lies in. */
  readonly parts: readonly number[];
  /** The text of the spec stands for several: whether it is the same is known where the step is taken. */
  readonly isOpen?: boolean;
}

/** What is known of the spec's names. */
export interface SpecNames {
  /** Names of shared variables. */
  readonly isShared: (name: string) => boolean;
  /** Names of locals of any actor. */
  readonly isLocal: (name: string) => boolean;
  /** Of the shared ones, variables that lead to an object. */
  readonly isReference: (name: string) => boolean;
  /** Labels, operations, actors and actions. */
  readonly isStep: (name: string) => boolean;
  /** Names of objects and actors, and tags: a value with one of these names is no other value. */
  readonly isValue: (text: string) => boolean;
}

/** What there is for a line meaning a step; null where nothing is, or something speaks against it. */
export function evidenceFor(sense: LineSense, facts: StepFacts, names: SpecNames): Evidence | null {
  if (sense.statements.length === 0) return null;
  const whole = evidenceOfAll(sense, facts, names);
  if (whole === null || !remarksFit(sense, facts, names, whole)) return null;
  return whole;
}

function evidenceOfAll(sense: LineSense, facts: StepFacts, names: SpecNames): Evidence | null {
  if (sense.head !== null && !headFits(sense.head, facts)) return null;
  if (sense.statements.length > 1 && facts.facts.some(({ tokens }) => matches(sense.whole, tokens))) return { rank: 0, parts: [0] };
  const found: Evidence[] = [];
  let from = 0;
  for (const said of sense.statements) {
    const each = statementEvidence(said, facts, names, sense.statements.length > 1 ? from : 0);
    if (each === null) return sense.statements.length > 1 || sense.head !== null ? null : byWords(sense, facts, names);
    const last = each.parts.at(-1);
    if (last !== undefined) from = last;
    found.push(each);
  }
  return {
    rank: Math.max(...found.map(({ rank }) => rank)),
    parts: [...new Set(found.flatMap(({ parts }) => parts))],
    ...(found.some(({ isOpen }) => isOpen) ? { isOpen: true } : {}),
  };
}

function headFits(head: NonNullable<LineSense['head']>, facts: StepFacts): boolean {
  if (!facts.names.has(head.name)) return false;
  return facts.left === null || head.parameters.every(([name, value]) => String(facts.parameters[name]) === value);
}

/** The best evidence of one statement; statements of a line stand in the order of the step. */
function statementEvidence(said: Said, facts: StepFacts, names: SpecNames, from: number): Evidence | null {
  const later = facts.facts.filter(({ part, tokens }) => part >= from && !isBlank(tokens));
  const asked = later.find((fact) => isSameText(said, fact) && !fact.tokens.includes(anything)) ?? later.find((fact) => isSameText(said, fact));
  if (asked !== undefined) return { rank: 0, parts: [asked.part], ...(asked.tokens.includes(anything) ? { isOpen: true } : {}) };
  const frame = facts.frames.findIndex((tokens) => matches(said.tokens, tokens));
  if (frame >= 0) return { rank: 0, parts: [], ...(facts.frames[frame]!.includes(anything) ? { isOpen: true } : {}) };
  return byCall(said, later, facts, names) ?? byName(said, facts) ?? byAccess(said, later, facts, names);
}

/** Of a statement nothing is known that would tell it from others. */
function isBlank(tokens: Tokens): boolean {
  return tokens.includes(anything) && tokens.every((token) => token === anything || /^(?:if|while|await|assert|return|not|[()])$/u.test(token));
}

/** The same statement, or the same question; what is said to have come of it must have come of it. */
function isSameText(said: Said, fact: Fact): boolean {
  if (fact.kind === 'condition' || fact.kind === 'await' || fact.kind === 'assert') {
    const condition = conditionIn(fact.tokens);
    if (said.question === null || condition === null) return false;
    const question = questionOf(condition);
    if (!matches(said.question.tokens, question.tokens)) return false;
    // A condition that stands alone is one that was found true.
    const told = said.outcome ?? (said.asks ? null : true);
    const isTurned = said.question.isTurned !== question.isTurned;
    if (fact.kind !== 'condition')
      return !isTurned && (fact.kind === 'await' ? told !== false : told === null || fact.outcome === null || told === fact.outcome);
    return told === null || fact.outcome === null || (told !== isTurned) === fact.outcome;
  }
  return matches(said.tokens, fact.tokens) || matches(said.plain, fact.tokens);
}

/** Equal, but where the text of the spec stands for anything. */
function matches(line: Tokens, text: Tokens): boolean {
  if (!text.includes(anything)) return sameTokens(line, text);
  const at = text.indexOf(anything);
  if (!sameTokens(line.slice(0, at), text.slice(0, at))) return false;
  const rest = text.slice(at + 1);
  for (let end = at; end <= line.length; end++) if (matches(line.slice(end), rest)) return true;
  return false;
}

// ---------------------------------------------------------------- calls and names

function byCall(said: Said, facts: readonly Fact[], step: StepFacts, names: SpecNames): Evidence | null {
  const { call } = said;
  if (call === null || !isAbout(said, call)) return null;
  let found: Evidence | null = null;
  let speaksAgainst = false;
  for (const fact of facts) {
    for (const other of callsIn(fact.tokens)) {
      const kinship = locksOf(call, other) ? 'named' : kinOf(call.name, other.name);
      if (kinship === null) continue;
      const fit = kinship === 'named' ? 'same' : argumentsFit(call, other, names);
      if (fit === 'differ') {
        speaksAgainst ||= kinship === 'same';
        continue;
      }
      if (kinship === 'kin' && fit === 'unknown') continue;
      if (!outcomeFits(said, fact)) continue;
      const rank = fit === 'same' && kinship === 'same' ? 0 : 1;
      if (found === null || rank < found.rank) found = { rank, parts: [fact.part] };
    }
  }
  if (found !== null) return found;
  // An operation that the step lies in, or that is nowhere written as a call.
  for (const frame of step.frames) {
    const [other] = callsIn(frame);
    if (other === undefined || kinOf(call.name, other.name) !== 'same') continue;
    const fit = frame.includes(anything) ? 'unknown' : argumentsFit(call, other, names);
    if (fit === 'differ') speaksAgainst = true;
    else return { rank: 1, parts: [] };
  }
  return !speaksAgainst && step.names.has(call.name) ? { rank: 1, parts: [] } : null;
}

/** The statement is the call, or loads what it returns, or asks for that. */
function isAbout({ tokens, asks, assignment, question }: Said, call: CallTokens): boolean {
  if (call.from === 0 || asks || assignment !== null) return true;
  return question !== null && tokens.slice(0, call.from).every((token) => token === 'not' || token === '(' || token === 'return');
}

function outcomeFits(said: Said, fact: Fact): boolean {
  if (said.outcome === null || fact.outcome === null || said.question === null) return true;
  const condition = conditionIn(fact.tokens);
  if (condition === null) return true;
  const isTurned = said.question.isTurned !== questionOf(condition).isTurned;
  return (said.outcome !== isTurned) === fact.outcome;
}

const endings = /_(?:irq|irqsave|irqrestore|bh|nested|killable|interruptible|rcu|noirq|sync|locked|unlocked)$/u;

/** Without what says in which context it is called. */
function plainName(name: string): string {
  let plain = name.replace(/^(?:__+|raw_|do_)+/u, '');
  while (endings.test(plain)) plain = plain.replace(endings, '');
  return plain;
}

/** Operations that do the same to what they are given, by what they do. */
const kinds: ReadonlyMap<string, string> = new Map([
  ...['kref_get_unless_zero', 'refcount_inc_not_zero', 'atomic_inc_not_zero', 'get_page_unless_zero', 'folio_try_get', 'try_get'].map(
    (name): [string, string] => [name, 'try_get'],
  ),
  ...['kref_get', 'refcount_inc', 'atomic_inc', 'get_page', 'folio_get', 'get'].map((name): [string, string] => [name, 'get']),
  ...['kref_put', 'refcount_dec_and_test', 'atomic_dec_and_test', 'put_page', 'folio_put', 'folio_put_testzero', 'put_page_testzero', 'put'].map(
    (name): [string, string] => [name, 'put'],
  ),
  ...[
    'lock',
    'spin_lock',
    'mutex_lock',
    'read_lock',
    'write_lock',
    'down',
    'down_write',
    'down_read',
    'spin_lock_irq',
    'rtnl_lock',
    'folio_lock',
    'lock_page',
  ].map((name): [string, string] => [name, 'lock']),
  ...['unlock', 'spin_unlock', 'mutex_unlock', 'read_unlock', 'write_unlock', 'up', 'up_write', 'up_read', 'folio_unlock', 'unlock_page'].map(
    (name): [string, string] => [name, 'unlock'],
  ),
  ...['trylock', 'spin_trylock', 'mutex_trylock', 'down_trylock', 'folio_trylock'].map((name): [string, string] => [name, 'trylock']),
]);

/** `rtnl_lock()` takes the lock `rtnl`. */
function locksOf(call: CallTokens, other: CallTokens): boolean {
  const [, what = '', kind = ''] = call.args.length > 0 ? [] : (/^_*(\w+?)_(lock|unlock|trylock)$/u.exec(plainName(call.name)) ?? []);
  return kind !== '' && kinds.get(plainName(other.name)) === kind && other.args.some((argument) => argument.includes(what));
}

function kinOf(name: string, other: string): 'same' | 'kin' | null {
  if (name === other || plainName(name) === plainName(other)) return 'same';
  const [kind, otherKind] = [kinds.get(plainName(name)), kinds.get(plainName(other))];
  return kind !== undefined && kind === otherKind ? 'kin' : null;
}

type Fit = 'same' | 'unknown' | 'differ';

function argumentsFit(call: CallTokens, other: CallTokens, names: SpecNames): Fit {
  if (call.args.length === 0) return other.args.length === 0 ? 'same' : 'unknown';
  if (other.args.length === 0) return 'unknown';
  const fits = call.args.slice(0, other.args.length).map((argument, index) => argumentFits(argument, other.args[index]!, names));
  if (call.args.length !== other.args.length) {
    // Which of them the spec has left out nobody knows.
    const best = call.args.flatMap((argument) => other.args.map((each) => argumentFits(argument, each, names)));
    return best.includes('same') ? 'same' : fits.includes('differ') ? 'differ' : 'unknown';
  }
  if (fits.includes('differ')) return 'differ';
  return fits.every((fit) => fit === 'same') ? 'same' : 'unknown';
}

function argumentFits(said: Tokens, real: Tokens, { isShared, isReference }: SpecNames): Fit {
  if (real.includes(anything)) return 'unknown';
  if (sameTokens(said, real)) return 'same';
  const [place, other] = [placeIn(said), placeIn(real)];
  if (place === null || other === null)
    return /^\d+$|^true$|^false$/u.test(said[0] ?? '') && said.length === 1 && real.length === 1 && /^\d+$|^true$|^false$/u.test(real[0]!)
      ? 'differ'
      : 'unknown';
  const [root, otherRoot] = [place[0]!, other[0]!];
  const isPrefix = (short: PlaceParts, long: PlaceParts): boolean => short.length < long.length && short.every((part, at) => part === long[at]);
  if (isPrefix(place, other) || isPrefix(other, place)) return 'same';
  if (place.at(-1) === other.at(-1) && (root === otherRoot || !isShared(root))) return place.length > 1 && other.length > 1 ? 'same' : 'unknown';
  // A variable that is a reference may lead to what the other one is.
  if (isShared(root) && isShared(otherRoot) && !isReference(root) && !isReference(otherRoot)) return 'differ';
  return 'unknown';
}

/** A label, an operation or an action by its name, perhaps behind that of its actor. */
function byName(said: Said, facts: StepFacts): Evidence | null {
  const { name, tokens } = said;
  if (name !== null && facts.names.has(name.at(-1)!)) return { rank: 1, parts: [] };
  // A name as nobody would write it in a sentence.
  const marked = tokens.filter((token, at) => (token.includes('_') || tokens[at + 1] === '(') && /^[A-Za-z_]\w*$/u.test(token) && tokens[at - 1] !== '.');
  return said.assignment === null && !said.asks && said.call === null && marked.some((token) => facts.names.has(token)) ? { rank: 1, parts: [] } : null;
}

// ---------------------------------------------------------------- accesses

function byAccess(said: Said, facts: readonly Fact[], step: StepFacts, names: SpecNames): Evidence | null {
  if (said.assignment !== null) return assignmentAccess(said.assignment, facts, step, names);
  if (said.question === null) return null;
  const places = placesIn(said.question.tokens).filter((place) => place.length > 1 || said.asks || names.isShared(place[0]!));
  if (places.length === 0 || (said.call !== null && !said.asks)) return null;
  for (const fact of facts) {
    if (said.asks && fact.kind !== 'condition' && fact.kind !== 'await' && fact.kind !== 'assert') continue;
    const known = places.filter((place) => loadsOf(fact, step).some(([cell]) => mayBeLoad(place, cell, fact, names)));
    if (known.length * 2 < places.length || known.length === 0) continue;
    if (truthFits(said, fact, step, names)) return { rank: 2, parts: [fact.part] };
  }
  return null;
}

/** Cells that a statement may read. */
function loadsOf(fact: Fact, { mayReads }: StepFacts): readonly (readonly [string, unknown])[] {
  return mayReads === null ? fact.loads : mayReads.map((cell) => [cell, undefined] as const);
}

function mayBeLoad(place: PlaceParts, cell: string, fact: Fact, { isShared }: SpecNames): boolean {
  if (!mayBeCell(place, cell, isShared)) return false;
  // The statement names it: what an operation does inside is another thing.
  return fact.tokens.includes(place.findLast((part) => !part.startsWith('[')) ?? '') || fact.kind === 'call';
}

/** Where a value is compared with one that is known, what the drawing says came of it. */
function truthFits({ question, outcome }: Said, fact: Fact, { mayReads }: StepFacts, { isShared }: SpecNames): boolean {
  if (question === null || outcome === null || mayReads !== null) return true;
  const at = question.tokens.indexOf('==');
  const place = placeIn(at < 0 ? question.tokens : question.tokens.slice(0, at));
  if (place === null) return true;
  const load = fact.loads.find(([cell]) => mayBeCell(place, cell, isShared));
  if (load === undefined) return true;
  const isEqual =
    at < 0 ? String(load[1]) !== 'false' && String(load[1]) !== '0' && String(load[1]) !== 'none' : sameValue(question.tokens.slice(at + 1), load[1]);
  return isEqual === null || (isEqual !== question.isTurned) === outcome;
}

function assignmentAccess(
  { target, operator, value }: NonNullable<Said['assignment']>,
  facts: readonly Fact[],
  step: StepFacts,
  names: SpecNames,
): Evidence | null {
  // A name alone that takes the value of a place is a variable of the code, and none of the spec's fields.
  const isLocal = target.length === 1 && !names.isShared(target[0]!);
  // A constant that a local takes is no load of what a step reads.
  const isConstant = isLocal && value.length === 1 && literal.test(value[0]!);
  const isLoad = operator === '=' && target.length === 1 && !names.isShared(target[0]!) && placesIn(value).some((place) => place.length > 1);
  for (const fact of facts) {
    if (isConstant && fact.kind === 'assign' && !literal.test(fact.tokens.at(-1) ?? '')) continue;
    if (isLoad && !fact.stores.some(({ local }) => local === target[0]) && !fact.tokens.slice(0, 2).includes(target[0]!)) continue;
    if (step.mayWrites === null ? storeFits(target, operator, value, fact, names) : mayStore(target, operator, value, fact, step.mayWrites, names))
      return { rank: 2, parts: [fact.part] };
  }
  // A load: where it goes to, the spec may call otherwise.
  if (operator !== '=' || target.length > 1 || names.isShared(target[0]!)) return null;
  const places = placesIn(value);
  if (places.length === 0) return null;
  for (const fact of facts) {
    if (fact.kind !== 'assign' && fact.kind !== 'condition' && fact.kind !== 'await') continue;
    if (places.every((place) => loadsOf(fact, step).some(([cell]) => mayBeLoad(place, cell, fact, names)))) return { rank: 2, parts: [fact.part] };
  }
  return null;
}

const literal = /^(?:\d+|true|false|none)$/u;

function storeFits(target: PlaceParts, operator: string, value: Tokens, fact: Fact, { isShared }: SpecNames): boolean {
  return fact.stores.some(({ cell, local, from, to }) => {
    if (local === null ? !mayBeCell(target, cell, isShared) : target.length > 1 || target[0] !== local) return false;
    if (operator === '=') return sameValue(value, to) !== false && !(isSomething(value, fact, isShared) && isNothing(to));
    if ((operator === '+=' || operator === '-=') && typeof from === 'number' && typeof to === 'number' && /^\d+$/u.test(value.join('')))
      return (to - from) * (operator === '+=' ? 1 : -1) === Number(value.join(''));
    return true;
  });
}

/** A variable of the code that the spec does not know: it points to something. */
function isSomething(value: Tokens, { tokens }: Fact, isShared: SpecNames['isShared']): boolean {
  const [name = ''] = value;
  return value.length === 1 && /^[A-Za-z_]/u.test(name) && !/^(?:true|false|none)$/u.test(name) && !isShared(name) && !tokens.includes(name);
}

const isNothing = (value: unknown): boolean => value === false || value === 'none' || value === 0;

/** Of a step that was not taken: it writes there, and no text of it says another value. */
function mayStore(target: PlaceParts, operator: string, value: Tokens, fact: Fact, writes: readonly string[], { isShared }: SpecNames): boolean {
  const at = fact.tokens.findIndex((token) => token === '=' || /^[+-]=$/u.test(token));
  const own = at < 0 ? null : placeIn(fact.tokens.slice(0, at));
  if (own === null) return fact.kind === 'call' && writes.some((cell) => mayBeCell(target, cell, isShared)) && fact.tokens.includes(target.at(-1)!);
  const names = (place: PlaceParts): PlaceParts => place.filter((part) => !part.startsWith('['));
  if (names(own).at(-1) !== names(target).at(-1)) return false;
  const [root, ownRoot] = [target[0]!, own[0]!];
  if (target.length > 1 && own.length > 1 && root !== ownRoot && isShared(root) && isShared(ownRoot)) return false;
  const real = fact.tokens.slice(at + 1);
  if (operator !== '=' || fact.tokens[at] !== '=') return operator === fact.tokens[at] || operator.length > 1;
  const isLiteral = real.length === 1 && literal.test(real[0]!);
  return !isLiteral || (sameValue(value, real[0]) !== false && !(isSomething(value, fact, isShared) && /^(?:false|none|0)$/u.test(real[0]!)));
}

// ---------------------------------------------------------------- words

function byWords({ words, statements }: LineSense, facts: StepFacts, names: SpecNames): Evidence | null {
  if (words.size === 0 || statements.some((said) => isClear(said, names))) return null;
  const own = wordsIn(facts);
  const shared = [...words].filter((word) => own.has(word)).length;
  return shared > 0 && shared * 2 >= words.size ? { rank: 3, parts: [] } : null;
}

/** A statement about what the spec has: if a step is not that, its words do not make it so. */
function isClear({ assignment, call, asks, tokens }: Said, { isShared, isLocal, isStep }: SpecNames): boolean {
  const root = assignment?.target[0];
  if (root !== undefined) return isShared(root) || (assignment!.target.length === 1 && isLocal(root));
  return call !== null && !asks && call.from === 0 && tokens.length > 1 && (isStep(call.name) || kinds.has(plainName(call.name)) || call.name === 'touch');
}

const wordsKnown = new WeakMap<StepFacts, ReadonlySet<string>>();

/** The words of all that can be said about a step. */
function wordsIn(step: StepFacts): ReadonlySet<string> {
  const known = wordsKnown.get(step);
  if (known !== undefined) return known;
  const found = new Set([...step.names, ...step.facts.map(({ tokens }) => tokens.join(' '))].flatMap((text) => [...wordsOf(text)]));
  wordsKnown.set(step, found);
  return found;
}

// ---------------------------------------------------------------- remarks

function remarksFit({ values, returns, part }: LineSense, facts: StepFacts, names: SpecNames, evidence: Evidence): boolean {
  if (facts.left === null) return true;
  // What several steps of a call did is told in one line.
  if (evidence.parts.length === 0 && facts.frames.length > 0) return true;
  if (returns !== null && part === null && facts.returned.length > 0 && !facts.returned.some((value) => sameValue(returns, value) !== false)) return false;
  return values.every((value) => valueFits(value, facts, names));
}

/** A value that is said of a cell which the step touches has to be the real one. */
function valueFits({ place, from, to }: ValueRemark, { facts }: StepFacts, { isShared, isValue }: SpecNames): boolean {
  const fits = (said: Tokens, value: unknown): boolean => sameValue(said, value) ?? !(isValue(said.join('')) && isValue(String(value)));
  const all = facts.flatMap((fact) => fact.stores);
  // A local, or a part of one; else a cell.
  const locals = all.filter(({ local }) => local !== null && sameLocal(place, local));
  const stores = locals.length > 0 ? locals : all.filter(({ cell, local }) => local === null && mayBeCell(place, cell, isShared));
  const isSaid = (before: unknown, after: unknown): boolean => fits(to, after) && (from === null || fits(from, before));
  // One of the stores, or all of them together.
  if (stores.length > 0) return stores.some((store) => isSaid(store.from, store.to) || isSaid(stores.find(({ cell }) => cell === store.cell)?.from, store.to));
  const loads = facts.flatMap((fact) => fact.loads).filter(([cell]) => mayBeCell(place, cell, isShared));
  return loads.length === 0 || from !== null || loads.some(([, value]) => fits(to, value));
}

/** `was.p` of a step's record, and what a drawing calls so. */
function sameLocal(place: PlaceParts, local: string): boolean {
  return place.reduce((text, part) => (text === '' || part.startsWith('[') ? text + part : `${text}.${part}`), '') === local;
}
