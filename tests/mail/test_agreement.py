"""What Python's own library writes, we read: an independent pair of eyes on well-formed mail."""

from email.message import EmailMessage
from email.policy import SMTP

from hypothesis import given
from hypothesis import strategies as st

from projectie.mail.parse import parse
from tests.mail.judging import judge

_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co"))
_WORDS = st.text(_LETTERS, min_size=1, max_size=40).map(str.strip).filter(bool)
_NAMES = st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=60)
_TEXTS = st.lists(st.text(_LETTERS, max_size=100), max_size=8).map("\n".join)


@given(_WORDS, _WORDS, _TEXTS)
def test_text_subject_and_sender_are_read_as_written(subject: str, name: str, text: str) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f'"{name.replace(chr(92), "").replace(chr(34), "")}" <anna@bakkerij.example>'
    mail["Subject"] = subject
    mail.set_content(text)
    letter = judge(parse(bytes(mail)))
    assert letter.from_
    assert letter.from_.address == "anna@bakkerij.example"
    assert " ".join(letter.subject.split()) == " ".join(str(mail["Subject"]).split())
    assert letter.body_text == text.strip("\n").rstrip()


@given(st.lists(st.tuples(_NAMES, st.binary(max_size=300)), max_size=5))
def test_attachments_are_read_byte_for_byte(files: list[tuple[str, bytes]]) -> None:
    mail = EmailMessage()
    mail["From"] = "anna@bakkerij.example"
    mail.set_content("Hallo")
    mail.add_alternative("<p>Hallo</p>", subtype="html")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=f"{name}.pdf")
    letter = judge(parse(bytes(mail)))
    assert [each.content for each in letter.attachments] == [content for _, content in files]
    assert letter.body_text == "Hallo"
    assert letter.body_html == "<p>Hallo</p>"
    assert letter.problems == ()
