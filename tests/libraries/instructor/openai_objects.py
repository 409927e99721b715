"""A Pydantic model as the reply, by a tool call and by JSON Schema."""

import instructor
import openai
from pydantic import BaseModel


class Person(BaseModel):
    name: str
    age: int


for mode in (instructor.Mode.TOOLS, instructor.Mode.JSON_SCHEMA):
    client = instructor.from_openai(openai.OpenAI(), mode=mode)
    person = client.chat.completions.create(
        model="gpt-4o-mini",
        response_model=Person,
        messages=[{"role": "user", "content": "Extract: Jason is 25 years old."}],
    )
    print(mode, person)
    assert person.model_dump() == {"name": "Jason", "age": 25}
