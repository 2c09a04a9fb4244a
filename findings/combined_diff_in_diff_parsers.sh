#!/bin/sh
# npm diff 9.0.0, gitdiff-parser 0.3.1 and parse-diff 0.12.0, on a combined diff: what `git show` and `git log -p --cc` print
# of a merge whose result is that of neither parent. Its hunks begin with `@@@`, and each line has one sign for each parent.
#
# Seen: all three find the file, no hunk and no change in it, and say nothing: a merge that changes code looks as if it did not.
# what-the-diff 0.6.0 reads them.
# What to do: look for lines that begin with `@@@` before you trust that there is no change.
#
# Needs npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"dependencies":{"diff":"9.0.0","gitdiff-parser":"0.3.1","parse-diff":"0.12.0","what-the-diff":"0.6.0"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null 2>&1

cat > merge.patch <<'END'
diff --cc mm/tiny.c
index 422c2b7,7898192..0bd0dda
--- a/mm/tiny.c
+++ b/mm/tiny.c
@@@ -1,2 -1,1 +1,2 @@@
  a
- b
++c
END

cat > try.js <<'END'
const assert = require('node:assert/strict');
const text = require('node:fs').readFileSync('merge.patch', 'utf8');

assert.deepEqual(require('diff').parsePatch(text).flatMap(({ hunks }) => hunks), []);
assert.deepEqual(require('gitdiff-parser').parse(text).flatMap(({ hunks }) => hunks), []);
assert.deepEqual(require('parse-diff')(text).map(({ chunks, additions, deletions }) => [chunks.length, additions, deletions]), [[0, 0, 0]]);
assert.deepEqual(require('what-the-diff').parse(text).flatMap(({ hunks }) => hunks).flatMap(({ lines }) => lines), ['  a', '- b', '++c']);
console.log('as described');
END
node try.js
