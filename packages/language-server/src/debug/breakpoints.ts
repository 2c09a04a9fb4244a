import type { Asked } from '@mmspec/semantics';
import { answerTo, boolType, checked, inFull, placeOfFrame, placeOfLine, whyWrong, type Place } from './asking.ts';
import { logged, partsOf } from './log_message.ts';
import { outputAt, type DebugMessage } from './messages.ts';
import { linesNow, threadOf, type Breakpoint, type Running } from './running.ts';
import type { SourceLine } from './source_lines.ts';

/** A line as a client asked for it, and where it was put. */
export interface SetBreakpoint {
  readonly verified: boolean;
  readonly line?: number;
  readonly message?: string;
}

/** Puts the breakpoints of a file, each on the first line from its own on at which a step stands; says what is wrong with their expressions. */
export function setBreakpoints(run: Running, path: string, wanted: readonly Breakpoint[]): SetBreakpoint[] {
  const known = run.sourceLines.lines.get(path) ?? new Map<number, readonly SourceLine[]>();
  const put = wanted.map((each) => {
    const line = [...known.keys()].find((candidate) => candidate >= each.line);
    return line === undefined ? null : { ...each, line };
  });
  run.breakpoints.set(
    path,
    put.filter((each) => each !== null),
  );
  return put.map((each) => {
    if (each === null) return { verified: false, message: 'No step of this run stands here or below.' };
    const why = whatIsWrong(run, each, known.get(each.line) ?? []);
    return { verified: true, line: each.line, ...(why === null ? {} : { message: why }) };
  });
}

/** Why an expression of a breakpoint cannot be judged by anybody who comes to its line; null where all can. */
function whatIsWrong(run: Running, { condition, log }: Breakpoint, lines: readonly SourceLine[]): string | null {
  const places = lines.map((line) => placeOfLine(run, line, null));
  const wrongEverywhere = (text: string, wanted: typeof boolType | null): string | null => {
    const found = places.map((place): [Asked, Place] => [checked(run, text, place, wanted), place]);
    const [first] = found;
    if (first === undefined || found.some(([asked]) => asked.kind === 'expression')) return null;
    const [asked, place] = first;
    return asked.kind === 'wrong' ? `\`${text}\` cannot be judged: ${inFull(whyWrong(run, asked, place))}` : null;
  };
  const conditions = condition === null ? [] : [wrongEverywhere(condition, boolType)];
  const logs = partsOf(log ?? '').map((part) => (part.kind === 'text' ? null : wrongEverywhere(part.text, null)));
  return [...conditions, ...logs].find((why) => why !== null) ?? null;
}

/** What a line does to whoever came there: `why` is null where it does not stop, empty where it does, or says that a condition cannot be judged. */
export function breakpointAt(run: Running, actor: string | null): { readonly told: DebugMessage[]; readonly why: string | null } {
  const [inner] = actor === null ? [] : linesNow(run, actor);
  const here = inner === undefined ? [] : (run.breakpoints.get(inner.path) ?? []).filter(({ line }) => line === inner.line);
  if (inner === undefined || actor === null || here.length === 0) return { told: [], why: null };
  const place = placeOfFrame(run, threadOf(run, actor));
  const told: DebugMessage[] = [];
  let why: string | null = null;
  for (const { condition, log } of here) {
    const met = isMet(run, condition, place);
    if (met === false) continue;
    if (log !== null && met === true) told.push(outputAt(logged(run, log, place), inner));
    else why = met === true ? (why ?? '') : `${inner.path.replace(/^.*\//u, '')}:${inner.line}: the condition \`${condition ?? ''}\` cannot be judged. ${met}`;
  }
  return { told, why };
}

/** Whether a condition holds, or why nobody knows. */
function isMet(run: Running, condition: string | null, place: Place): boolean | string {
  if (condition === null) return true;
  const answer = answerTo(run, condition, place, boolType);
  return answer.kind === 'wrong' ? inFull(answer) : answer.value === true;
}
