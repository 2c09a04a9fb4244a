import type { CodeDescription } from '@mmspec/source';

const severity = 'error';

/** What can be wrong with a file before anything reads it. */
export const fileCodes: readonly CodeDescription[] = [
  {
    code: 'MM0001',
    severity,
    title: 'a file cannot be read',
    text: 'The message gives the reason of the system. A folder yields the `.mmspec` files in it and below it; `-` is standard input. Devices are not read, and a module that is imported is a file, not a FIFO.',
    example: 'mmspec check sepcs/safe_refcount.mmspec\n',
    fix: 'mmspec check specs/safe_refcount.mmspec\n',
  },
  {
    code: 'MM0002',
    severity,
    title: 'no spec in a file or folder',
    text: 'Folders yield files whose names end in `.mmspec`, without `node_modules` and names that begin with a dot; a Maildir yields its messages. In Markdown, patches and mails a spec is a block that begins with three backquotes and `mmspec`, at most 1,000 in a text; a mail may also have it attached as a `.mmspec` file, and a patch add it as one. Mails are known by their first lines, also on standard input.',
    example: '```\nmodule m\n```\n',
    fix: '```mmspec\nmodule m\n```\n',
  },
  {
    code: 'MM0003',
    severity,
    title: 'no check',
    text: 'Nothing was asked, so nothing was answered. A library module needs no check of its own, but some file of the call must have one.',
    example: 'module m\nactor a { step: skip }\n',
    fix: 'module m\nactor a { step: skip }\ncheck question { }\n',
  },
  {
    code: 'MM0004',
    severity: 'information',
    title: 'lines that are left out of a quoted spec',
    text: 'In an answer by mail, lines without quotation stand between those of the quoted spec. They are left out, and what is quoted is checked.',
    example: '> ```mmspec\n> module m\nIs this the latest one?\n> shared x: 0..1 = 0\n> ```\n',
    fix: '> ```mmspec\n> module m\n> shared x: 0..1 = 0\n> ```\nIs this the latest one?\n',
  },
  {
    code: 'MM0005',
    severity: 'warning',
    title: 'a spec of which only a part is there',
    text: 'A patch shows the lines that it changes and a few around them; an answer quotes what it is about. A block, or a `.mmspec` file, of which lines are missing may mean something else than the whole, so it is not checked. Of a patch the text after it counts.',
    example: '@@ -7,2 +7,3 @@\n ```mmspec\n module m\n+shared x: 0..1 = 0\n',
    fix: '@@ -7,3 +7,4 @@\n ```mmspec\n module m\n+shared x: 0..1 = 0\n ```\n',
  },
  {
    code: 'MM0006',
    severity: 'information',
    title: 'a block that is less indented than its fence',
    text: 'A block in a list is indented like the text of its item. Where its lines are not, Markdown ends the list there; mmspec reads the block as it stands, and `mmspec fmt` leaves it alone.',
    example: '  ```mmspec\nmodule m\n  ```\n',
    fix: '  ```mmspec\n  module m\n  ```\n',
  },
  {
    code: 'MM0007',
    severity: 'information',
    title: 'a block that is not closed',
    text: 'As in Markdown, it goes on to the end of the text. One that is quoted and not closed is taken for a part (MM0005).',
    example: '```mmspec\nmodule m\n',
    fix: '```mmspec\nmodule m\n```\n',
  },
  {
    code: 'MM0008',
    severity: 'information',
    title: 'something in a folder is skipped',
    text: 'In folders, links that are named like specs are followed to files, and each file is read once. Links to folders are not followed, so that no cycle is followed; links that lead nowhere and what is not a file are named and skipped.',
    example: 'ln -s ../specs specs && mmspec check .\n',
    fix: 'mmspec check . ../specs\n',
  },
  {
    code: 'MM0009',
    severity: 'information',
    title: 'a spec in base64',
    text: 'Lines and columns of every message are those of the file that is read. A part of a mail in base64 has lines that nobody reads, so the first line of the spec in the decoded text is given too.',
    example: 'Content-Transfer-Encoding: base64\n\nYGBgbW1zcGVjCm1vZHVsZSBtCmBgYAo=\n',
    fix: '```mmspec\nmodule m\n```\n',
  },
  {
    code: 'MM0010',
    severity: 'warning',
    title: 'a part of a mail that is not read',
    text: 'Plain texts, patches, Markdown and attached specs are read, in every usual charset, as quoted-printable and base64. A text in HTML only, a part in another encoding or an unknown charset, and a mail that is encoded within a mail are not.',
    example: 'Content-Type: text/plain; charset=no-such\n\n```mmspec\nmodule m\n```\n',
    fix: 'Content-Type: text/plain; charset=utf-8\n\n```mmspec\nmodule m\n```\n',
  },
];
