"""A retry written out as a program: read, walked through failures, written."""
