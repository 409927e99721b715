"""All that only the step `first_call` owns."""
