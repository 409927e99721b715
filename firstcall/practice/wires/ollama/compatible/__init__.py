"""Ollama's paths that are compatible with other APIs: a request becomes one of Ollama's own, the reply takes the other form.

As Ollama does it (ollama/ollama `middleware`, `openai`, `anthropic`): what it does not know is passed over, the models,
their limits and refusals are its own, no key is needed, and there is no header of a rate or of a request.
"""
