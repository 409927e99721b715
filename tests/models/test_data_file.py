from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from firstcall import models
from firstcall.models import data_file
from firstcall.models.data_file import DataError

ACME = """
id = "acme"
name = "Acme"
wire = "openai"
practice_path = "/acme/v1"
default = "acme-1"
checked = 2026-11-26
source = "https://acme.example/models"

[aliases]
acme-1-2026-01-01 = "acme-1"

[gone]
2026-10-23 = ["acme-0", "acme-00"]

[kinds.plain]
token_limit = ["max_tokens"]
temperature = "accepted"
temperature_max = 2.0
thinks = false
source = "https://acme.example/models"

[models.acme-1]
kind = "plain"
context_tokens = 8_000
output_tokens = 1_000

[models.acme-2]
kind = "plain"
context_tokens = 16_000
output_tokens = 1_000
effort = ["off", "on"]
thinking_off = ["off"]
temperature_max = 1.0
"""


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    file = tmp_path / "acme.toml"
    file.write_text(ACME)
    return file


def refused(tmp_path: Path, old: str, new: str) -> str:
    assert old in ACME
    file = tmp_path / "acme.toml"
    file.write_text(ACME.replace(old, new, 1))
    with pytest.raises(DataError) as caught:
        data_file.read(file)
    return str(caught.value).removeprefix("acme.toml: ")


def test_a_model_has_what_its_kind_says(acme: Path) -> None:
    first, _ = data_file.read(acme).models
    assert (first.id, first.provider, first.temperature_max) == ("acme-1", "acme", 2.0)
    assert first.token_limit == ("max_tokens",)


def test_a_model_says_what_is_different_from_its_kind(acme: Path) -> None:
    assert [model.temperature_max for model in data_file.read(acme).models] == [2.0, 1.0]


def test_the_effort_that_turns_thinking_off_is_known(acme: Path) -> None:
    assert [model.quiet_effort for model in data_file.read(acme).models] == [None, "off"]


def test_a_fact_has_the_source_that_stands_nearest_to_it(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    told = ACME.replace(
        "[kinds.plain]", '[sources]\ntools = "vendor"\nseed = "vendor"\nstop = "vendor"\n\n[kinds.plain]'
    )
    told = told.replace("thinks = false\n", 'thinks = false\nsources = {seed = "kind", stop = "kind"}\n')
    file.write_text(told + 'sources = {stop = "model"}\n')
    first, second = data_file.read(file).models
    assert [second.source_of(fact) for fact in ("stop", "seed", "tools", "thinks")] == [
        *("model", "kind", "vendor", "https://acme.example/models"),
    ]
    assert first.source_of("stop") == "kind"


def test_a_model_that_makes_vectors_is_no_model_to_chat_with(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    file.write_text(f'{ACME}\n[embedders.acme-v]\ninput_tokens = 8\ndimensions = 4\nsource = "x"\n')
    vendor = data_file.read(file)
    assert (vendor.embedders["acme-v"].dimensions, vendor.no_chat["acme-v"]) == (4, "embeddings")
    assert [model.id for model in vendor.models] == ["acme-1", "acme-2"]


def test_ids_that_are_gone_have_their_day(acme: Path) -> None:
    assert data_file.read(acme).gone == {"acme-0": date(2026, 10, 23), "acme-00": date(2026, 10, 23)}


def test_a_vendor_in_a_further_folder_is_found(acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "FOLDERS", [*models.FOLDERS, acme.parent])
    assert list(models.vendors()) == ["acme", "anthropic", "google", "ollama", "openai", "openai_compatible"]
    assert models.DEFAULT["acme"] == "acme-1"
    assert models.find("acme-1-2026-01-01") is models.of("acme")[0]
    assert models.gone("acme-0") == date(2026, 10, 23)


def test_a_vendor_is_unknown_without_its_folder() -> None:
    assert models.find("acme-1") is None
    assert list(models.DEFAULT) == ["anthropic", "google", "ollama", "openai", "openai_compatible"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('name = "Acme"', 'naem = "Acme"', "the header: naem is not known"),
        ('name = "Acme"\n', "", "the header: name is missing"),
        ('name = "Acme"', "name = 7", "the header: name is 7, not str"),
        ("checked = 2026-11-26", 'checked = "2026-11-26"', "the header: checked is '2026-11-26', not date"),
        ('default = "acme-1"', 'default = "acme-9"', "there is no model acme-9"),
        ('01-01 = "acme-1"', '01-01 = "acme-8"', "there is no model acme-8"),
        ("2026-10-23 = [", "October = [", "gone: October is not a day, such as 2026-10-23"),
        ("[kinds.plain]", "[kinds.other]", "acme-1: there is no kind plain"),
        ("context_tokens = 8_000\n", "", "acme-1: context_tokens is missing"),
        ("8_000", '"8000"', "acme-1: context_tokens is '8000', not int"),
        ("8_000", "true", "acme-1: context_tokens is True, not int"),
        ("8_000", "8_000\nprize = 1", "acme-1: prize is not known"),
        ('"accepted"', '"maybe"', "acme-1: temperature is 'maybe', not one of accepted, ignored, "
         "effort-none, old-version, refused"),
        ('["max_tokens"]', '"max_tokens"', "acme-1: token_limit is 'max_tokens', not tuple[str, ...]"),
        ("thinks = false", 'thinks = false\nsources = {prize = "x"}', "acme-1: a source is given for prize, which is not "
         "known"),
        ('["max_tokens"]', "[1]", "acme-1: token_limit is 1, not str"),
        ('thinking_off = ["off"]', 'thinking_off = ["none"]', "acme-2: thinking_off names what the model does not take"),
        ("[models.acme-2]", "[models.acme-1]", "Cannot declare ('models', 'acme-1') twice (at line 28, column 15)"),
    ],
)  # fmt: skip
def test_what_is_not_in_order_is_refused(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert refused(tmp_path, old, new) == complaint


def test_no_vendor_is_named_in_the_catalogues_code() -> None:
    folder = Path(models.__file__).parent
    quoted = {f'"{id}"' for id in models.vendors()}
    for file in folder.glob("*.py"):
        assert not [id for id in quoted if id in file.read_text("utf-8")], file.name
