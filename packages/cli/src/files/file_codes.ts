import type { CodeDescription } from '@mmspec/source';

const severity = 'error';

/** What can be wrong with a file before anything reads it. */
export const fileCodes: readonly CodeDescription[] = [
  {
    code: 'MM0001',
    severity,
    title: 'a file cannot be read',
    text: 'The message gives the reason of the system. A folder yields the `.mmspec` files in it and below it; `-` is standard input.',
    example: 'mmspec check sepcs/safe_refcount.mmspec\n',
    cure: 'mmspec check specs/safe_refcount.mmspec\n',
  },
  {
    code: 'MM0002',
    severity,
    title: 'no spec in a file or folder',
    text: 'Folders yield files whose names end in `.mmspec`, without `node_modules` and names that begin with a dot. In `.md`, `.patch`, `.diff`, `.eml` and `.txt` files a spec is a block that begins with three backquotes and `mmspec`, at most 1,000 in a file.',
    example: '```\nmodule m\n```\n',
    cure: '```mmspec\nmodule m\n```\n',
  },
  {
    code: 'MM0003',
    severity,
    title: 'no check',
    text: 'Nothing was asked, so nothing was answered. A library module needs no check of its own, but some file of the call must have one.',
    example: 'module m\nactor a { step: skip }\n',
    cure: 'module m\nactor a { step: skip }\ncheck question { }\n',
  },
];
