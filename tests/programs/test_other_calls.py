"""Whose call it is: others' SDKs, libraries on top, servers on a vendor's protocol, plain HTTP. Each is told apart,
judged by what holds for it, and never made to call somebody else."""

from __future__ import annotations

import pytest

from firstcall import providers
from firstcall.programs.lint.findings import lint, mend
from firstcall.programs.lint.rules import Program
from firstcall.programs.read.source import read

ASK = '.chat.completions.create(model="local", max_tokens=9, messages=U)\n'
OPENAI = "from openai import OpenAI\n"


def seen(source: str) -> list[tuple[str, str]]:
    """The packages that make the calls of a program, and whom they ask: `""` where that is not known."""
    program = Program(read(source))
    made = [(call.provider.sdk.module, program.answers(call)) for call in program.calls]
    return made + [(call.other.name, call.to) for call in program.other_calls]


@pytest.mark.parametrize(
    ("source", "made"),
    [
        (f"from groq import Groq\nGroq(){ASK}", ("Groq", "")),
        (f"import groq\nclient = groq.AsyncGroq()\nclient{ASK}", ("Groq", "")),
        (f"from together import Together\nclient = Together()\nclient{ASK}", ("Together", "")),
        (f"from groq import Groq\ndef ask(client):\n    client{ASK}c = Groq()\n", ("Groq", "")),
        (f"import groq\nclass Bot:\n    def __init__(self):\n        self.llm = groq.Groq()\n    def ask(self):\n"
         f"        self.llm{ASK}", ("Groq", "")),
        ('import ollama\nollama.chat(model="llama3.2", messages=U)\n', ("ollama", "Ollama")),
        ('from ollama import chat\nchat(model="llama3.2", messages=U)\n', ("ollama", "Ollama")),
        ('from mistralai import Mistral\nMistral().chat.complete(model="m", messages=U)\n', ("Mistral", "")),
        ('import boto3\nb = boto3.client("bedrock-runtime")\nb.converse(modelId="m")\n', ("Amazon Bedrock", "")),
        ('from langchain_openai import ChatOpenAI\nChatOpenAI(model="gpt-6-luna")\n', ("LangChain", "")),
        ('from llama_index.llms.openai import OpenAI\nOpenAI(model="gpt-6-luna")\n', ("LlamaIndex", "")),
        ('from litellm import completion\ncompletion(model="gpt-6-luna")\n', ("LiteLLM", "")),
        ('import litellm as ll\nll.completion("gpt-6-luna")\n', ("LiteLLM", "")),
        (f"{OPENAI}import instructor\nc = instructor.from_openai(OpenAI())\nc{ASK}", ("Instructor", "")),
        (f"import aisuite\nc = aisuite.Client()\nc{ASK}", ("aisuite", "")),
        ('from pydantic_ai import Agent\nAgent("openai:gpt-6-luna")\n', ("Pydantic AI", "")),
        ('import requests\nrequests.post("https://api.openai.com/v1/chat/completions", json=body)\n', ("requests", "OpenAI")),
        ('import httpx\nwith httpx.Client() as c:\n    c.post("https://api.anthropic.com/v1/messages")\n',
         ("httpx", "Anthropic")),
        ('import requests\nurl = "http://localhost:11434/api/chat"\nrequests.post(url, json=body)\n', ("requests", "Ollama")),
        ('import urllib.request\nurllib.request.Request("https://api.groq.com/openai/v1/models")\n', ("urllib", "Groq")),
        (f'{OPENAI}OpenAI(base_url="https://api.groq.com/openai/v1"){ASK}', ("openai", "Groq")),
        (f'{OPENAI}OpenAI(base_url="https://openrouter.ai/api/v1"){ASK}', ("openai", "OpenRouter")),
        (f'{OPENAI}OpenAI(base_url="http://127.0.0.1:1234/v1"){ASK}', ("openai", "LM Studio")),
        (f'{OPENAI}import os\nOpenAI(base_url=os.getenv("U", "http://localhost:11434/v1")){ASK}', ("openai", "Ollama")),
        (f'{OPENAI}OpenAI(base_url="https://llm.example.org/v1"){ASK}', ("openai", "llm.example.org")),
        (f'import openai\nopenai.AzureOpenAI(azure_endpoint="https://me.openai.azure.com"){ASK}', ("openai", "Azure OpenAI")),
        (f'{OPENAI}PORT = 1234\nOpenAI(base_url=f"http://localhost:{{PORT}}/v1"){ASK}', ("openai", "LM Studio")),
        (f'{OPENAI}OpenAI(base_url=f"http://localhost:{{port()}}/v1"){ASK}', ("openai", "localhost")),
        (f'{OPENAI}OpenAI(base_url="http://192.168.1.5:11434/v1"){ASK}', ("openai", "Ollama")),
        (f'{OPENAI}import os\nos.environ["OPENAI_BASE_URL"] = "http://ollama:11434/v1"\nOpenAI(){ASK}', ("openai", "Ollama")),
        (f'import openai\nopenai.base_url = "http://localhost:1234/v1/"\nopenai{ASK}', ("openai", "LM Studio")),
        (f'{OPENAI}OpenAI(base_url="https://generativelanguage.googleapis.com/v1beta/openai/"){ASK}',
         ("openai", "Google Gemini")),
        (f'{OPENAI}OpenAI(base_url="https://oai.helicone.ai/v1"){ASK}', ("openai", "OpenAI")),
        (f"from langfuse.openai import OpenAI\nOpenAI(){ASK}", ("openai", "OpenAI")),
        (f"from openai import OpenAI as Client\nClient(){ASK}", ("openai", "OpenAI")),
    ],
)  # fmt: skip
def test_whose_call_it_is(source: str, made: tuple[str, str]) -> None:
    assert seen(source) == [made]


