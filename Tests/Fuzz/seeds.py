"""Writes the inputs that fuzzing starts from: seeds.py FOLDER, run at the root of the package."""

import hashlib, json, pathlib, re, sys

folder = pathlib.Path(sys.argv[1])
LARGEST = 4096


def write(targets, data):
    if 0 < len(data) <= LARGEST:
        for target in targets:
            path = folder / target / hashlib.sha1(data).hexdigest()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def wbxml(data):
    write(["decoder", "roundtrip", "convert", "message"], data)


def xml(data):
    write(["xml", "message"], data)


def texts(value):
    """All strings inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


RULE = re.compile(r"FREQ=|^[DWMY][DMPYA]?\d|^\d{8}T|^\./")

for path in sorted(pathlib.Path("Vectors").glob("*/*.json")):
    data = path.read_bytes()
    write(["vectors"], data)
    vector = json.loads(data)
    if vector["kind"] == "bootstrap":
        write(["bootstrap"], bytes.fromhex(vector["wbxml"]))
        write(["bootstrap"], vector["mediaType"].encode())
    elif isinstance(vector.get("wbxml"), str):
        wbxml(bytes.fromhex(vector["wbxml"]))
    if vector["kind"] == "notification":
        write(["notification"], bytes.fromhex(vector["bytes"]))
    if vector.get("type") == "syncml:auth-MAC":
        write(["notification"], vector["value"].encode())
    if vector.get("xml"):
        write(["bootstrap"] if vector["kind"] == "bootstrap" else [], "\n".join(vector["xml"]).encode())
        xml("\n".join(vector["xml"]).encode())
    for text in texts(vector):
        if len(text) < 200 and RULE.search(text):
            write(["rules"], text.encode())
        if tree := re.search(r"<MgmtTree.*</MgmtTree>", text, re.DOTALL):
            write(["trees"], tree[0].encode())
        if re.match(r"(Add|Delete|Exec|Get|Replace)=", text):
            write(["trees"], text.encode())

for text in ["D1 #10", "W2 MO WE 20260601T000000Z", "MP1 1+ SU 2- FR #0", "YD1 100 200 #5", "MD1 31 -1 #3", "20260131T020000Z"]:
    write(["rules"], text.encode())



def fact(kind, page, token, *names):
    """A fact about a language, as the target `tables` reads it."""
    texts = b"".join(bytes([len(name.encode())]) + name.encode() for name in names)
    return bytes([kind, page]) + (b"" if token is None else bytes([token])) + texts


tables = {}
for line in pathlib.Path("Sources/WBXML/Tables/tokens.tsv").read_text().splitlines()[1:]:
    language, kind, page, token, name, prefix, *_ = line.split("\t") + [""]
    facts = tables.setdefault(language, bytearray([0]))
    if kind == "tag":
        facts += fact(0, int(page, 0), int(token, 0), name)
    elif kind == "attribute":
        facts += fact(1, int(page, 0), int(token, 0), name, prefix)
    elif kind == "value":
        facts += fact(2, int(page, 0), int(token, 0), name)
    elif kind == "namespace":
        facts += fact(3, int(page, 0), None, name)
for facts in tables.values():
    write(["tables"], bytes(facts[:LARGEST]))
for name in [b"SyncML", b"MgmtTree", b"wta-wml", b"o-ex:rights", b"-//SYNCML//DTD SyncML 1.2//EN"]:
    write(["tables"], name)

for root in [pathlib.Path("Fixtures"), pathlib.Path("../shared/corpus")]:
    for path in sorted(root.glob("**/*")):
        if path.suffix == ".wbxml" and path.is_file():
            wbxml(path.read_bytes())
        elif path.suffix in (".xml", ".ddf") and path.is_file():
            data = path.read_bytes()
            if b"<MgmtTree" in data:
                write(["trees"], data)
            xml(data)
