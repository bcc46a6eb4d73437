from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What every service is told by its environment. A service adds its own, ten at the most."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: str = Field(
        description="PostgreSQL database of this service alone: postgresql://role:password@host:port/name"
    )
    nats_url: str = Field(description="nats://user:password@host:port, the user being this service's own")
    port: int = Field(ge=1, le=65535, description="Port on which the gateway reaches this service")
    host: str = Field(default="127.0.0.1", description="Address to listen on; only the gateway should reach it")
    public_url: str = Field(description="The panel's own address as people see it, without a slash at the end")
    roles: str = Field(default="api,worker", description="api, worker or both, parted by a comma")
    staff_token_public_key: str = Field(description="PEM of the Ed25519 key that identity signs staff tokens with, or its path")
    municipality: Path = Field(description="The municipality's theme file")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="Least level that is logged")
    otel_traces_exporter: Literal["none", "console", "otlp"] = Field(
        default="none", description="Where traces go; none makes no traces at all"
    )

    @property
    def has_api(self) -> bool:
        return "api" in self.roles.split(",")

    @property
    def has_worker(self) -> bool:
        return "worker" in self.roles.split(",")

    def async_database_url(self) -> str:
        return self.database_url.replace("postgresql://", "postgresql+asyncpg://", 1)
