"""Lists the public symbols of the symbol graphs in a folder that have no doc comment; exits with 1 where there are any.

Not counted, since their text stands elsewhere: members that satisfy a protocol's requirement or are inherited
(DocC shows the protocol's text) and what the compiler synthesizes.
"""

import glob
import json
import os
import sys

graphs = sys.argv[1]
total = 0
undocumented = set()
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
                undocumented.add(f"{module}: {'.'.join(symbol['pathComponents'])}")

for symbol in sorted(undocumented):
    print(f"no doc comment: {symbol}")
print(f"{total} public symbols, {len(undocumented)} without a doc comment")
if total < 500:
    print("too few symbols: the symbol graphs are not complete")
sys.exit(1 if undocumented or total < 500 else 0)
