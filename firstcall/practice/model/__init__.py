"""What the practice model knows and how it puts it into words. `firstcall.practice.model.speaker` is the door."""
