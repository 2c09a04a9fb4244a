import { grouped } from '@mmspec/source';
import type { Diagnostic, SourceFile } from '@mmspec/source';

/** A file or folder without a spec, and why. */
export interface Problem {
  /** The path, and no text. */
  readonly file: SourceFile;
  readonly diagnostic: Diagnostic;
}

function problem(code: string, path: string, message: string, why: string, help: string): Problem {
  return { file: { path, text: '' }, diagnostic: { code, severity: 'error', span: { file: 0, start: 0, end: 0 }, message, why, help, related: [], fixes: [] } };
}

export function unreadable(path: string, reason: string): Problem {
  return problem('MM0001', path, `This cannot be read: ${reason}.`, 'A spec is a file, or text on standard input, which is written `-`.', 'Check the path.');
}

export function tooLarge(path: string, bytesMax: number): Problem {
  return problem(
    'MM0107',
    path,
    `The file has more than ${grouped(bytesMax)} bytes, which is the limit.`,
    'A spec is written and read by people; a file of this size was made by a program, or is not a spec.',
    'Split it into modules with `import`, or give the path of the spec.',
  );
}

/** A message of a mailbox, which begins in this line. */
export function messageTooLarge(path: string, line: number, bytesMax: number): Problem {
  const { diagnostic } = tooLarge(path, bytesMax);
  const message = `The message that begins here has more than ${grouped(bytesMax)} bytes, which is the limit; it is not read.`;
  return {
    file: { path, text: '', parts: [{ start: 0, line, column: 1 }] },
    diagnostic: {
      ...diagnostic,
      message,
      why: 'A mailbox may be of any size, a message may not.',
      help: 'Save the spec from the mail as a file of its own, and check that.',
    },
  };
}

export function noSpec(path: string, message: string): Problem {
  return problem(
    'MM0002',
    path,
    message,
    'Folders yield `.mmspec` files; mails, patches and Markdown yield blocks that begin with three backquotes and `mmspec`, and mails what is attached as `.mmspec`.',
    'Name the file that has the spec.',
  );
}

/** Mails of several versions of a series. */
export function severalVersions(path: string, versions: readonly number[]): Problem {
  return problem(
    'MM0012',
    path,
    `There are several versions of a series here: ${versions.map((version) => `v${version}`).join(', ')}.`,
    'The blocks of a series are one spec, and those of another version are another one.',
    'Save the version that is meant in a file of its own; `mmspec diff` compares two of them.',
  );
}

export function noLitmus(path: string): Problem {
  const help = 'Name the file that has the test.';
  return problem('MM0002', path, 'There is no `.litmus` file in this folder.', 'Folders yield `.litmus` files to `mmspec litmus`.', help);
}

export function noCheck(path: string): Problem {
  return problem('MM0003', path, 'There is no check here.', 'A spec is judged by its checks.', 'Write `check NAME { }`, which asks what is violated.');
}

/** Something in a folder that is not looked at. */
export function isSkipped(path: string, reason: string): Problem {
  const { file, diagnostic } = problem(
    'MM0008',
    path,
    `This is skipped: ${reason}.`,
    'A folder yields the specs in it, each file once, and does not go into other folders by links.',
    'Name it in the call if it is meant.',
  );
  return { file, diagnostic: { ...diagnostic, severity: 'information' } };
}
