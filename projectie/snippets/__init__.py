"""Texts that are written again and again, in pairs: Dutch and English."""
