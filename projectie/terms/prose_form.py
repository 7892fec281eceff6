"""What may be typed where the texts of the terms are edited: each in both languages side by side (R2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field

from projectie.forms import Form
from projectie.terms.arrange import MOST_BLOCKS, moved, with_block, without
from projectie.terms.draft import Draft
from projectie.terms.figures import LANGUAGES, Block
from projectie.terms.labels import LANGUAGE_NAMES
from projectie.terms.rows import Deed, filled_pair, joined, keys_in, line, pair, text

LONGEST_TITLE, LONGEST_BODY = 120, 10_000


@dataclass(frozen=True, slots=True)
class BlockFields:
    """The fields of one text."""

    key: str
    title_nl: Field
    title_en: Field
    body_nl: Field
    body_en: Field

    @property
    def has_errors(self) -> bool:
        """Whether something is wrong in this text."""
        return any(field.errors for field in (self.title_nl, self.title_en, self.body_nl, self.body_en))


class ProseForm(Form):
    """The texts, by the keys that came with the form; `filled` and `posted` make one with its fields."""

    keys: Sequence[str] = ()

    @property
    def row_keys(self) -> str:
        """The keys, as they go along with the form."""
        return joined(self.keys)

    def rows(self) -> list[BlockFields]:
        """Return the fields of every text, in order."""
        parts = [f"{part}-{language}" for part in ("title", "body") for language in LANGUAGES]
        return [BlockFields(key, *(self[f"prose-{key}-{part}"] for part in parts)) for key in self.keys]

    def blocks(self) -> tuple[Block, ...]:
        """Return what was typed."""
        return tuple(
            Block(key, pair(self, f"prose-{key}-title"), pair(self, f"prose-{key}-body")) for key in self.keys
        )

    def put(self, draft: Draft, deed: Deed) -> Draft:
        """Return the draft with these texts, after what the button asks for."""
        blocks, key = self.blocks(), deed.key
        if deed.what == "add" and len(blocks) < MOST_BLOCKS:
            return draft.with_prose(with_block(blocks, pair(self, "new-title")))
        if deed.what == "remove":
            return draft.with_prose(without(blocks, key))
        return draft.with_prose(moved(blocks, key, {"up": -1, "down": 1}.get(deed.what, 0)))

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse more texts than a page can hold."""
        right = bool(super().validate(extra_validators))
        if len(self.keys) > MOST_BLOCKS:
            self.form_errors.append(_("Keep at most %(most)s texts", most=MOST_BLOCKS))
        return right and not self.form_errors


def filled(draft: Draft) -> ProseForm:
    """Return the form with what the draft says."""
    said: dict[str, str] = {}
    for block in draft.terms.prose:
        said |= filled_pair(f"prose-{block.key}-title", block.title)
        said |= filled_pair(f"prose-{block.key}-body", block.body)
    return _form([block.key for block in draft.terms.prose])(formdata=None, data=said)


def posted() -> ProseForm:
    """Return the form that was sent, with the rows it had."""
    return _form(keys_in("rows", MOST_BLOCKS + 1))()


def _form(keys: Sequence[str]) -> type[ProseForm]:
    parts: dict[str, Any] = {"keys": tuple(keys)}
    for language in LANGUAGES:
        parts[f"new-title-{language}"] = line(LANGUAGE_NAMES[language], language, LONGEST_TITLE)
        for key in keys:
            title = _l("Title, %(language)s", language=LANGUAGE_NAMES[language])
            parts[f"prose-{key}-title-{language}"] = line(title, language, LONGEST_TITLE)
            parts[f"prose-{key}-body-{language}"] = text(language, LONGEST_BODY)
    return type("ProseForm", (ProseForm,), parts)
