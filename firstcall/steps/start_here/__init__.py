"""All that only the step `start_here` owns."""
