#!/usr/bin/env python3
"""Writes a SyncML message of a given size to standard output, for measuring memory: nothing is stored.

    generate.py wbxml|xml BYTES [SHAPE]

Shapes: items (many Adds of a small item), group (the same in one Sequence), text (one item with one long text), opaque (items with binary data),
tags (empty elements alone).
"""

import itertools
import sys


def wbxml(shape):
    """Header, repeated part, end."""
    head = bytes.fromhex("02A4016A006D6C71") + b"\x03" + b"1.2\0\x01\x01" + b"\x6b"
    if shape in ("items", "group"):
        item = bytes.fromhex("45") + b"\x4b\x03" + b"1\0\x01" + b"\x54\x6e\x57\x03" + b"./Vendor/Object/Node\0"
        item += b"\x01\x01\x5a\x00\x01\x47\x03chr\0\x01\x01\x00\x00\x4f\x03" + "a value, with é in it".encode() + b"\0\x01\x01\x01"
        if shape == "group":
            return head + b"\x64\x4b\x03g\0\x01", item, b"\x01\x01\x01"
        return head, item, b"\x01\x01"
    if shape == "text":
        return head + b"\x45\x54\x4f\x03", b"one long text without an end ", b"\0\x01\x01\x01\x01\x01"
    if shape == "opaque":
        return head + b"\x45", b"\x54\x4f\xc3\x81\x00" + bytes(range(128)) + b"\x01\x01", b"\x01\x01\x01"
    return head, b"\x12", b"\x01\x01"


def xml(shape):
    head = b"<?xml version='1.0'?><SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD></SyncHdr><SyncBody>\n"
    end = b"</SyncBody></SyncML>\n"
    if shape in ("items", "group"):
        item = (
            "<Add><CmdID>1</CmdID><Item><Target><LocURI>./Vendor/Object/Node</LocURI></Target>"
            "<Meta><Format xmlns='syncml:metinf'>chr</Format></Meta><Data>a value, with é in it</Data></Item></Add>\n"
        ).encode()
        if shape == "group":
            return head + b"<Sequence><CmdID>g</CmdID>", item, b"</Sequence>" + end
        return head, item, end
    if shape == "text":
        return head + b"<Add><Item><Data>", b"one long text without an end ", b"</Data></Item></Add>" + end
    if shape == "opaque":
        return head + b"<Add>", b"<Item><Data><?wbxml-opaque AAECAwQFBgcICQoLDA0ODw==?></Data></Item>", b"</Add>" + end
    return head, b"<Final/>", end


def main():
    encoding, size = sys.argv[1], int(sys.argv[2])
    head, part, end = {"wbxml": wbxml, "xml": xml}[encoding](sys.argv[3] if len(sys.argv) > 3 else "items")
    block = part * max(1, (1 << 18) // len(part))
    output = sys.stdout.buffer
    output.write(head)
    parts = max(0, size - len(head) - len(end)) // len(part)
    for _ in itertools.repeat(None, parts // (len(block) // len(part))):
        output.write(block)
    output.write(part * (parts % (len(block) // len(part))))
    output.write(end)


try:
    main()
except BrokenPipeError:
    sys.stderr.close()
