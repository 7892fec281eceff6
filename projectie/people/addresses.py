"""Mail addresses and domains as they are kept: lower case, the domain as it travels."""

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

# Whoever has a box there belongs to nobody: such a domain would give strangers a client's tickets.
# fmt: off
FREE_MAIL = frozenset((
    "gmail.com", "googlemail.com", "outlook.com", "outlook.nl", "hotmail.com", "hotmail.nl",
    "hotmail.co.uk", "hotmail.de", "hotmail.fr", "hotmail.be", "live.com", "live.nl", "live.be",
    "live.co.uk", "msn.com", "passport.com", "yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "yahoo.nl",
    "ymail.com", "rocketmail.com", "aol.com", "icloud.com", "me.com", "mac.com", "proton.me",
    "protonmail.com", "protonmail.ch", "pm.me", "tutanota.com", "tuta.com", "tuta.io", "gmx.com", "gmx.de",
    "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "mail.com", "email.com",
    "mail.de", "posteo.de", "posteo.net", "mailbox.org", "fastmail.com", "fastmail.fm", "hey.com",
    "zoho.com", "zohomail.eu", "yandex.com", "yandex.ru", "mail.ru", "ziggo.nl", "kpnmail.nl",
    "kpnplanet.nl", "planet.nl", "hetnet.nl", "home.nl", "xs4all.nl", "upcmail.nl", "chello.nl",
    "casema.nl", "quicknet.nl", "zonnet.nl", "zeelandnet.nl", "tele2.nl", "solcon.nl", "telfort.nl",
    "telfortglasvezel.nl", "online.nl", "wxs.nl", "caiway.nl", "caiway.net", "kabelfoon.nl", "delta.nl",
    "deltanet.nl", "freeler.nl", "tiscali.nl", "wanadoo.nl", "orange.nl", "onsbrabantnet.nl", "onsnet.nu",
    "multiweb.nl", "versatel.nl", "budget.nl", "onsmail.nl", "skynet.be", "telenet.be", "proximus.be",
    "orange.fr", "free.fr", "sfr.fr", "laposte.net", "wanadoo.fr", "libero.it", "btinternet.com", "sky.com",
    "virginmedia.com", "talktalk.net", "bigpond.com", "comcast.net", "verizon.net", "att.net",
))
# fmt: on


def kept_address(typed: str) -> str | None:
    """Return the address in the form it is kept in, or nothing when it is none."""
    parts = _valid(typed.strip())
    if parts is None:
        return None
    address = f"{parts.local_part}@{parts.ascii_domain}".lower()
    return address if len(address) <= 254 else None


def kept_domain(typed: str) -> str | None:
    """Return the mail domain in what was typed (an address or @domain will do), or nothing when it is none."""
    parts = _valid(f"postmaster@{typed.strip().rpartition('@')[2]}")
    return parts.ascii_domain.lower() if parts else None


def domain_of(address: str) -> str:
    """Return the domain by which an address can belong to an organisation; empty where anybody has a mailbox.

    Exactly that domain: one below it, and one that only looks like it, is another.
    """
    domain = address.rpartition("@")[2].lower()
    if not domain.isascii():
        domain = kept_domain(domain) or ""
    return "" if domain in FREE_MAIL else domain


def _valid(address: str) -> ValidatedEmail | None:
    try:
        # The names of drills and demos (.test) are addresses here; whether mail arrives shows when it is sent.
        return validate_email(address, check_deliverability=False, test_environment=True)
    except (EmailNotValidError, UnicodeError):
        return None
