"""Invoices: what is short or sold, with its VAT, under a number without gaps (R20, R21, R24)."""
