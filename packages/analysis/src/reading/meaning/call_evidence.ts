import type { Fact, StepFacts } from './facts.ts';
import { callsIn, conditionIn, questionOf, sameTokens } from './normal.ts';
import type { CallTokens, Tokens } from './normal.ts';
import { placeIn } from './path.ts';
import type { PlaceParts } from './path.ts';
import type { Said } from './sense.ts';
import { anything } from './static_facts.ts';
import type { SpecNames } from './spec_names.ts';
import type { Evidence } from './evidence_rank.ts';
import { kinOf, locksOf } from './kernel_names.ts';

/** A call by what it calls and its arguments. */
export function byCall(said: Said, facts: readonly Fact[], step: StepFacts, names: SpecNames): Evidence | null {
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
      if (!outcomeFits(said, fact) || (kinship === 'same' && isKept(said, names) && !fact.tokens.includes('='))) continue;
      const rank = fit === 'same' && kinship === 'same' ? 0 : 1;
      if (found === null || rank < found.rank) found = { rank, parts: [fact.part], fact: step.facts.indexOf(fact) };
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

/** What the call returns goes to a local of the spec: a call whose result is dropped is another one. */
function isKept({ assignment }: Said, { isLocal }: SpecNames): boolean {
  return assignment?.target.length === 1 && isLocal(assignment.target[0]!);
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
export function byName(said: Said, facts: StepFacts): Evidence | null {
  const { name, tokens } = said;
  if (name !== null && facts.names.has(name.at(-1)!)) return { rank: 1, parts: [] };
  // A name as nobody would write it in a sentence.
  const marked = tokens.filter((token, at) => (token.includes('_') || tokens[at + 1] === '(') && /^[A-Za-z_]\w*$/u.test(token) && tokens[at - 1] !== '.');
  return said.assignment === null && !said.asks && said.call === null && marked.some((token) => facts.names.has(token)) ? { rank: 1, parts: [] } : null;
}
