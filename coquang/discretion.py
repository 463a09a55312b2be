"""What no log may hold: the token in the address of an invitation."""

import logging
import re

_TOKEN = re.compile(r"(/moi/)[^/\s?]+")


class WithoutTokens(logging.Filter):
    """Strikes tokens out of every line before it is written; no line is dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if "/moi/" in line:
            record.msg, record.args = _TOKEN.sub(r"\1…", line), None
        return True
