"""Builds the letters beside it: raw mails of every kind, with what each must read as.

`python -m tests.mail.corpus` writes them anew; a test sees to it that they are what is written
here. All names and addresses are invented. A letter that is in no module here was written by hand.
"""
