"""What printing holds in memory: the worker, and beyond it the child in which a paper is laid out. In MB."""

from pathlib import Path

from coquang import laying_out
from coquang.bounded import Allow, Bounds, within_bounds
from tests.benchmarks.printed import PageToPrint

KB_IN_A_MB = 1024


def held() -> float:
    """What this process holds now."""
    return _told("/proc/self/status", "VmRSS")


def peak() -> float:
    """The most it held since forget_peak()."""
    return _told("/proc/self/status", "VmHWM")


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def of_a_job(page: PageToPrint) -> float:
    """What the child that lays a paper out holds for itself alone; it frees nothing before it ends."""

    def lay_out(allow: Allow) -> bytes:
        laying_out._counted(page.html, [], page.variant, allow)
        own = sum(_told("/proc/self/smaps_rollup", name) for name in ("Private_Clean", "Private_Dirty"))
        return str(own).encode()

    return float(within_bounds(lay_out, Bounds()))


def _told(file: str, name: str) -> float:
    for line in Path(file).read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / KB_IN_A_MB
    raise LookupError(f"{file} does not tell {name}.")
