"""Mail fetched from real IMAP servers."""
