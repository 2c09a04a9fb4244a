import type { CodeDescription, Diagnostic, Related, Span } from '@mmspec/source';

/** A code with the sentence that every diagnostic of it repeats. */
interface RunCode extends CodeDescription {
  readonly why: string;
}

/** What only runs can find, for `mmspec explain`: said where all checks of a spec were run to their ends. */
export const runCodes: readonly RunCode[] = [
  {
    code: 'MM0601',
    severity: 'information',
    title: 'an implication that is never put to the test',
    why: 'Where its left side never holds, an implication is true whatever the right side says.',
    text: 'In no state or step of any check does the left side hold. Perhaps it names the wrong label, or an earlier condition makes it impossible; perhaps the spec lacks the actor that would bring it about.',
    example: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1 }\ninvariant p: n == 2 implies a at set\ncheck c { } expect holds\n',
    fix: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1 }\ninvariant p: n == 1 implies a at done\ncheck c { } expect holds\n',
  },
  {
    code: 'MM0602',
    severity: 'information',
    title: 'a step that is never taken',
    why: 'What a step does that no check takes is not checked.',
    text: 'Control may come to the step, but in no check is it ever taken: its `await` is never true, or nobody comes there in a state that a check reaches.',
    example: 'module m\nshared n: 0..3 = 0\nactor a { loop { wait: idle await n == 1  reset: n = 0 } }\ninvariant p: n < 3\ncheck c { } expect holds\n',
    fix: 'module m\nshared n: 0..3 = 0\nactor a { loop { wait: idle await n == 1  reset: n = 0 } }\nactor b { n = 1 }\ninvariant p: n < 3\ncheck c { } expect holds\n',
  },
  {
    code: 'MM0603',
    severity: 'information',
    title: 'a property that no check violates',
    why: 'A property that no variant of the design can break may say less than it seems to.',
    text: 'The spec has variants, and checks that expect violations, but none of them violates this property. A variant with the mistake that the property guards against would show that it can fail.',
    example:
      'module m\nvariant v: good | bad = good\nshared n: 0..3 = 0\nactor a { set: n = 1 if v == good else 2 }\ninvariant small: n < 2\ninvariant tiny: n < 3\ncheck good { } expect holds\ncheck bad { v = bad } expect violates small\n',
    fix: 'module m\nvariant v: good | bad = good\nshared n: 0..3 = 0\nactor a { set: n = 1 if v == good else 2 }\ninvariant small: n < 2\ncheck good { } expect holds\ncheck bad { v = bad } expect violates small\n',
  },
];

/** Of an implication that is never put to the test, and of all that is never exercised. */
export const untestedCode = 'MM0601';
export const coverageCodes: ReadonlySet<string> = new Set([untestedCode, 'MM0602']);

const notes: ReadonlySet<string> = new Set(runCodes.filter(({ severity }) => severity === 'information').map(({ code }) => code));

/** Notes about a spec: steps that no check takes, implications that are never put to the test, properties that nothing violates. */
export function isNote({ code }: Diagnostic): boolean {
  return notes.has(code);
}

/** A diagnostic with one of these codes. */
export function runDiagnostic(code: string, span: Span, message: string, help: string, related: readonly Related[] = []): Diagnostic {
  const found = runCodes.find((each) => each.code === code);
  if (found === undefined) throw new Error(`there is no code ${code}`);
  return { code, severity: found.severity, span, message, why: found.why, help, related, fixes: [] };
}
