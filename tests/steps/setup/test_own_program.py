"""The check is as strict as a program of one's own: real files, real environments, the official SDK, real calls.

For each set-up the remarks are told literally, and a program is run that loads `.env` with python-dotenv (or is given
Streamlit's secrets) and calls the practice server: it works with the right key where nothing is remarked, and only there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import dotenv
import pytest
from streamlit import config
from streamlit.runtime.secrets import Secrets

from firstcall import providers
from firstcall.providers import Provider
from firstcall.steps.setup import WORDS, own_program
from firstcall.steps.setup.near_misses import is_near
from tests import bare_program
from tests.having import with_keys

KEY = "sk-practice-Zk3mQ9vT2xLw8RbN"
OLD = "sk-practice-0000old0000"


@dataclass(frozen=True)
class SetUp:
    """What stands where: `env` is the text of `.env` or its bytes, `toml` that of `secrets.toml`, `set` the variable's
    value in the environment, `files` are others; `NAME` stands for the variable. `said` are the remarks; with `blank`
    it is white space alone, which some SDKs take off."""

    said: str = ""
    env: str | bytes | None = None
    toml: str | bytes | None = None
    set: str | None = None
    files: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    blank: bool = False


SETUPS = {
    "environment": SetUp(set=KEY),
    "dotenv": SetUp(env=f"NAME={KEY}\n"),
    "dotenv of Windows": SetUp(env=f"NAME={KEY}\r\nOTHER=1\r\n"),
    "dotenv with all that is allowed": SetUp(env=f"# my key\n\nexport NAME = '{KEY}'  # here\n"),
    "dotenv in UTF-8 with an accent": SetUp(env=f"# ma clé\nNAME={KEY}\n"),
    "secrets": SetUp(toml=f'NAME = "{KEY}"\n[other]\na = 1\n'),
    "an empty variable under secrets": SetUp(toml=f'NAME = "{KEY}"', set=""),
    "the same key twice": SetUp(env=f"NAME={KEY}\n", set=KEY),
    "a file with an innocent name": SetUp(set=KEY, files=("chat.py", "test.py", "open_ai.py")),
    # What belongs to the value
    "quotation marks of cmd.exe": SetUp("dragged", set=f'"{KEY}"'),
    "a blank of cmd.exe": SetUp("dragged", blank=True, set=f"{KEY} "),
    "a carriage return": SetUp("dragged", blank=True, set=f"{KEY}\r"),
    "curly quotation marks": SetUp("dragged", env=f"NAME=“{KEY}”\n"),
    "two pairs of quotation marks": SetUp("dragged", env=f"NAME='\"{KEY}\"'\n"),
    "a blank in quotation marks": SetUp("dragged", blank=True, env=f'NAME="{KEY} "\n'),
    "a line break in quotation marks": SetUp("dragged", blank=True, env=f'NAME="{KEY}\n"\n'),
    "an escape in quotation marks": SetUp("dragged", blank=True, env=f'NAME="{KEY}\\r"\n'),
    "an invisible character": SetUp("dragged", env=f"NAME={KEY[:20]}\u200b{KEY[20:]}\n"),
    "the header": SetUp("dragged", env=f"NAME=Bearer {KEY}\n"),
    "the name twice": SetUp("dragged", env=f"NAME=NAME={KEY}\n"),
    "a blank in secrets": SetUp("dragged", blank=True, toml=f'NAME = " {KEY}"'),
    "another variable in it": SetUp("filled_in", env=f"NAME={KEY}${{NO_SUCH}}x\n"),
    "a foreign letter": SetUp("unsendable", env=f"NAME={KEY}é\n"),
    "two keys": SetUp("unsendable", set=f"{KEY} {OLD}"),
    "a placeholder": SetUp("placeholder", env="NAME=put-your-key-here\n"),
    "a placeholder in brackets": SetUp("placeholder", set="<paste it>"),
    "the name for a value": SetUp("placeholder", toml='NAME = "NAME"'),
    "dots": SetUp("placeholder", env="NAME=sk-...\n"),
    # How the file is saved
    "UTF-16 of PowerShell": SetUp("env_utf16", env=f"NAME={KEY}\r\n".encode("utf-16")),
    "UTF-16 without a mark": SetUp("env_utf16", env=f"NAME={KEY}\r\n".encode("utf-16-le")),
    "cp1252": SetUp("env_not_utf8", env=f"# Schlüssel\nNAME={KEY}\n".encode("cp1252")),
    "UTF-8 with a mark": SetUp(env=f"NAME={KEY}\n".encode("utf-8-sig")),
    "broken though it is not needed": SetUp("env_utf16", env=f"NAME={KEY}".encode("utf-16"), set=KEY),
    "secrets in UTF-16": SetUp("toml_utf16", toml=f'NAME = "{KEY}"'.encode("utf-16")),
    "secrets in cp1252": SetUp("toml_not_utf8", toml=f'# é\nNAME = "{KEY}"'.encode("cp1252")),
    "secrets with a mark": SetUp("not_toml", toml=f'NAME = "{KEY}"'.encode("utf-8-sig")),
    "secrets without quotation marks": SetUp("no_quotes", toml=f"NAME = {KEY}\n"),
    "secrets without an equals sign": SetUp("not_toml", toml=f'NAME "{KEY}"\n'),
    "secrets with a quotation mark too few": SetUp("not_toml", toml=f'NAME = "{KEY}\n'),
    # What is nearly there
    "a section": SetUp("section", toml=f'[keys]\nNAME = "{KEY}"\n'),
    "a section of the provider": SetUp("section", toml=f'[ID]\napi_key = "{KEY}"\n'),
    "a section inside a section": SetUp("section", toml=f'[a.b]\nNAME = "{KEY}"\n'),
    "a section of something else": SetUp("none", toml=f'[database]\nkey = "{KEY}"\n'),
    "a number": SetUp("not_text", toml="NAME = 12345\n"),
    "small letters": SetUp("near", env=f"name={KEY}\n"),
    "a letter too few": SetUp("near", also=("LESS",)),
    "without API": SetUp("near", toml=f'SHORT = "{KEY}"'),
    "a comment": SetUp("commented", env=f"#NAME={KEY}\n"),
    "a colon": SetUp("not_understood", env=f"NAME: {KEY}\n"),
    "a quotation mark too few": SetUp("not_understood", env=f"NAME='{KEY}\n"),
    "no value": SetUp("no_value", env="OTHER=1\nNAME=\n"),
    "an empty variable": SetUp("empty", set=""),
    "an empty variable over dotenv": SetUp("empty_hides", env=f"NAME={KEY}\n", set=""),
    "an old variable over dotenv": SetUp("old_wins", env=f"NAME={KEY}\n", set=OLD),
    "a blank variable over dotenv": SetUp("empty_hides", env=f"NAME={KEY}\n", set=" "),
    "nothing": SetUp("none"),
    # Other files
    "Notepad's ending": SetUp("other_file", files=(".env.txt",)),
    "secrets beside the program": SetUp("other_secrets", files=("secrets.toml",)),
}  # fmt: skip
"""`none` where nothing can be remarked on: there is no key at all."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, so that no file of this machine is found there."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def folder(home: Path, tmp_path: Path) -> Iterator[Path]:
    """The folder of the program, which it is started in; what it does to the environment is undone."""
    made = tmp_path / "program"
    made.mkdir()
    with mock.patch.dict(os.environ):
        yield made


