from pydantic import Field, SecretStr

from runtime.settings import Settings as Base


class Settings(Base):
    staff_token_private_key: SecretStr = Field(
        description="PEM of the Ed25519 key that staff tokens are signed with, or its path"
    )
    master_key: SecretStr = Field(
        description="32 bytes in base64 that wrap each account's key; in no database and no backup of one"
    )
