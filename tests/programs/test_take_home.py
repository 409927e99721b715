"""What a learner takes home runs as its README says, without a key and with one."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from firstcall import models, programs, providers
from firstcall.calls import Call, Message, Settings
from firstcall.programs.retry.write import Plan, render_retry
from firstcall.programs.take_home import folder
from firstcall.programs.take_home.language import LANGUAGES
from firstcall.programs.write.conversation import render_conversation
from firstcall.providers import Access, Provider
from tests import literal_server, run_programs
from tests.having import with_keys

KEY = "sk-practice-taken-home"
ASKED = Message("user", "What is the capital of France?")
TURNS = (ASKED, Message("assistant", "Paris."), Message("user", "What is the capital of Italy?"))
NOWHERE = Access(KEY, "http://127.0.0.1:9")


def composed(provider: Provider, *, stream: bool = False) -> Call:
    return provider.compose(settings(provider, stream=stream), None)


def settings(provider: Provider, *, stream: bool = False) -> Settings:
    model = models.find(models.DEFAULT[provider.id])
    return Settings(model.id, (ASKED,), max_tokens=600, stream=stream, effort=model.quiet_effort)


def conversation(provider: Provider, language: str) -> str:
    return render_conversation(provider, replace(settings(provider), messages=()), TURNS, language)


SHAPES: Mapping[str, Callable[[Provider, str], str]] = {
    "plain": lambda provider, language: programs.render(composed(provider), provider, language),
    "streamed": lambda provider, language: programs.render(
        composed(provider, stream=True), provider, language
    ),
    "turns": conversation,
    "retried": lambda provider, language: render_retry(Plan(), composed(provider), provider, language),
    "observed": lambda provider, language: programs.render(
        composed(provider), provider, language, "observed"
    ),
}


def at(practice: str, provider: Provider) -> Access:
    return Access(KEY, practice + provider.address.practice_path)


def unpacked(source: str, language: str, provider: Provider, practice: Access, place: Path) -> Path:
    return run_programs.unpacked(folder.zipped(language, source, provider, practice), place)


@pytest.mark.parametrize(
    "shape",
    [
        "plain",
        *(
            pytest.param(shape, marks=[pytest.mark.in_turn, pytest.mark.thorough])
            for shape in SHAPES
            if shape != "plain"
        ),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_runs_at_once_without_a_key(
    provider: Provider, language: str, shape: str, practice: str, tmp_path: Path
) -> None:
    source = SHAPES[shape](provider, language)
    home = unpacked(source, language, provider, at(practice, provider), tmp_path)
    assert (home / LANGUAGES[language].file).read_text(encoding="utf-8") == source
    done = run_programs.start_as_told(home)
    assert done.returncode == 0, done.stderr
    assert ("Rome" if shape == "turns" else "Paris") in done.stdout and '"error"' not in done.stdout
    assert "practice server" in done.stderr


@with_keys
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_in_the_settings_decides(
    provider: Provider, language: str, practice: str, tmp_path: Path
) -> None:
    """The example filled in leads past the practice server; the address stands for that of the vendor."""
    source = SHAPES["plain"](provider, language)
    home = unpacked(source, language, provider, NOWHERE, tmp_path)
    filled = (home / ".env.example").read_text(encoding="utf-8").replace("=", f"={KEY}")
    address = f"{provider.address.base_url_variable}={at(practice, provider).base_url}\n"
    (home / ".env").write_text(filled + address, encoding="utf-8")
    done = run_programs.start_as_told(home)
    assert done.returncode == 0, done.stderr
    assert "Paris" in done.stdout and "practice server" not in done.stderr


@with_keys
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_as_it_is_holds_no_key(
    provider: Provider, language: str, practice: str, tmp_path: Path
) -> None:
    home = unpacked(SHAPES["plain"](provider, language), language, provider, at(practice, provider), tmp_path)
    (home / ".env.example").rename(home / ".env")
    done = run_programs.start_as_told(home)
    assert done.returncode == 0 and "Paris" in done.stdout and "practice server" in done.stderr


class _Proxy(socketserver.StreamRequestHandler):
    """Takes down where a client wants to go, and lets nobody out."""

    def handle(self) -> None:
        self.server.asked.append(self.rfile.readline().decode().split()[1])  # type: ignore[attr-defined]


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[str]]]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Proxy) as server:
        server.asked = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", server.asked  # type: ignore[attr-defined]
        server.shutdown()


@with_keys
@pytest.mark.parametrize("language", ["python", "curl"])  # Node.js 20 knows no proxies
def test_with_a_key_it_is_the_vendor_that_is_called(
    provider: Provider, language: str, proxy: tuple[str, list[str]], tmp_path: Path
) -> None:
    source = render_retry(Plan(attempts=1, max_retries=0), composed(provider), provider, language)
    home = unpacked(source, language, provider, NOWHERE, tmp_path)
    url, asked = proxy
    others = (
        provider.address.key_variables_before if language == "python" else ()
    )  # curl is told of one alone
    for variable in (provider.address.key_variable, *others):
        asked.clear()
        done = run_programs.start_as_told(home, HTTPS_PROXY=url, **{variable: "sk-own"})
        assert done.returncode != 0
        assert asked == [f"{urlsplit(provider.address.base_url).hostname}:443"]


def test_its_python_packages_are_those_that_the_app_runs_with(provider: Provider) -> None:
    named = folder.files("python", "", provider, NOWHERE)["requirements.txt"].splitlines()
    assert named == [f"{name}=={metadata.version(name)}" for name in (provider.sdk.package, "python-dotenv")]


def test_its_javascript_package_is_the_one_that_the_tests_run(provider: Provider) -> None:
    tested = json.loads((run_programs.JAVASCRIPT / "package.json").read_text(encoding="utf-8"))
    wanted = json.loads(folder.files("javascript", "", provider, NOWHERE)["package.json"])["dependencies"]
    assert wanted == {name: tested["dependencies"][name] for name in wanted}


SAYS_ADDRESS = {
    "python": "import os\nprint(os.environ['{variable}'])\n",
    "javascript": "console.log(process.env.{variable});\n",
    "curl": 'printf "%s\\n" "${variable}"\n',
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_key_is_wanted_the_address_decides(language: str, tmp_path: Path) -> None:
    keyless = providers.get("ollama")
    program = SAYS_ADDRESS[language].format(variable=keyless.address.base_url_variable)
    home = unpacked(program, language, keyless, NOWHERE, tmp_path)
    assert run_programs.start_as_told(home).stdout == f"{NOWHERE.base_url}\n"
    home = unpacked(program, language, keyless, NOWHERE, tmp_path / "own")
    (home / ".env.example").rename(home / ".env")
    assert run_programs.start_as_told(home).stdout == f"{keyless.address.base_url}\n"


def test_for_a_server_without_keys_the_example_has_the_word_that_its_program_needs(tmp_path: Path) -> None:
    keyless = providers.get("openai_compatible")
    source = SHAPES["plain"](keyless, "python")
    home = unpacked(source, "python", keyless, NOWHERE, tmp_path)
    example = (home / ".env.example").read_text(encoding="utf-8")
    assert example.endswith(f"{keyless.address.key_variable}={keyless.address.no_key}\n")
    heard: list[tuple[list[tuple[str, str]], bytes]] = []
    with literal_server.answering("{}", status=404, heard=heard) as url:
        address = f"{keyless.address.base_url_variable}={url}\n"
        (home / ".env").write_text(example + address, encoding="utf-8")
        run_programs.start_as_told(home)
    sent = [dict(headers)["authorization"] for headers, _ in heard]
    assert sent == [f"Bearer {keyless.address.no_key}"]
    readme = (home / "README.md").read_text(encoding="utf-8")
    assert "costs money" not in readme and "no key" in readme


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_is_text_whatever_stands_in_it(language: str, tmp_path: Path) -> None:
    """It comes from the browser of whoever takes the folder home, and stands in files that are run."""
    provider = providers.get("openai")
    nasty = Access(KEY, "http://a'b\"c$(touch got)`touch got`\\")
    program = SAYS_ADDRESS[language].format(variable=provider.address.base_url_variable)
    home = unpacked(program, language, provider, nasty, tmp_path)
    assert run_programs.start_as_told(home).stdout == f"{nasty.base_url}\n"
    assert not (home / "got").exists()
