"""Secrets told once: asked of a client, given to one, or taken out of a mail. Nothing of them is kept once they were read."""
