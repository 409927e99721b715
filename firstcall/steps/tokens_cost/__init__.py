"""All that only the step `tokens_cost` owns."""
