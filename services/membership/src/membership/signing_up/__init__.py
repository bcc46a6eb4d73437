"""From the form or the stand to a confirmed member: what is asked, what is promised, what waits and what expires."""
