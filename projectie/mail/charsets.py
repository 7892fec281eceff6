"""Bytes → text: the declared charset, then UTF-8, then Windows-1252; never a guess by statistics."""

import codecs
import re
from encodings import aliases, normalize_encoding

# What browsers read for these labels: the superset that is really meant.
_MEANT = {
    "ascii": "cp1252", "us_ascii": "cp1252", "iso8859_1": "cp1252", "latin_1": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932",
    "iso8859_9": "cp1254", "iso8859_11": "cp874", "tis_620": "cp874",
}  # fmt: skip
_NAMES = {
    "iso_8859_8_i": "iso8859_8", "iso_8859_8_e": "iso8859_8", "iso_8859_6_i": "iso8859_6",
    "iso_8859_6_e": "iso8859_6", "ks_c_5601_1987": "cp949", "windows_874": "cp874", "cp874": "cp874",
    "windows_31j": "cp932", "x_sjis": "cp932", "x_gbk": "gb18030", "unicode_1_1_utf_7": "utf_7",
    "macintosh": "mac_roman", "x_mac_roman": "mac_roman", "utf8mb4": "utf_8", "unicode": "utf_16",
    "koi8_u": "koi8_u", "x_euc_jp": "euc_jp", "iso_2022_jp_ms": "iso2022_jp_ext", "iso_8859_11": "cp874",
}  # fmt: skip
_NO_CHARSETS = {
    "base64_codec", "bz2_codec", "hex_codec", "mbcs", "quopri_codec", "rot_13", "tactis", "uu_codec",
    "zlib_codec",
}  # fmt: skip
_KNOWN = set(aliases.aliases.values()) - _NO_CHARSETS
_SINGLE_BYTE_LATIN = {"cp1252", "iso8859_15", "cp1254", "iso8859_2", "cp1250", "mac_roman"}
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}")
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


def codec_of(label: str | None) -> str | None:
    """Return Python's codec for a charset label, None where it names no charset we know."""
    found = _LABEL.match(label.strip("\"' \t")) if label else None
    if found is None:
        return None
    # Never ask codecs.lookup: it imports by the sender's name and keeps every miss for ever.
    name = normalize_encoding(found[0]).lower().replace(".", "_").replace("-", "_")
    codec = _NAMES.get(name) or aliases.aliases.get(name) or name
    codec = _MEANT.get(codec, codec)
    return codec if codec in _KNOWN or codec in _NAMES.values() else None


def decode(data: bytes, label: str | None, *, cut: bool = False) -> tuple[str, bool]:
    """Return the text of `data` and whether its label was honest; `cut` says the end is missing."""
    declared = codec_of(label)
    for codec in _candidates(data, declared):
        try:
            text = codecs.getincrementaldecoder(codec)().decode(data, not cut) if cut else data.decode(codec)
        except ValueError:
            continue
        return text, not label or codec == declared or data.isascii()
    return data.decode("cp1252", "replace"), not label


def _candidates(data: bytes, declared: str | None) -> tuple[str, ...]:
    if declared is None or declared == "utf_8":
        return ("utf_8", "cp1252")
    if declared in _SINGLE_BYTE_LATIN:  # these decode anything; what is valid UTF-8 was meant as UTF-8
        return ("utf_8", declared) if not data.isascii() else (declared,)
    if (
        declared.startswith(("utf_16", "utf_32"))
        and b"\0" not in data
        and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        return ("utf_8", "cp1252", declared)  # text of two bytes a letter without one zero byte is none
    return (declared, "utf_8", "cp1252")


def storable(text: str) -> str:
    """Return the text with line feeds as line ends and without what no database or page can hold."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSTORABLE.sub("", text)
