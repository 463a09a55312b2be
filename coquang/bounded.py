"""A piece of work in a process of its own, with bounds the kernel keeps: a bomb ends nobody but itself.

The child is forked from a warm process, so it has faces, stylesheets and code already. It touches neither database nor
broker, and ends without the farewells of the process it was copied from.
"""

import gc
import os
import pickle
import resource
import signal
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

STEPS_OF_AN_ALLOWANCE = 10

Allow = Callable[[int], None]


class OutOfBounds(Exception):
    """The work took more than it may: `bound` is clock, processor or memory."""

    def __init__(self, bound: str) -> None:
        super().__init__(bound)
        self.bound = bound


class BrokeOff(RuntimeError):
    """The child met something nobody foresaw; the message is its traceback."""


@dataclass(frozen=True)
class Bounds:
    """Seconds of the clock; seconds of the processor for each ten steps; bytes more than the parent has mapped."""

    seconds: int = 60
    work: int = 20
    memory: int = 512 * 1024 * 1024


def within_bounds(act: Callable[[Allow], bytes], bounds: Bounds, *foreseen: type[Exception]) -> bytes:
    """What `act` makes in a child; the exceptions it is foreseen to end with are raised here as they were there.

    `act` is given a function to tell how many steps it has begun: each ten of them (a paper's pages) allow it as much
    of the processor again.
    """
    read, write = os.pipe()
    with warnings.catch_warnings():
        # From Python 3.12 on a fork beside threads is warned of. The child asks for nothing a thread could hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(read)
        _be_the_child(act, foreseen, bounds, write)
    os.close(write)
    try:
        with os.fdopen(read, "rb") as pipe:
            told = pipe.read()
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        raise OutOfBounds(_bound_of(os.WTERMSIG(status)))
    kind, body = told[:1], told[1:]
    if kind == b"=":
        return body
    if kind == b"!":
        raise pickle.loads(body)  # noqa: S301 - of our own child
    if kind == b"m":
        raise OutOfBounds("memory")
    raise BrokeOff(body.decode(errors="replace"))


def _bound_of(signal_number: int) -> str:
    """A library that is refused memory ends its process by a signal of its own choice."""
    return {signal.SIGALRM: "clock", signal.SIGXCPU: "processor"}.get(signal.Signals(signal_number), "memory")


def _be_the_child(
    act: Callable[[Allow], bytes], foreseen: tuple[type[Exception], ...], bounds: Bounds, write: int
) -> NoReturn:
    told = b""
    try:
        _bind(bounds)
        told = b"=" + act(lambda steps: _allow(bounds.work, steps))
    except foreseen as reason:
        told = b"!" + pickle.dumps(reason)
    except (MemoryError, RecursionError, SystemError):  # the last is how some of C's own ends without memory
        told = b"m"
    except BaseException:
        told = b"?" + traceback.format_exc().encode(errors="replace")
    finally:
        with suppress(OSError), os.fdopen(write, "wb") as pipe:
            pipe.write(told)
        os._exit(0)


def _bind(bounds: Bounds) -> None:
    """What the kernel does at each bound: it ends this process and nothing else."""
    for number in (signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.alarm(bounds.seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _allow(bounds.work, 0)
    mapped = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + bounds.memory, resource.RLIM_INFINITY))
    # Nothing made here is freed before the child ends.
    gc.disable()


def _allow(work: int, steps: int) -> None:
    allowances = 1 + steps // STEPS_OF_AN_ALLOWANCE
    resource.setrlimit(resource.RLIMIT_CPU, (work * allowances, resource.RLIM_INFINITY))
