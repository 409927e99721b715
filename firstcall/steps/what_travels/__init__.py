"""All that only the step `what_travels` owns."""
