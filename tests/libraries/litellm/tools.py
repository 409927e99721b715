"""A tool, called and answered, in OpenAI's shape at two vendors."""

import json

import litellm

tool = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}
for model in ("openai/gpt-4o-mini", "anthropic/claude-haiku-4-5"):
    messages = [{"role": "user", "content": "What is the weather in Paris?"}]
    message = litellm.completion(model=model, messages=messages, tools=[tool]).choices[0].message
    (call,) = message.tool_calls
    assert json.loads(call.function.arguments) == {"city": "Paris"}
    messages += [message, {"role": "tool", "tool_call_id": call.id, "content": "17 degrees, rain"}]
    last = litellm.completion(model=model, messages=messages, tools=[tool]).choices[0].message.content
    print(model, last)
    assert "17" in last
