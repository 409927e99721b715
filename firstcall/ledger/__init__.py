"""The ledger: every call that was made, what it used, what it cost; prices, the spending cap, progress."""