@pytest.mark.parametrize(
    "source",
    [
        'import requests\nrequests.post("https://example.org/v1", json={"model": "gpt-4"})\n',
        'import requests\nrequests.get("https://api.openai.com/v1/models")\n',
        "from langchain_openai import OpenAIEmbeddings\nOpenAIEmbeddings()\n",
        "import ollama\nollama.list()\n",
    ],
)
def test_what_calls_no_model_is_no_call(source: str) -> None:
    assert seen(source) == []


GEMINI = 'OpenAI(base_url="https://generativelanguage.googleapis.com/v1beta/openai/", timeout=9)'
ASK_GEMINI = '.chat.completions.create(model="gemini-3.5-flash", max_tokens=9, messages=U)\n'
UNJUDGED = (
    f'{OPENAI}clients = {{"gpt": OpenAI(timeout=9), "gemini": {GEMINI}}}\nclients["gemini"]{ASK_GEMINI}',
    f"{OPENAI}gpt, gemini = OpenAI(timeout=9), {GEMINI}\ndef ask(client):\n    client{ASK_GEMINI}ask(gemini)\n",
    f"gemini{ASK_GEMINI}",
    f'{OPENAI}from langchain_openai import ChatOpenAI\nOpenAI(timeout=9, base_url="http://localhost:1234/v1"){ASK}'
    'print(ChatOpenAI(model="gpt-6-luna").invoke("Hi").content)\n',
    f"from groq import Groq\nclient = Groq()\nr = client{ASK}print(r.choices[0].message.content)\n",
    'import instructor\nfrom openai import OpenAI\nc = instructor.from_openai(OpenAI(timeout=9))\n'
    'c.chat.completions.create(model="gpt-6-luna", response_model=User, messages=U)\n',
    f'{OPENAI}client = OpenAI(base_url="http://localhost:11434/v1", api_key="ollama", timeout=9)\n'
    'client.chat.completions.create(model="llama3.2", messages=U)\n',
    f'{OPENAI}client = OpenAI(base_url="http://localhost:8080/v1", api_key="sk-no-key-required", timeout=9)\nclient{ASK}',
    'import os\nos.environ["OPENAI_API_KEY"] = "ollama"\nURL = "http://localhost:11434/v1"\n',
    'import os\nos.environ.setdefault("TOKENIZERS_PARALLELISM", "false")\n',
    'from langchain_openai import AzureChatOpenAI\nAzureChatOpenAI(azure_deployment="mine")\n',
    'from llama_index.llms.openai import OpenAI\nOpenAI(model="gpt-6-luna", additional_kwargs={}, reuse_client=False)\n',
)  # fmt: skip


@pytest.mark.parametrize("source", UNJUDGED)
def test_what_holds_for_others_is_no_fault(source: str) -> None:
    assert lint(source) == []
    assert mend(source) == source


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        (f'{OPENAI}client = OpenAI(base_url="https://api.groq.com/openai/v1", api_key="my key")\nclient{ASK}', "GROQ_API_KEY"),
        (f'{OPENAI}client = OpenAI(base_url="https://llm.example.org/v1", api_key="my own key")\nclient{ASK}', "API_KEY"),
        ('from groq import Groq\nclient = Groq(api_key="gsk_abcdefgh12345678")\n', "GROQ_API_KEY"),
        (f'{OPENAI}client = OpenAI(api_key="OPENAI_API_KEY")\nclient{ASK}', "OPENAI_API_KEY"),
    ],
)  # fmt: skip
def test_a_key_is_read_from_the_variable_of_whoever_is_called(source: str, kept: str) -> None:
    assert f'api_key=os.environ["{kept}"]' in mend(source)


