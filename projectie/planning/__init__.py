"""What fits when, and what moves when the desk closes: hours against the work that is promised (R9)."""
