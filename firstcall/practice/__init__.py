"""The practice server: the providers' real protocols on the loopback address, without key, money or internet.

Nothing in here imports `firstcall.providers`: both are written from the vendors' specifications, so
that they cannot agree on the same mistake.
"""
