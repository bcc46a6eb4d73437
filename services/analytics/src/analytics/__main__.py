"""`python -m analytics` serves; `python -m analytics rebuild` counts everything anew from the streams."""

import asyncio
import sys

from analytics.main import main
from analytics.rebuild import NotAlone, rebuild
from runtime.settings import Settings

if sys.argv[1:] == ["rebuild"]:
    try:
        settings = Settings()  # type: ignore[call-arg]  # the environment gives them
        print(asyncio.run(rebuild(settings)))  # noqa: T201 - a command for people
    except NotAlone as refused:
        sys.exit(str(refused))
else:
    main()
