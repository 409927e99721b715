"""All that only the step `tune` owns."""
