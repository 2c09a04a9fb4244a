import type { Fact, StepFacts } from './facts.ts';
import { callsIn, conditionIn, questionOf } from './normal.ts';
import type { Tokens } from './normal.ts';
import { wordsOf } from './sense.ts';
import type { LineSense, Said } from './sense.ts';
import { anything } from './static_facts.ts';
import type { SpecNames } from './spec_names.ts';
import type { Evidence } from './evidence_rank.ts';
import { matches } from './token_match.ts';
import { kinds, plainName } from './kernel_names.ts';
import { byCall, byName } from './call_evidence.ts';
import { byAccess } from './access_evidence.ts';
import { remarksFit } from './remarks.ts';

/** What there is for a line meaning a step; null where nothing is, or something speaks against it. */
export function evidenceFor(sense: LineSense, facts: StepFacts, names: SpecNames): Evidence | null {
  if (sense.statements.length === 0 || isPlanned(sense, facts)) return null;
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
  const [only] = found;
  return {
    rank: Math.max(...found.map(({ rank }) => rank)),
    parts: [...new Set(found.flatMap(({ parts }) => parts))],
    ...(found.length === 1 && only?.fact !== undefined ? { fact: only.fact } : {}),
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
  if (asked !== undefined)
    return { rank: 0, parts: [asked.part], fact: facts.facts.indexOf(asked), ...(asked.tokens.includes(anything) ? { isOpen: true } : {}) };
  const frame = facts.frames.findIndex((tokens) => matches(said.tokens, tokens));
  if (frame >= 0) return { rank: 0, parts: [], ...(facts.frames[frame]!.includes(anything) ? { isOpen: true } : {}) };
  return byCall(said, later, facts, names) ?? byName(said, facts) ?? byAccess(said, later, facts, names);
}

/** Nothing is known of a statement that would distinguish it from others. */
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
    const outcome = said.outcome ?? (said.asks ? null : true);
    const isTurned = said.question.isTurned !== question.isTurned;
    if (fact.kind !== 'condition')
      return !isTurned && (fact.kind === 'await' ? outcome !== false : outcome === null || fact.outcome === null || outcome === fact.outcome);
    return outcome === null || fact.outcome === null || (outcome !== isTurned) === fact.outcome;
  }
  return matches(said.tokens, fact.tokens) || matches(said.plain, fact.tokens);
}

/** A line in plain words, by those that it shares with the step. */
function byWords({ words, statements, whole }: LineSense, facts: StepFacts, names: SpecNames): Evidence | null {
  // `alloc, prepare`: several steps, which another reading takes apart.
  if (whole.length > 1 && whole.every((token, at) => (at % 2 === 0 ? names.isStep(token) : token === ','))) return null;
  if (words.size === 0 || statements.some((said) => isClear(said, names))) return null;
  // Some lock, whatever it is called: no other words decide.
  const [does] = statements.map(lockingOf);
  if (does !== undefined && does !== null) return isLocking(does, facts) ? { rank: 3, parts: [] } : null;
  const own = wordsIn(facts);
  const shared = [...words].filter((word) => own.has(word)).length;
  return shared > 0 && shared * 2 >= words.size ? { rank: 3, parts: [] } : null;
}

/** Of a call such as `pte_offset_map_lock()`: what it does to some lock. */
function lockingOf({ call, name }: Said): string | null {
  const called = call?.from === 0 ? call.name : name?.length === 1 ? name[0]! : '';
  return notOfLocks.test(called) ? null : (/_(lock|unlock|trylock)$/u.exec(plainName(called))?.[1] ?? null);
}

const notOfLocks = /rcu|preempt|irq|bh$/u;

function isLocking(does: string, { names, facts }: StepFacts): boolean {
  const called = [...names, ...facts.flatMap(({ tokens }) => callsIn(tokens).map((call) => call.name))];
  return called.some((name) => !notOfLocks.test(name) && `_${plainName(name)}`.endsWith(`_${does}`));
}

/** What is said to be queued is not what runs: `work() queued by the interrupt`, `the_work is armed`. */
function isPlanned({ whole }: LineSense, { names }: StepFacts): boolean {
  const at = whole.findIndex((token, index) => planned.test(token) && (whole[index - 1] === ')' || /^(?:is|was|gets|been)$/u.test(whole[index - 1] ?? '')));
  return at >= 0 && whole.slice(0, at).some((token) => names.has(token));
}

const planned = /^(?:queued|scheduled|armed|deferred)$/u;

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
