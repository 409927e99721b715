"""What the app serves beside its pages: the practice server, the text that grows, the editor's files."""
