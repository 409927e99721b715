"""All that only the step `streaming` owns."""
