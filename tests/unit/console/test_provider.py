"""Sign-in at a provider with real endpoints: what it must come back with, and what is not taken."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from kith_console.provider import Provider, SignInFailed
from kith_console.sessions import Session
from kith_console.settings import ConsoleSettings
from kith_contracts.words import OFFICE
from kith_lab.issuer import Issuer
from kith_lab.provider import CLIENT, Guise, TrialProvider

MEMBER, OFFICER, OFFICE_ITSELF, SYSTEM = range(4)
GUISES = [
    Guise("Ben", "member", ("member",), "p-00000001"),
    Guise("Chloe", "chair", ("member", "officer"), "p-00000002", ("bcs/forum",)),
    Guise("Office", "", ("consortium-admin",), body=OFFICE),
    Guise("Website", "", ("system",)),
]


@pytest.fixture
async def trial(tmp_path: Path) -> AsyncIterator[TrialProvider]:
    provider = TrialProvider({body: Issuer.create(tmp_path, body) for body in ("bcs", "iop")})
    provider.guises["bcs"] = GUISES
    async with provider:
        yield provider


@pytest.fixture
def provider(trial: TrialProvider) -> Provider:
    return client_of(trial)


def client_of(trial: TrialProvider, **other: str) -> Provider:
    told = {"url": "http://127.0.0.1:9", "issuer": trial.issuer_of("bcs"), "client_id": CLIENT, **other}
    return Provider(ConsoleSettings.model_validate(told))


async def came_back(address: str, guise: int = MEMBER) -> dict[str, str]:
    """What the browser brings back from the provider, when that person has signed in."""
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer = await browser.get(f"{address}&as={guise}")
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    return {name: values[0] for name, values in query.items()}


async def test_who_signs_in_has_a_session(provider: Provider) -> None:
    address, began = await provider.begin()
    session = await provider.finish(began, await came_back(address, OFFICER))
    assert (session.body, session.person, session.serves) == ("bcs", "p-00000002", ("bcs/forum",))
    assert session.roles == ("member", "officer")
    assert session.fresh
    assert session.renewal


async def test_the_office_is_at_no_organisation(provider: Provider) -> None:
    address, began = await provider.begin()
    session = await provider.finish(began, await came_back(address, OFFICE_ITSELF))
    assert (session.body, session.person, session.roles) == ("", "", ("consortium-admin",))


async def test_a_system_is_nobody_who_signs_in(provider: Provider) -> None:
    address, began = await provider.begin()
    with pytest.raises(SignInFailed):
        await provider.finish(began, await came_back(address, SYSTEM))


async def test_the_address_has_what_protects_the_code(provider: Provider) -> None:
    address, began = await provider.begin()
    query = parse_qs(urlsplit(address).query)
    assert query["code_challenge_method"] == ["S256"]
    assert began["verifier"] not in address
    assert (query["state"], query["nonce"]) == ([began["state"]], [began["nonce"]])
    assert began != (await provider.begin())[1]
    assert "prompt" not in query


async def test_who_is_to_stay_signed_in_is_asked(trial: TrialProvider) -> None:
    """Providers that go by the book give a refresh token only then."""
    address, _ = await client_of(trial, scope="openid offline_access kith").begin()
    assert parse_qs(urlsplit(address).query)["prompt"] == ["consent"]


async def test_an_answer_of_another_provider_is_not_taken(provider: Provider) -> None:
    address, began = await provider.begin()
    with pytest.raises(SignInFailed):
        await provider.finish(began, await came_back(address) | {"iss": "https://another.example"})


@pytest.mark.parametrize("wrong", ["state", "nonce", "verifier"])
async def test_what_another_sign_in_began_is_not_taken(provider: Provider, wrong: str) -> None:
    address, began = await provider.begin()
    _, other = await provider.begin()
    with pytest.raises(SignInFailed):
        await provider.finish({**began, wrong: other[wrong]}, await came_back(address))


@pytest.mark.parametrize("missing", ["state", "code"])
async def test_what_comes_back_incomplete_is_not_taken(provider: Provider, missing: str) -> None:
    address, began = await provider.begin()
    query = await came_back(address)
    del query[missing]
    with pytest.raises(SignInFailed, match="not finished"):
        await provider.finish(began, query)


async def test_who_began_nothing_is_not_signed_in(provider: Provider) -> None:
    address, _ = await provider.begin()
    with pytest.raises(SignInFailed, match="not finished"):
        await provider.finish({}, await came_back(address))


async def test_a_code_is_good_once(provider: Provider) -> None:
    address, began = await provider.begin()
    query = await came_back(address)
    assert (await provider.finish(began, query)).signed_in
    with pytest.raises(SignInFailed):
        await provider.finish(began, query)


async def test_what_another_issuer_signed_is_not_taken(
    trial: TrialProvider, provider: Provider, tmp_path: Path
) -> None:
    await provider.begin()  # it has read the keys
    trial._issuers["bcs"] = Issuer.create(tmp_path / "foreign", "bcs")
    address, began = await provider.begin()
    with pytest.raises(SignInFailed):
        await provider.finish(began, await came_back(address))


async def test_a_provider_that_describes_another_issuer_is_not_asked(trial: TrialProvider) -> None:
    with pytest.raises(SignInFailed):
        await client_of(trial, issuer=f"{trial.url}/bcs/").begin()


async def test_an_id_token_for_another_client_is_not_taken(trial: TrialProvider, provider: Provider) -> None:
    address, began = await provider.begin()
    query = await came_back(address)
    other = client_of(trial, client_id="another")
    with pytest.raises(SignInFailed):
        await other.finish(began, query)


async def test_a_provider_that_is_away_signs_nobody_in(trial: TrialProvider) -> None:
    away = client_of(trial, issuer="http://127.0.0.1:9")
    with pytest.raises(SignInFailed, match="does not answer now"):
        await away.begin()
    assert await away.end_address("http://127.0.0.1:9/") == ""


async def test_a_session_is_renewed_once_with_each_renewal(provider: Provider) -> None:
    address, began = await provider.begin()
    session = await provider.finish(began, await came_back(address))
    stolen = Session(body=session.body, person=session.person, renewal=session.renewal)
    assert await provider.renew(session)
    assert session.renewal != stolen.renewal
    assert not await provider.renew(stolen)
    assert not await provider.renew(Session())


async def test_a_renewal_for_somebody_else_ends_the_session(provider: Provider) -> None:
    address, began = await provider.begin()
    session = await provider.finish(began, await came_back(address))
    session.person = "p-00000009"
    assert not await provider.renew(session)


async def test_sign_out_goes_on_to_the_provider(trial: TrialProvider, provider: Provider) -> None:
    address = await provider.end_address("http://127.0.0.1:9/")
    assert address.startswith(f"{trial.issuer_of('bcs')}/end?")
    assert parse_qs(urlsplit(address).query)["post_logout_redirect_uri"] == ["http://127.0.0.1:9/"]
