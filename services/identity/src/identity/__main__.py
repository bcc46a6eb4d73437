import asyncio
import sys

from identity.commands import create_account, options_of
from identity.main import service
from identity.settings import Settings
from runtime.serve import serve

options = options_of(sys.argv[1:])
settings = Settings()  # type: ignore[call-arg]  # they come from the environment
if options.command == "create-account":
    sys.exit(asyncio.run(create_account(options, settings)))
serve(service(settings))
