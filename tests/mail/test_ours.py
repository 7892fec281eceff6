"""What our own mail server and lists say: spam verdicts that are obeyed, list headers that say nothing (R29, R31)."""

import pytest

from projectie import config
from projectie.mail.letter import AutoReason
from projectie.mail.ours import Ours, list_names, spam_signs
from projectie.mail.parse import parse
from projectie.setting_values import SettingsError

SERVER = "mx.studio.example"
SIGNS = spam_signs("X-Spam-Flag: YES; X-Spam: yes ;X-Forefront-Antispam-Report: SFV:SPM; X-Spam-Level: *****")
LISTS = list_names("<support.studio.example>; Help@studio.example")
RESULTS = f"Authentication-Results: {SERVER}; dmarc=pass header.from=x.example\n"
RECEIVED = "Received: from a by b; Mon, 23 Nov 2026 15:05:00 +0100\n"
GOOGLE = (
    "Precedence: list\nMailing-list: list support@studio.example; contact support+owners@studio.example\n"
    "List-ID: <support.studio.example>\nX-Google-Group-Id: 12\n"
    "List-Post: <https://groups.google.com/a/x>, <mailto:support@studio.example>\n"
    "List-Unsubscribe: <mailto:googlegroups-manage+1+unsubscribe@googlegroups.com>\n"
)


def _read(head: str, server: str | None = None) -> tuple[bool, AutoReason]:
    raw = f"{head}From: anna@x.example\nSubject: x\n\nHallo".encode()
    letter = parse(raw, authserv_id=server, ours=Ours(SIGNS, LISTS))
    return letter.spam is not None, letter.auto_reason


@pytest.mark.parametrize(
    ("head", "spam"),
    [
        ("X-Spam-Flag: yes\n", True),
        ("x-spam-flag:  YES  \n", True),
        ("X-Spam-Flag: NO\n", False),
        ("X-Spam-Flag: yesterday\n", False),
        ("X-Spam: Yes, score=7.2 required=5\n", True),
        ("X-Spam: No, score=0.1 tests=YES_TEST\n", False),
        ("X-Forefront-Antispam-Report: CIP:1.2.3.4;CTRY:NL;SFV:SPM;SCL:5\n", True),
        ("X-Forefront-Antispam-Report: CIP:1.2.3.4;SFV:NSPM;SCL:1\n", False),
        ("X-Spam-Level: *******\n", True),
        ("X-Spam-Level: **\n", False),
        ("X-Spam-Score: YES\n", False),
        ("", False),
    ],
)
def test_r29_the_verdict_of_the_mail_server_is_obeyed_as_the_setting_names_it(head: str, spam: bool) -> None:
    assert _read(head)[0] is spam


@pytest.mark.parametrize(
    ("head", "spam"),
    [
        (f"X-Spam-Flag: YES\n{RESULTS}{RECEIVED}", True),
        (f"{RECEIVED}{RESULTS}X-Spam-Flag: YES\n{RECEIVED}", True),
        (f"{RESULTS}{RECEIVED}X-Spam-Flag: YES\n", False),
        (f"{RECEIVED}X-Spam-Flag: YES\n", True),  # nothing tells who wrote it
    ],
)
def test_r29_only_the_part_our_server_wrote_counts_where_that_can_be_told(head: str, spam: bool) -> None:
    assert _read(head, SERVER)[0] is spam


def test_without_the_setting_no_verdict_is_obeyed() -> None:
    assert parse(b"X-Spam-Flag: YES\nFrom: a@x.example\n\nHallo").spam is None


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (GOOGLE, AutoReason.NONE),
        ("List-Id: Help <help.studio.example>\nPrecedence: list\n", AutoReason.NONE),
        (f"{GOOGLE}Precedence: bulk\n", AutoReason.PRECEDENCE),
        (f"{GOOGLE}Auto-Submitted: auto-replied\n", AutoReason.AUTO_REPLIED),
        (f"{GOOGLE}Auto-Submitted: no\n", AutoReason.NONE),
        (f"{GOOGLE}Return-Path: <>\n", AutoReason.NULL_RETURN_PATH),
        (f"{GOOGLE}List-Id: <news.other.example>\n", AutoReason.LIST),
        (f"{GOOGLE}List-Unsubscribe: <https://news.other.example/>\n", AutoReason.LIST),
        (f"{GOOGLE}X-BeenThere: news@other.example\n", AutoReason.LIST),
        ("List-Id: <news.other.example>\n", AutoReason.LIST),
        ("List-Unsubscribe: <mailto:support@studio.example>\n", AutoReason.LIST),
        ("Precedence: list\n", AutoReason.LIST),
    ],
)
def test_r31_what_our_own_list_adds_is_no_sign_of_a_machine(head: str, reason: AutoReason) -> None:
    assert _read(head)[1] is reason


def test_a_spam_header_without_its_value_stops_the_start(tmp_path: object) -> None:
    with pytest.raises(SettingsError, match="SPAM_HEADER must name a header and its value"):
        config.load({"DATA_DIR": str(tmp_path), "SPAM_HEADER": "X-Spam-Flag"})
    settings = config.load(
        {"DATA_DIR": str(tmp_path), "SPAM_HEADER": "X-Spam: yes;", "OWN_LISTS": "a@b.example"}
    )
    assert settings.ours == Ours(spam_signs("x-spam: YES"), frozenset({"a.b.example"}))
