"""Compares the public symbols that have no doc comment with the list of known gaps.

Not counted, since their text stands elsewhere: members that satisfy a protocol's requirement or are inherited
(DocC shows the protocol's text) and what the compiler synthesizes.
"""

import glob
import json
import os
import sys

graphs, gaps_file = sys.argv[1:3]
total = 0
gaps = set()
for module in sorted(os.listdir(graphs)):
    for file in glob.glob(f"{graphs}/{module}/*.symbols.json"):
        graph = json.load(open(file))
        witnesses = {
            r["source"]
            for r in graph["relationships"]
            if r["kind"] in ("defaultImplementationOf", "overrides")
        }
        witnesses |= {r["source"] for r in graph["relationships"] if "sourceOrigin" in r}
        for symbol in graph["symbols"]:
            identifier = symbol["identifier"]["precise"]
            if "::SYNTHESIZED::" in identifier or identifier in witnesses or symbol["kind"]["identifier"] == "swift.extension":
                continue
            total += 1
            lines = symbol.get("docComment", {}).get("lines", [])
            if not any(line["text"].strip() for line in lines):
                gaps.add(f"{module}: {'.'.join(symbol['pathComponents'])}")

if "--update" in sys.argv:
    with open(gaps_file, "w") as out:
        out.writelines(f"{gap}\n" for gap in sorted(gaps))
known = set(open(gaps_file).read().splitlines())
new, closed = sorted(gaps - known), sorted(known - gaps)
for gap in new:
    print(f"no doc comment: {gap}")
for gap in closed:
    print(f"documented or gone, take it off {gaps_file}: {gap}")
print(f"{total} public symbols, {total - len(gaps)} documented, {len(gaps)} known gaps")
if total < 500:
    print("too few symbols: the symbol graphs are not complete")
sys.exit(1 if new or closed or total < 500 else 0)
