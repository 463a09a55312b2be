"""What a worker of this app knows how to do."""

from programmes import jobs  # noqa: F401 - registers its work
