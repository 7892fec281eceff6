"""What the studio says of its own mail server and lists, as parsing needs it; read from the settings."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpamSign:
    """A header by which our mail server says that a mail is spam: its name, and how its value begins."""

    name: bytes  # lower case
    value: str  # lower case


@dataclass(frozen=True, slots=True)
class Ours:
    """Which spam verdicts are obeyed, and which lists are the studio's own mailboxes."""

    spam: tuple[SpamSign, ...] = ()
    lists: frozenset[str] = frozenset()  # as `list_name` writes them


NOTHING = Ours()


def spam_signs(text: str) -> tuple[SpamSign, ...]:
    """Return the signs of a setting such as `X-Spam-Flag: YES; X-Spam: yes`; raise ValueError for what is none."""
    return tuple(_sign(each) for each in text.split(";") if each.strip())


def list_names(text: str) -> frozenset[str]:
    """Return the list ids and addresses of a setting, separated by `;`, with or without angle brackets."""
    return frozenset(name for each in text.split(";") if (name := list_name(each)))


def list_name(text: str) -> str:
    """Return one name for a list, however it is called: support@studio.example is support.studio.example too."""
    return text.strip(" \t<>").lower().replace("@", ".")


def _sign(text: str) -> SpamSign:
    name, colon, value = (part.strip() for part in text.partition(":"))
    if not (colon and value and name.isascii() and name.isprintable() and name) or " " in name:
        raise ValueError(text.strip())
    return SpamSign(name.lower().encode(), value.lower())