def prepared(setup: SetUp, folder: Path, provider: Provider) -> None:
    name = provider.address.key_variable
    write(folder / ".env", setup.env, provider)
    write(folder / ".streamlit" / "secrets.toml", setup.toml, provider)
    for other in setup.files:
        write(folder / other, f"{name}={KEY}\n", provider)
    if setup.set is not None:
        os.environ[name] = setup.set
    if "LESS" in setup.also:
        os.environ[name[:3] + name[4:]] = KEY


def write(file: Path, said: str | bytes | None, provider: Provider) -> None:
    if said is None:
        return
    file.parent.mkdir(exist_ok=True)
    name = provider.address.key_variable
    words = {"NAME": name, "name": name.lower(), "SHORT": name.replace("API_", ""), "ID": provider.id}
    for word, meant in words.items():
        for encoding in ("utf-8", "utf-16-le"):
            old, new = word.encode(encoding), meant.encode(encoding)
            said = (said.encode() if isinstance(said, str) else said).replace(old, new)
    assert isinstance(said, bytes)
    file.write_bytes(said)


def streamlit_secrets(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Streamlit does with its secrets when an app starts in this folder and asks for them."""
    files = [str(folder / ".streamlit" / "secrets.toml")]
    monkeypatch.setattr(config, "get_option", lambda name: files)
    monkeypatch.setattr(Secrets, "_maybe_install_file_watchers", lambda self: None)
    if Path(files[0]).exists():
        dict(Secrets())


def works(provider: Provider, folder: Path, practice: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.chdir(folder)
    os.environ[provider.address.base_url_variable] = practice + provider.address.practice_path
    try:
        streamlit_secrets(folder, monkeypatch)
        dotenv.load_dotenv(dotenv.find_dotenv(usecwd=True))
        return bare_program.key_that_answered(provider) == KEY
    except Exception:
        return False


@with_keys
@pytest.mark.parametrize("setup", SETUPS.values(), ids=SETUPS)
def test_it_remarks_on_what_fails_in_a_program_and_on_nothing_else(
    setup: SetUp, provider: Provider, folder: Path, practice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(setup, folder, provider)
    found = own_program.look(provider, folder, dict(os.environ))
    wrong = "" if setup.blank and provider.sdk.strips_key else setup.said
    assert " ".join(one.id for one in found.remarks) == wrong.replace("none", "")
    assert works(provider, folder, practice, monkeypatch) == (not wrong)
    told = "".join(one.title + one.said for one in found.remarks)
    assert KEY not in told and "{" not in told.replace("${…}", "")


def test_an_sdk_that_takes_white_space_off_gets_no_remark_on_it(provider: Provider, folder: Path) -> None:
    strips = replace(provider, sdk=replace(provider.sdk, strips_key=True))
    for value, said in ((f" {KEY}\r\n", []), (f'"{KEY}"', ["dragged"])):
        found = own_program.look(strips, folder, {provider.address.key_variable: value})
        assert [one.id for one in found.remarks] == said


def test_a_variable_that_goes_first_is_looked_at_first(provider: Provider, folder: Path) -> None:
    other = replace(provider, address=replace(provider.address, key_variables_before=("FIRST_KEY",)))
    own = {provider.address.key_variable: KEY}
    assert own_program.look(other, folder, own).remarks == ()
    assert own_program.look(other, folder, own | {"FIRST_KEY": ""}).remarks == ()
    found = own_program.look(other, folder, own | {"FIRST_KEY": f"{OLD} "}).remarks
    drags = [] if provider.sdk.strips_key else ["dragged"]
    assert [one.id for one in found] == ["goes_first", *drags] and "`FIRST_KEY`" in found[0].said


def test_it_names_the_file_and_the_line(provider: Provider, folder: Path) -> None:
    (folder / ".env").write_text(f"A=1\n# {provider.address.key_variable}={KEY}\n")
    (said,) = own_program.look(provider, folder, {}).remarks
    assert f"Line 2 of `{folder / '.env'}`" in said.said


def test_a_dotenv_further_up_is_found_as_load_dotenv_finds_it(provider: Provider, folder: Path) -> None:
    (folder.parent / ".env").write_text(f"{provider.address.key_variable}={KEY}")
    found = own_program.look(provider, folder, {})
    assert (found.dotenv.path, found.place, found.remarks) == (folder.parent / ".env", "dotenv", ())


def test_the_secrets_of_the_users_home_are_found(provider: Provider, folder: Path, home: Path) -> None:
    (home / ".streamlit").mkdir(parents=True)
    (home / ".streamlit" / "secrets.toml").write_text(f'{provider.address.key_variable} = "{KEY}"')
    assert own_program.look(provider, folder, {}).place == "secrets"


def test_a_folder_that_is_not_there_has_nothing(provider: Provider, folder: Path) -> None:
    assert own_program.look(provider, folder / "no" / "such", {}).remarks == ()


def test_what_is_no_file_is_not_read(provider: Provider, folder: Path) -> None:
    (folder / ".streamlit" / "secrets.toml").mkdir(parents=True)
    (folder / ".env").mkdir()
    assert own_program.look(provider, folder, {provider.address.key_variable: KEY}).remarks == ()


def test_what_may_not_be_read_is_said(
    provider: Provider, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / ".env", f"NAME={KEY}", provider)

    def forbidden(file: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)  # whoever runs the tests may read everything
    (said,) = own_program.look(provider, folder, {provider.address.key_variable: KEY}).remarks
    assert said.id == "env_unreadable" and "(Permission denied)" in said.said


@pytest.mark.parametrize(
    "file", ["openai.py", "anthropic.py", "dotenv.py", "random.py", "openai/__init__.py"]
)
def test_a_file_that_hides_a_package_is_named(file: str, folder: Path) -> None:
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text("")
    for provider in providers.every().values():
        own = provider.sdk.package
        hides = {"openai", "anthropic"}.isdisjoint({Path(file).parts[0].removesuffix(".py")} - {own})
        found = own_program.look(provider, folder, {provider.address.key_variable: KEY}).remarks
        assert [one.id for one in found] == (
            ["shadow_python" if file == "random.py" else "shadow"] if hides else []
        )


@pytest.mark.thorough
def test_the_names_of_pythons_own_are_those_that_the_sdks_import(folder: Path) -> None:
    program = "import sys, openai, anthropic; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=folder
    )
    assert own_program.LOADED <= set(ran.stdout.split())
    (folder / "token.py").write_text("")
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=folder)
    assert ran.returncode != 0


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("OPENAI_API_KEY", False), ("openai_api_key", True), ("OPENAI_KEY", True), ("OPEN_AI_API_KEY", True),
        ("OPENAI-API-KEY", True), ("OPENAPI_API_KEY", True), ("OPENAI_API_KEYS", True), ("OPENAI_API_KEY_OLD", False),
        ("OPENAI_BASE_URL", False), ("OPENAI_ORG_ID", False), ("ANTHROPIC_API_KEY", False), ("GEMINI_API_KEY", False),
        ("PATH", False), ("", False),
    ],
)  # fmt: skip
def test_which_names_are_nearly_right(name: str, near: bool) -> None:
    assert is_near(name, "OPENAI_API_KEY") is near


def test_there_are_words_for_each_remark_of_a_set_up() -> None:
    said = {id for setup in SETUPS.values() for id in setup.said.split() if id != "none"}
    known = {section.id.removeprefix("own ") for section in WORDS.of_kind("own")}
    elsewhere = {
        "goes_first",
        "in_environment",
        "in_dotenv",
        "in_secrets",
        "env_unreadable",
        "toml_unreadable",
        "shadow",
        "shadow_python",
    }
    assert known - elsewhere == said
