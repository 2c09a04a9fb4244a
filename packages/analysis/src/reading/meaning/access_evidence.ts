import type { Fact, StepFacts } from './facts.ts';
import type { Tokens } from './normal.ts';
import { mayBeCell, placeIn, placesIn, sameValue } from './path.ts';
import type { PlaceParts } from './path.ts';
import type { Accessed, Said } from './sense.ts';
import type { SpecNames } from './spec_names.ts';
import type { Evidence } from './evidence_rank.ts';

/** An assignment or a condition by the cells that it writes or reads. */
export function byAccess(said: Said, facts: readonly Fact[], step: StepFacts, names: SpecNames): Evidence | null {
  const access = said.access ?? freeing(said);
  if (access !== null) return toldAccess(access, facts, step, names);
  if (said.assignment !== null) return assignmentAccess(said.assignment, facts, step, names);
  if (said.question === null) return null;
  const places = placesIn(said.question.tokens).filter((place) => place.length > 1 || said.asks || names.isShared(place[0]!));
  if (places.length === 0 || (said.call !== null && !said.asks)) return null;
  for (const fact of facts) {
    if (said.asks && fact.kind !== 'condition' && fact.kind !== 'await' && fact.kind !== 'assert' && !isAskedFor(fact, facts)) continue;
    const known = places.filter((place) => loadsOf(fact, step).some(([cell]) => mayBeLoad(place, cell, fact, names)));
    if (known.length * 2 < places.length || known.length === 0) continue;
    if (truthFits(said, fact, step, names)) return { rank: 2, parts: [fact.part] };
  }
  return null;
}

/** `kfree(p)`: what a spec says with a field. */
function freeing({ call }: Said): Accessed | null {
  const place = call?.from === 0 && frees.test(call.name) ? placeIn(call.args.at(-1) ?? []) : null;
  return place === null ? null : { isStore: true, place: [...place, 'freed'], value: ['true'] };
}

const frees = /^(?:(?:k|v|kv|d)free(?:_rcu|_sensitive)?|kmem_cache_free|__?free_pages?|free_page)$/u;

/** What it loads goes to a local that a condition asks for in the same step: in C one condition. */
function isAskedFor({ kind, tokens: [local = '', operator] }: Fact, facts: readonly Fact[]): boolean {
  return kind === 'assign' && operator === '=' && facts.some((other) => other.kind === 'condition' && other.tokens.includes(local));
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

/** An access in words: the same by the cells alone. */
function toldAccess({ isStore, place, value }: Accessed, facts: readonly Fact[], step: StepFacts, names: SpecNames): Evidence | null {
  for (const fact of facts) {
    const fits = isStore ? storesTo(place, value, fact, step, names) : loadsFrom(place, value, fact, step, names);
    if (fits) return { rank: 2, parts: [fact.part] };
  }
  return null;
}

function storesTo(place: PlaceParts, value: Tokens | null, fact: Fact, { mayWrites }: StepFacts, names: SpecNames): boolean {
  if (mayWrites !== null)
    return mayStore(place, '=', value ?? ['?'], fact, mayWrites, names) && mayWrites.some((cell) => mayBeCell(place, cell, names.isShared));
  return fact.stores.some(
    ({ cell, local, to }) => local === null && mayBeCell(place, cell, names.isShared) && (value === null || sameValue(value, to) !== false),
  );
}

function loadsFrom(place: PlaceParts, value: Tokens | null, fact: Fact, step: StepFacts, names: SpecNames): boolean {
  return loadsOf(fact, step).some(
    ([cell, read]) =>
      mayBeLoad(place, cell, fact, names) && isReadIn(place, fact) && (value === null || step.mayReads !== null || sameValue(value, read) !== false),
  );
}

/** The statement names the place, and not only as where it stores to. */
function isReadIn(place: PlaceParts, { tokens }: Fact): boolean {
  const at = tokens.indexOf('=');
  return tokens.slice(at + 1).includes(place.findLast((part) => !part.startsWith('[')) ?? '') || tokens.some((token) => /^[-+]=$/u.test(token));
}

const literal = /^(?:\d+|true|false|none)$/u;

function storeFits(target: PlaceParts, operator: string, value: Tokens, fact: Fact, { isShared, isValue }: SpecNames): boolean {
  return fact.stores.some(({ cell, local, from, to }) => {
    if (local === null ? !mayBeCell(target, cell, isShared) : target.length > 1 || target[0] !== local) return false;
    if (operator === '=') return sameValue(value, to, isValue) !== false && !(isSomething(value, fact, isShared) && isNothing(to));
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
function mayStore(target: PlaceParts, operator: string, value: Tokens, fact: Fact, writes: readonly string[], { isShared, isValue }: SpecNames): boolean {
  const at = fact.tokens.findIndex((token) => token === '=' || /^[+-]=$/u.test(token));
  const own = at < 0 ? null : placeIn(fact.tokens.slice(0, at));
  /** An operation stores to what is passed to it. */
  const isPassed = (tokens: Tokens): boolean =>
    tokens.some((token, index) => token === '(' && /^\w+$/u.test(tokens[index - 1] ?? '')) &&
    writes.some((cell) => mayBeCell(target, cell, isShared)) &&
    tokens.includes(target.at(-1)!);
  if (own === null) return fact.kind === 'call' && isPassed(fact.tokens);
  const names = (place: PlaceParts): PlaceParts => place.filter((part) => !part.startsWith('['));
  if (names(own).at(-1) !== names(target).at(-1)) return operator === '=' && isPassed(fact.tokens.slice(at + 1));
  const [root, ownRoot] = [target[0]!, own[0]!];
  if (target.length > 1 && own.length > 1 && root !== ownRoot && isShared(root) && isShared(ownRoot)) return false;
  const real = fact.tokens.slice(at + 1);
  if (operator !== '=' || fact.tokens[at] !== '=') return operator === fact.tokens[at] || operator.length > 1;
  // Two names of values are two values.
  if (real.length === 1 && isValue(real[0]!) && isValue(value.join('')) && sameValue(value, real[0], isValue) === false) return false;
  const isLiteral = real.length === 1 && literal.test(real[0]!);
  return !isLiteral || (sameValue(value, real[0]) !== false && !(isSomething(value, fact, isShared) && /^(?:false|none|0)$/u.test(real[0]!)));
}
