"""Several objects out of one text, one after the other as they are written."""

import instructor
import openai
from pydantic import BaseModel


class City(BaseModel):
    name: str


client = instructor.from_openai(openai.OpenAI())
cities = client.chat.completions.create_iterable(
    model="gpt-4o-mini",
    response_model=City,
    messages=[{"role": "user", "content": "List the cities: Paris and Rome."}],
)
found = [city.name for city in cities]
print(found)
assert found
