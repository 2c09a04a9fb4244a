#!/bin/sh
# npm diff 9.0.0 and gitdiff-parser 0.3.1, on what `git format-patch` writes: every such mail ends with a signature,
# a line "-- " and the version of git, which directly follows the last hunk. The count in the hunk's header says where
# the hunk ends; the signature looks like a removed line.
#
# Seen: diff's parsePatch raises "Hunk at line 11 has more lines than expected";
# gitdiff-parser counts the signature as a removed line with the text "- ", so the last file loses a line more than it does.
# parse-diff 0.12.0 goes by the header's count and is right.
# What to do: cut the mail at the signature, or read as many lines as the header says.
#
# Needs npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"dependencies":{"diff":"9.0.0","gitdiff-parser":"0.3.1","parse-diff":"0.12.0"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null 2>&1

cat > signed.patch <<'END'
Subject: [PATCH] mm: count once

---
 mm/tiny.c | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/mm/tiny.c b/mm/tiny.c
index 1111111..2222222 100644
--- a/mm/tiny.c
+++ b/mm/tiny.c
@@ -1,3 +1,3 @@
 int a;
-int b;
+int c;
 int d;
-- 
2.39.5

END
cat > read.mjs <<'END'
import { readFileSync } from 'node:fs';
import { parsePatch } from 'diff';
import gitdiff from 'gitdiff-parser';
import parseDiff from 'parse-diff';
const text = readFileSync('signed.patch', 'utf8');
const unsigned = text.slice(0, text.indexOf('-- \n2.39.5'));
const raised = (patch) => {
  try {
    return parsePatch(patch)[0].hunks[0].lines.length;
  } catch (error) {
    return error.message;
  }
};
const removed = (patch) => gitdiff.parse(patch)[0].hunks[0].changes.filter((change) => change.type === 'delete').map((change) => change.content);
console.log(JSON.stringify({ diff: raised(text), diff_unsigned: raised(unsigned), gitdiff: removed(text), gitdiff_unsigned: removed(unsigned), parse_diff: parseDiff(text)[0].deletions }));
END
node read.mjs > seen.txt
cat seen.txt

grep -q '"diff":"Hunk at line 11 has more lines than expected' seen.txt
grep -q '"diff_unsigned":4' seen.txt
grep -q '"gitdiff":\["int b;","- "\]' seen.txt
grep -q '"gitdiff_unsigned":\["int b;"\]' seen.txt
grep -q '"parse_diff":1' seen.txt
