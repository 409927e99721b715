"""A Pydantic class of a program: read as data, made real, changed as fields, followed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import BaseModel, ValidationError

from firstcall import programs, providers
from firstcall.calls import Message, Settings
from firstcall.programs import NotUnderstood, SchemaField
from firstcall.programs.change.schema_class import field_code
from firstcall.providers import Provider

HEAD = "from enum import Enum\nfrom typing import Literal, Optional\n\nfrom pydantic import BaseModel, ConfigDict, Field\n\n"


def model(body: str, before: str = "") -> type[BaseModel]:
    found = programs.schema_of(f"{HEAD}{before}class Order(BaseModel):\n{body}")
    assert found is not None
    return found.model


def python(body: str, before: str = "") -> type[BaseModel]:
    """The class that Python itself makes of the same lines; they are written here."""
    names: dict[str, type[BaseModel]] = {}
    exec(f"{HEAD}{before}class Order(BaseModel):\n{body}", names)
    names["Order"].model_rebuild(_types_namespace=names)
    return names["Order"]


PLACE = "class Place(BaseModel):\n    lat: float\n    names: list[str] = Field(max_length=3)\n\n\n"
SIZE = 'class Size(str, Enum):\n    small = "s"\n    large = "l"\n\n\n'


@pytest.mark.parametrize(
    ("body", "before"),
    [
        ("    name: str\n    many: int = Field(ge=1, le=8)\n", ""),
        ('    """What it is."""\n\n    model_config = ConfigDict(extra="forbid")\n\n    name: str\n', ""),
        (
            "    nick: str | None = None\n    old: Optional[int] = Field(default=None, description='years')\n",
            "",
        ),
        ('    kind: Literal["a", "b"]\n    rates: dict[str, int]\n    tags: list[str] = []\n', ""),
        ("    place: Place\n    others: list[Place]\n", PLACE),
        (
            '    code: str = Field(pattern="^[A-Z]+$", min_length=2, max_length=4)\n    either: int | str\n',
            "",
        ),
    ],
)
def test_the_class_is_the_one_that_python_makes(body: str, before: str) -> None:
    assert model(body, before).model_json_schema() == python(body, before).model_json_schema()


def test_an_enum_is_its_values() -> None:
    assert model("    size: Size\n", SIZE).model_json_schema()["$defs"]["Size"]["enum"] == ["s", "l"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("    name: str\n\n    def shout(self):\n        return self.name.upper()\n", "schema body"),
        ("    name: bytes\n", "schema type"),
        ("    name: str = Field(default_factory=list)\n", "schema value"),
        ("    name: str = Field(frozen=True)\n", "schema field"),
        ("    name: str = open('/etc/passwd').read()\n", "schema value"),
        ("    other: Order\n", "schema itself"),
        ('    code: str = Field(pattern="(")\n', "schema refused"),
        ("".join(f"    f{at}: str\n" for at in range(61)), "schema many"),
        ("    model_config = 5\n    a: str\n", "schema value"),
        ("    a: int = Field(ge='x')\n", "schema refused"),
        ("    __a: int\n", "schema refused"),
        ("    a: list[int, str]\n", "schema type"),
        ("    a: Literal[open]\n", "schema type"),
    ],
)
def test_what_would_have_to_be_run_is_refused_with_its_line(body: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        model(body)
    assert refused.value.says == says and refused.value.line and refused.value.message


def test_fields_are_put_back_with_the_lines_that_stay_as_they_were() -> None:
    source = (
        f"{HEAD}class Order(BaseModel):\n    name: str  # whose\n    many: int = Field(ge=1)\n\n\nprint(1)\n"
    )
    found = programs.schema_of(source)
    assert found is not None
    more = [*found.fields[:1], SchemaField("phone", "str", True, "None", {"description": "with 0"})]
    new = programs.with_fields(source, more)
    assert new == source.replace(
        "    many: int = Field(ge=1)\n", '    phone: str | None = Field(default=None, description="with 0")\n'
    )
    assert programs.with_fields(new, found.fields) == source


def test_the_import_of_field_is_added() -> None:
    new = programs.with_fields(
        "from pydantic import BaseModel\nclass A(BaseModel):\n    a: int\n",
        [SchemaField("a", "int", about={"ge": 1})],
    )
    assert new.startswith("from pydantic import BaseModel, Field\n") and "a: int = Field(ge=1)" in new


@pytest.mark.parametrize("name", ["two words", "1st", "", "a: int; import os #"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(NotUnderstood):
        field_code(SchemaField(name, "str"))


def schema_call(way: Provider) -> str:
    assert way.structured is not None
    opening = programs.schema_of(programs.SCHEMA_CLASS)
    assert opening is not None
    plain = way.compose(Settings(way.default, (Message("user", "Hi"),), max_tokens=64, stream=False), None)
    call = way.structured.add(plain, opening.name, way.structured.schema(opening.model))
    return programs.render(call, way, shape="structured")


WAYS = [way for provider in providers.every().values() for way in provider.ways]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.handle)
def test_a_program_says_the_schema_by_its_class_and_a_control_leaves_it_so(way: Provider) -> None:
    source = schema_call(way)
    call = programs.parse(source, way.id, way.methods).call
    longer = way.compose(replace(way.read(call), max_tokens=99), call)
    changed = programs.patch(source, way.id, way.methods, longer)
    assert changed == source.replace("64", "99")
    assert way.structured is not None and way.structured.code("Order") in changed


def test_what_a_class_makes_of_json_is_followed() -> None:
    source = (
        f"{HEAD.replace('Field', 'Field, ValidationError')}import openai\n\nclass A(BaseModel):\n    n: int = Field(le=3)\n\n\n"
        "client = openai.OpenAI()\nresponse = client.responses.create(model='m', input='x')\n"
        "for text in ['{\"n\": 2}', '{\"n\": 5}', '{\"n\"']:\n"
        "    try:\n        a = A.model_validate_json(text)\n        print(a.n, a)\n"
        "    except ValidationError as error:\n        print('wrong')\n"
        "A.model_validate_json('[]')\n"
    )
    lines = programs.printed(source, {"response": object()})
    assert lines[0].text == "2 n=2\n" and lines[-1].error and "ValidationError" in lines[-1].error


def test_pydantic_itself_agrees() -> None:
    with pytest.raises(ValidationError):
        model("    many: int = Field(le=8)\n").model_validate_json('{"many": 9}')
