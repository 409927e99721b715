"""A Pydantic model as the reply of Claude."""

import anthropic
import instructor
from pydantic import BaseModel


class Person(BaseModel):
    name: str
    age: int


client = instructor.from_anthropic(anthropic.Anthropic())
person = client.messages.create(
    model="claude-haiku-4-5",
    max_tokens=300,
    response_model=Person,
    messages=[{"role": "user", "content": "Extract: Jason is 25 years old."}],
)
print(person)
assert person.model_dump() == {"name": "Jason", "age": 25}
