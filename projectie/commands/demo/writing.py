"""What a person of the demo desk mails: first, as an answer to our last letter, or as a machine that could not deliver."""

from dataclasses import replace
from email.headerregistry import Address

from projectie.commands.demo import post
from projectie.commands.demo.cast import Character
from projectie.commands.demo.files import file_named
from projectie.commands.demo.scenes import Scene
from projectie.commands.demo.story import Bounced, Mailed
from projectie.mail.models import OutgoingLetter

WROTE = {"nl": "Op {date} schreef {name}:", "en": "On {date}, {name} wrote:"}
SIGNATURE = "\n-- \n{}\n"


def mail_of(scene: Scene, step: Mailed, teller: Character, to: str) -> post.Mail:
    """Return the mail of that step as if it were the first of its story."""
    signature = SIGNATURE.format(teller.signature) if teller.signature and not step.auto else ""
    return post.Mail(
        key=scene.key,
        from_=teller.mailbox,
        to=to,
        subject=step.subject or scene.story.subject,
        text=f"{step.mail.strip()}\n{signature}",
        date=scene.at,
        html=step.html,
        files=tuple(file_named(name, scene.story.subject) for name in step.files),
        proof=step.proof,
        headers=(*_machine(step), *((("Cc", step.cc),) if step.cc else ())),
    )


def following(mail: post.Mail, scene: Scene) -> post.Mail:
    """Return the mail as the second of a sender whom nobody has answered yet."""
    first = replace(mail, key=replace(scene, number=0).key)
    return replace(mail, subject=f"Re: {mail.subject}", in_reply_to=first.message_id)


def answering(mail: post.Mail, answered: OutgoingLetter, step: Mailed) -> post.Mail:
    """Return the mail as an answer to our letter, which is quoted unless a machine answers."""
    date = answered.created_at.strftime("%d-%m-%Y %H:%M")
    intro = WROTE[answered.language].format(date=date, name=answered.from_name)
    return replace(
        mail,
        to=answered.headers["Reply-To"],
        subject=step.subject or answered.subject,
        text=mail.text if step.auto else f"{mail.text}\n{post.quoted(answered.body_text, intro)}",
        in_reply_to=answered.message_id,
        references=tuple(answered.headers.get("References", "").split()),
    )


def returned(scene: Scene, step: Bounced, lost: OutgoingLetter, to: str) -> bytes:
    """Return the raw report of the recipient's server that our letter could not be delivered."""
    host = f"mail.{lost.to_address.rpartition('@')[2]}"
    report = post.Mail(
        key=scene.key,
        from_=Address("Mail Delivery System", "MAILER-DAEMON", host),
        to=to,
        subject="Undelivered Mail Returned to Sender",
        text=f"This is the mail system at host {host}.\n\n<{lost.to_address}>: {step.bounce}\n",
        date=scene.at,
        headers=(("Return-Path", "<>"), ("Auto-Submitted", "auto-replied")),
    )
    return post.bounced(report, lost.message_id, lost.to_address, step.bounce)


def _machine(step: Mailed) -> tuple[tuple[str, str], ...]:
    if step.auto:
        return (("Auto-Submitted", "auto-replied"),)
    if step.spam:
        return (("X-Spam-Flag", "YES"),)
    return (("Precedence", "list"), ("List-Id", "<nieuws.serverboer.example>")) if step.bulk else ()
