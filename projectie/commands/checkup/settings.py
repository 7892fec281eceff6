"""Every setting, read and judged, also against the others. A pure rule; no value of a secret is ever said."""

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from projectie.commands.checkup.finding import Finding, ok, warning, wrong
from projectie.config import Settings
from projectie.settings import SETTINGS

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_OPEN = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared, not bound
Doubt = tuple[str, str]  # what is the matter, what to do
Judge = Callable[[Settings], Iterator[tuple[Callable[..., Finding], Doubt]]]


def settings_judged(settings: Settings) -> Iterator[Finding]:
    """Yield a line for every setting."""
    for setting in SETTINGS:
        value = getattr(settings, setting.name.lower())
        doubts = list(_JUDGES[setting.name](settings)) if setting.name in _JUDGES else []
        for make, (said, todo) in doubts:
            yield make(setting.name, said, todo)
        if not doubts:
            yield ok(setting.name, "is set" if value else "not set, which is fine")


def _base_url(settings: Settings) -> Iterator[tuple[Callable[..., Finding], Doubt]]:
    if settings.base_host in LOOPBACK and settings.host in _OPEN:
        yield (
            warning,
            (
                "leads people to their own machine, while the desk listens to all.",
                "Set the address that people use.",
            ),
        )
    elif settings.base_host not in LOOPBACK and not settings.secure:
        yield (
            warning,
            (
                "is not https: sign-ins and mails go over the line in the open.",
                "Put a proxy with TLS in front (deploy/) and set https://….",
            ),
        )


def _proxies(settings: Settings) -> Iterator[tuple[Callable[..., Finding], Doubt]]:
    if settings.secure and not settings.trusted_proxies:
        yield (
            warning,
            (
                "is 0 behind https: everybody seems to come from the proxy, so one who guesses passwords locks all out.",
                "Set the number of proxies in front, mostly 1.",
            ),
        )


def _smtp(settings: Settings) -> Iterator[tuple[Callable[..., Finding], Doubt]]:
    if not settings.smtp_url:
        yield (
            warning,
            ("is empty: no letter leaves the outbox.", "Set the mail server that letters leave by."),
        )
    else:
        yield from _tokens(settings, settings.smtp_url)


def _imap(attribute: str, what: str) -> Judge:
    def judge(settings: Settings) -> Iterator[tuple[Callable[..., Finding], Doubt]]:
        url: str = getattr(settings, attribute)
        if not url:
            yield warning, (f"is empty: mail {what} is not fetched.", "Set the mailbox, or pipe mail in.")
            return
        if urlsplit(url).scheme == "imap" and urlsplit(url).hostname not in LOOPBACK:
            yield warning, ("has no encryption of its own.", "Use imaps://.")
        yield from _tokens(settings, url)

    return judge


def _tokens(settings: Settings, url: str) -> Iterator[tuple[Callable[..., Finding], Doubt]]:
    parts = urlsplit(url)
    if parts.username and not parts.password and not settings.mail_oauth_token_url:
        yield (
            wrong,
            (
                "has a user and neither a password nor a way to get tokens.",
                "Add the password, or set MAIL_OAUTH_….",
            ),
        )


def _oauth(settings: Settings) -> Iterator[tuple[Callable[..., Finding], Doubt]]:
    if settings.mail_oauth_token_url and not settings.mail_oauth_client_id:
        yield wrong, ("is set without MAIL_OAUTH_CLIENT_ID.", "Set the id the provider gave the desk.")


def _authserv(settings: Settings) -> Iterator[tuple[Callable[..., Finding], Doubt]]:
    if settings.imap_url and not settings.authserv_id:
        yield (
            warning,
            (
                "is empty: no sender is ever proven, so nobody agrees or follows by mail (R32).",
                "Set the name in Authentication-Results of your mail server.",
            ),
        )


def _oidc(settings: Settings) -> Iterator[tuple[Callable[..., Finding], Doubt]]:
    if settings.oidc_issuer and not (settings.oidc_client_id and settings.oidc_client_secret):
        yield wrong, ("is set without client id and secret.", "Set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.")
    elif settings.oidc_issuer and not settings.oidc_domain:
        yield (
            warning,
            ("is set without OIDC_DOMAIN.", "Set the studio's domain, so that no other one counts."),
        )


def _second_factor(settings: Settings) -> Iterator[tuple[Callable[..., Finding], Doubt]]:
    if settings.secure and settings.second_factor != "STAFF":
        yield (
            warning,
            (
                "lets staff in with a password alone, where they set up no second step.",
                "Set SECOND_FACTOR=staff.",
            ),
        )


def _mollie(settings: Settings) -> Iterator[tuple[Callable[..., Finding], Doubt]]:
    if settings.mollie_api_key.startswith("test_") and settings.secure:
        yield warning, ("is a key for tests: no payment is real.", "Set the live_ key.")


def _drill(settings: Settings) -> Iterator[tuple[Callable[..., Finding], Doubt]]:
    if settings.mollie_api_url:
        yield warning, ("names another place for payments, as drills do.", "Remove it.")


def _log(settings: Settings) -> Iterator[tuple[Callable[..., Finding], Doubt]]:
    if settings.log_level == "DEBUG":
        yield warning, ("is DEBUG: much is written.", "Set INFO.")


_JUDGES: Mapping[str, Judge] = {
    "BASE_URL": _base_url,
    "TRUSTED_PROXIES": _proxies,
    "SMTP_URL": _smtp,
    "IMAP_URL": _imap("imap_url", "to support"),
    "IMAP_URL_URGENT": _imap("imap_url_urgent", "about urgent requests"),
    "IMAP_URL_INFO": _imap("imap_url_info", "to info"),
    "MAIL_OAUTH_TOKEN_URL": _oauth,
    "AUTHSERV_ID": _authserv,
    "OIDC_ISSUER": _oidc,
    "SECOND_FACTOR": _second_factor,
    "MOLLIE_API_KEY": _mollie,
    "MOLLIE_API_URL": _drill,
    "LOG_LEVEL": _log,
}
