"""A small issuer of tokens, for the demo and the tests: its key is made at start. Not for production."""

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import uuid4

from cyclopts import Parameter
from joserfc import jws
from joserfc.jwk import OKPKey

from kith_chassis.keys.keyring import Keyring, KeyringError
from kith_cli.errors import StackError
from kith_cli.names import Body
from kith_contracts.access.table import Role, Scope
from kith_contracts.words import OFFICE

FOLDER: Final = "issuers"
"""Below the folder of a stack: one folder for each node's issuer."""
LIFE: Final = 3600
"""Seconds for which a token is good."""
PRIVATE: Final = "issuer.json"
PUBLIC: Final = "jwks.json"


class Issuer:
    """Issues tokens for the bodies of one node. Whoever reads its folder can be anybody there."""

    def __init__(self, folder: Path, name: str, key: OKPKey) -> None:
        self.name, self.audience = f"urn:kith:issuer:{name}", f"urn:kith:node:{name}"
        self._jwks, self._key = folder / name / PUBLIC, key

    @classmethod
    def create(cls, folder: Path, name: str) -> "Issuer":
        """A new issuer with a new key; the private half is for its owner's eyes alone."""
        key = OKPKey.generate_key("Ed25519", {"kid": uuid4().hex, "alg": "Ed25519", "use": "sig"})
        keyring = Keyring(folder, name)
        keyring.write(PRIVATE, json.dumps(key.as_dict(private=True)).encode())
        keyring.write(PUBLIC, json.dumps({"keys": [key.as_dict(private=False)]}).encode())
        return cls(folder, name, key)

    @classmethod
    def load(cls, folder: Path, name: str) -> "Issuer":
        """The one that was created there; raises KeyringError if there is none."""
        return cls(folder, name, OKPKey.import_key(json.loads(Keyring(folder, name).read(PRIVATE))))

    @property
    def environment(self) -> dict[str, str]:
        """What a node must be told so that it takes these tokens."""
        return {
            "KITH_ISSUER": self.name,
            "KITH_AUDIENCE": self.audience,
            "KITH_JWKS_FILE": str(self._jwks.absolute()),
        }

    def token(
        self,
        body: str,
        *roles: str,
        person: str | None = None,
        networks: Iterable[str] = (),
        scopes: Iterable[str] = (),
        client: str = "",
        **claims: Any,
    ) -> str:
        """A token with these roles; `claims` replace others, for tests of what must not be admitted."""
        now = int(time.time())
        about: dict[str, Any] = {
            "iss": self.name,
            "aud": self.audience,
            "sub": person or (client or roles[0]),
            "client_id": client or ("website" if person else "tools"),
            "jti": uuid4().hex,
            "iat": now,
            "exp": now + LIFE,
            "roles": list(roles),
            "scope": " ".join(scopes),
            "kith_body": body,
            "kith_networks": sorted(networks),
            **({"kith_person": person} if person else {}),
        }
        return self.signed(about | claims, "at+jwt")

    def signed(self, claims: dict[str, Any], typ: str = "JWT") -> str:
        """These claims, signed with the key of this issuer."""
        header = {"alg": "Ed25519", "typ": typ, "kid": self._key.kid}
        return jws.serialize_compact(header, json.dumps(claims), self._key, algorithms=["Ed25519"])

    @property
    def keys(self) -> dict[str, Any]:
        """The public half of its key, as a JWK set."""
        return {"keys": [self._key.as_dict(private=False)]}


def create(body: Body, *, into: Path) -> None:
    """Make an issuer for trials, unless it is there, and print the settings of a node that takes its tokens.

    Whoever reads its folder can be anybody at that node. In production take your own OpenID provider.

    Parameters
    ----------
    body
        Whose node it is for.
    into
        The folder with a folder of keys for each body.
    """
    try:
        issuer = Issuer.load(into, body)
    except KeyringError:
        issuer = Issuer.create(into, body)
    for name, value in issuer.environment.items():
        print(f"{name}={value}")


def token(
    *roles: str,
    body: str,
    person: str | None = None,
    network: list[str] | None = None,
    scope: list[str] | None = None,
    issuers: Path | None = None,
    data: Annotated[Path, Parameter(name="--data", env_var="KITH_DATA")] = Path(".kith"),
) -> None:
    """Print a token for a node of the demo: `export KITH_TOKEN=$(kith token body-admin --body bcs)`. Good for an hour.

    Parameters
    ----------
    roles
        `body-admin`, `officer`, `member`, `guest`, `system`, `consortium-admin`.
    body
        Whose node it is for.
    person
        For a member or guest: the opaque id of the person.
    network
        For an officer: a network that they serve, `bcs/womens-forum`. May be given several times.
    scope
        For a system: what it may do, `people:write`. May be given several times.
    issuers
        The folder with a folder for each issuer, as `kith issuer` made it; by default that of the demo.
    data
        The folder that holds everything of Kith's.
    """
    issuers = issuers or data / "demo" / FOLDER
    if body == OFFICE:
        raise StackError(
            "The office asks a node, and each node has an issuer of its own: name the body of that node. "
            "Next: kith token consortium-admin --body bcs"
        )
    unknown = [*({*roles} - {*Role}), *({*(scope or ())} - {*Scope})]
    if unknown or not roles:
        known = f"Roles: {', '.join(Role)}. Scopes: {', '.join(Scope)}."
        raise StackError(f"{', '.join(unknown)} is not known. {known}" if unknown else f"A token needs a role. {known}")
    try:
        issuer = Issuer.load(issuers, body)
    except KeyringError:
        raise StackError(f"There is no issuer for {body} in {issuers}. Next: kith status") from None
    of = OFFICE if Role.CONSORTIUM_ADMIN in roles else body
    print(issuer.token(of, *roles, person=person, networks=network or (), scopes=scope or ()))
