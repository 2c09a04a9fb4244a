/*
 * Mails, patches and pages with specs in them, and the right answer for each, written by hand.
 *
 * The answer is in one line: the exit code, the checks with what was found, and what is said, each at its line and column of the file.
 */

export interface Sample {
  readonly what: string;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly right: string;
}

/** Two actors that add one to what they read; all reads and writes apart, and in one step. */
const racy = [
  'module tiny',
  'shared x: 0..2 = 0',
  'actor a[2] {',
  '  rd: let t = x',
  '  wr: x = t + 1',
  '}',
  'invariant both: (forall c in a: c at done) implies x == 2',
  'check one { } expect violates both',
];
const safe = [...racy.slice(0, 3), '  atomic {', ...racy.slice(3, 5), '  }', ...racy.slice(5, 7), 'check one { } expect holds'];
/** `y` in its third line, column 17, is not known. */
const wrong = ['module tiny', 'shared x: 0..2 = 0', 'actor a { set: x = y }', 'check one { }'];

const block = (lines: readonly string[]): string[] => ['```mmspec', ...lines, '```'];
const marked = (mark: string, lines: readonly string[]): string[] => lines.map((line) => mark + line);
const lines = (...parts: readonly (string | readonly string[])[]): string =>
  parts
    .flat()
    .map((line) => `${line}\n`)
    .join('');

const head = ['From: A Dev <dev@example.com>', 'To: list@example.com', 'Subject: [RFC] tiny race', 'MIME-Version: 1.0'];
const plain = 'Content-Type: text/plain; charset=utf-8';
const mail = (...body: readonly (string | readonly string[])[]): string => lines(head, '', ...body);
/** A mail with more fields: five lines of head, and then theirs. */
const mailWith = (fields: readonly string[], ...body: readonly (string | readonly string[])[]): string => lines(head, fields, '', ...body);
const base64 = (text: string | Uint8Array, width = 60): string[] =>
  Buffer.from(text)
    .toString('base64')
    .match(new RegExp(`.{1,${width}}`, 'gu')) ?? [];

const bytesOf = (text: string | Uint8Array): Uint8Array => (typeof text === 'string' ? new TextEncoder().encode(text) : text);
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

const violated = '0, one violated';
const holds = '0, one holds';
const nothing = (note = ''): string => `2${note}, 1:1 MM0002`;

type Row = readonly [what: string, file: string, text: string | Uint8Array, right: string];
const samples = (rows: readonly Row[]): Sample[] => rows.map(([what, file, text, right]) => ({ what, file, bytes: bytesOf(text), right }));

