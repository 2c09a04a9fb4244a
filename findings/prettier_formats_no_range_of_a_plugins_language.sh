#!/bin/sh
# Prettier 3.10.1 with a plugin for a language of its own: `--range-start` and `--range-end` format nothing,
# and it neither fails nor says so: the text comes back as it was.
#
# Seen: a plugin whose printer writes every line in capitals; the whole file comes out in capitals, a range of it unchanged.
# The nodes that a range may begin and end with are listed by the names of Prettier's own parsers, so none of a plugin's counts.
# What to do: a plugin takes the range from the options in its `parse`, and leaves what is outside alone.
#
# Needs npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"dependencies":{"prettier":"3.10.1"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null 2>&1

cat > plugin.mjs <<'END'
export const languages = [{ name: 'Lines', parsers: ['lines'], extensions: ['.lines'] }];
export const parsers = {
  lines: {
    astFormat: 'lines-ast',
    locStart: (node) => node.start,
    locEnd: (node) => node.end,
    parse: (text) => {
      let start = 0;
      const lines = text.trimEnd().split('\n').map((line) => {
        const node = { type: 'line', text: line, start, end: start + line.length };
        start = node.end + 1;
        return node;
      });
      return { type: 'file', lines, start: 0, end: text.length };
    },
  },
};
export const printers = {
  'lines-ast': {
    getVisitorKeys: (node) => (node.type === 'file' ? ['lines'] : []),
    print: (path, options, print) => (path.node.type === 'line' ? path.node.text.toUpperCase() : [path.map(print, 'lines').map((line) => [line, '\n'])]),
  },
};
END
printf 'one\ntwo\nthree\n' > text.lines
node_modules/.bin/prettier --plugin ./plugin.mjs text.lines > whole.txt
status=0
node_modules/.bin/prettier --plugin ./plugin.mjs --range-start 4 --range-end 7 text.lines > range.txt 2> errors.txt || status=$?
echo "whole: $(tr '\n' ' ' < whole.txt)"
echo "range: $(tr '\n' ' ' < range.txt)"

printf 'ONE\nTWO\nTHREE\n' | cmp - whole.txt
cmp text.lines range.txt
[ "$status" -eq 0 ]
[ ! -s errors.txt ]
