import { textOf } from '@mmspec/interpreter';
import { answerTo, inFull, placeOfFrame } from './asking.ts';
import { truthOf } from './breaking.ts';
import { answer, output, refuse, textIn, type DebugMessage, type DebugRequest } from './messages.ts';
import { placeInRun, type Running } from './running.ts';
import { assignmentIn, setByHand } from './setting.ts';
import { shownValue } from './shown.ts';
import { referenceOf, unfoldingOf } from './variables.ts';

/*
 * What is asked in watches, hovers and the console, and what is set there.
 */

type Given = Readonly<Record<string, unknown>>;

const frameOf = ({ frameId }: Given): number | null => (typeof frameId === 'number' ? frameId : null);

/** The value of an expression, or the truth of a property by its name; in the console also an assignment. */
export function evaluated(run: Running, request: DebugRequest, given: Given): DebugMessage[] {
  const text = textIn(given, 'expression').trim();
  const assignment = assignmentIn(text);
  if (assignment !== null && given.context === 'repl') return wasSet(run, request, assignment.target, assignment.value, frameOf(given));
  if (assignment !== null) return [refuse(request, `\`${text}\` sets a variable, which only the console does; \`==\` compares.`)];
  const frame = frameOf(given);
  const found = answerTo(run, text, placeOfFrame(run, frame));
  const truth = found.kind === 'wrong' ? truthOf(run, text) : null;
  if (truth !== null) return [answer(request, { result: truth, variablesReference: 0 })];
  if (found.kind === 'wrong') return [refuse(request, inFull(found))];
  const shown = shownValue(run, text, found.value, text);
  const result = given.context === 'clipboard' ? textOf(found.value) : shown.value;
  return [answer(request, { result, variablesReference: referenceOf(run, shown, frame) })];
}

/** `setExpression`: an expression that names a variable. */
export function setExpression(run: Running, request: DebugRequest, given: Given): DebugMessage[] {
  return wasSet(run, request, textIn(given, 'expression'), textIn(given, 'value'), frameOf(given));
}

/** `setVariable`: a variable by its name below a reference. */
export function setVariable(run: Running, request: DebugRequest, given: Given): DebugMessage[] {
  const unfolding = unfoldingOf(run, Number(given.variablesReference));
  const shown = unfolding?.children().find(({ name }) => name === given.name);
  if (unfolding === null || shown === undefined) return [refuse(request, `There is no variable ${textIn(given, 'name')} here.`)];
  if (shown.path === null || !shown.canBeSet) return [refuse(request, `${shown.name} cannot be set: it follows from the steps, the check or the call.`)];
  return wasSet(run, request, shown.path, textIn(given, 'value'), unfolding.frame);
}

function wasSet(run: Running, request: DebugRequest, target: string, value: string, frame: number | null): DebugMessage[] {
  const isAlong = placeInRun(run) !== null;
  const outcome = setByHand(run, target, value, placeOfFrame(run, frame));
  if (outcome.kind === 'refused') return [refuse(request, outcome.why)];
  const after = isAlong ? ' From here on steps are chosen by hand; Step Back finds the run again.' : ' Step Back takes it back.';
  const said = `${target}: ${outcome.was} -> ${outcome.value}.${after}`;
  const body = request.command === 'evaluate' ? { result: outcome.value, variablesReference: 0 } : { value: outcome.value, variablesReference: 0 };
  return [answer(request, body), output('stdout', said), { type: 'event', event: 'invalidated', body: { areas: ['variables'] } }];
}