export const encodings: readonly Sample[] = samples([
  ['nothing is encoded', 'a.eml', mail('See below.', block(racy)), violated],
  ['lines end with CR LF', 'a.eml', mail('See below.', block(racy)).replaceAll('\n', '\r\n'), violated],
  ['a mistake stands at its place', 'a.eml', mail(block(wrong)), '2, 9:20 MM0205'],
  ['a mistake stands at its place after CR LF', 'a.eml', mail(block(wrong)).replaceAll('\n', '\r\n'), '2, 9:20 MM0205'],
  [
    'UTF-8',
    'a.eml',
    mailWith([plain, 'Content-Transfer-Encoding: 8bit'], block(['module tiny', '/* café 😀 */ shared x: 0..2 = y', 'check one { }'])),
    '2, 10:1 MM0119, 10:32 MM0205',
  ],
  [
    'Latin-1',
    'a.eml',
    latin1(
      mailWith(
        ['Content-Type: text/plain; charset=iso-8859-1', 'Content-Transfer-Encoding: 8bit'],
        block(['module tiny', '/* café */ shared x: 0..2 = y', 'check one { }']),
      ),
    ),
    '2, 10:1 MM0119, 10:29 MM0205',
  ],
  ['Latin-1 that is not named', 'a.eml', latin1(mail(block(['module tiny', '/* café */ shared x: 0..2 = y', 'check one { }']))), '2, 8:1 MM0119, 8:29 MM0205'],
  [
    'quoted-printable',
    'a.eml',
    mailWith([plain, 'Content-Transfer-Encoding: quoted-printable'], block(racy.map((line) => line.replaceAll('=', '=3D')))),
    violated,
  ],
  [
    'quoted-printable, a place behind an escape',
    'a.eml',
    mailWith([plain, 'Content-Transfer-Encoding: quoted-printable'], block(wrong.map((line) => line.replaceAll('=', '=3D')))),
    '2, 11:22 MM0205',
  ],
  [
    'quoted-printable, a place behind characters of several bytes',
    'a.eml',
    mailWith([plain, 'Content-Transfer-Encoding: quoted-printable'], block(['module tiny', '/* caf=C3=A9 */ shared x: 0..2 =3D y', 'check one { }'])),
    '2, 10:1 MM0119, 10:36 MM0205',
  ],
  [
    'quoted-printable, lines broken within words',
    'a.eml',
    mailWith(
      [plain, 'Content-Transfer-Encoding: quoted-printable'],
      '```mm=',
      'spec',
      'mod=',
      'ule tiny',
      'sha=',
      'red x: 0..2 =3D=',
      ' y',
      'check one { }',
      '```',
    ),
    '2, 14:2 MM0205',
  ],
  [
    'quoted-printable with blanks behind lines and small digits',
    'a.eml',
    mailWith([plain, 'Content-Transfer-Encoding: QUOTED-PRINTABLE'], block(racy.map((line) => `${line.replaceAll('=', '=3d')}  `))),
    violated,
  ],
  ['base64', 'a.eml', mailWith([plain, 'Content-Transfer-Encoding: base64'], base64(lines('Hello', block(racy)))), '0, one violated, 8:22 MM0009'],
  ['base64, a place', 'a.eml', mailWith([plain, 'Content-Transfer-Encoding: base64'], base64(lines(block(wrong)))), '2, 8:14 MM0009, 9:21 MM0205'],
  ['base64 in one line', 'a.eml', mailWith([plain, 'Content-Transfer-Encoding: base64'], base64(lines(block(racy)), 100_000)), '0, one violated, 8:14 MM0009'],
  [
    'base64 of UTF-16',
    'a.eml',
    mailWith(['Content-Type: text/plain; charset=utf-16le', 'Content-Transfer-Encoding: base64'], base64(Buffer.from(lines(block(racy)), 'utf16le'))),
    '0, one violated, 8:27 MM0009',
  ],
  [
    'ISO-2022-JP',
    'a.eml',
    latin1(
      mailWith(['Content-Type: text/plain; charset=iso-2022-jp'], block(['module tiny', '/* \u001B$B%F%9%H\u001B(B */ shared x: 0..2 = y', 'check one { }'])),
    ),
    '2, 9:1 MM0119, 9:28 MM0205',
  ],
  ['a charset that nobody knows', 'a.eml', mailWith(['Content-Type: text/plain; charset=no-such'], block(racy)), nothing(', 7:1 MM0010')],
  ['an encoding that nobody reads', 'a.eml', mailWith([plain, 'Content-Transfer-Encoding: x-uuencode'], block(racy)), nothing(', 8:1 MM0010')],
  ['HTML only', 'a.eml', mailWith(['Content-Type: text/html'], '<pre>```mmspec</pre>'), nothing(', 7:1 MM0010')],
]);

const multipart = (kind: string, ...parts: readonly (readonly string[])[]): string =>
  mailWith(
    [`Content-Type: multipart/${kind}; boundary="cut here"`],
    'For old readers.',
    parts.flatMap((part) => ['--cut here', ...part]),
    '--cut here--',
    'after all',
  );
const attached = (...fields: readonly string[]): string[] => ['Content-Type: application/octet-stream', ...fields];

