"""Buying credits: online, by bank transfer, or as agreed with the project manager (R22)."""
