"""All that only the step `setup` owns."""