def test_the_name_of_a_variable_is_told_from_a_key() -> None:
    source = f'{OPENAI}client = OpenAI(api_key="OPENAI_API_KEY")\n'
    assert [one.says for one in lint(source) if one.rule == "hard-coded-key"] == ["hard-coded-key variable"]


def test_a_real_key_for_a_server_at_home_is_still_a_leak() -> None:
    source = (
        f'{OPENAI}client = OpenAI(base_url="http://localhost:1234/v1", api_key="sk-proj-abcdefgh12345678")\n'
    )
    assert "hard-coded-key" in {one.rule for one in lint(source)}


@pytest.mark.parametrize(
    "source",
    [
        'from langchain_openai import ChatOpenAI\nChatOpenAI(model="gpt-3.5-turbo")\n',
        'from litellm import completion\ncompletion("openai/gpt-3.5-turbo", messages=U)\n',
        'import requests\nrequests.post("https://api.openai.com/v1/chat/completions", json={"model": "gpt-3.5-turbo"})\n',
        'import instructor\nfrom openai import OpenAI\nc = instructor.from_openai(OpenAI())\n'
        'c.chat.completions.create(model="gpt-3.5-turbo", response_model=User)\n',
        f'{OPENAI}c = OpenAI(base_url="https://oai.helicone.ai/v1")\nc.chat.completions.create(model="gpt-3.5-turbo")\n',
    ],
)  # fmt: skip
def test_what_hands_a_model_on_is_held_to_the_vendors_models(source: str) -> None:
    found = [one for one in lint(source) if one.rule == "retired-model"]
    assert [one.severity for one in found] == ["error"]
    assert "gpt-3.5-turbo" not in mend(source)


@pytest.mark.parametrize(
    "source",
    [
        'from langchain_openai import AzureChatOpenAI\nAzureChatOpenAI(model="gpt-4")\n',
        'from langchain_openai import ChatOpenAI\nChatOpenAI(model="gpt-4", base_url="http://localhost:8000/v1")\n',
        'from groq import Groq\nGroq().chat.completions.create(model="gpt-4", messages=U)\n',
    ],
)
def test_what_has_models_of_its_own_is_not_rewritten(source: str) -> None:
    assert [one.severity for one in lint(source) if one.rule == "retired-model"] == ["info"]
    assert mend(source) == source


def test_a_vendors_models_are_known_by_the_sdk_of_another_too() -> None:
    source = f"{OPENAI}client = {GEMINI}\nclient{ASK_GEMINI.replace('gemini-3.5-flash', 'gemini-1.5-flash')}"
    assert [one.severity for one in lint(source) if one.rule == "retired-model"] == ["error"]


def test_a_model_of_another_vendor_has_one_fault_and_no_rules() -> None:
    source = f"{OPENAI}client = OpenAI(timeout=9)\nclient{ASK.replace('local', 'claude-3-haiku-20240307')}"
    assert [one.says for one in lint(source) if one.severity == "error"] == ["unknown-model foreign"]


@pytest.mark.parametrize("other", providers.others().values(), ids=lambda other: other.id)
def test_each_of_the_others_can_be_recognised_and_has_its_source(other: providers.Other) -> None:
    assert other.hosts or other.modules or other.classes
    assert other.source.startswith("https://") or other.source.split()[1][0].isdigit()
    assert bool(other.modules) >= bool(other.calls or other.own_calls or other.clients or other.methods)
    assert other.raw <= (not other.hosts)


@pytest.mark.parametrize(
    ("settings", "variable"),
    [
        ('openai.api_type = "azure"\n', "AZURE_OPENAI_API_KEY"),
        ('openai.api_type = "azure_ad"\n', "AZURE_OPENAI_API_KEY"),
        ('openai.api_base = "https://me.openai.azure.com"\n', "AZURE_OPENAI_API_KEY"),
        ('openai.api_base = "https://api.groq.com/openai/v1"\n', "GROQ_API_KEY"),
        ('openai.api_base = "https://llm.example.org/v1"\n', '"API_KEY'),
        ('openai.api_type = "open_ai"\n', "OPENAI_API_KEY"),
        ("", "OPENAI_API_KEY"),
    ],
)
def test_the_key_of_a_module_is_read_from_the_variable_of_whoever_it_calls(
    settings: str, variable: str
) -> None:
    source = f'import openai\n{settings}openai.api_key = "0123456789abcdef0123456789abcdef"\n'
    read = mend(source).splitlines()[-1]
    assert variable in read and (variable != "OPENAI_API_KEY" or "AZURE" not in read)
