"""Urgent requests: asked, quoted, agreed to in writing, carried out (R12–R16)."""
