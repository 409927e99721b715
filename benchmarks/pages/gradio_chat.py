"""The same as a Gradio app."""

import os
from collections.abc import Iterator

import anthropic
import gradio


def reply(prompt: str) -> Iterator[str]:
    """The reply so far, again and again."""
    client, said = anthropic.Anthropic(), ""
    with client.messages.stream(
        model="claude-haiku-4-5", max_tokens=1024, messages=[{"role": "user", "content": prompt}]
    ) as stream:
        for text in stream.text_stream:
            said += text
            yield said


with gradio.Blocks() as page:
    prompt = gradio.Textbox("Write a 220 word story.", label="Prompt")
    gradio.Button("Run").click(reply, prompt, gradio.Textbox(label="Reply", elem_id="reply"))
page.launch(server_port=int(os.environ["PORT"]), quiet=True)
