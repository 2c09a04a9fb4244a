import { compile } from '@mmspec/compiler';
import { brokenNow, docOf, namesIn } from './breaking.ts';
import { setBreakpoints } from './breakpoints.ts';
import { answer, output, refuse, type DebugMessage, type DebugRequest } from './messages.ts';
import type { Breakpoint, Running } from './running.ts';

/*
 * What a client asks about breakpoints: of lines, and of properties.
 */

type Given = Readonly<Record<string, unknown>>;

const field = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Given)[name] : undefined);

const textIn = (value: unknown, name: string): string | null => {
  const text = field(value, name);
  return typeof text === 'string' && text.trim() !== '' ? text : null;
};

function breakpointOf(given: unknown): Breakpoint {
  return { line: Number(field(given, 'line')), condition: textIn(given, 'condition'), log: textIn(given, 'logMessage') };
}

/** Breakpoints of a file; what is wrong with their expressions is told at once, not when somebody comes there. */
export function setLines(run: Running, request: DebugRequest, { source, breakpoints }: Given): DebugMessage[] {
  const path = String(field(source, 'path'));
  const wanted = Array.isArray(breakpoints) ? breakpoints.map(breakpointOf) : [];
  const put = setBreakpoints(run, path, wanted);
  const wrong = put.filter(({ verified, message }) => verified && message !== undefined);
  const told = wrong.map(({ line, message }) => output('important', `${path.replace(/^.*\//u, '')}:${line ?? 0}: ${message ?? ''}`));
  return [answer(request, { breakpoints: put }), ...told];
}

/** Which properties stop a run: those of the filter's condition, or all; without the filter none. */
export function setBreaking(run: Running, request: DebugRequest, { filters, filterOptions }: Given): DebugMessage[] {
  const options: readonly unknown[] = Array.isArray(filterOptions) ? filterOptions : [];
  const conditions = options.map((option) => textIn(option, 'condition') ?? '');
  const asked = [...(Array.isArray(filters) ? filters.map(() => '') : []), ...conditions].map(namesIn);
  const isAll = asked.some((names) => names.length === 0);
  const names = asked.flat();
  run.breaking.names = isAll ? null : new Set(names);
  const known = names.length === 0 ? [] : propertyNames(run);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return [answer(request, {})];
  const message = `There is no property ${unknown.join(', ')}; there are ${known.join(', ')}.`;
  return [answer(request, { breakpoints: asked.map(() => ({ verified: false, message })) }), output('important', message)];
}

/** Those of the spec, those that every spec has, and those of its assertions and ranges. */
function propertyNames({ analysis: { model }, settings }: Running): string[] {
  return compile(model, settings).system?.properties.map(({ name }) => name) ?? [];
}

/** What the properties say that the last step has broken. */
export function exceptionInfo(run: Running, request: DebugRequest): DebugMessage[] {
  const { fault } = run.breaking;
  const broken = fault === null ? brokenNow(run) : [fault];
  if (broken.length === 0) return [refuse(request, 'The last step has broken no property.')];
  const says = broken.map((name) => [...docOf(run, name), ...bodyOf(run, name)].join('\n'));
  const description = broken.length === 1 ? (says[0] ?? '') : broken.map((name, at) => `${name}: ${says[at] ?? ''}`).join('\n');
  return [answer(request, { exceptionId: broken.join(', '), description, breakMode: 'always' })];
}

/** The text of a property, in at most one text. */
function bodyOf({ analysis: { model } }: Running, name: string): string[] {
  const body = model.properties.find((property) => property.name === name)?.declaration.body;
  const text = body === undefined ? undefined : model.files[body.span.file]?.text.slice(body.span.start, body.span.end);
  return text === undefined ? [] : [text];
}
