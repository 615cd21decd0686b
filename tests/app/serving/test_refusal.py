"""What the server itself cannot read is refused in words, and guarded as every answer is."""

import pytest

from app.serving import refusal


@pytest.mark.parametrize("status", [*refusal.WORDS, 418])
def test_a_refusal_is_a_whole_answer_with_words_and_guards(status: int):
    head, _, body = refusal.page(status, "Teapot").partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in rest)
    assert first == f"HTTP/1.1 {status} Teapot"
    assert int(headers["Content-Length"]) == len(body)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Referrer-Policy"] == "no-referrer" and headers["Connection"] == "close"
    assert b"<h1>" in body and b'href="/"' in body
