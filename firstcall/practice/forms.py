"""Forms with files in them (`multipart/form-data`, RFC 7578; `multipart/related`, RFC 2387), as programs upload them."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

MOST_NAME = 200
"""Characters of a file's name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form; `filename` is empty for a part that is no file, or a file without a name."""

    content: bytes
    type: str = ""
    filename: str = ""
    is_file: bool = False

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    @property
    def kind(self) -> str:
        """The type that its sender gave, or that its name tells where the sender knew none."""
        if self.type and self.type != "application/octet-stream":
            return self.type
        return mimetypes.guess_type(self.filename)[0] or "application/octet-stream"


def parts(content_type: str, body: bytes) -> list[tuple[str, Part]]:
    """The parts of a body of this type with their names, in their order; none of a body that is no form."""
    head = b"Content-Type: " + content_type.encode("latin-1", "replace").replace(b"\n", b" ") + b"\r\n\r\n"
    message = BytesParser(EmailMessage, policy=policy.HTTP).parsebytes(head + body)
    inner = message.iter_parts() if message.is_multipart() else ()
    return [_part(each) for each in inner if isinstance(each, EmailMessage)]


def named(content_type: str, body: bytes) -> dict[str, Part]:
    """The parts by their names, the last of each."""
    return dict(parts(content_type, body))


def _part(part: EmailMessage) -> tuple[str, Part]:
    name = part.get_param("name", header="content-disposition")
    content, filename = part.get_payload(decode=True), part.get_filename()
    given = part.get_content_type() if "content-type" in part else ""
    return (
        name if isinstance(name, str) else "",
        Part(
            content if isinstance(content, bytes) else b"",
            given,
            str(filename or "")[:MOST_NAME],
            filename is not None,
        ),
    )
