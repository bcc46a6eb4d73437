"""Slips put right after publication, with a record."""
