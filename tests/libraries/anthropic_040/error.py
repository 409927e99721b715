"""A model that does not exist."""

import anthropic

try:
    anthropic.Anthropic().messages.create(
        model="claude-none", max_tokens=10, messages=[{"role": "user", "content": "Hi"}]
    )
except anthropic.NotFoundError as error:
    print(error)
else:
    raise AssertionError("no error")
