"""The fields of the requests that Google's wire takes, by their names in camel case.

Names and kinds are those that google-genai 3.6.1 sends (`models.py`, `caches.py`, `types.py`) and of the API's
reference, https://ai.google.dev/api/generate-content. What is a schema is left as it is.
"""

from __future__ import annotations

from firstcall.practice.wires.google.protobuf import (
    ANYTHING,
    BYTES,
    FLAG,
    FLOAT,
    INTEGER,
    TEXT,
    Enum,
    Kind,
    Message,
    Repeated,
)
from firstcall.practice.wires.google.schemas import SCHEMA

LEVELS = ("THINKING_LEVEL_UNSPECIFIED", "MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH")
MODES = ("MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED")
THRESHOLDS = (
    "HARM_BLOCK_THRESHOLD_UNSPECIFIED",
    "BLOCK_LOW_AND_ABOVE",
    "BLOCK_MEDIUM_AND_ABOVE",
    "BLOCK_ONLY_HIGH",
    "BLOCK_NONE",
    "OFF",
)
CATEGORIES = (
    "HARM_CATEGORY_UNSPECIFIED",
    *(
        f"HARM_CATEGORY_{name}"
        for name in ("DEROGATORY", "TOXICITY", "VIOLENCE", "SEXUAL", "MEDICAL", "DANGEROUS")
    ),
    "HARM_CATEGORY_HARASSMENT",
    "HARM_CATEGORY_HATE_SPEECH",
    "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "HARM_CATEGORY_DANGEROUS_CONTENT",
    "HARM_CATEGORY_CIVIC_INTEGRITY",
)
MODALITIES = ("MODALITY_UNSPECIFIED", "TEXT", "IMAGE", "AUDIO", "VIDEO", "DOCUMENT")
_RESOLUTIONS = tuple(
    f"MEDIA_RESOLUTION_{name}" for name in ("UNSPECIFIED", "LOW", "MEDIUM", "HIGH", "ULTRA_HIGH")
)


def _anything(*names: str) -> dict[str, Kind]:
    return dict.fromkeys(names, ANYTHING)


BLOB = Message({"mimeType": TEXT, "data": BYTES, "displayName": TEXT})
FUNCTION_CALL = Message(
    {"id": TEXT, "name": TEXT, "args": ANYTHING, **_anything("partialArgs", "willContinue")}
)
FUNCTION_RESPONSE = Message(
    {"id": TEXT, "name": TEXT, "response": ANYTHING, **_anything("parts", "willContinue", "scheduling")}
)
PART = Message(
    {
        "text": TEXT,
        "thought": FLAG,
        "thoughtSignature": BYTES,
        "inlineData": BLOB,
        "fileData": Message({"mimeType": TEXT, "fileUri": TEXT, "displayName": TEXT}),
        "functionCall": FUNCTION_CALL,
        "functionResponse": FUNCTION_RESPONSE,
        **_anything("executableCode", "codeExecutionResult", "toolCall", "toolResponse", "videoMetadata"),
        **_anything("mediaResolution", "partMetadata", "audioTranscription", "mediaProcessing"),
        **_anything("speechMetadata", "documentMetadata", "spreadsheetMetadata", "audioMetadata"),
    }
)
CONTENT = Message({"parts": Repeated(PART), "role": TEXT})

