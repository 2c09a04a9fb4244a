#!/bin/sh
# Debian patchutils 0.4.2-1: `interdiff` compares two versions of a patch by their hunks only. What git writes without a hunk (a file
# renamed or copied as it is, a mode, an empty file) is not there for it, and a file that is removed is as one that is emptied.
#
# Seen: nothing is printed, and the status is 0, between v1 that renames a file and v2 that makes it executable instead; and between
# v1 that removes a file and v2 that only empties it. `lsdiff` does not list the renamed file. `git range-diff` tells both.
# What to do: where v1 and v2 are branches, take git range-diff; of patches, compare the lines of the extended headers as well.
#
# Needs apt-get, dpkg and git.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download patchutils=0.4.2-1 >/dev/null 2>&1
dpkg -x patchutils_*.deb .

git init -q tree
cd tree
git config user.name A
git config user.email a@example.org
mkdir mm
printf 'one\ntwo\nthree\n' > mm/slab.c
printf 'one\n' > mm/gup.c
git add .
git commit -q -m base
base=$(git rev-parse HEAD)
version() {
  git add -A
  git commit -q -m 'mm: a change'
  git branch "$1"
  git diff -M "$base" > "../$1.diff"
  git reset -q --hard "$base"
}
echo 1 >> mm/gup.c; git mv mm/slab.c mm/slub.c; version renames
echo 1 >> mm/gup.c; chmod +x mm/slab.c; version makes_executable
git rm -q mm/slab.c; version removes
: > mm/slab.c; version empties
cd ..

grep -q '^rename to mm/slub.c' renames.diff
grep -q '^new mode 100755' makes_executable.diff
grep -q '^deleted file' removes.diff
for pair in 'renames makes_executable' 'removes empties'; do
  set -- $pair
  usr/bin/interdiff "$1.diff" "$2.diff" > told.txt
  echo "interdiff of $1 and $2: $(wc -c < told.txt) bytes, status 0"
  test ! -s told.txt
  git -C tree range-diff "$base..$1" "$base..$2" > range.txt
  grep -q 'mm: a change' range.txt
  grep -qv ' = ' range.txt
done
test "$(usr/bin/lsdiff renames.diff)" = a/mm/gup.c
