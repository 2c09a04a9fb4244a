import { isPath } from '@mmspec/syntax';
import type { Asked, Type } from '@mmspec/semantics';
import { textOf } from '@mmspec/interpreter';
import { checked, inFull, whyWrong, type Place } from './asking.ts';
import { arriveAt, now, type Running } from './running.ts';
import { whyNotStored } from './why_no_value.ts';

/*
 * Variables that are given values by hand.
 */

export type WasSet = { readonly kind: 'set'; readonly was: string; readonly value: string } | { readonly kind: 'refused'; readonly why: string };

/** Gives a variable a value. The state with it follows the present one, so that going back takes it back. */
export function setByHand(run: Running, target: string, value: string, place: Place): WasSet {
  const refused = (why: string): WasSet => ({ kind: 'refused', why });
  const named = checked(run, target, place);
  if (named.kind === 'wrong') return refused(inFull(whyWrong(run, named, place)));
  const unfit = whyUnfit(target, named);
  if (unfit !== null) return refused(unfit);
  const { type } = named.asked;
  const given = checked(run, value, place, type.kind === 'ref' ? { kind: 'int', forever: false } : type);
  if (given.kind === 'wrong') return refused([given.message, given.help].join(' '));
  const before = run.machine.ask(named.asked, now(run), place.actor);
  const outcome = run.machine.set(named.asked, given.asked, now(run), place.actor);
  if (outcome.kind === 'no_variable') return refused(notSet(target));
  if (outcome.kind === 'fault') return refused(`\`${target}\` cannot be ${value.trim()}: ${whyNotStored(run.analysis.model, outcome.fault)}`);
  arriveAt(run, { state: outcome.state, step: null });
  return { kind: 'set', was: before.kind === 'value' ? textOf(before.value) : 'none', value: textOf(outcome.value) };
}

/** Why a target is nothing that can be set; null where it may be. */
function whyUnfit(target: string, { asked: { expression, type } }: Extract<Asked, { kind: 'expression' }>): string | null {
  if (!isPath(expression)) return `\`${target}\` is no variable. Name one, such as a shared variable, a field or a local of the actor.`;
  if (isWhole(type)) return `\`${target}\` is an array: set its elements.`;
  return null;
}

function isWhole({ kind }: Type): boolean {
  return kind === 'array';
}

const notSet = (target: string): string =>
  `\`${target}\` cannot be set. Shared variables, fields, and locals of the actor that is shown can be; settings come from the check, arguments from the call, and where an actor stands from its steps.`;

/** `x = 1`, as one types it: what is set, and to what. */
export function assignmentIn(text: string): { readonly target: string; readonly value: string } | null {
  const [, target, value] = /^([^=<>!'"]*[^=<>!\s])\s*=(?!=)(.*)$/su.exec(text) ?? [];
  return target === undefined || value === undefined ? null : { target: target.trim(), value: value.trim() };
}
