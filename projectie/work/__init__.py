"""Time that is worked, and what it costs: where ticket, consent and ledger meet (R17)."""
