"""The line to a mail server: opened, signed in, closed, and every way it fails turned into one kind of error."""

import contextlib
import imaplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import imap_tools

from projectie.mail.account import Account
from projectie.mail.line_error import LineError, Reason
from projectie.mail.oauth import Grant, TokenError, Tokens

_FAREWELL = 3.0  # seconds a server gets to say goodbye


@contextmanager
def signed_in(account: Account, tokens: Tokens) -> Iterator[imap_tools.BaseMailBox]:
    """Open a line to that account, signed in, no folder chosen; raise LineError when that fails."""
    with failing_as(Reason.UNREACHABLE):
        box = _connected(account)
    try:
        _sign_in(box, account, tokens)
        yield box
    except BaseException:
        _drop(box)
        raise
    _leave(box)


@contextmanager
def failing_as(reason: Reason) -> Iterator[None]:
    """Turn what the libraries raise into a LineError for that reason; a line that broke is always BROKE."""
    try:
        yield
    except imap_tools.ImapToolsError as error:
        raise LineError(reason, type(error).__name__) from error
    except imaplib.IMAP4.abort as error:
        raise LineError(_unless_reached(reason), "abort") from error
    except imaplib.IMAP4.error as error:
        raise LineError(reason, "error") from error
    except (OSError, EOFError) as error:
        raise LineError(_unless_reached(reason), type(error).__name__) from error
    except (ValueError, LookupError, AttributeError, TypeError, MemoryError, OverflowError) as error:
        # Of a server that does not speak IMAP (or promises more bytes than there are), or a line hung up meanwhile.
        raise LineError(_unless_reached(reason), type(error).__name__) from error


def _unless_reached(reason: Reason) -> Reason:
    return reason if reason is Reason.UNREACHABLE else Reason.BROKE


def _connected(account: Account) -> imap_tools.BaseMailBox:
    if account.tls:
        context = ssl.create_default_context()
        return imap_tools.MailBox(account.host, account.port, timeout=account.timeout, ssl_context=context)
    plain = imap_tools.MailBoxUnencrypted(account.host, account.port, timeout=account.timeout)
    if "LOGINDISABLED" not in plain.client.capabilities:
        return plain
    try:  # a server that takes no password in the open
        plain.client.starttls(ssl.create_default_context())
    except BaseException:
        _drop(plain)
        raise
    return plain


def _sign_in(box: imap_tools.BaseMailBox, account: Account, tokens: Tokens) -> None:
    if account.grant is None:
        with failing_as(Reason.REFUSED):
            _by_password(box, account)
    else:
        _by_token(box, account.user, account.grant, tokens)
    with failing_as(Reason.BROKE):
        _, told = box.client.capability()  # a server may offer more to those it knows
        box.client.capabilities = tuple((told[-1] or b"").decode("ascii", "replace").upper().split())


def _by_password(box: imap_tools.BaseMailBox, account: Account) -> None:
    login: Callable[..., object] = box.login
    if not (account.user + account.password).isascii():
        login = box.login_utf8
    login(account.user, account.password, initial_folder=None)


def _by_token(box: imap_tools.BaseMailBox, user: str, grant: Grant, tokens: Tokens) -> None:
    """Sign in by token; one that is refused may have ended before its time, so a new one is tried, once."""
    token = _token(tokens, grant)
    try:
        _authenticate(box, user, token)
    except LineError as error:
        tokens.forget(grant, token)
        if error.reason is not Reason.REFUSED:
            raise
        _authenticate(box, user, _token(tokens, grant))


def _token(tokens: Tokens, grant: Grant) -> str:
    try:
        return tokens.token(grant)
    except TokenError as error:
        raise LineError(Reason.TOKEN, str(error)) from error


def _authenticate(box: imap_tools.BaseMailBox, user: str, token: str) -> None:
    answers = iter((f"user={user}\1auth=Bearer {token}\1\1".encode(),))
    with failing_as(Reason.REFUSED):
        # A second challenge tells why it is refused, and is answered by nothing.
        box.client.authenticate("XOAUTH2", lambda challenge: next(answers, b""))  # noqa: ARG005


def _leave(box: imap_tools.BaseMailBox) -> None:
    with contextlib.suppress(Exception):  # whatever it answers: all that matters is done
        box.client.sock.settimeout(_FAREWELL)
        box.client.logout()
        return
    _drop(box)


def _drop(box: imap_tools.BaseMailBox) -> None:
    with contextlib.suppress(Exception):
        box.client.shutdown()


def hang_up(box: imap_tools.BaseMailBox) -> None:
    """Break the line from another thread: whoever waits for the server stops waiting at once."""
    with contextlib.suppress(OSError, AttributeError):
        socket.socket.shutdown(
            box.client.sock, socket.SHUT_RDWR
        )  # below TLS, which two threads may not touch