export const parts: readonly Sample[] = samples([
  ['the text of text and HTML', 'a.eml', multipart('alternative', [plain, '', ...block(racy)], ['Content-Type: text/html', '', '<p>```mmspec</p>']), violated],
  ['a place in the second part', 'a.eml', multipart('mixed', ['', 'Hello'], [plain, '', ...block(wrong)]), '2, 17:20 MM0205'],
  [
    'a spec that is attached as bytes',
    'a.eml',
    multipart(
      'mixed',
      ['', 'Attached.'],
      [...attached('Content-Disposition: attachment; filename="tiny.mmspec"', 'Content-Transfer-Encoding: base64'), '', ...base64(lines(racy))],
    ),
    '0, one violated, 16:1 MM0009',
  ],
  [
    'a spec that is attached as text',
    'a.eml',
    multipart('mixed', ['', 'Attached.'], ['Content-Type: text/x-mmspec; name=tiny.mmspec', '', ...wrong]),
    '2, 16:20 MM0205',
  ],
  [
    'a spec that is attached and quoted-printable',
    'a.eml',
    multipart(
      'mixed',
      ['', 'Attached.'],
      [
        ...attached('Content-Disposition: attachment; filename=tiny.mmspec', 'Content-Transfer-Encoding: quoted-printable'),
        '',
        ...wrong.map((line) => line.replaceAll('=', '=3D')),
      ],
    ),
    '2, 18:22 MM0205',
  ],
  [
    'a name in words that are encoded',
    'a.eml',
    multipart('mixed', ['', 'Attached.'], [...attached('Content-Disposition: attachment; filename="=?utf-8?B?ZMOpbW8ubW1zcGVj?="'), '', ...racy]),
    violated,
  ],
  [
    'a name in pieces',
    'a.eml',
    multipart(
      'mixed',
      ['', 'Attached.'],
      [...attached("Content-Disposition: attachment; filename*0*=utf-8''d%C3%A9mo;", ' filename*1=".mms"; filename*2=pec'), '', ...racy],
    ),
    violated,
  ],
  [
    'another thing that is attached',
    'a.eml',
    multipart(
      'mixed',
      ['', ...block(racy)],
      [...attached('Content-Disposition: attachment; filename=core.bin', 'Content-Transfer-Encoding: base64'), '', ...base64(lines(block(wrong)))],
    ),
    violated,
  ],
  [
    'a signed mail',
    'a.eml',
    multipart('signed; micalg=pgp-sha256', [plain, '', ...block(racy)], ['Content-Type: application/pgp-signature', '', 'iQ']),
    violated,
  ],
  [
    'parts in parts',
    'a.eml',
    multipart('mixed', ['Content-Type: multipart/alternative; boundary=in', '', '--in', plain, '', ...block(wrong), '--in--'], ['', 'list']),
    '2, 17:20 MM0205',
  ],
  ['parts without an end', 'a.eml', mailWith(['Content-Type: multipart/mixed; boundary=b'], '--b', '', block(racy)), violated],
  [
    'a mail that is forwarded',
    'a.eml',
    multipart('mixed', ['', 'See this.'], ['Content-Type: message/rfc822', '', ...head, '', ...block(wrong)]),
    '2, 22:20 MM0205',
  ],
  [
    'a mail that is attached',
    'a.eml',
    multipart(
      'mixed',
      ['', 'See this.'],
      ['Content-Type: message/rfc822', 'Content-Disposition: attachment; filename=x.eml', '', ...head, '', ...block(wrong)],
    ),
    '2, 23:20 MM0205',
  ],
  [
    'a mail that is attached and encoded',
    'a.eml',
    multipart('mixed', ['', 'See this.'], ['Content-Type: message/rfc822', 'Content-Transfer-Encoding: base64', '', ...base64(mail(block(racy)))]),
    nothing(', 15:1 MM0010'),
  ],
  [
    'a page that is attached',
    'a.eml',
    multipart('mixed', ['', 'Attached.'], [...attached('Content-Disposition: attachment; filename=notes.md'), '', '# Notes', '', ...block(racy)]),
    violated,
  ],
  ['two specs', 'a.eml', multipart('mixed', ['', ...block(racy)], ['Content-Type: text/plain; name=b.mmspec', '', ...safe]), '0, one violated, one holds'],
]);

