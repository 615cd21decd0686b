"""Answers before the application is asked: words, a cure, and the headers of all answers."""

from uuid import uuid4

from .answer import Answer, Headers

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

WORDS = {
    400: ("This request could not be read.", "Open the address again, or type it anew."),
    414: (
        "This address is too long.",
        "Links carry programs of up to 8000 packed characters; save a longer one to a file.",
    ),
    417: ("This server does not answer such an expectation.", "Leave out the header Expect."),
    431: ("The headers of this request are too long.", "Leave out some, or delete cookies."),
    500: ("Something broke on our side.", "Try it again."),
    501: ("This server does not understand that kind of transfer.", "Send the body as it is."),
}

PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{words}</title></head>
<body>
<h1>{words}</h1>
<p>{cure}</p>
<p><a href="/">Chalkgraph</a></p>
</body>
</html>
"""


def page(status: int, reason: str) -> bytes:
    """What the server could not read is answered so; then the connection is closed."""
    words, cure = WORDS.get(status, (f"{reason}.", "Try it again."))
    answer = _refused(f"{status} {reason}", words, cure)
    lines = [f"HTTP/1.1 {answer.status}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + answer.body


def untrusted() -> Answer:
    """The answer to who asks for another host than those in TRUSTED_HOSTS."""
    return _refused(
        "400 BAD REQUEST",
        "This server is not known under that name.",
        "Open it under its own name; TRUSTED_HOSTS has the names that it believes.",
    )


def _refused(status: str, words: str, cure: str) -> Answer:
    body = PAGE.format(words=words, cure=cure).encode()
    headers: Headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("X-Request-ID", uuid4().hex[:12]),
    )
    return Answer(status, headers, body)
