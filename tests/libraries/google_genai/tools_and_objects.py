"""A Python function that the SDK calls by itself, a declared one, an object by a schema, embeddings, an error."""

from google import genai
from google.genai import errors, types
from pydantic import BaseModel

MODEL = "gemini-3.5-flash-lite"
client = genai.Client()


class Person(BaseModel):
    name: str
    age: int


def get_weather(city: str) -> str:
    """The weather in a city.

    Args:
        city: The name of the city
    """
    return f"17 degrees in {city}, rain"


asked = "What is the weather in Paris?"
config = types.GenerateContentConfig(tools=[get_weather])
last = client.models.generate_content(model=MODEL, contents=asked, config=config)
print(last.text)
assert "17" in last.text

declared = types.Tool(
    function_declarations=[
        types.FunctionDeclaration.from_callable(client=client._api_client, callable=get_weather)
    ]
)
first = client.models.generate_content(
    model=MODEL, contents=asked, config=types.GenerateContentConfig(tools=[declared])
)
[call] = first.function_calls
assert (call.name, call.args) == ("get_weather", {"city": "Paris"})

schema = types.GenerateContentConfig(response_mime_type="application/json", response_schema=Person)
read = client.models.generate_content(model=MODEL, contents="Extract: Jason is 25 years old.", config=schema)
assert read.parsed == Person(name="Jason", age=25)

vectors = client.models.embed_content(
    model="gemini-embedding-001",
    contents=["a cat", "a kitten", "a tax form"],
    config=types.EmbedContentConfig(output_dimensionality=768),
).embeddings
cat, kitten, form = [vector.values for vector in vectors]


def alike(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


assert alike(cat, kitten) > alike(cat, form)

try:
    client.models.generate_content(model="none-such", contents="Hi")
except errors.ClientError as error:
    print(error)
    assert error.code == 404
else:
    raise AssertionError("no error")
