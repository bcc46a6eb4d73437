from pydantic import Field

from runtime.settings import Settings as Base


class Settings(Base):
    smtp_url: str = Field(
        description="Mail server: smtps:// or starttls:// with user:password@host:port, or smtp:// on this machine"
    )
    smtp_plaintext: bool = Field(
        default=False, description="Allow smtp:// (unencrypted) to another machine, e.g. inside a closed network"
    )
    mail_from: str = Field(default="", description="Sender's address; empty: the contact address in the municipality's file")
    mail_lanes: int = Field(default=8, ge=1, le=64, description="Mails handed over at once, each on its own connection")
    link_key: str = Field(description="32 bytes as base64 that make personal links; the same in surveys")
