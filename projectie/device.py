"""From what somebody read, in words that name nobody: browser, system, kind of network."""

from ipaddress import ip_address

_BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def in_words(agent: str, address: str) -> str:
    """Return for example `Firefox · Windows · IPv6`; what cannot be told is left out."""
    parts = (_first(_BROWSERS, agent), _first(_SYSTEMS, agent), _family(address))
    return " · ".join(part for part in parts if part)


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in names if sign in agent), "")


def _family(address: str) -> str:
    try:
        return f"IPv{ip_address(address).version}"
    except ValueError:
        return ""
