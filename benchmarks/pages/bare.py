"""What a Streamlit page is without us: a prompt, a button, the SDK's stream in `st.write_stream`."""

import anthropic
import streamlit as st

st.title("bare")
words = st.query_params.get("words", "100")
prompt = st.text_input("Prompt", f"Write a {words} word story.")
if st.button("Run", key="go"):
    client = anthropic.Anthropic()
    with (
        client.messages.stream(
            model="claude-haiku-4-5", max_tokens=1024, messages=[{"role": "user", "content": prompt}]
        ) as stream,
        st.container(key="reply"),
    ):
        st.write_stream(stream.text_stream)
