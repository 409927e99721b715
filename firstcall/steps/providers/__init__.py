"""All that only the step `providers` owns."""
