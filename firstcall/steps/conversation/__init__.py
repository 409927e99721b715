"""All that only the step `conversation` owns."""
