"""Files to attach: tables as they are, pictures and documents made on the spot."""

import hashlib
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("tables")
WIDTH, HEIGHT = 480, 300
LINES_FROM = 720  # points from the bottom of the page


@dataclass(frozen=True, slots=True)
class File:
    """A file as a mail carries it."""

    name: str
    content_type: str
    content: bytes


def file_named(name: str, title: str) -> File:
    """Return the file of that name (.png, .pdf or .csv); the same name gives the same bytes."""
    kind = name.rpartition(".")[2]
    if kind == "png":
        return File(name, "image/png", picture(name))
    if kind == "pdf":
        return File(name, "application/pdf", document((title, name)))
    return File(name, "text/csv", (FOLDER / name).read_bytes())


def picture(seed: str) -> bytes:
    """Return a small PNG: a sky, a ground, and a few blocks in colours of that seed."""
    drawn = hashlib.sha256(seed.encode()).digest()
    sky, ground, block = drawn[0:3], drawn[3:6], drawn[6:9]
    rows = bytearray()
    for y in range(HEIGHT):
        row = bytearray((ground if y > HEIGHT * 2 // 3 else _lighter(sky, y)) * WIDTH)
        for place in range(4):
            left, top = 30 + place * 110, HEIGHT * 2 // 3 - drawn[10 + place] // 2
            if top <= y <= HEIGHT * 2 // 3:
                row[left * 3 : (left + 70) * 3] = _lighter(block, place * 40) * 70
        rows += b"\0" + row
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def document(lines: tuple[str, ...]) -> bytes:
    """Return a PDF of one page with those lines."""
    shown = (line.encode("cp1252", "replace").decode("latin-1") for line in lines)
    escaped = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in shown)
    text = f"BT /F1 16 Tf 24 TL 72 {LINES_FROM} Td {' '.join(f'({line}) Tj T*' for line in escaped)} ET"
    font = "<< /Font << /F1 5 0 R >> >>"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources {font} >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    return _pdf(objects)


def _pdf(objects: tuple[str, ...]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return out + f"{tail}startxref\n{len(out)}\n%%EOF\n".encode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _lighter(colour: bytes, by: int) -> bytes:
    return bytes(min(255, part // 2 + 90 + by // 4) for part in colour)
