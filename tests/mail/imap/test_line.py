"""A line to a mail server: nothing is changed by reading, and everything that fails has a name."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from projectie.clock.now import now
from projectie.config import Settings
from projectie.mail import imap
from projectie.mail.account import Account
from projectie.mail.imap import Line, Withheld
from projectie.mail.line_error import LineError, Reason
from projectie.mail.oauth import Tokens
from tests.mail.imap.servers import Postbox
from tests.mail.imap.wire import Wire, talking
from tests.post import letter

TOKENS = Tokens(now)
Fresh = Callable[..., Postbox]


def _uids(line: Line, last: int = 0) -> list[int]:
    return list(line.after(last, line.look().next))


def _read(account: Account) -> None:
    with Line.open(account, TOKENS) as line:
        for uid in _uids(line):
            line.mail(uid)


def _failing(account: Account) -> Reason:
    with pytest.raises(LineError) as failure:
        _read(account)
    return failure.value.reason


def test_a_mail_comes_byte_for_byte_and_stays_unseen_r29(postbox: Fresh, settings: Settings) -> None:
    box = postbox("Bürö & ticket")
    every = bytes(set(range(1, 256)) - {10, 13})  # the client that delivers mends line ends
    mails = [letter(body="één\r\n.\r\n\x01"), b"A: b\r\n\r\n" + every * 40 + b"\r\n", b"A: b\r\n\r\n"]
    box.deliver(*mails)
    with Line.open(Account.of(box.url, settings), TOKENS) as line:
        read = [line.mail(uid) for uid in _uids(line)]
    assert [found and found.raw for found in read] == mails
    assert all(found and found.at and abs((found.at - now()).total_seconds()) < 60 for found in read)
    assert box.flags() == [(), (), ()]


def test_only_what_comes_after_is_listed(
    postbox: Fresh, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = postbox()
    box.deliver(*(letter() for _ in range(7)))
    with Line.open(Account.of(box.url, settings), TOKENS) as line:
        every = _uids(line)
        assert len(every) == 7
        for window in (10_000, 2, 1):
            monkeypatch.setattr(imap, "_WINDOW", window)
            assert [_uids(line, last) for last in (0, every[2], every[-1])] == [every, every[3:], []]
        assert list(line.after(every[2], None)) == every[3:], "a server may not tell what comes next"


def test_a_mail_that_was_removed_meanwhile_is_none(postbox: Fresh, settings: Settings) -> None:
    box = postbox()
    box.deliver(letter(), letter())
    with Line.open(Account.of(box.url, settings), TOKENS) as line:
        first, second = _uids(line)
        with box.inside() as owner:
            owner.delete([str(first)])
        line.look()  # pymap shows a session what it began with
        assert line.mail(first) is None
        assert line.mail(second) is not None
        assert line.mail(4_000_000) is None


def test_a_mail_that_is_there_and_not_given_is_not_taken_for_gone(
    postbox: Fresh, settings: Settings, laid: Wire
) -> None:
    box = postbox()
    box.deliver(letter())
    with Line.open(Account.of(box.address(laid.port), settings), TOKENS) as line:
        (uid,) = _uids(line)
        laid.withheld.add(uid)
        with pytest.raises(Withheld):
            line.mail(uid)


def test_marking_as_seen_removes_nothing(postbox: Fresh, settings: Settings) -> None:
    box = postbox()
    box.deliver(letter(), letter(), letter())
    with box.inside() as owner:
        owner.client.store("3", "+FLAGS", r"(\Deleted)")
    with Line.open(Account.of(box.url, settings), TOKENS) as line:
        line.mark_seen(_uids(line)[:1])
        line.mark_seen([])
    assert box.flags() == [("\\Seen",), (), ("\\Deleted",)]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"password": "anders"}, Reason.REFUSED),
        ({"user": ""}, Reason.REFUSED),
        ({"folder": "Nergens"}, Reason.FOLDER),
        ({"port": 1}, Reason.UNREACHABLE),
        ({"host": "nergens.invalid"}, Reason.UNREACHABLE),
        ({"tls": True}, Reason.UNREACHABLE),
    ],
)
def test_what_fails_has_a_name(
    postbox: Fresh, settings: Settings, wrong: dict[str, object], reason: Reason
) -> None:
    account = Account.of(postbox().url, settings)
    assert _failing(replace(account, timeout=5, **wrong)) is reason  # type: ignore[arg-type]


def test_a_password_that_is_refused_is_not_told(postbox: Fresh, settings: Settings) -> None:
    account = replace(Account.of(postbox().url, settings), password="niet dit")
    assert "niet dit" not in repr(account)
    with pytest.raises(LineError) as failure, Line.open(account, TOKENS):
        pass
    assert "niet dit" not in str(failure.value)


def test_a_line_cut_anywhere_is_a_broken_line_and_never_half_a_mail(
    postbox: Fresh, settings: Settings, laid: Wire
) -> None:
    box = postbox()
    box.deliver(letter(body="x" * 3000))
    account = replace(Account.of(box.address(laid.port), settings), timeout=5)
    reasons = set()
    for cut in (0, 20, 300, 800, 1200, 2000, 3500):
        laid.cut_after = cut
        reasons.add(_failing(account))
    assert reasons <= {Reason.UNREACHABLE, Reason.REFUSED, Reason.BROKE, Reason.FOLDER}
    laid.cut_after = None
    with Line.open(account, TOKENS) as line:
        assert line.mail(_uids(line)[0])


def test_a_command_that_never_arrives_is_a_broken_line(
    postbox: Fresh, settings: Settings, laid: Wire
) -> None:
    box = postbox()
    box.deliver(letter())
    laid.cut_at = re.compile(b"FETCH")
    assert _failing(Account.of(box.address(laid.port), settings)) is Reason.BROKE


def test_a_server_that_stalls_is_waited_for_only_so_long(
    postbox: Fresh, settings: Settings, laid: Wire
) -> None:
    box = postbox()
    box.deliver(letter())
    laid.before = lambda command: laid.flowing.clear() if b"FETCH" in command else None
    assert _failing(replace(Account.of(box.address(laid.port), settings), timeout=0.5)) is Reason.BROKE


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"* BYE too busy\r\n",
        b"* OK hello\r\n\xff\x00\xfe garbage without end",
        b"* PREAUTH welcome\r\n* CAPABILITY\r\nPBCD0 NO\r\n",
        b"* OK [CAPABILITY IMAP4rev1\r\n" * 50,
        b"+ \r\n" * 20,
        b"* OK x\r\n* 1 FETCH (BODY[] {99999999999}\r\nabc",
    ],
)
def test_a_server_that_talks_nonsense_is_an_error_like_any_other(settings: Settings, words: bytes) -> None:
    with talking(words) as port:
        url = f"imap://somebody:secret@127.0.0.1:{port}"
        assert _failing(replace(Account.of(url, settings), timeout=2)) in {
            Reason.UNREACHABLE,
            Reason.REFUSED,
            Reason.BROKE,
        }


def test_a_waiting_line_wakes_when_mail_comes_and_when_the_desk_closes(
    postbox: Fresh, settings: Settings
) -> None:
    try:
        _wakes(postbox, settings)
    except LineError:  # on a busy machine the test server now and then ends an IDLE out of turn: a new line, as the desk does
        _wakes(postbox, settings)


def _wakes(postbox: Fresh, settings: Settings) -> None:
    box, ended = postbox(), threading.Event()
    with Line.open(Account.of(box.url, settings), TOKENS) as line:
        line.look()
        assert line.tells
        for wake in (lambda: box.deliver(letter()), ended.set):
            begun = now()
            timer = threading.Timer(0.3, wake)
            timer.start()
            line.wait(20, ended)
            timer.join()
            assert 0.2 < (now() - begun).total_seconds() < 3
            assert len(_uids(line)) == 1, "the line is as good as before"
        ended.clear()
        line.wait(0.6, ended)


def test_a_waiting_line_whose_server_went_away_breaks(postbox: Fresh, settings: Settings, laid: Wire) -> None:
    box = postbox()
    with Line.open(Account.of(box.url, settings), TOKENS) as line:
        line.look()
        threading.Timer(0.3, line.hang_up).start()
        with pytest.raises(LineError) as failure:
            line.wait(20, threading.Event())
    assert failure.value.reason is Reason.BROKE


@pytest.mark.parametrize(
    ("answer", "raw"),
    [
        ([(b"1 (UID 7 RFC822.SIZE 3 BODY[] {3}", b"a\r\n"), b")"], b"a\r\n"),
        ([(b"1 (BODY[] {3}", b"a\r\n"), b" UID 7)"], b"a\r\n"),
        ([b'1 (UID 7 BODY[] "a \\"b\\" \\\\")'], b'a "b" \\'),
        ([b'1 (UID 7 RFC822.SIZE 0 BODY[] "")'], b""),
        (
            [
                b"2 (FLAGS (\\Seen))",
                (b"3 (UID 8 BODY[] {1}", b"x"),
                b")",
                (b"1 (UID 7 BODY[] {1}", b"y"),
                b")",
            ],
            b"y",
        ),
        ([b"1 (UID 7 BODY[] NIL)"], None),
        ([b"1 (UID 7 FLAGS ())"], None),
        ([(b"1 (UID 7 RFC822.SIZE 300 BODY[] {0}", b""), b")"], None),
        ([None], None),
        ([], None),
    ],
)
def test_every_shape_of_an_answer_is_understood(answer: list[object], raw: bytes | None) -> None:
    found = imap._delivered(answer, 7)
    assert (found and found.raw) == raw
