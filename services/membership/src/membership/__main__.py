"""`python -m membership` serves; `python -m membership rebuild` fills every read model anew."""

import asyncio
import sys

from membership.main import main
from membership.rebuild import NotAlone, rebuild
from membership.settings import Settings

if sys.argv[1:] == ["rebuild"]:
    try:
        settings = Settings()  # type: ignore[call-arg]  # the environment gives them
        print(asyncio.run(rebuild(settings)))  # noqa: T201 - a command for people
    except NotAlone as refused:
        sys.exit(str(refused))
else:
    main()
