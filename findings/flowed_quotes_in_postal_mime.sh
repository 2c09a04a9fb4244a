#!/bin/sh
# npm postal-mime 4.0.0, on quoted lines of a mail in format=flowed.
# RFC 3676, section 4.5: the marks of quotation are taken off before lines are joined, and only lines quoted as often are one paragraph.
#
# Seen: postal-mime joins the lines with their marks in the middle ("> text that > flows on"), and lines quoted twice with
# lines quoted once (">> deeper > less"). Code that is quoted in an answer gets a `>` in the middle of a line.
# mailparser 3.14.2, of the same authors, joins them without marks, and not across depths.
# What to do: unfold format=flowed yourself, or take mailparser or its parts.
#
# Needs npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"type":"module","dependencies":{"postal-mime":"4.0.0","mailparser":"3.14.2"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null 2>&1

cat > try.js <<'END'
import assert from 'node:assert/strict';
import PostalMime from 'postal-mime';
import { simpleParser } from 'mailparser';

const mail = [
  'From: dev@example.com',
  'Content-Type: text/plain; format=flowed',
  '',
  '> text that ',
  '> flows on',
  '>> deeper ',
  '> less',
  '',
].join('\r\n');
const lines = (text) => text.trimEnd().split(/\r?\n/);

assert.deepEqual(lines((await PostalMime.parse(mail)).text), ['> text that > flows on', '>> deeper > less']);
assert.deepEqual(lines((await simpleParser(mail)).text), ['> text that flows on', '>> deeper ', '> less']);
console.log('as described');
END
node try.js