export const quotes: readonly Sample[] = samples([
  ['an answer', 'a.eml', mail('A Dev wrote:', marked('> ', block(racy)), '', 'Right.'), violated],
  ['an answer, without a blank', 'a.eml', mail('A Dev wrote:', marked('>', block(wrong))), '2, 10:21 MM0205'],
  [
    'some with a blank, some without',
    'a.txt',
    lines('> ```mmspec', '>module tiny', '> shared x: 0..2 = 0', '>', '>actor a { set: x = y }', '> check one { }', '>```'),
    '2, 5:21 MM0205',
  ],
  [
    'a minus below a mark stays',
    'a.eml',
    mail(
      '> ```mmspec',
      '> module m',
      '> shared n: -3..3 = 0',
      '> const K: -2..2 =',
      '>-1',
      '> actor a { set: n = K }',
      '> invariant p: n < 1',
      '> check one { } expect holds',
      '> ```',
    ),
    holds,
  ],
  [
    'only the marks of the fence go',
    'a.eml',
    mail(
      '> ```mmspec',
      '> module m',
      '> const N: 0..3 = 2',
      '> shared n: 0..3 = 0',
      '> actor a { set: n = 1 }',
      '> invariant p: N',
      '> > n',
      '> check one { } expect holds',
      '> ```',
    ),
    holds,
  ],
  ['two marks', 'a.eml', mail(marked('>> ', block(racy))), violated],
  [
    'two marks, apart and together',
    'a.txt',
    lines('> > ```mmspec', '>> module tiny', '> >shared x: 0..2 = 0', '>> actor a { set: x = y }', '> > check one { }', '>> ```'),
    '2, 4:23 MM0205',
  ],
  ['other marks', 'a.txt', lines(marked('| ', block(racy))), violated],
  [
    'an answer between the lines',
    'a.eml',
    mail(marked('> ', block(racy).slice(0, 6)), '', 'This store is the problem,', "isn't it?", '', marked('> ', block(racy).slice(6))),
    '0, one violated, 13:1 MM0004',
  ],
  [
    'an answer between the lines of two marks, by one',
    'a.eml',
    mail(marked('>> ', block(racy).slice(0, 6)), '> I doubt it.', marked('>> ', block(racy).slice(6)), '> Me too.'),
    '0, one violated, 12:1 MM0004',
  ],
  [
    'an answer with a block of its own',
    'a.eml',
    mail(marked('> ', block(racy).slice(0, 6)), 'Better so:', block(safe), marked('> ', block(racy).slice(6))),
    '0, one violated, one holds, 12:1 MM0004',
  ],
  ['an answer that quotes a part', 'a.eml', mail(marked('> ', block(racy).slice(0, 6)), '', 'I would take the lock.'), nothing(', 6:1 MM0005')],
  [
    'an answer that quotes a part of one block, and another',
    'a.eml',
    mail(marked('> ', block(safe).slice(0, 6)), '[...]', marked('> ', block(racy))),
    '0, one violated, 6:1 MM0005',
  ],
]);

const flowedHead = ['Content-Type: text/plain; charset=utf-8; format=flowed'];

export const flowed: readonly Sample[] = samples([
  [
    'a comment that flows on',
    'a.eml',
    mailWith(flowedHead, '```mmspec', 'module tiny', '// this line is long and so it goes ', 'on in the next one', ...racy.slice(1), '```'),
    violated,
  ],
  ['a place behind the joint', 'a.eml', mailWith(flowedHead, '```mmspec', 'module tiny', 'shared x: ', '0..2 = y', 'check one { }', '```'), '2, 10:8 MM0205'],
  ['DelSp', 'a.eml', mailWith(['Content-Type: text/plain; format=flowed; delsp=yes'], '```mmspec', 'mod ', 'ule tiny', ...racy.slice(1), '```'), violated],
  ['a blank that protects a beginning', 'a.eml', mailWith(flowedHead, '```mmspec', ...wrong.map((line) => ` ${line}`), '```'), '2, 10:21 MM0205'],
  [
    'an answer',
    'a.eml',
    mailWith(flowedHead, '> ```mmspec', '>module tiny', '> // a comment that ', '> goes on', ...marked('> ', racy.slice(1)), '> ```', 'Right.'),
    violated,
  ],
  [
    'a patch, each line of which is protected',
    'a.eml',
    mailWith(
      flowedHead,
      '--- a/t.md',
      '+++ b/t.md',
      '@@ -1,10 +1,10 @@',
      ...marked('  ', block(racy).slice(0, 2)),
      '-shared x: 0..1 = 0',
      '+shared x: 0..2 = 0',
      ...marked('  ', block(racy).slice(3)),
    ),
    violated,
  ],
  ['what does not flow is not joined', 'a.eml', mail('```mmspec', 'module tiny', '// this line is long and so it ends ', ...racy.slice(1), '```'), violated],
]);

