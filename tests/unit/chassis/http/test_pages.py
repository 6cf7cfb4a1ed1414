"""A page may use what stands in its template, and reach nothing else."""

from base64 import b64encode
from hashlib import sha256

from kith_chassis.http.pages import Page, policy_of


def test_style_and_script_of_the_template_are_allowed_by_their_hashes() -> None:
    template = "<style>p { color: #000 }</style><p>Hello</p><script>go()</script>"
    style, script = (b64encode(sha256(text.encode()).digest()).decode() for text in ("p { color: #000 }", "go()"))
    policy = Page(template, policy_of(template)).headers["content-security-policy"]
    assert policy == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{style}'; script-src 'sha256-{script}'; frame-ancestors 'none'"
    )
    assert policy.startswith(policy_of(template))


def test_a_script_that_was_filled_in_is_not_allowed() -> None:
    policy = policy_of("<style>p {}</style><p>@name</p>")
    filled = Page("<style>p {}</style><p><script>steal()</script></p>", policy)
    assert "script-src" not in filled.headers["content-security-policy"]


def test_a_page_without_them_may_do_nothing() -> None:
    assert "src 'sha256" not in policy_of("<p>Hello</p>")
