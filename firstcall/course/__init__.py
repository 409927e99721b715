"""The course: its steps as they are found, what each says and asks."""
