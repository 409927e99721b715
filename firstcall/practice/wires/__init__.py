"""The protocols that the practice server speaks, a folder for each."""
