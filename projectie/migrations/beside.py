"""What one of the databases has beside the tables that both have: no model knows it, so none can disagree with it."""

from typing import Any

_ONE_SIDED = "search_index"  # the FTS5 table on SQLite and the tables it keeps itself


def is_shared(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Return whether alembic compares that table or index with the models."""
    del item, reflected, compare_to
    if kind == "index":
        return name != "ix_search_entry_words"  # PostgreSQL alone
    return not (kind == "table" and (name or "").startswith(_ONE_SIDED))
