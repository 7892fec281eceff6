"""Calls with a developer: moments are offered, one is picked, and two clients never get the same (R11)."""