const fileHead = (name: string): string[] => [`diff --git a/${name} b/${name}`, 'index 1111111..2222222 100644', `--- a/${name}`, `+++ b/${name}`];
const context = (some: readonly string[]): string[] => marked(' ', some);
/** A patch that takes the `atomic` out of the block that `safe` is. */
const unlocked = [' ```mmspec', ...context(safe.slice(0, 3)), '-  atomic {', ...context(safe.slice(4, 6)), '-  }', ...context(safe.slice(7)), ' ```'];

export const patches: readonly Sample[] = samples([
  [
    'a block that is changed',
    'a.patch',
    lines(fileHead('t.md'), '@@ -1,10 +1,10 @@', context(block(racy).slice(0, 2)), '-shared x: 0..1 = 0', '+shared x: 0..2 = 0', context(block(racy).slice(3))),
    violated,
  ],
  ['a block that loses its atomic', 'a.patch', lines(fileHead('t.md'), '@@ -1,12 +1,10 @@', unlocked), '1, one violated'],
  ['a block that is added', 'a.patch', lines(fileHead('t.md'), '@@ -3,2 +3,12 @@ text', ' before', marked('+', block(racy)), ' after'), violated],
  ['a place in an added block', 'a.diff', lines(fileHead('t.md'), '@@ -3,2 +3,8 @@ text', ' before', marked('+', block(wrong)), ' after'), '2, 10:21 MM0205'],
  ['a block that is removed', 'a.patch', lines(fileHead('t.md'), '@@ -3,12 +3,2 @@', ' before', marked('-', block(racy)), ' after'), nothing()],
  [
    'a file that is removed',
    'a.patch',
    lines('diff --git a/t.md b/t.md', 'deleted file mode 100644', '--- a/t.md', '+++ /dev/null', '@@ -1,10 +0,0 @@', marked('-', block(racy))),
    nothing(),
  ],
  [
    'a page that is new',
    'a.patch',
    lines('diff --git a/t.md b/t.md', 'new file mode 100644', '--- /dev/null', '+++ b/t.md', '@@ -0,0 +1,10 @@', marked('+', block(racy))),
    violated,
  ],
  [
    'a spec that is new',
    'a.patch',
    lines('diff --git a/t.mmspec b/t.mmspec', 'new file mode 100644', '--- /dev/null', '+++ b/t.mmspec', '@@ -0,0 +1,4 @@', marked('+', wrong)),
    '2, 8:21 MM0205',
  ],
  [
    'a spec that is new, without the head of git',
    'a.diff',
    lines('--- /dev/null\t1970-01-01', '+++ t.mmspec\t2026-11-28', '@@ -0,0 +1,8 @@', marked('+', racy)),
    violated,
  ],
  [
    'a spec that is changed',
    'a.patch',
    lines(fileHead('t.mmspec'), '@@ -1,8 +1,8 @@', context(racy.slice(0, 1)), '-shared x: 0..1 = 0', '+shared x: 0..2 = 0', context(racy.slice(2))),
    nothing(', 5:1 MM0005'),
  ],
  [
    'a spec that is changed, to its end',
    'a.patch',
    lines(
      fileHead('t.mmspec'),
      '@@ -1,8 +1,8 @@',
      context(racy.slice(0, 1)),
      '-shared x: 0..1 = 0',
      '+shared x: 0..2 = 0',
      context(racy.slice(2)),
      '\\ No newline at end of file',
    ),
    violated,
  ],
  [
    'a spec of which the last line is changed',
    'a.patch',
    lines(fileHead('t.mmspec'), '@@ -1,8 +1,8 @@', context(racy.slice(0, -1)), '-check one { }', '\\ No newline at end of file', `+${racy.at(-1) ?? ''}`),
    violated,
  ],
  [
    'a spec that is changed further below, to its end',
    'a.patch',
    lines(fileHead('t.mmspec'), '@@ -3,6 +3,6 @@', '-actor b[2] {', '+actor a[2] {', context(racy.slice(3)), '\\ No newline at end of file'),
    nothing(', 5:1 MM0005'),
  ],
  [
    'a spec that is removed',
    'a.patch',
    lines('diff --git a/t.mmspec b/t.mmspec', 'deleted file mode 100644', '--- a/t.mmspec', '+++ /dev/null', '@@ -1,8 +0,0 @@', marked('-', racy)),
    nothing(),
  ],
  [
    'a page that gets another name',
    'a.patch',
    lines('diff --git a/t.md b/u.md', 'similarity index 90%', 'rename from t.md', 'rename to u.md', '--- a/t.md', '+++ b/u.md', '@@ -1,12 +1,10 @@', unlocked),
    '1, one violated',
  ],
  ['without the head of git', 'a.diff', lines('--- a/t.md', '+++ b/t.md', '@@ -1,12 +1,10 @@', unlocked), '1, one violated'],
  [
    'two files',
    'a.diff',
    lines('--- a/t.md', '+++ b/t.md', '@@ -1,12 +1,10 @@', unlocked, '--- a/u.md', '+++ b/u.md', '@@ -0,0 +1,10 @@', marked('+', block(racy))),
    '1, one violated, one violated',
  ],
  [
    'the same file twice',
    'a.diff',
    lines(fileHead('t.md'), '@@ -1,12 +1,10 @@', unlocked, fileHead('t.md'), '@@ -1,12 +1,10 @@', unlocked),
    '1, one violated, one violated',
  ],
  [
    'a hunk that cuts the end off',
    'a.patch',
    lines(fileHead('t.md'), '@@ -7,5 +7,5 @@', ' text', ' ```mmspec', ' module tiny', '-shared x: 0..1 = 0', '+shared x: 0..2 = 0', ' actor a[2] {'),
    nothing(', 7:2 MM0005'),
  ],
  [
    'a hunk that cuts the beginning off',
    'a.patch',
    lines(
      fileHead('t.md'),
      '@@ -17,5 +17,5 @@ module tiny',
      ' invariant both: true',
      '-check one { }',
      '+check one { } expect holds',
      ' ```',
      ' text',
      ' text',
    ),
    nothing(', 6:2 MM0005'),
  ],
  [
    'a hunk within a block',
    'a.patch',
    lines(fileHead('t.md'), '@@ -17,3 +17,3 @@ module tiny', ' shared x: 0..2 = 0', '-actor b[2] {', '+actor a[2] {', '   rd: let t = x'),
    nothing(', 6:2 MM0005'),
  ],
  [
    'a hunk with the end of one block, and another one',
    'a.patch',
    lines(fileHead('t.md'), '@@ -17,13 +17,13 @@', ' invariant both: true', ' ```', '-text', '+more text', context(block(racy))),
    '0, one violated, 6:2 MM0005',
  ],
  ['two hunks that meet', 'a.patch', lines(fileHead('t.md'), '@@ -1,5 +1,4 @@', unlocked.slice(0, 5), '@@ -6,7 +5,6 @@', unlocked.slice(5)), '1, one violated'],
  [
    'two hunks with lines between them',
    'a.patch',
    lines(fileHead('t.md'), '@@ -1,5 +1,4 @@', unlocked.slice(0, 5), '@@ -8,5 +7,5 @@', unlocked.slice(8), ' text'),
    nothing(', 6:2 MM0005, 13:2 MM0005'),
  ],
  ['lines of no context', 'a.patch', lines(fileHead('t.md'), '@@ -2,0 +3,10 @@', marked('+', block(racy)), '@@ -9 +20 @@', '-old', '+new'), violated],
  [
    'a merge',
    'a.patch',
    lines(
      'diff --cc t.md',
      'index 1,2..3',
      '--- a/t.md',
      '+++ b/t.md',
      '@@@ -1,10 -1,9 +1,10 @@@',
      marked('  ', block(racy).slice(0, 2)),
      '- shared x: 0..1 = 0',
      '++shared x: 0..2 = 0',
      marked('  ', block(racy).slice(3)),
    ),
    violated,
  ],
  [
    'an end without a newline',
    'a.patch',
    lines(fileHead('t.md'), '@@ -1,1 +1,10 @@', '-old', '\\ No newline at end of file', marked('+', block(racy)), '\\ No newline at end of file'),
    violated,
  ],
  [
    'empty lines that lost their blank',
    'a.patch',
    lines(
      fileHead('t.md'),
      '@@ -1,12 +1,13 @@',
      '',
      context(block(racy).slice(0, 2)),
      '',
      '-shared x: 0..1 = 0',
      '+shared x: 0..2 = 0',
      '+// one more',
      context(block(racy).slice(3)),
    ),
    violated,
  ],
  [
    'a hunk of which lines are lost',
    'a.patch',
    lines(fileHead('t.md'), '@@ -1,12 +1,10 @@', unlocked.slice(0, 6), fileHead('u.md'), '@@ -0,0 +1,10 @@', marked('+', block(racy))),
    '0, one violated, 6:2 MM0005',
  ],
  ['a context diff', 'a.diff', lines('*** t.md', '--- t.md', '***************', '*** 1,3 ****', '  ```text', '--- 1,10 ----'), nothing(', 4:1 MM0005')],
  [
    'lines of a patch without any head',
    'a.txt',
    lines('Please add:', '', '+```mmspec', ...marked('+', racy.slice(0, 2)), '-// old', ...marked('+', racy.slice(2)), '+```'),
    violated,
  ],
  ['a patch by mail', 'a.eml', mail('Reason.', '---', ' t.md | 2 --', '', fileHead('t.md'), '@@ -1,12 +1,10 @@', unlocked, '-- ', '2.47.0'), '1, one violated'],
  [
    'a patch by mail, and a block in its reason',
    'a.eml',
    mail('Reason:', block(racy), '---', fileHead('t.md'), '@@ -1,12 +1,10 @@', unlocked, '-- ', '2.47.0'),
    '1, one violated, one violated',
  ],
  [
    'a patch by mail, quoted-printable',
    'a.eml',
    mailWith(
      [plain, 'Content-Transfer-Encoding: quoted-printable'],
      fileHead('t.md'),
      '@@ -1,12 +1,10 @@',
      unlocked.map((line) => line.replaceAll('=', '=3D')),
    ),
    '1, one violated',
  ],
  [
    'a patch that is attached',
    'a.eml',
    multipart(
      'mixed',
      ['', 'Attached.'],
      [
        'Content-Type: text/x-patch; name="0001-tiny.patch"',
        'Content-Transfer-Encoding: base64',
        '',
        ...base64(lines(fileHead('t.md'), '@@ -1,12 +1,10 @@', unlocked)),
      ],
    ),
    '1, one violated, 17:23 MM0009',
  ],
  ['an answer to a patch', 'a.eml', mail(marked('> ', [...fileHead('t.md'), '@@ -1,12 +1,10 @@', ...unlocked]), 'Why?'), '1, one violated'],
  ['an answer to a patch, without blanks', 'a.eml', mail(marked('>', [...fileHead('t.md'), '@@ -1,12 +1,10 @@', ...unlocked])), '1, one violated'],
  [
    'an answer between the lines of a patch',
    'a.eml',
    mail(marked('> ', [...fileHead('t.md'), '@@ -1,12 +1,10 @@', ...unlocked.slice(0, 5)]), '', 'Why is this gone?', '', marked('> ', unlocked.slice(5))),
    '1, one violated, 17:1 MM0004',
  ],
  [
    'an answer that quotes a part of a patch',
    'a.eml',
    mail(marked('> ', [...fileHead('t.md'), '@@ -1,12 +1,10 @@', ...unlocked.slice(0, 5)]), '', 'Why is this gone?'),
    nothing(', 11:4 MM0005'),
  ],
  [
    'a patch that adds a page with a patch in it',
    'a.patch',
    lines('--- /dev/null', '+++ b/t.md', '@@ -0,0 +1,15 @@', marked('+', ['```diff', '@@ -1 +1 @@', '-```mmspec', '+```text', '```', ...block(racy)])),
    violated,
  ],
]);

