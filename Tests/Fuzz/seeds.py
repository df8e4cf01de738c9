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
    if b"SyncML" in data[:200] or data[1:3] in (b"\x9f\x53", b"\xa4\x01"):
        session([data])


def xml(data):
    write(["xml", "message"], data)
    if b"<SyncML" in data:
        session([data])


def session(messages, sides=(0, 1), kind=0):
    """Messages for either side of a session; the bits of its kind are those of the target `session`."""
    for side in sides:
        write(["session"], bytes([kind | side, 20, 1]) + b"\xff\x0a".join(messages))


def in_message(commands, number, maximum=None):
    """Commands as XML, in a message of a session."""
    meta = f"<Meta><MaxMsgSize xmlns='syncml:metinf'>{maximum}</MaxMsgSize></Meta>" if maximum else ""
    text = "\n".join(commands).replace("${MsgID}", "1")
    text = re.sub(r"\$\{CmdID\.(\d+)\}", lambda match: str(int(match[1]) + 1), text)
    return (
        "<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>"
        f"<SessionID>1</SessionID><MsgID>{number}</MsgID><Target><LocURI>IMEI:1</LocURI></Target>"
        f"<Source><LocURI>http://s/dm</LocURI></Source>{meta}</SyncHdr><SyncBody>{text}</SyncBody></SyncML>"
    ).encode()


def story(vector):
    """The messages that a vector's server, or its device, sends one after the other."""
    packages = []
    for step in vector["steps"]:
        if vector["kind"] == "server":
            packages.append(step.get("send"))
        else:
            packages += [message.get("send") for message in step.get("exchange", {}).get("messages", [])]
            sends = step.get("session", {}).get("send") or []
            packages += sends if all(isinstance(send, list) for send in sends) else [sends]
    packages = [package for package in packages if package and all(isinstance(part, str) for part in package)]
    closed = [part if part[-1] == "<Final/>" else part + ["<Final/>"] for part in packages]
    side = 1 if vector["kind"] == "server" else 0
    # Without authentication; with MD5; with HMAC on both sides; with small sizes.
    for kind, maximum in [(0x00, None), (0x04, None), (0x26, None), (0x50, 600)]:
        session([in_message(part, number + 1, maximum) for number, part in enumerate(closed)], [side], kind)


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
    if vector["kind"] in ("flow", "server"):
        story(vector)
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
