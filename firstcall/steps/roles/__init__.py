"""All that only the step `roles` owns."""