const from = 'From dev@example.com Sat Nov 28 12:00:00 2026';

export const mailboxes: readonly Sample[] = samples([
  ['one message', 'a.mbox', lines(from, head, '', block(racy), ''), violated],
  ['two messages', 'a.mbox', lines(from, head, '', block(racy), '', from, head, '', block(wrong), ''), '2, one violated, 27:20 MM0205'],
  ['text that begins with From', 'a.mbox', lines(from, head, '', 'Hello', '', 'From now on, at 12:00:00 in 2026, see below.', '', block(racy)), violated],
  [
    'a line that begins with From, with a mark before it',
    'a.mbox',
    lines(from, head, '', block(['module tiny', 'shared x: 0..2 = 0', 'actor a {', '>From : x = y }', 'check one { }']), ''),
    '2, 11:13 MM0205',
  ],
  ['CR LF', 'a.mbox', lines(from, head, '', block(racy), '', from, head, '', block(wrong), '').replaceAll('\n', '\r\n'), '2, one violated, 27:20 MM0205'],
  [
    'a series as git writes it',
    '0000-series.patch',
    lines(
      `From ${'0123456789'.repeat(4)} Mon Sep 17 00:00:00 2001`,
      head,
      '',
      'One.',
      '---',
      fileHead('t.md'),
      '@@ -1,12 +1,10 @@',
      unlocked,
      '-- ',
      '2.47.0',
      '',
      `From ${'9876543210'.repeat(4)} Mon Sep 17 00:00:00 2001`,
      head,
      '',
      'Two.',
      '---',
      fileHead('t.md'),
      '@@ -0,0 +1,10 @@',
      marked('+', block(racy)),
      '-- ',
      '2.47.0',
      '',
    ),
    '1, one violated, one violated',
  ],
  ['another ending', 't.mbx', lines(from, head, '', block(racy), ''), violated],
  ['no ending', 'inbox', lines(from, head, '', block(racy), ''), violated],
  ['a mail by the name of a mailbox', 'a.mbox', mail(block(racy)), violated],
  [
    'a message of more than 4 MiB among others',
    'a.mbox',
    lines(from, head, '', block(racy), '', from, head, '', 'a line of text\n'.repeat(300_000), from, head, '', block(racy)),
    '2, one violated, one violated, 19:1 MM0107',
  ],
  [
    'a mailbox of more than 4 MiB',
    'a.mbox',
    lines(...Array.from({ length: 60 }, () => [from, ...head, '', 'text '.repeat(20_000), '']), from, head, '', block(wrong)),
    '2, 490:20 MM0205',
  ],
  ['no spec', 'a.mbox', lines(from, head, '', 'Hello.', ''), nothing()],
]);

