"""All that only the step `good_habits` owns."""
