"""Bringing ledger workbooks into the register: what a line means, whose it is, and how all are written at once."""
