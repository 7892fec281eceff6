"""Which files are programs: by how they end, or by how they begin. Nobody sends or receives those through the desk."""

# Programs and scripts: what somebody's computer might run when it is opened.
PROGRAMS = frozenset(
    {
        "action", "apk", "app", "appx", "bat", "bin", "cab", "chm", "cmd", "com", "command", "cpl", "deb", "dll",
        "dmg", "exe", "gadget", "hta", "inf", "ins", "iso", "jar", "js", "jse", "ksh", "lnk", "mjs", "msc", "msi",
        "msix", "msp", "mst", "ocx", "osx", "php", "pif", "pkg", "ps1", "psm1", "py", "reg", "rpm", "run", "scf",
        "scr", "sct", "sh", "sys", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "wsc", "wsf", "wsh", "xll",
    }
)  # fmt: skip
# How a program begins, whatever its name says.
BEGINNINGS = (
    b"MZ", b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"L\x00\x00\x00\x01\x14\x02\x00",
)  # fmt: skip
HEAD = max(map(len, BEGINNINGS))  # bytes to look at


def is_program(name: str) -> bool:
    """Whether a name ends as programs do; what Windows leaves off the end does not hide it."""
    return name.rstrip(" .").rpartition(".")[2].lower() in PROGRAMS and "." in name


def begins_as_program(head: bytes) -> bool:
    """Whether a file begins as programs do, whatever it is called."""
    return head.startswith(BEGINNINGS)
