"""Signing in to a server that sends mail, by token instead of password (XOAUTH2, as Google Workspace wants it)."""

import smtplib
from dataclasses import dataclass

from projectie.mail.oauth import Grant, Tokens


@dataclass(frozen=True, slots=True)
class TokenSignIn:
    """Enters as that user, with tokens that are handed out for that grant."""

    user: str
    grant: Grant
    tokens: Tokens

    def __call__(self, server: smtplib.SMTP) -> None:
        """Sign in; raise TokenError, or SMTPException when the server refuses.

        A token that is refused may have ended before its time, so a new one is tried, once.
        """
        token = self.tokens.token(self.grant)
        try:
            self._authenticate(server, token)
        except smtplib.SMTPAuthenticationError:
            self.tokens.forget(self.grant, token)
            self._authenticate(server, self.tokens.token(self.grant))

    def _authenticate(self, server: smtplib.SMTP, token: str) -> None:
        said = f"user={self.user}\1auth=Bearer {token}\1\1"
        # To the reason for a refusal, which the server gives as a challenge, an empty line is the answer.
        server.auth("XOAUTH2", lambda challenge=None: said if challenge is None else "")
