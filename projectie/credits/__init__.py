"""Credits: the ledger of each client, its balance, and what may be posted to it (R17c–R23)."""
