"""A call on its way: made in a thread, watched, stopped, recorded as it travelled."""
