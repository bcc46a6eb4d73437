from pathlib import Path

from pydantic import Field

from runtime.settings import Settings as Base


class Settings(Base):
    keyring_database_url: str = Field(description="PostgreSQL database that holds nothing but the members' wrapped keys")
    master_key: str = Field(description="32 bytes as base64 that wrap the members' keys; kept in no database")
    lookup_key: str = Field(description="32 bytes as base64 that hash addresses, so that one address is one member")
    link_key: str = Field(description="32 bytes as base64 that make personal links")
    erasures: Path = Field(
        description="File that grows with the random ids of those who were erased; never put back from a backup"
    )
