"""What the practice model can do: each module answers one kind of request. `compose` asks them in turn."""
