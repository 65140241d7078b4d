"""The words of a PDF, read the way a search in a reader finds them: through its fonts' ToUnicode maps.

Enough for documents of our own making; nothing on a fresh machine reads them otherwise.
"""

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.S)
STREAM = re.compile(rb"stream\r?\n(.*?)\nendstream", re.S)
FONT_USED = re.compile(rb"/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]+)>")


def text_of(pdf: bytes) -> str:
    """All pages, in the order in which they are drawn; without spaces and line ends, which are not reliable."""
    objects = _objects(pdf)
    maps = {name: _map(objects, body) for name, body in _fonts(objects)}
    drawn = [body for body in map(_unpacked, objects.values()) if b" Tf" in body and b"TJ" in body]
    return "".join(_read(body, maps) for body in drawn)


def is_tagged(pdf: bytes) -> bool:
    bodies = [*_objects(pdf).values()]
    return any(b"/MarkInfo" in body and b"/StructTreeRoot" in body for body in bodies)


def title_of(pdf: bytes) -> str:
    """As a reader shows it, from the document's XMP metadata."""
    packets = [packet for packet in map(_unpacked, _objects(pdf).values()) if b"pdfuaid" in packet]
    found = re.search(r'xml:lang="x-default">([^<]*)<', packets[0].decode()) if packets else None
    return found[1] if found else ""


def _objects(pdf: bytes) -> dict[bytes, bytes]:
    found = dict(OBJECT.findall(pdf))
    for body in list(found.values()):
        if b"/ObjStm" in body:
            found.update(_inside(body))
    return found


def _inside(body: bytes) -> dict[bytes, bytes]:
    """Objects packed together: first where each begins, then they."""
    words = _unpacked(body)
    first = int(re.search(rb"/First (\d+)", body)[1])  # type: ignore[index]
    numbers = words[:first].split()
    starts = [(numbers[i], first + int(numbers[i + 1])) for i in range(0, len(numbers), 2)]
    ends = [start for _, start in starts[1:]] + [len(words)]
    return {number: words[start:end] for (number, start), end in zip(starts, ends, strict=True)}


def _unpacked(body: bytes) -> bytes:
    stream = STREAM.search(body)
    if not stream:
        return b""
    # A line end before the closing word may be two bytes, or its first one the last of what is packed.
    return zlib.decompressobj().decompress(stream[1]) if b"/FlateDecode" in body else stream[1]


def _fonts(objects: dict[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """By the name pages call them: WeasyPrint keeps them all in one dictionary of its own."""
    kept = {number for body in objects.values() for number in re.findall(rb"/Font (\d+) 0 R", body)}
    named = [pair for number in kept for pair in re.findall(rb"/(\w+) (\d+) 0 R", objects[number])]
    return [(name, objects[number]) for name, number in named]


def _map(objects: dict[bytes, bytes], font: bytes) -> dict[str, str]:
    to = re.search(rb"/ToUnicode (\d+) 0 R", font)
    lines = _unpacked(objects[to[1]]) if to else b""
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", lines)
    return {code.decode().lower(): bytes.fromhex(word.decode()).decode("utf-16-be") for code, word in pairs}


def _read(body: bytes, maps: dict[bytes, dict[str, str]]) -> str:
    said, now = [], {}
    for name, word in FONT_USED.findall(body):
        if name:
            now = maps.get(name, {})
        else:
            codes = word.decode().lower()
            said += [now.get(codes[i : i + 4], "") for i in range(0, len(codes), 4)]
    return "".join("".join(said).split())
