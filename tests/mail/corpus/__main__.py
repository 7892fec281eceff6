"""Writes the corpus anew: `python -m tests.mail.corpus`."""

from tests.mail.corpus.writing import write

write()
