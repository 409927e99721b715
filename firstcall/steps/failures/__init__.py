"""All that only the step `failures` owns."""