export const pages: readonly Sample[] = samples([
  ['a block', 'a.md', lines('# Tiny', '', block(racy)), violated],
  ['an item of a list', 'a.md', lines('- item:', '', marked('  ', block(wrong))), '2, 6:22 MM0205'],
  ['content that is less indented than its fence', 'a.md', lines('- item:', '', '  ```mmspec', racy, '  ```'), '0, one violated, 4:1 MM0006'],
  ['a fence that follows the mark of its item', 'a.md', lines('- ```mmspec', marked('  ', wrong), '  ```'), '2, 4:22 MM0205'],
  ['a fence that follows the number of its item', 'a.md', lines('+ one', '1. ```mmspec', marked('   ', wrong), '   ```'), '2, 5:23 MM0205'],
  ['waves', 'a.md', lines('~~~ mmspec', racy, '~~~'), violated],
  ['a long fence', 'a.md', lines('````mmspec', racy, '````'), violated],
  ['a fence in a longer one', 'a.md', lines('````text', block(racy), '````'), nothing()],
  ['words behind the language', 'a.md', lines('```mmspec title="tiny"', racy, '```'), violated],
  ['another language', 'a.md', lines('```mmspec-old', racy, '```'), nothing()],
  ['code in a line', 'a.md', lines('```mmspec``` begins a block', '', block(racy)), violated],
  ['a block without an end', 'a.md', lines('```mmspec', racy), '0, one violated, 1:1 MM0007'],
  ['a quoted block', 'a.md', lines(marked('> ', block(wrong))), '2, 4:22 MM0205'],
  ['an empty block', 'a.md', lines('text', '```mmspec', '```'), '2, 3:1 MM0109'],
  ['no block', 'a.md', lines('# Tiny'), nothing()],
  ['lines of a patch are text', 'a.md', lines(block([...racy, '// see', '// @@ -1 +1 @@'])), violated],
]);

export const corpus: readonly Sample[] = [...encodings, ...parts, ...quotes, ...flowed, ...patches, ...mailboxes, ...pages];
