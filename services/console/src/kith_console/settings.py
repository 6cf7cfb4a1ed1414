"""What the pages of a node are told by its environment; every variable starts with `KITH_CONSOLE_`."""

from pathlib import Path
from typing import Final, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kith_chassis.http.issuer import is_safe
from kith_chassis.secret import both_given, read_secret

NO_PORT: Final = -1


class ConsoleSettings(BaseSettings):
    """Read once at start."""

    model_config = SettingsConfigDict(env_prefix="KITH_CONSOLE_", frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8081, ge=NO_PORT, le=65535, examples=["8081"])
    """Where the pages are served; -1 serves none."""
    url: str = Field(default="", max_length=200, pattern=r"^(https?://[^\s/?#]+)?$", examples=["https://kith.bcs.org"])
    """The address at which people reach the pages; by default the host and port."""
    issuer: str = Field(default="", max_length=2000, examples=["https://login.example"])
    """The OpenID provider with which people sign in."""
    client_id: str = Field(default="", max_length=255, examples=["kith"])
    client_secret_file: Path | None = None
    """A file with the secret of the client, in its place."""
    client_secret: SecretStr = Field(default=SecretStr(""))
    """The secret of the client at the provider; empty for a public client."""
    scope: str = Field(default="openid", max_length=500, examples=["openid offline_access kith"])
    """What is asked of the provider. With `offline_access`, most let a session outlive its first token."""
    node: str = Field(default="", max_length=200, examples=["http://127.0.0.1:8080"])
    """For pages that run alone: the address of the node's HTTP API."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.issuer and not is_safe(self.issuer):
            raise ValueError("KITH_CONSOLE_ISSUER must be an https address, or one on this machine")
        if self.issuer and not self.client_id:
            raise ValueError("KITH_CONSOLE_CLIENT_ID is missing: the provider knows these pages by it")
        return self

    @property
    def base(self) -> str:
        """The address at which people reach the pages."""
        return self.url or f"http://{self.host}:{self.port}"

    @property
    def secret_of_client(self) -> str:
        """Raises ValueError if it is given twice."""
        if self.client_secret_file is None:
            return self.client_secret.get_secret_value()
        if self.client_secret.get_secret_value():
            raise ValueError(both_given("KITH_CONSOLE_CLIENT_SECRET"))
        return str(read_secret("KITH_CONSOLE_CLIENT_SECRET", self.client_secret_file))
