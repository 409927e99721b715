"""PDF documents: of how many pages, whoever wrote them, and what is none."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from firstcall.practice.model import documents
from firstcall.practice.model.documents import Locked, NoDocument, looked_at


def pdf(pages: int) -> bytes:
    first, *others = [Image.new("RGB", (20, 30 + page)) for page in range(pages)]
    file = BytesIO()
    first.save(file, "PDF", save_all=True, append_images=others)
    return file.getvalue()


def encoded_pdf(pages: int) -> str:
    return base64.b64encode(pdf(pages)).decode()


def packed(pages: int) -> bytes:
    """As TeX writes it: the pages in a packed stream of objects, in which none has its number before it."""
    objects = "".join(f"<</Parent 1 0 R/Type/Page/MediaBox[0 0 {page} 9]>>\n" for page in range(pages))
    stream = zlib.compress(f"<</Type /Pages/Count {pages}>>\n{objects}".encode())
    head = b"%PDF-1.5\n2 0 obj<</Type/ObjStm/Filter/FlateDecode/Length " + str(len(stream)).encode()
    return head + b">>\nstream\r\n" + stream + b"\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize("pages", [1, 7])
@pytest.mark.parametrize("make", [pdf, packed])
def test_pages_are_counted(make: Callable[[int], bytes], pages: int) -> None:
    document = looked_at(make(pages))
    assert document.pages == pages
    assert document != looked_at(make(pages) + b"\n")


def test_a_page_that_was_changed_counts_once() -> None:
    """An editor writes it once more at the end of the file, under the same number."""
    again = pdf(2)
    number = again.index(b"/Page\n")
    page = again[again.rindex(b"obj", 0, number) - 4 : again.index(b"endobj", number) + 6]
    assert b"/Type /Page" in page
    assert looked_at(again + b"\n" + page).pages == 2


def test_what_is_about_pages_is_no_page() -> None:
    said = b"<</Type /Pages /PageLayout /OneColumn /Type /PageLabel /Type/PageX1>>"
    assert looked_at(pdf(1) + said).pages == 1


def test_what_is_no_document_is_told_from_what_is_locked() -> None:
    for none in (b"", b"hello", b"%PDF-1.7", pdf(1)[9:], packed(3)[:60], b"x" * 2000 + pdf(1)):
        with pytest.raises(NoDocument):
            looked_at(none)
    with pytest.raises(Locked):
        looked_at(pdf(1) + b"trailer <</Encrypt 5 0 R>>")
    assert looked_at(pdf(1) + b"<</EncryptMetadata false>>").pages == 1


@pytest.mark.parametrize("spot", [b"/Page", b"/ObjStm", b"/Encrypted"])
def test_a_file_that_says_one_thing_without_end_is_given_up(spot: bytes) -> None:
    with pytest.raises(NoDocument):
        looked_at(b"%PDF-1.7" + spot * 200_000)


def test_what_is_packed_is_unpacked_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_MOST_UNPACKED", 100)
    with pytest.raises(NoDocument):
        looked_at(packed(500) * 3)


@pytest.mark.parametrize("spot", range(0, 60, 7))
def test_a_word_is_found_wherever_a_slice_ends(spot: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_SLICE", 64)
    file = b"%PDF-1.4 " + b" " * spot + b"1 0 obj <</Type /Page>> endobj 2 0 obj <</Type /Page>> endobj"
    assert looked_at(file).pages == 2


@given(st.binary(max_size=300))
def test_any_bytes_are_a_document_or_none(data: bytes) -> None:
    """There is no page in bytes without the word."""
    try:
        pages = looked_at(b"%PDF-" + data).pages
    except NoDocument:
        pages = 0
    assert pages == 0 or b"/Page" in data or b"/ObjStm" in data