FUNCTION_DECLARATION = Message(
    {
        "name": TEXT,
        "description": TEXT,
        "parameters": SCHEMA,
        "response": SCHEMA,
        **_anything("parametersJsonSchema", "responseJsonSchema", "behavior"),
    }
)
TOOL = Message(
    {
        "functionDeclarations": Repeated(FUNCTION_DECLARATION),
        **_anything("googleSearch", "googleSearchRetrieval", "codeExecution", "urlContext", "googleMaps"),
        **_anything("computerUse", "fileSearch", "mcpServers"),
    }
)
TOOL_CONFIG = Message(
    {
        "functionCallingConfig": Message(
            {"mode": Enum("FunctionCallingConfig.Mode", MODES), "allowedFunctionNames": Repeated(TEXT)}
        ),
        **_anything("retrievalConfig", "includeServerSideToolInvocations"),
    }
)
SAFETY_SETTING = Message(
    {
        "category": Enum("HarmCategory", CATEGORIES),
        "threshold": Enum("SafetySetting.HarmBlockThreshold", THRESHOLDS),
    }
)
GENERATION_CONFIG = Message(
    {
        "temperature": FLOAT,
        "topP": FLOAT,
        "topK": INTEGER,
        "candidateCount": INTEGER,
        "maxOutputTokens": INTEGER,
        "stopSequences": Repeated(TEXT),
        "responseLogprobs": FLAG,
        "logprobs": INTEGER,
        "presencePenalty": FLOAT,
        "frequencyPenalty": FLOAT,
        "seed": INTEGER,
        "responseMimeType": TEXT,
        "responseSchema": SCHEMA,
        "responseJsonSchema": ANYTHING,
        "responseModalities": Repeated(Enum("GenerationConfig.Modality", MODALITIES)),
        "mediaResolution": Enum("GenerationConfig.MediaResolution", _RESOLUTIONS),
        "thinkingConfig": Message(
            {
                "includeThoughts": FLAG,
                "thinkingBudget": INTEGER,
                "thinkingLevel": Enum("ThinkingConfig.ThinkingLevel", LEVELS),
            }
        ),
        **_anything("speechConfig", "imageConfig", "enableEnhancedCivicAnswers", "audioTranscriptionConfig"),
    }
)
_CACHEABLE: dict[str, Kind] = {
    "contents": Repeated(CONTENT),
    "systemInstruction": CONTENT,
    "tools": Repeated(TOOL),
    "toolConfig": TOOL_CONFIG,
}
GENERATE = Message(
    {
        "model": TEXT,
        **_CACHEABLE,
        "safetySettings": Repeated(SAFETY_SETTING),
        "generationConfig": GENERATION_CONFIG,
        "cachedContent": TEXT,
        **_anything("labels", "serviceTier", "store", "continuationToken"),
    }
)
COUNT = Message({"model": TEXT, "contents": Repeated(CONTENT), "generateContentRequest": GENERATE})
TASK_TYPES = (
    "TASK_TYPE_UNSPECIFIED",
    "RETRIEVAL_QUERY",
    "RETRIEVAL_DOCUMENT",
    "SEMANTIC_SIMILARITY",
    "CLASSIFICATION",
    "CLUSTERING",
    "QUESTION_ANSWERING",
    "FACT_VERIFICATION",
    "CODE_RETRIEVAL_QUERY",
)
_EMBED_CONFIG: dict[str, Kind] = {
    "taskType": Enum("TaskType", TASK_TYPES),
    "title": TEXT,
    "outputDimensionality": INTEGER,
}
EMBED = Message(
    {"model": TEXT, "content": CONTENT, **_EMBED_CONFIG, "embedContentConfig": Message(_EMBED_CONFIG)}
)
EMBED_BATCH = Message({"model": TEXT, "requests": Repeated(EMBED)})
CACHED_CONTENT = Message(
    {
        "model": TEXT,
        **_CACHEABLE,
        "displayName": TEXT,
        "ttl": TEXT,
        "expireTime": TEXT,
        **_anything("name", "createTime", "updateTime", "usageMetadata"),
    }
)
FILE_TO_COME = Message(
    {
        "file": Message(
            {
                "name": TEXT,
                "displayName": TEXT,
                "mimeType": TEXT,
                **_anything(
                    "sizeBytes",
                    "createTime",
                    "expirationTime",
                    "updateTime",
                    "sha256Hash",
                    "uri",
                    "downloadUri",
                ),
                **_anything("state", "source", "videoMetadata", "error"),
            }
        )
    }
)
"""What announces an upload."""
