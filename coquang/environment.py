"""What the process is told from outside: read from NAME, or from the file named in NAME_FILE.

A secret usually arrives as a file (a mounted volume), everything else as a variable. What is missing is
said by name at once, not discovered by the first visitor.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class NotSet(RuntimeError):
    """A variable the process cannot do without was not given."""


def text(name: str, default: str | None = None) -> str:
    """The value of NAME, else the trimmed content of the file in NAME_FILE, else the default.

    Raises NotSet, naming the variable, when there is none of the three.
    """
    if (value := os.environ.get(name)) is not None:
        return value
    if (file := os.environ.get(f"{name}_FILE")) is not None:
        return Path(file).read_text(encoding="utf-8").strip()
    if default is None:
        raise NotSet(f"{name} is not set. Give {name}=… or {name}_FILE=/path/of/a/file.")
    return default


def optional(name: str) -> str | None:
    """Like text(), but None when the variable is not given."""
    return text(name, default="") or None


def items(name: str, default: str = "") -> list[str]:
    """A comma-separated list without blanks."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def store(name: str, folder: Path) -> dict[str, Any]:
    """Django's description of a store of files: a folder that only its owner reads, or with NAME=s3://bucket/prefix a
    bucket, whose address and keys the AWS_… variables say (docs/operations.md).
    """
    where = urlsplit(text(name, f"file://{folder}"))
    if where.scheme == "s3" and where.netloc:
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": where.netloc,
                "location": where.path.strip("/"),
                "default_acl": None,
                "file_overwrite": False,
                "querystring_auth": True,
            },
        }
    if where.scheme != "file" or not where.path.startswith("/"):
        raise NotSet(f"{name} is “{where.geturl()}”; it can be file:///folder or s3://bucket/prefix.")
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": where.path,
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }
