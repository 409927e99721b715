"""From a call to programs: Python, JavaScript, curl."""
