"""A proxy as companies have them: it says no, wants a name, or opens the line itself and answers with a page.

It takes `CONNECT` alone, and its certificate is nobody's: who does not trust it gets no further.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import parse_headers
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PAGE = b"<!DOCTYPE html><html><body><h1>Sign in to this network</h1></body></html>"


def certificate(folder: Path, host: str) -> Path:
    """A file with a self-signed certificate for a host, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "proxy.pem"
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


@contextmanager
def proxy(answer: str, pem: Path) -> Iterator[str]:
    """The URL of the proxy, which answers `CONNECT` with this status line; after a 200 it shows its certificate and
    a page to whoever trusts it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        threading.Thread(target=_serve, args=(bound, answer, context), daemon=True).start()
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        bound.shutdown(socket.SHUT_RDWR)


def _serve(bound: socket.socket, answer: str, context: ssl.SSLContext) -> None:
    while True:
        try:
            line, _ = bound.accept()
        except OSError:  # it was closed: the test is over
            return
        with line:
            line.settimeout(10)
            line.recv(65_536)
            line.sendall(f"HTTP/1.1 {answer}\r\n\r\n".encode())
            if answer.startswith("200"):
                _page(line, context)


def _page(line: socket.socket, context: ssl.SSLContext) -> None:
    try:
        with context.wrap_socket(line, server_side=True) as inside:
            asked = inside.makefile("rb")
            asked.read(int(parse_headers(asked).get("content-length", 0)) if asked.readline() else 0)
            head = f"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {len(PAGE)}\r\n\r\n"
            inside.sendall(head.encode() + PAGE)
    except ssl.SSLError:  # whoever called does not trust the certificate
        return
