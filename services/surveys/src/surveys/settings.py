from pydantic import Field

from runtime.settings import Settings as Base


class Settings(Base):
    keyring_database_url: str = Field(description="PostgreSQL database that holds nothing but the surveys' wrapped keys")
    master_key: str = Field(description="32 bytes as base64 that wrap the keys; kept in no database")
    link_key: str = Field(description="32 bytes as base64 that make personal links; the same in notifications")
