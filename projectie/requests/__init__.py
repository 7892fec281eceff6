"""The client's side of a ticket: a request is sent by a form, followed, answered and reopened."""
