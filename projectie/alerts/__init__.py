"""What cannot wait: the people on call are told, again and again, until somebody takes it."""
